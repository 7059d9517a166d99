"""Putting right the newest time seen, where a clock was ahead by mistake."""

from __future__ import annotations

from datetime import datetime

from solicense_plugin.domain.activation import stated
from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.errors import ClockNotAhead
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.domain.updates import put_right
from solicense_plugin.services.context import Context
from solicense_plugin.store import checks, installations, ledger
from solicense_plugin.store.session import Writing


def reset(context: Context, *, reason: str, actor: Actor) -> datetime:
    """Let the clock's time count again, and return the time that counted before.

    Checks that were planned by the wrong time are planned anew.

    :param reason: why, in the words of whoever decides it; kept in the ledger.
    :raises InvalidField: no reason, or a long one.
    :raises ClockNotAhead: the newest time seen is not ahead of the clock.
    """
    why = stated(reason)
    with context.writing() as writing:
        time, now = context.time(writing), context.clock()
        if time.now <= now:
            raise ClockNotAhead
        installations.see(writing, now)
        _plan_anew(writing, now)
        facts = {"newest": to_microseconds(time.now), "clock": to_microseconds(now)}
        entry = LedgerEntry(now, actor, Action.CLOCK_RESET, reason=why, facts=facts)
        ledger.append(writing, entry)
        return time.now


def _plan_anew(writing: Writing, now: datetime) -> None:
    for record, standing in checks.of_all(writing, ""):
        right = put_right(standing, record.owner.dates.next_check, now)
        if right != standing:
            checks.save(writing, record.id, right)
