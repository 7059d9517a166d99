"""Asking add-ons: what fails three times in a row is paused, on every worker.

Nothing here takes the installation's lock or stands in the ledger, except that somebody
has resumed something.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.boundary import AddOnFailed
from solicense_plugin.services.context import Context
from solicense_plugin.store import add_ons as rows
from solicense_plugin.store import ledger
from solicense_plugin.store.add_ons import Ailment, Standings

_log = logging.getLogger("solicense.add_ons")

Answer = TypeVar("Answer")


class ContributionPaused(AddOnFailed):
    """Something was not asked, since it failed too often; ``fault`` is the last one."""

    def __init__(self, ailment: Ailment) -> None:
        super().__init__(ailment.fault)
        #: Since when, and after how many faults.
        self.standing = ailment.standing


def ask(
    context: Context,
    add_on: AddOn,
    contribution: str,
    call: Callable[[], Answer],
    *,
    budget: float | None = None,
) -> Answer:
    """Ask an add-on for something, and keep how it went.

    Written is only what changes something: a fault, or an answer after one. A database
    that cannot be written to now costs that note, not the page.

    :param contribution: what is asked, always in the same words, for instance
        ``tab acme``, ``badge acme`` or ``solicense_object_to_removal``.
    :param call: asks; an ``AddOnFailed`` of its own is taken as it is.
    :param budget: for how many seconds to wait; ``None`` where the call sees to that.
    :raises AddOnFailed: it failed; logged and counted.
    :raises ContributionPaused: it failed too often, and was not asked.
    """
    before = _standings(context).get((add_on.name, contribution))
    if before and before.standing.is_paused:
        raise ContributionPaused(before)
    try:
        answer = add_on.boundary.call(contribution, call, budget=budget)
    except AddOnFailed as failed:
        fault = replace(failed.fault, add_on=add_on.name, contribution=contribution)
        now = context.clock()
        _note(context, lambda: rows.count_fault(context.store, context.installation_id, fault, now))
        raise
    if before and before.standing.faults:
        key = add_on.name, contribution
        _note(context, lambda: rows.count_answer(context.store, context.installation_id, *key))
    return answer


def ailments(context: Context) -> list[Ailment]:
    """Return everything that has ever failed, by add-on and contribution."""
    return list(rows.standings(context.store, context.installation_id).values())


def resume(
    context: Context, *, add_on: str, contribution: str, actor: Actor, token: str | None = None
) -> None:
    """Let something that is paused be asked again; nothing where it is not paused.

    :raises AlreadyDone: the form arrived before.
    """
    with context.once(token) as effect:
        if rows.resume(effect.writing, add_on, contribution):
            facts = {"add_on": add_on, "contribution": contribution}
            entry = LedgerEntry(context.clock(), actor, Action.ADD_ON_RESUMED, facts=facts)
            ledger.append(effect.writing, entry)
    context.standings.forget()


def _standings(context: Context) -> Standings:
    """Return how everything stands, read once for all that a request asks."""

    def read() -> Standings:
        try:
            return rows.standings(context.store, context.installation_id)
        except SQLAlchemyError:
            _log.exception("how add-ons have been answering could not be read: all are asked")
            return {}

    return context.standings.get(context.installation_id, read)


def _note(context: Context, write: Callable[[], None]) -> None:
    try:
        write()
    except SQLAlchemyError:
        _log.exception("how an add-on has answered could not be kept")
    context.standings.forget()
