"""The ledger: entries in their chain, and the lines that belong to them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, literal, select

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
        done = self._writing.connection.execute(insert(line).from_select(columns, found))
        self.count += done.rowcount


def append(writing: Writing, entry: LedgerEntry, lines: LineWriter | None = None) -> None:
    """Write the transaction's entry, after its lines, and chain it to the one before."""
    row = writing.tables.ledger
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


def _head(reading: Reading) -> str:
    """Return the hash of the newest entry."""
    row = reading.tables.ledger
    newest = (
        select(row.c.hash)
        .where(row.c.installation_id == reading.installation_id)
        .order_by(row.c.sequence.desc())
        .limit(1)
    )
    return reading.connection.scalar(newest) or GENESIS


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
    names = ["sequence", "at", "actor", "action", "owner", "text", "hash"]
    statement = (
        select(*(row.c[name] for name in names))
        .where(row.c.installation_id == reading.installation_id, row.c.sequence > after)
        .order_by(row.c.sequence)
        .execution_options(yield_per=2000)
    )
    if owner is not None:
        statement = statement.where(row.c.owner == owner)
    for sequence, at, actor, action, about, text, digest in reading.connection.execute(statement):
        yield EntryRecord(
            sequence,
            from_microseconds(at),
            Actor.parse(actor),
            Action(action),
            about,
            text,
            digest,
        )


def first_broken(reading: Reading) -> int | None:
    """Check the whole chain with its lines, and return the first sequence that does not fit."""
    previous = GENESIS
    for entry in list(entries(reading)):
        content = json.loads(entry.text)
        sound = (
            hash_of(entry.text) == entry.hash
            and content["previous"] == previous
            and content["sequence"] == entry.sequence
            and content["at"] == to_microseconds(entry.at)
            and content["actor"] == str(entry.actor)
            and content["action"] == entry.action
            and content["owner"] == entry.owner
            and content["lines_digest"] == digest_of_lines(_lines(reading, entry.sequence))
        )
        if not sound:
            return entry.sequence
        previous = entry.hash
    return None
