"""Bringing the tables to this release's shape, as far as maintenance goes."""

from __future__ import annotations

from datetime import datetime

from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.clock import read_clock
from solicense_plugin.domain.errors import MaintenanceEnded
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.domain.names import SUPEROFFICE
from solicense_plugin.domain.validity import is_maintained
from solicense_plugin.store import ledger, maintenance, migrate
from solicense_plugin.store.session import Seen, Store


def upgrade(store: Store, *, now: datetime, actor: Actor, reason: str = "") -> None:
    """Bring the tables to this release's shape; make them if there are none.

    :param now: what the clock says; in each installation the time that counts decides.
    :param reason: why to do it although maintenance has ended, in words for the ledger.
    :raises MaintenanceEnded: the maintenance of SUPEROFFICE has ended in an installation
        that lives here, and there is something to upgrade.
    """
    if migrate.is_current(store):
        return
    ended = [
        found
        for found in maintenance.installations(store, SUPEROFFICE)
        if not is_maintained(found.until, read_clock(now, found.newest_seen).now)
    ]
    if ended and not reason:
        raise MaintenanceEnded(min(found.until for found in ended))
    migrate.upgrade(store)
    for found in ended:
        facts = {"maintenance": to_microseconds(found.until)}
        entry = LedgerEntry(now, actor, Action.MAINTENANCE_OVERRIDDEN, SUPEROFFICE, reason, facts)
        with store.writing(found.installation_id, seen=Seen(now)) as writing:
            ledger.append(writing, entry)
