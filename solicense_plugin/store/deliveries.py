"""Events that are still to be told: one row an event and recipient.

Each is made with the ledger entry, in the same transaction. A worker claims it with one
conditional update before it tells anybody, and a claim ends by itself, so that what a
killed worker had begun is told by another one.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, func, insert, select, update

from solicense_plugin.domain.deliveries import CLAIM, Event, Progress, RecipientKind
from solicense_plugin.domain.moments import from_microseconds, to_microseconds
from solicense_plugin.store.session import Reading, Store, Writing

#: How many are looked for at once.
_SOME = 50


@dataclass(frozen=True, slots=True)
class Delivery:
    """An event that a recipient is still to be told of."""

    installation_id: int
    #: Of the ledger entry that has it.
    sequence: int
    event: Event
    kind: RecipientKind
    recipient: str
    due: datetime
    claim: str
    progress: Progress
    #: Attempts in a row that failed.
    failures: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """What a recipient is still to be told."""

    kind: RecipientKind
    recipient: str
    waiting: int
    #: How many of those could not be told so far.
    failing: int
    #: When the oldest happened.
    oldest: datetime
    #: Why the last one that failed did; empty where none did.
    error: str


def add(
    writing: Writing, event: Event, kind: RecipientKind, recipients: Collection[str], at: datetime
) -> None:
    """Store that recipients are to be told of this transaction's entry: one statement."""
    moment = to_microseconds(at)
    rows = [
        {
            "installation_id": writing.installation_id,
            "sequence": writing.installation.revision,
            "event": event.value,
            "kind": kind.value,
            "recipient": recipient,
            "at": moment,
            "due": moment,
        }
        for recipient in recipients
    ]
    if rows:
        writing.connection.execute(insert(writing.tables.delivery), rows)


def due(
    reading: Reading,
    kind: RecipientKind,
    recipient: str,
    events: Collection[Event],
    now: datetime,
) -> list[Delivery]:
    """Return some that are due, in the order in which they happened."""
    row = reading.tables.delivery
    found = reading.connection.execute(
        select(row)
        .where(
            row.c.installation_id == reading.installation_id,
            row.c.kind == kind.value,
            row.c.recipient == recipient,
            row.c.event.in_([event.value for event in events]),
            row.c.due <= to_microseconds(now),
        )
        .order_by(row.c.sequence, row.c.event)
        .limit(_SOME)
    )
    return [
        Delivery(
            one.installation_id,
            one.sequence,
            Event(one.event),
            RecipientKind(one.kind),
            one.recipient,
            from_microseconds(one.due),
            one.claim,
            Progress(one.parts, one.last_line),
            one.failures,
        )
        for one in found
    ]


def claim(store: Store, delivery: Delivery, now: datetime) -> str:
    """Take it upon us to tell of an event, for a while; empty when somebody else has."""
    row, mine = store.tables.delivery, secrets.token_hex(16)
    as_it_was = row.c.due == to_microseconds(delivery.due)
    is_mine = _changed(store, delivery, delivery.claim, now + CLAIM, as_it_was, claim=mine)
    return mine if is_mine else ""


def advance(
    store: Store, delivery: Delivery, claim: str, progress: Progress, now: datetime
) -> bool:
    """Keep how far it has come, and the claim; false when that has ended meanwhile."""
    told = {"parts": progress.parts, "last_line": progress.line}
    return _changed(store, delivery, claim, now + CLAIM, failures=0, **told)


def postpone(
    store: Store,
    delivery: Delivery,
    claim: str,
    due: datetime,
    *,
    failures: int,
    error: str,
) -> None:
    """Give up the claim, and keep when to try again and why."""
    _changed(store, delivery, claim, due, claim="", failures=failures, error=error)


def release(store: Store, delivery: Delivery, claim: str) -> None:
    """Give up the claim, and leave everything as it was."""
    _changed(store, delivery, claim, delivery.due, claim="")


def finish(store: Store, delivery: Delivery, claim: str) -> None:
    """Forget an event that was told to its end."""
    row = store.tables.delivery
    with store.aside(patient=True) as connection:
        connection.execute(delete(row).where(_is(store, delivery), row.c.claim == claim))


def _changed(
    store: Store,
    delivery: Delivery,
    held: str,
    due: datetime,
    *conditions: ColumnElement[bool],
    **values: str | int,
) -> bool:
    """Change a row if it still has a claim, and tell whether it had."""
    row = store.tables.delivery
    statement = (
        update(row)
        .where(_is(store, delivery), row.c.claim == held, *conditions)
        .values(due=to_microseconds(due), **values)
    )
    with store.aside(patient=True) as connection:
        return bool(connection.execute(statement).rowcount)


def _is(store: Store, delivery: Delivery) -> ColumnElement[bool]:
    row = store.tables.delivery
    return and_(
        row.c.installation_id == delivery.installation_id,
        row.c.sequence == delivery.sequence,
        row.c.event == delivery.event.value,
        row.c.kind == delivery.kind.value,
        row.c.recipient == delivery.recipient,
    )


def backlog(reading: Reading) -> list[Backlog]:
    """Return what every recipient is still to be told, by its name."""
    row = reading.tables.delivery
    found = reading.connection.execute(
        select(
            row.c.kind,
            row.c.recipient,
            func.count().label("waiting"),
            func.count(func.nullif(row.c.failures, 0)).label("failing"),
            func.min(row.c.at).label("oldest"),
        )
        .where(row.c.installation_id == reading.installation_id)
        .group_by(row.c.kind, row.c.recipient)
        .order_by(row.c.recipient, row.c.kind)
    )
    return [
        Backlog(
            RecipientKind(one.kind),
            one.recipient,
            one.waiting,
            one.failing,
            from_microseconds(one.oldest),
            _error(reading, one.kind, one.recipient) if one.failing else "",
        )
        for one in found.all()
    ]


def _error(reading: Reading, kind: str, recipient: str) -> str:
    """Return why the newest event that failed did."""
    row = reading.tables.delivery
    statement = (
        select(row.c.error)
        .where(
            row.c.installation_id == reading.installation_id,
            row.c.kind == kind,
            row.c.recipient == recipient,
            row.c.failures > 0,
        )
        .order_by(row.c.sequence.desc())
    )
    return reading.connection.scalar(statement.limit(1)) or ""


def expire(store: Store, installation_id: int, before: datetime) -> dict[str, int]:
    """Forget what happened before a moment: recipient → how many events it missed."""
    row = store.tables.delivery
    old = and_(row.c.installation_id == installation_id, row.c.at < to_microseconds(before))
    with store.connect() as connection:
        missed = set(connection.scalars(select(row.c.recipient).where(old).distinct()))
    return {name: gone for name in sorted(missed) if (gone := _forget(store, old, name))}


def _forget(store: Store, old: ColumnElement[bool], recipient: str) -> int:
    row = store.tables.delivery
    with store.aside(patient=True) as connection:
        gone = connection.execute(delete(row).where(old, row.c.recipient == recipient))
        return int(gone.rowcount)
