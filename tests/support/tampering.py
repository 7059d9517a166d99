"""What somebody with a database client can do to an installation behind the product's back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from solicense_plugin.services.context import Context
from solicense_plugin.store.tables import Tables


@dataclass(frozen=True)
class Hand:
    """Direct access to the rows of one installation."""

    connection: Connection
    tables: Tables
    installation_id: int

    def rows(self, table: Table, **where: Any) -> list[dict[str, Any]]:
        """Read rows as dictionaries, in the order of their key."""
        statement = select(table).where(*self._mine(table, where)).order_by(*table.primary_key)
        return [dict(row._mapping) for row in self.connection.execute(statement)]

    def change(self, table: Table, where: dict[str, Any], **values: Any) -> None:
        """Change rows; that there are none would be the test's own fault."""
        statement = update(table).where(*self._mine(table, where)).values(values)
        assert self.connection.execute(statement).rowcount

    def remove(self, table: Table, **where: Any) -> None:
        statement = delete(table).where(*self._mine(table, where))
        assert self.connection.execute(statement).rowcount

    def add(self, table: Table, **values: Any) -> None:
        self.connection.execute(
            insert(table).values({"installation_id": self.installation_id, **values})
        )

    def _mine(self, table: Table, where: dict[str, Any]) -> list[Any]:
        columns = {"installation_id": self.installation_id, **where}
        return [table.c[name] == value for name, value in columns.items()]


def tamper(context: Context, act: Callable[[Hand], None]) -> None:
    """Let a hand act on an installation's rows."""
    with context.store.engine.begin() as connection:
        act(Hand(connection, context.store.tables, context.installation_id))


def with_another_letter(package: bytes) -> bytes:
    """Change one letter of a package's signature; what can be a letter there stays one."""
    other = b"B" if package[-9:-8] == b"A" else b"A"
    return package[:-9] + other + package[-8:]
