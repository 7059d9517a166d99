"""Everything that is stored of one installation, to be compared as a whole."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from solicense_plugin.store.session import Store

#: Table → its rows, sorted, without what only tells one installation from another.
Dump = dict[str, list[tuple[Any, ...]]]
_NAMES = {"installation_id", "key"}


def dump(store: Store, installation_id: int) -> Dump:
    """Read every row of an installation; two that were treated alike are equal."""
    found: Dump = {}
    with store.connect() as connection:
        for table in store.tables.metadata.sorted_tables:
            columns = [column for column in table.c if column.name not in _NAMES]
            rows = connection.execute(
                select(*columns).where(table.c.installation_id == installation_id)
            )
            found[table.name] = sorted((tuple(row) for row in rows), key=repr)
    return found
