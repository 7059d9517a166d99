"""The ledger: entries in their chain, and the lines that belong to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Row, Select, func, insert, literal, select, update

from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.ledger import (
    GENESIS,
    Action,
    LedgerEntry,
    LedgerLine,
    digest_of_lines,
    hash_of,
)
from solicense_plugin.domain.moments import from_microseconds, to_microseconds
from solicense_plugin.store.session import Reading, Writing

_LINE = ["licence_id", "associate_id", "before", "after", "since", "given_by"]
#: Columns of an entry that stand in its text too.
_CHAINED = ["sequence", "at", "actor", "action", "owner"]
_STORED = [*_CHAINED, "text", "hash"]


class LineWriter:
    """Writes the lines of a transaction's one entry, numbered from 1."""

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        #: How many there are.
        self.count = 0

    def add(self, lines: Iterable[LedgerLine]) -> None:
        """Write lines that are already known."""
        rows = [
            {
                "installation_id": self._writing.installation_id,
                "sequence": self._writing.installation.revision,
                "line": number,
                **{name: getattr(line, name) for name in _LINE},
            }
            for number, line in enumerate(lines, self.count + 1)
        ]
        if rows:
            self._writing.connection.execute(insert(self._writing.tables.line), rows)
        self.count += len(rows)

    def given(self, licence_id: int, batch: Select[Any]) -> None:
        """Write a line for each of a batch that now holds a licence."""
        self._from_assignments(licence_id, batch, before=0, after=1)

    def taken(self, licence_id: int, batch: Select[Any] | None = None) -> None:
        """Write a line for each of a batch (or all) who hold a licence, and are to lose it."""
        self._from_assignments(licence_id, batch, before=1, after=0)

    def _from_assignments(
        self, licence_id: int, batch: Select[Any] | None, *, before: int, after: int
    ) -> None:
        held, line = self._writing.tables.assignment, self._writing.tables.line
        number = func.row_number().over(order_by=held.c.associate_id) + self.count
        found = select(
            held.c.installation_id,
            literal(self._writing.installation.revision),
            number,
            held.c.licence_id,
            held.c.associate_id,
            literal(before),
            literal(after),
            held.c.since,
            held.c.given_by,
        ).where(
            held.c.installation_id == self._writing.installation_id,
            held.c.licence_id == licence_id,
        )
        if batch is not None:
            found = found.where(held.c.associate_id.in_(batch))
        columns = ["installation_id", "sequence", "line", *_LINE]
        statement = insert(line).from_select(columns, found)
        # PostgreSQL's driver has forgotten how many there were unless asked before.
        options = {"preserve_rowcount": True}
        done = self._writing.connection.execute(statement, execution_options=options)
        self.count += done.rowcount


def append(writing: Writing, entry: LedgerEntry, lines: LineWriter | None = None) -> None:
    """Write the transaction's entry, after its lines, and chain it to the one before."""
    row, installation = writing.tables.ledger, writing.tables.installation
    sequence = writing.installation.revision
    text = entry.text(
        sequence=sequence,
        lines=lines.count if lines else 0,
        lines_digest=digest_of_lines(_lines(writing, sequence) if lines else ()),
        previous=_head(writing),
    )
    writing.connection.execute(
        insert(row).values(
            installation_id=writing.installation_id,
            sequence=sequence,
            at=to_microseconds(entry.at),
            actor=str(entry.actor),
            action=entry.action.value,
            owner=entry.owner,
            text=text,
            hash=hash_of(text),
        )
    )
    writing.connection.execute(
        update(installation)
        .where(installation.c.installation_id == writing.installation_id)
        .values(ledger_head=hash_of(text))
    )


def _head(reading: Reading) -> str:
    """Return the hash of the newest entry, which stands on the installation's row.

    There, so that it is missed when somebody deletes it.
    """
    row = reading.tables.installation
    mine = row.c.installation_id == reading.installation_id
    return reading.connection.scalar(select(row.c.ledger_head).where(mine)) or GENESIS


def _lines(reading: Reading, sequence: int) -> Iterator[LedgerLine]:
    """Read an entry's lines one by one, so that a hundred thousand need no memory."""
    row = reading.tables.line
    statement = (
        select(*(row.c[name] for name in _LINE))
        .where(row.c.installation_id == reading.installation_id, row.c.sequence == sequence)
        .order_by(row.c.line)
        .execution_options(yield_per=2000)
    )
    for found in reading.connection.execute(statement):
        yield LedgerLine(*found)


@dataclass(frozen=True, slots=True)
class EntryRecord:
    """An entry as it is stored."""

    sequence: int
    at: datetime
    actor: Actor
    action: Action
    owner: str
    text: str
    hash: str


def entries(reading: Reading, *, after: int = 0, owner: str | None = None) -> Iterator[EntryRecord]:
    """Read entries in their order.

    :param after: only those whose sequence is greater.
    :param owner: only those about this owner.
    """
    row = reading.tables.ledger
    statement = (
        select(*(row.c[name] for name in _STORED))
        .where(row.c.installation_id == reading.installation_id, row.c.sequence > after)
        .order_by(row.c.sequence)
        .execution_options(yield_per=2000)
    )
    if owner is not None:
        statement = statement.where(row.c.owner == owner)
    yield from map(_record, reading.connection.execute(statement))


def entry(reading: Reading, sequence: int) -> EntryRecord:
    """Read one entry, which must be there."""
    row = reading.tables.ledger
    statement = select(*(row.c[name] for name in _STORED)).where(
        row.c.installation_id == reading.installation_id, row.c.sequence == sequence
    )
    return _record(reading.connection.execute(statement).one())


def _record(row: Row[Any]) -> EntryRecord:
    return EntryRecord(
        row.sequence,
        from_microseconds(row.at),
        Actor.parse(row.actor),
        Action(row.action),
        row.owner,
        row.text,
        row.hash,
    )


def first_broken(reading: Reading) -> int | None:
    """Check the whole chain with its lines, and return the first sequence that does not fit.

    Nothing that is stored is trusted to be what we once wrote.
    """
    digests = _digests(reading)
    row = reading.tables.ledger
    statement = (
        select(row)
        .where(row.c.installation_id == reading.installation_id)
        .order_by(row.c.sequence)
        .execution_options(yield_per=2000)
    )
    previous, newest = GENESIS, 0
    with reading.connection.execute(statement) as found:
        for entry in found:
            digest = digests.pop(entry.sequence, digest_of_lines(()))
            if not _is_sound(entry, previous=previous, lines_digest=digest):
                return int(entry.sequence)
            previous, newest = entry.hash, entry.sequence
    if digests:
        return min(digests)
    return None if previous == _head(reading) else newest


def _digests(reading: Reading) -> dict[int, str]:
    """Return the digest of the lines of every sequence that has some."""
    row = reading.tables.line
    statement = (
        select(row.c.sequence, *(row.c[name] for name in _LINE))
        .where(row.c.installation_id == reading.installation_id)
        .order_by(row.c.sequence, row.c.line)
        .execution_options(yield_per=2000)
    )
    by_sequence = groupby(reading.connection.execute(statement), key=itemgetter(0))
    return {
        sequence: digest_of_lines(LedgerLine(*line[1:]) for line in lines)
        for sequence, lines in by_sequence
    }


def _is_sound(entry: Row[Any], *, previous: str, lines_digest: str) -> bool:
    try:
        content = json.loads(entry.text)
    except ValueError:
        return False
    columns = {name: getattr(entry, name) for name in _CHAINED}
    said = {**columns, "previous": previous, "lines_digest": lines_digest}
    return (
        hash_of(entry.text) == entry.hash
        and isinstance(content, dict)
        and said.items() <= content.items()
    )
