"""Whether a database refused because somebody else held on to it for too long."""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import DBAPIError

#: PostgreSQL: lock not available, deadlock. MariaDB: lock wait timeout, deadlock.
_STATES, _NUMBERS = {"55P03", "40P01"}, {1205, 1213}


def is_busy(error: BaseException | None) -> bool:
    """Tell whether an error says that the database is busy, so that trying again may help."""
    raw = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(raw, sqlite3.OperationalError):
        code: int = getattr(raw, "sqlite_errorcode", 0)
        return code & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
    if isinstance(error, DBAPIError) and raw is not None:
        number = raw.args[0] if raw.args else None
        return getattr(raw, "sqlstate", None) in _STATES or number in _NUMBERS
    return False
