"""Engines: our own, set up as SQLite needs it, or the host's, left as it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=30000", "foreign_keys=ON")


def own_engine(url: str) -> Engine:
    """Make an engine of our own for a database URL."""
    is_sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = create_engine(url, pool_pre_ping=not is_sqlite)
    if is_sqlite:
        _set_up_sqlite(engine)
    return engine


def _set_up_sqlite(engine: Engine) -> None:
    """Take the transaction out of pysqlite's hands and write to a log beside the file."""

    @event.listens_for(engine, "connect")
    def connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        raw: Any = connection
        raw.isolation_level = None
        for pragma in _PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        reads = connection.get_execution_options().get(READ_ONLY, False)
        raw: Any = connection.connection.dbapi_connection
        raw.execute("BEGIN" if reads else "BEGIN IMMEDIATE")


#: The execution option of connections that do not write.
READ_ONLY = "solicense_read_only"

#: For how long an impatient transaction waits for others, in milliseconds.
_PATIENCE = 500


@contextmanager
def impatient(connection: Connection) -> Iterator[None]:
    """Let a connection's next transaction wait only shortly where a file has one writer.

    On the other databases nobody else holds the rows that are meant.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw: Any = connection.connection.dbapi_connection
    (before,) = raw.execute("PRAGMA busy_timeout").fetchone()
    raw.execute(f"PRAGMA busy_timeout={min(before, _PATIENCE)}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout={before}")
