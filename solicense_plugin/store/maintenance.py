"""Until when releases may be installed, read from the tables of an older release too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, inspect, literal, select

from solicense_plugin.domain.moments import from_microseconds
from solicense_plugin.store.session import Store
from solicense_plugin.store.tables import Tables


@dataclass(frozen=True, slots=True)
class Maintained:
    """Until when an installation is maintained."""

    installation_id: int
    until: datetime
    #: What the clock of a writer has shown at the latest; ``None`` where nobody kept it.
    newest_seen: datetime | None


def installations(store: Store, owner: str) -> list[Maintained]:
    """Return the maintenance dates of an owner's active licences, where they have one.

    Reads only columns that the first release had, and the newest time seen if it is there.
    """
    with store.connect() as connection:
        if not inspect(connection).has_table(store.tables.owner.name):
            return []
        return _dated(connection, store.tables, owner)


def _dated(connection: Connection, tables: Tables, owner: str) -> list[Maintained]:
    row, installation = tables.owner, tables.installation
    there = {column["name"] for column in inspect(connection).get_columns(installation.name)}
    seen = installation.c.newest_seen if "newest_seen" in there else literal(None)
    wanted = (
        select(row.c.installation_id, row.c.maintenance, seen.label("seen"))
        .join(installation, installation.c.installation_id == row.c.installation_id)
        .where(row.c.name == owner, row.c.active_package_id.is_not(None))
        .where(row.c.maintenance.is_not(None))
        .order_by(row.c.installation_id)
    )
    return [
        Maintained(
            found.installation_id,
            from_microseconds(found.maintenance),
            None if found.seen is None else from_microseconds(found.seen),
        )
        for found in connection.execute(wanted)
    ]
