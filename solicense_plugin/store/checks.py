"""How asking for each owner's licences stands."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, delete, insert, select, update

from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.moments import from_microseconds, to_microseconds
from solicense_plugin.domain.updates import CheckResult, Checks, Reason
from solicense_plugin.store.owners import OwnerRecord, record_of, select_installed
from solicense_plugin.store.session import Reading, Writing
from solicense_plugin.store.tables import Tables


def of_owner(reading: Reading, record: OwnerRecord) -> Checks:
    """Return how it stands; before the first check it is due by the next check date."""
    found = reading.connection.execute(
        select(reading.tables.check).where(_mine(reading, record.id))
    ).one_or_none()
    return _checks(found) if found else Checks(record.owner.dates.next_check)


def of_all(reading: Reading, language: str) -> list[tuple[OwnerRecord, Checks]]:
    """Return every owner that is here, and how asking for its licences stands, in one statement.

    :param language: of the one translation of their names that is read along.
    """
    values = {"installation": reading.installation_id, "language": language}
    found = reading.connection.execute(_everybody(reading.tables), values)
    return [_with_checks(row, language) for row in found]


def of_absent(reading: Reading, owner: str) -> Checks:
    """Return how asking stands for an owner of whom nothing is here (yet, or any more)."""
    row, named = reading.tables.check, reading.tables.owner
    same = (named.c.installation_id == row.c.installation_id) & (named.c.id == row.c.owner_id)
    mine = (row.c.installation_id == reading.installation_id) & (named.c.name == owner)
    found = reading.connection.execute(select(row).join(named, same).where(mine)).one_or_none()
    return _checks(found) if found else Checks(None)


@cache
def _everybody(tables: Tables) -> Select[Any]:
    owner, row = tables.owner, tables.check
    mine = (row.c.installation_id == owner.c.installation_id) & (row.c.owner_id == owner.c.id)
    facts = [column for column in row.c if not column.primary_key]
    return select_installed(tables).outerjoin(row, mine).add_columns(*facts)


def _with_checks(row: Row[Any], language: str) -> tuple[OwnerRecord, Checks]:
    record = record_of(row, language)
    asked = row.result is not None
    return record, _checks(row) if asked else Checks(record.owner.dates.next_check)


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
    """Store that a licence was activated, and when to ask next, where it was ever asked.

    What the last check had left to somebody is done with that.
    """
    row, result = writing.tables.check, CheckResult.ACTIVATED.value
    values = {"due": _stored(due), "failures": 0, "result": result}
    nothing = {"reason": "", "detail": "", "url": ""}
    writing.connection.execute(update(row).where(_mine(writing, owner_id)).values(values | nothing))


def forget(writing: Writing, owner_id: int) -> None:
    """Forget that an owner was ever asked."""
    writing.connection.execute(delete(writing.tables.check).where(_mine(writing, owner_id)))


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
