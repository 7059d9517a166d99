"""Bringing the tables to this release's shape, as far as maintenance goes."""

from __future__ import annotations

from datetime import datetime

from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.errors import MaintenanceEnded
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.domain.names import SUPEROFFICE
from solicense_plugin.domain.validity import is_maintained
from solicense_plugin.store import ledger, maintenance, migrate
from solicense_plugin.store.session import Seen, Store


def upgrade(store: Store, *, now: datetime, actor: Actor, reason: str = "") -> None:
    """Bring the tables to this release's shape; make them if there are none.

    :param reason: why to do it although maintenance has ended, in words for the ledger.
    :raises MaintenanceEnded: the maintenance of SUPEROFFICE has ended in an installation
        that lives here, and there is something to upgrade.
    """
    if migrate.is_current(store):
        return
    ended = {
        installation_id: date
        for installation_id, date in maintenance.dates(store, SUPEROFFICE).items()
        if not is_maintained(date, now)
    }
    if ended and not reason:
        raise MaintenanceEnded(min(ended.values()))
    migrate.upgrade(store)
    for installation_id, date in ended.items():
        facts = {"maintenance": to_microseconds(date)}
        entry = LedgerEntry(now, actor, Action.MAINTENANCE_OVERRIDDEN, SUPEROFFICE, reason, facts)
        with store.writing(installation_id, seen=Seen(now)) as writing:
            ledger.append(writing, entry)
