"""A database that looks like a copy of another one: an administrator decides."""

from __future__ import annotations

from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.copies import CopyDecision, Home
from solicense_plugin.domain.errors import NotACopy
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.services.context import Context
from solicense_plugin.store import installations, ledger


def decide(
    context: Context, *, decision: CopyDecision, actor: Actor, token: str | None = None
) -> None:
    """Say whether the database is a copy, or the real one from now on.

    :raises NotACopy: it is the real one already, or the host does not name it.
    :raises AlreadyDone: the form arrived before.
    """
    with context.once(token) as effect:
        writing, here = effect.writing, context.database
        if here is None or context.origin(writing).updates_itself:
            raise NotACopy
        before = writing.installation.home
        adopts = decision is CopyDecision.ADOPT
        after = Home(here.identity) if adopts else Home(before.kept, here.identity)
        installations.settle(writing, after)
        action = Action.DATABASE_ADOPTED if adopts else Action.COPY_CONFIRMED
        facts = {"kept": before.kept, "here": here.identity}
        ledger.append(writing, LedgerEntry(context.clock(), actor, action, facts=facts))
