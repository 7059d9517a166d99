"""Transactions: one that reads, and one that writes under the installation's lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, Select, Table, bindparam, case, func, select, update

from solicense_plugin.domain.copies import Home
from solicense_plugin.domain.errors import NotFound, WhichInstallation
from solicense_plugin.domain.installation import Identity, Installation
from solicense_plugin.domain.moments import from_microseconds, to_microseconds
from solicense_plugin.store.engine import READ_ONLY
from solicense_plugin.store.tables import Tables


@dataclass(frozen=True, slots=True)
class Seen:
    """What a writer sees around itself, kept with what it writes."""

    #: What its clock shows.
    now: datetime
    #: The host's name for the database, kept unless one is kept already.
    database: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A transaction that looks at one installation."""

    connection: Connection
    tables: Tables
    installation: Installation

    @property
    def installation_id(self) -> int:
        """What leads every key."""
        return self.installation.id


@dataclass(frozen=True, slots=True)
class Writing(Reading):
    """A transaction that holds the installation's lock until it ends.

    ``installation.revision`` is this transaction's own number.
    """

    def take_ids(self, count: int) -> range:
        """Take new ids from the installation's counter."""
        row = self.tables.installation
        mine = row.c.installation_id == self.installation_id
        self.connection.execute(update(row).where(mine).values(next_id=row.c.next_id + count))
        after = self.connection.scalar(select(row.c.next_id).where(mine))
        return range((after or 0) - count, after or 0)

    def further(self) -> Writing:
        """Return the same transaction under its next number, for another ledger entry."""
        _count(self.connection, self.tables, self.installation_id, None)
        found = _installation(self.connection, self.tables, self.installation_id, only=False)
        return Writing(self.connection, self.tables, found)


class Store:
    """Our tables in one database.

    :param engine: called when a connection is needed, so that a host may make its
        engine late.
    """

    def __init__(self, engine: Callable[[], Engine], prefix: str) -> None:
        self._engine = engine
        self.tables = Tables(prefix)

    @property
    def engine(self) -> Engine:
        """The engine as it is now."""
        return self._engine()

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """Open a connection that only reads, outside any one installation."""
        with self.engine.connect() as connection:
            connection.execution_options(**{READ_ONLY: True})
            yield connection

    @contextmanager
    def reading(self, installation_id: int, *, only: bool = False) -> Iterator[Reading]:
        """Open a transaction that only reads.

        :param only: whoever asks believes that there is no other installation.
        :raises NotFound: there is no such installation.
        :raises WhichInstallation: there are others.
        """
        with self.connect() as connection:
            if connection.dialect.name == "postgresql":
                # Its default shows every statement another moment; the others' shows one.
                connection.execution_options(isolation_level="REPEATABLE READ")
            installation = _installation(connection, self.tables, installation_id, only=only)
            yield Reading(connection, self.tables, installation)

    @contextmanager
    def writing(
        self, installation_id: int, *, only: bool = False, seen: Seen | None = None
    ) -> Iterator[Writing]:
        """Open a transaction that writes, or rolls back if an error leaves it.

        Its first statement takes the lock, counts the revision and gives the ledger
        its sequence: a read before it could be stale on MariaDB, and locks taken in
        another order end in deadlocks.

        :param only: whoever asks believes that there is no other installation.
        :param seen: what to keep of the writer's surroundings.
        :raises NotFound: there is no such installation.
        :raises WhichInstallation: there are others.
        """
        with self._connect_for_writing() as connection, connection.begin():
            _count(connection, self.tables, installation_id, seen)
            installation = _installation(connection, self.tables, installation_id, only=only)
            yield Writing(connection, self.tables, installation)

    @contextmanager
    def _connect_for_writing(self) -> Iterator[Connection]:
        with self.engine.connect() as connection:
            if connection.dialect.name != "sqlite":
                connection.execution_options(isolation_level="READ COMMITTED")
            yield connection


def _count(connection: Connection, tables: Tables, installation_id: int, seen: Seen | None) -> None:
    """Take the installation's lock, count its revision, and keep what the writer saw."""
    row = tables.installation
    kept = _kept(row, seen) if seen else {}
    counted = connection.execute(
        update(row)
        .where(row.c.installation_id == installation_id)
        .values(revision=row.c.revision + 1, **kept)
    )
    if not counted.rowcount:
        raise NotFound


def _kept(row: Table, seen: Seen) -> dict[str, Any]:
    """Return what the installation's row keeps: the newest time, the first database."""
    now, known = to_microseconds(seen.now), row.c.newest_seen
    return {
        "newest_seen": case((func.coalesce(known, now) <= now, now), else_=known),
        "database_identity": func.coalesce(row.c.database_identity, seen.database),
    }


@cache
def _installations(tables: Tables) -> Select[Any]:
    """Select an installation, and how many there are."""
    row, other = tables.installation, tables.installation.alias()
    many = select(func.count()).select_from(other).scalar_subquery()
    return select(row, many.label("many")).where(row.c.installation_id == bindparam("id"))


def _installation(
    connection: Connection, tables: Tables, installation_id: int, *, only: bool
) -> Installation:
    found = connection.execute(_installations(tables), {"id": installation_id}).one_or_none()
    if found is None:
        raise NotFound
    if only and found.many > 1:
        row = tables.installation
        raise WhichInstallation(connection.scalars(select(row.c.key).order_by(row.c.key)).all())
    known = found.company_name is not None and found.serial_number is not None
    identity = Identity(found.company_name, found.serial_number) if known else None
    return Installation(
        id=found.installation_id,
        key=found.key,
        identity=identity,
        revision=found.revision,
        newest_seen=None if found.newest_seen is None else from_microseconds(found.newest_seen),
        home=Home(found.database_identity or "", found.copy_identity or ""),
        revocations=found.revocations or "",
    )
