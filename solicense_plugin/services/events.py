"""What add-ons are told after commit: who is to be told, kept in the effect's transaction."""

from __future__ import annotations

from solicense_plugin.domain.deliveries import Event, RecipientKind
from solicense_plugin.domain.ledger import LedgerEntry
from solicense_plugin.services.context import Context
from solicense_plugin.store import deliveries, ledger
from solicense_plugin.store.ledger import LineWriter
from solicense_plugin.store.session import Writing

#: The hook by which an add-on is told of each event.
HOOKS = {
    Event.ACTIVATED: "solicense_activated",
    Event.ASSIGNMENTS_CHANGED: "solicense_assignments_changed",
}


def record(
    context: Context, writing: Writing, entry: LedgerEntry, lines: LineWriter, *events: Event
) -> None:
    """Write the transaction's entry, and who is to be told of it.

    An add-on is told of what happens while it is installed: a new one gets no old events.
    Where nobody listens nothing more is written.
    """
    ledger.append(writing, entry, lines)
    told = {event: context.add_ons.having(HOOKS[event]) for event in events}
    for event, add_ons in told.items():
        names = [add_on.name for add_on in add_ons]
        deliveries.add(writing, event, RecipientKind.ADD_ON, names, context.clock())
    if any(told.values()):
        writing.after_commit.append(context.wake)
