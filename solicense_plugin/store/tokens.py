"""Once-only tokens: a form has one effect, however often it arrives."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select

from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.store.session import Reading, Writing

#: How long the result of a form is remembered.
KEPT = timedelta(hours=24)


def result_of(reading: Reading, token: str) -> str | None:
    """Return where the result of a form is, if it has had its effect already."""
    row = reading.tables.token
    return reading.connection.scalar(
        select(row.c.location).where(
            row.c.installation_id == reading.installation_id, row.c.token == token
        )
    )


def consume(writing: Writing, token: str, *, location: str, now: datetime) -> None:
    """Remember that a form has its effect in this transaction, and forget old ones."""
    row = writing.tables.token
    mine = row.c.installation_id == writing.installation_id
    writing.connection.execute(delete(row).where(mine, row.c.at < to_microseconds(now - KEPT)))
    writing.connection.execute(
        insert(row).values(
            installation_id=writing.installation_id,
            token=token,
            at=to_microseconds(now),
            location=location,
        )
    )
