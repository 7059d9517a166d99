"""How asking for each owner's licences stands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, insert, select, update

from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.moments import from_microseconds, to_microseconds
from solicense_plugin.domain.updates import CheckResult, Checks, Reason
from solicense_plugin.store.owners import OwnerRecord
from solicense_plugin.store.session import Reading, Writing


def of_owner(reading: Reading, record: OwnerRecord) -> Checks:
    """Return how it stands; before the first check it is due by the next check date."""
    found = reading.connection.execute(
        select(reading.tables.check).where(_mine(reading, record.id))
    ).one_or_none()
    return _checks(found) if found else Checks(record.owner.dates.next_check)


def save(writing: Writing, owner_id: int, checks: Checks) -> None:
    """Store how it stands."""
    row, new = writing.tables.check, checks.reason.identity
    writing.connection.execute(delete(row).where(_mine(writing, owner_id)))
    writing.connection.execute(
        insert(row).values(
            installation_id=writing.installation_id,
            owner_id=owner_id,
            due=_stored(checks.due),
            failures=checks.failures,
            result=checks.result.value,
            attempted=_stored(checks.attempted),
            reason=checks.reason.code,
            detail=checks.reason.detail,
            url=checks.reason.url,
            company_name=new.company_name if new else None,
            serial_number=new.serial_number if new else None,
        )
    )


def plan(writing: Writing, owner_id: int, due: datetime | None) -> None:
    """Store when to ask next, where it was ever asked."""
    row = writing.tables.check
    writing.connection.execute(
        update(row).where(_mine(writing, owner_id)).values(due=_stored(due), failures=0)
    )


def _mine(reading: Reading, owner_id: int) -> ColumnElement[bool]:
    row = reading.tables.check
    return (row.c.installation_id == reading.installation_id) & (row.c.owner_id == owner_id)


def _checks(row: Row[Any]) -> Checks:
    return Checks(
        due=_moment(row.due),
        failures=row.failures,
        result=CheckResult(row.result),
        attempted=_moment(row.attempted),
        reason=Reason(row.reason, row.detail, row.url, _identity(row)),
    )


def _identity(row: Row[Any]) -> Identity | None:
    if row.company_name is None:
        return None
    return Identity(row.company_name, row.serial_number)


def _stored(value: datetime | None) -> int | None:
    return None if value is None else to_microseconds(value)


def _moment(value: int | None) -> datetime | None:
    return None if value is None else from_microseconds(value)
