"""Installations: whose licences live in this database."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from solicense_plugin.domain.copies import Home
from solicense_plugin.domain.installation import Identity, Installation
from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.store.session import Store, Writing
from solicense_plugin.store.tables import Tables


def create(store: Store, key: str) -> Installation:
    """Make room for an installation, under the host's own key for it."""
    row = store.tables.installation
    with store.engine.begin() as connection:
        highest = connection.scalar(select(func.max(row.c.installation_id))) or 0
        connection.execute(insert(row).values(installation_id=highest + 1, key=key))
    return Installation(highest + 1, key, None, 0)


def ids_by_key(connection: Connection, tables: Tables) -> dict[str, int]:
    """Return every installation's id by the host's key for it."""
    row = tables.installation
    found = connection.execute(select(row.c.key, row.c.installation_id).order_by(row.c.key))
    return dict(found.all())


def settle(writing: Writing, home: Home) -> None:
    """Say which database the licences belong to."""
    row = writing.tables.installation
    writing.connection.execute(
        update(row)
        .where(row.c.installation_id == writing.installation_id)
        .values(database_identity=home.kept, copy_identity=home.copy)
    )


def identify(writing: Writing, identity: Identity) -> None:
    """Say whose installation it is."""
    row = writing.tables.installation
    writing.connection.execute(
        update(row)
        .where(row.c.installation_id == writing.installation_id)
        .values(company_name=identity.company_name, serial_number=identity.serial_number)
    )


def see(writing: Writing, now: datetime) -> None:
    """Say what the newest time seen is, also when it was a later one."""
    row = writing.tables.installation
    writing.connection.execute(
        update(row)
        .where(row.c.installation_id == writing.installation_id)
        .values(newest_seen=to_microseconds(now))
    )
