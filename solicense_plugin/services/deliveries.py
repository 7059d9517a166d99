"""Telling add-ons what has happened: after commit, at least once, outside any transaction."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial

from solicense_plugin.domain.deliveries import Event, Progress, RecipientKind, due_again
from solicense_plugin.domain.deliveries import expired_before as too_old
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.boundary import AddOnFailed
from solicense_plugin.services import add_ons, telling
from solicense_plugin.services.add_ons import ContributionPaused
from solicense_plugin.services.context import Context
from solicense_plugin.services.events import HOOKS
from solicense_plugin.store import deliveries
from solicense_plugin.store.deliveries import Backlog, Delivery

_log = logging.getLogger("solicense.deliveries")

#: For how many seconds an add-on may listen to one part of an event.
LISTENS = 10.0
#: For how many seconds a round begins to tell more.
ROUND = 120.0


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a round of telling came to."""

    #: Events that were told to their end.
    told: int = 0
    #: Those that failed, and are tried again.
    failed: int = 0
    #: Those that were too old to be told.
    expired: int = 0


class _Outcome(Enum):
    """What became of an attempt."""

    TOLD = auto()
    FAILED = auto()
    #: The add-on fails too often, and waits for somebody to resume it.
    PAUSED = auto()


def deliver(context: Context, *, listens: float = LISTENS, budget: float = ROUND) -> Delivered:
    """Tell every add-on what is due.

    Safe on every worker at once: in normal operation each event is told once. An add-on
    that fails is told nothing more in this round.

    :param listens: for how many seconds an add-on may listen to one part.
    :param budget: for how many seconds more is begun.
    """
    end = time.monotonic() + budget
    told = failed = 0
    for add_on in context.add_ons.enabled:
        outcomes = list(_told(context, add_on, listens, lambda: time.monotonic() < end))
        told += outcomes.count(_Outcome.TOLD)
        failed += outcomes.count(_Outcome.FAILED)
    return Delivered(told, failed, _expire(context))


def backlog(context: Context) -> list[Backlog]:
    """Return what each add-on is still to be told; also those that are gone."""
    with context.reading() as reading:
        return deliveries.backlog(reading)


def _expire(context: Context) -> int:
    before = too_old(context.clock())
    missed = deliveries.expire(context.store, context.installation_id, before)
    for recipient, count in missed.items():
        _log.error("%s was never told of %d events: they are too old now", recipient, count)
    return sum(missed.values())


def _told(
    context: Context, add_on: AddOn, listens: float, has_time: Callable[[], bool]
) -> Iterator[_Outcome]:
    """Tell an add-on event after event, until one fails."""
    events = [event for event, hook in HOOKS.items() if add_on.has(hook)]
    while events and (found := _due(context, add_on, events)):
        for delivery in found:
            if not has_time():
                return
            claim = deliveries.claim(context.store, delivery, context.clock())
            if not claim:
                continue  # somebody else is at it
            outcome = _tell(context, add_on, delivery, claim, listens)
            yield outcome
            if outcome is not _Outcome.TOLD:
                return


def _due(context: Context, add_on: AddOn, events: list[Event]) -> list[Delivery]:
    with context.reading() as reading:
        now = context.clock()
        return deliveries.due(reading, RecipientKind.ADD_ON, add_on.name, events, now)


def _tell(
    context: Context, add_on: AddOn, delivery: Delivery, claim: str, listens: float
) -> _Outcome:
    """Tell an event part by part; what was told is kept, so that a kill repeats one part."""
    progress, hook = delivery.progress, HOOKS[delivery.event]
    try:
        while (part := telling.part(context, delivery, progress)) is not None:
            call = partial(add_on.tell, hook, budget=listens, **part.facts)
            add_ons.ask(context, add_on, hook, call)
            progress = part.progress
            if not deliveries.advance(context.store, delivery, claim, progress, context.clock()):
                return _Outcome.TOLD  # it took so long that somebody else goes on with it
    except ContributionPaused:
        # It waits until somebody resumes the add-on: that is no failure of this event.
        deliveries.release(context.store, delivery, claim)
        return _Outcome.PAUSED
    except AddOnFailed as failed:
        _postpone(context, delivery, progress, claim, failed)
        return _Outcome.FAILED
    deliveries.finish(context.store, delivery, claim)
    return _Outcome.TOLD


def _postpone(
    context: Context, delivery: Delivery, progress: Progress, claim: str, failed: AddOnFailed
) -> None:
    # A part that was told meanwhile has ended the row of failures.
    failures = 1 + (delivery.failures if progress == delivery.progress else 0)
    chance = random.random()  # noqa: S311  when to come back, not a secret
    due, error = due_again(failures, context.clock(), chance), failed.fault.message[:254]
    deliveries.postpone(context.store, delivery, claim, due, failures=failures, error=error)
