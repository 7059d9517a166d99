"""Until when releases may be installed, read from the tables of an older release too."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import inspect, select

from solicense_plugin.domain.moments import from_microseconds
from solicense_plugin.store.session import Store


def dates(store: Store, owner: str) -> dict[int, datetime]:
    """Return the maintenance dates of an owner's active licences, by installation.

    Reads only columns that the first release had.
    """
    row = store.tables.owner
    wanted = (
        select(row.c.installation_id, row.c.maintenance)
        .where(row.c.name == owner, row.c.active_package_id.is_not(None))
        .where(row.c.maintenance.is_not(None))
        .order_by(row.c.installation_id)
    )
    with store.connect() as connection:
        if not inspect(connection).has_table(row.name):
            return {}
        found = connection.execute(wanted).all()
    return {installation_id: from_microseconds(date) for installation_id, date in found}
