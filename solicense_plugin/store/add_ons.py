"""What add-ons contribute, where it has failed: counted beside the installation's lock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, Connection, Insert, Row, Table, select, update
from sqlalchemy.dialects import mysql, postgresql, sqlite

from solicense_plugin.domain.add_ons import Fault, FaultKind, Standing
from solicense_plugin.domain.moments import from_microseconds, to_microseconds
from solicense_plugin.store.session import Store, Writing

#: A longer traceback helps nobody: its end says most.
_LONGEST_DETAILS = 20_000


@dataclass(frozen=True, slots=True)
class Ailment:
    """Something that an add-on contributes and that has failed."""

    standing: Standing
    #: The last one.
    fault: Fault
    at: datetime


#: By add-on and contribution; what is not there has never failed.
Standings: TypeAlias = Mapping[tuple[str, str], Ailment]


def standings(store: Store, installation_id: int) -> Standings:
    """Return everything that has ever failed, in one statement."""
    row = store.tables.add_on_fault
    statement = (
        select(row)
        .where(row.c.installation_id == installation_id)
        .order_by(row.c.add_on, row.c.contribution)
    )
    with store.connect() as connection:
        found = connection.execute(statement).all()
    return {(one.add_on, one.contribution): _ailment(one) for one in found}


def count_fault(store: Store, installation_id: int, fault: Fault, now: datetime) -> None:
    """Keep a fault as the last one, and count it to those in a row.

    The first statement holds the row until the end, so that none is lost which another
    worker counts.
    """
    row = store.tables.add_on_fault
    mine = _is(row, installation_id, fault.add_on, fault.contribution)
    with store.aside() as connection:
        connection.execute(_keeping(connection, row, installation_id, fault, now))
        faults, since = connection.execute(
            select(row.c.faults, row.c.paused_since).where(mine)
        ).one()
        after = Standing(faults, _moment(since)).failed(now)
        connection.execute(update(row).where(mine).values(_stored(after)))


def count_answer(store: Store, installation_id: int, add_on: str, contribution: str) -> None:
    """Keep that something has answered, which ends the row unless it is paused by now."""
    row = store.tables.add_on_fault
    mine = _is(row, installation_id, add_on, contribution)
    with store.aside() as connection:
        connection.execute(update(row).where(mine, row.c.paused_since.is_(None)).values(faults=0))


def resume(writing: Writing, add_on: str, contribution: str) -> bool:
    """Let something be asked again; return whether it was paused."""
    row = writing.tables.add_on_fault
    mine = _is(row, writing.installation_id, add_on, contribution)
    done = writing.connection.execute(
        update(row).where(mine, row.c.paused_since.is_not(None)).values(_stored(Standing()))
    )
    return bool(done.rowcount)


def _is(row: Table, installation_id: int, add_on: str, contribution: str) -> ColumnElement[bool]:
    return (
        (row.c.installation_id == installation_id)
        & (row.c.add_on == add_on)
        & (row.c.contribution == contribution)
    )


def _keeping(
    connection: Connection, row: Table, installation_id: int, fault: Fault, now: datetime
) -> Insert:
    """Return what keeps the last fault, whether there was one before or not."""
    key = {
        "installation_id": installation_id,
        "add_on": fault.add_on,
        "contribution": fault.contribution,
    }
    last = {
        "at": to_microseconds(now),
        "reference": fault.reference,
        "kind": fault.kind.value,
        "message": fault.message,
        "details": fault.details[-_LONGEST_DETAILS:],
    }
    values = key | {"faults": 0} | last
    if connection.dialect.name in {"mysql", "mariadb"}:
        return mysql.insert(row).values(values).on_duplicate_key_update(last)
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return insert(row).values(values).on_conflict_do_update(index_elements=list(key), set_=last)


def _stored(standing: Standing) -> dict[str, int | None]:
    since = standing.paused_since
    return {
        "faults": standing.faults,
        "paused_since": None if since is None else to_microseconds(since),
    }


def _ailment(row: Row[Any]) -> Ailment:
    fault = Fault(
        reference=row.reference,
        add_on=row.add_on,
        contribution=row.contribution,
        kind=FaultKind(row.kind),
        message=row.message,
        details=row.details,
    )
    standing = Standing(row.faults, _moment(row.paused_since))
    return Ailment(standing, fault, from_microseconds(row.at))


def _moment(value: int | None) -> datetime | None:
    return None if value is None else from_microseconds(value)
