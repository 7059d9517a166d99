"""Column types that mean the same on SQLite, PostgreSQL and MariaDB."""

from __future__ import annotations

from sqlalchemy import BigInteger, LargeBinary, String, Text
from sqlalchemy.dialects import mysql, postgresql
from sqlalchemy.types import TypeEngine


def exact(length: int) -> TypeEngine[str]:
    """Return a text that is compared and sorted by its code points.

    MariaDB's default takes 'hugo' and 'Hügo' for 'Hugo', and PostgreSQL's may sort
    by the language of the machine.
    """
    return (
        String(length)
        .with_variant(postgresql.VARCHAR(length, collation="C"), "postgresql")
        .with_variant(mysql.VARCHAR(length, collation="utf8mb4_bin"), "mysql", "mariadb")
    )


def long_text() -> TypeEngine[str]:
    """Return a text of any length that is never compared."""
    return Text().with_variant(mysql.LONGTEXT(collation="utf8mb4_bin"), "mysql", "mariadb")


def file_bytes() -> TypeEngine[bytes]:
    """Return bytes, up to a licence file's length."""
    return LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb")


def moment() -> TypeEngine[int]:
    """Return a moment: microseconds UTC, since MariaDB would drop them from a date."""
    return BigInteger()
