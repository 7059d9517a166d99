"""A list of revocations that a licence server sends: it holds at once, for every owner."""

from __future__ import annotations

from solicense_plugin.domain.actor import SYSTEM
from solicense_plugin.domain.errors import Fault
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.packages.revocations import (
    Revocations,
    RevocationsRefused,
    read_revocations,
)
from solicense_plugin.services.context import Context
from solicense_plugin.store import ledger, revocations


def learn(context: Context, content: bytes, *, owner: str) -> None:
    """Keep a list, if it is newer than the one that holds.

    An older one is no fault: owners publish copies of the one list, not all on one day.

    :param owner: whose licence server sent it.
    :raises RevocationsRefused: it is none, or no root key of ours signed it.
    """
    with context.reading() as reading:
        known = context.taken_back(reading).number
    found = _newer(context, content, known)
    if found is None:
        return
    with context.writing() as writing:
        if found.number <= context.taken_back(writing).number:
            return
        now = context.clock()
        digest = revocations.save(writing, content, number=found.number, at=now)
        facts = {"number": found.number, "hash": digest}
        entry = LedgerEntry(now, SYSTEM, Action.REVOCATIONS_TAKEN_ON, owner, facts=facts)
        ledger.append(writing, entry)


def _newer(context: Context, content: bytes, known: int) -> Revocations | None:
    try:
        found = read_revocations(content, roots=context.roots, known=known)
    except RevocationsRefused as refused:
        if refused.fault is Fault.LOWER_ISSUE_NUMBER:
            return None
        raise
    return found if found.number > known else None
