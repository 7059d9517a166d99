"""Automatic updates: asking an owner's licence server, and activating what it sends.

A check is claimed under the installation's lock before the server is asked, so that
workers that check at the same time ask once; nothing is locked while it is asked.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import SYSTEM, Actor
from solicense_plugin.domain.arrival import Arrival
from solicense_plugin.domain.errors import NotIdentified, PackageRefused
from solicense_plugin.domain.fetch_faults import FetchFailed
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.domain.licence_hosts import licence_server
from solicense_plugin.domain.owner import ModuleOwner
from solicense_plugin.domain.status import Consequence, LicenceStatus, ServerStatus
from solicense_plugin.domain.updates import (
    CheckResult,
    Checks,
    Reason,
    answered,
    claimed,
    failed,
    gives_up,
)
from solicense_plugin.fetching.licence_server import FetchedPackage, ask_package
from solicense_plugin.services import packages, turns
from solicense_plugin.services.automatic import Answer, Checked, by_itself
from solicense_plugin.services.comparing import owner_record
from solicense_plugin.services.context import Context
from solicense_plugin.store import checks, ledger, owners
from solicense_plugin.store.owners import OwnerRecord
from solicense_plugin.store.session import Reading, Writing


@dataclass(frozen=True, slots=True)
class _Claim:
    """The right to ask once, and what to ask."""

    owner: ModuleOwner
    identity: Identity
    issue_number: int
    before: Checks
    checks: Checks


def run(context: Context) -> list[Checked]:
    """Do whatever is due, and return what became of it.

    Packages whose date has come are activated when nothing stands against them, then
    every owner is asked whose check is due. Safe on every worker at once: an owner and
    due time are asked for once, and a package is activated once.
    """
    begun = [turns.take(context, owner) for owner in _owners(context, turns.has_come)]
    done = [_if_due(context, owner) for owner in _owners(context, _is_due)]
    return [checked for checked in (*begun, *done) if checked is not None]


def check(context: Context, *, owner: str, actor: Actor, token: str | None = None) -> Checked:
    """Ask an owner's licence server now, whether or not that is due.

    What is fetched is activated when nothing stands against it. However the server
    answers, or does not, the result tells; it is no error.

    :raises NotFound: there is no such owner.
    :raises NotIdentified: nobody has said whose installation this is.
    :raises AlreadyDone: the form arrived before.
    """
    with context.once(token) as effect:
        claim = _claim(context, effect.writing, owner_record(effect.writing, owner))
    return _carry_out(context, claim, actor)


def state(context: Context, *, owner: str) -> Checks:
    """Return how asking for an owner's licences stands.

    :raises NotFound: there is no such owner.
    """
    with context.reading() as reading:
        return checks.of_owner(reading, owner_record(reading, owner))


def _owners(context: Context, due: Callable[[Context, Reading, OwnerRecord], bool]) -> list[str]:
    """Return the owners for whom something is due, in a database that updates itself."""
    with context.reading() as reading:
        if reading.installation.identity is None or not context.origin(reading).updates_itself:
            return []
        return [
            record.owner.name
            for record in owners.all_owners(reading)
            if due(context, reading, record)
        ]


def _is_due(context: Context, reading: Reading, record: OwnerRecord) -> bool:
    if not record.owner.licence_url or not context.licence_hosts:
        return False
    return checks.of_owner(reading, record).is_due(context.clock())


def _if_due(context: Context, owner: str) -> Checked | None:
    """Check an owner, unless somebody else has begun to meanwhile."""
    with context.writing() as writing:
        record = owner_record(writing, owner)
        if not checks.of_owner(writing, record).is_due(context.clock()):
            return None
        claim = _claim(context, writing, record)
    return _carry_out(context, claim, SYSTEM)


def _claim(context: Context, writing: Writing, record: OwnerRecord) -> _Claim:
    """Take it upon us to ask, so that nobody else does."""
    identity = writing.installation.identity
    if identity is None:
        raise NotIdentified
    chance = random.random()  # noqa: S311  when to come back, not a secret
    before = checks.of_owner(writing, record)
    standing = claimed(before, context.clock(), chance)
    checks.save(writing, record.id, standing)
    return _Claim(record.owner, identity, record.issue_number, before, standing)


def _carry_out(context: Context, claim: _Claim, actor: Actor) -> Checked:
    """Ask, do what the answer says, and keep how it went."""
    try:
        answer = _ask(context, claim, actor)
    except FetchFailed as failure:
        answer = Answer(CheckResult.FAILED, Reason(failure.fault.value, failure.detail))
    except PackageRefused as refusal:
        answer = Answer(CheckResult.FAILED, Reason(refusal.fault.value, refusal.detail))
    with context.writing() as writing:
        record = owner_record(writing, claim.owner.name)
        after = _after(context, claim, answer, record.owner)
        checks.save(writing, record.id, after)
        if gives_up(claim.before, after):
            ledger.append(writing, _given_up(context, claim, after.reason))
    return Checked(claim.owner.name, after)


def _given_up(context: Context, claim: _Claim, reason: Reason) -> LedgerEntry:
    facts = {"reason": reason.code, "detail": reason.detail}
    action = Action.UPDATE_GIVEN_UP
    return LedgerEntry(context.clock(), SYSTEM, action, claim.owner.name, facts=facts)


def _after(context: Context, claim: _Claim, answer: Answer, owner: ModuleOwner) -> Checks:
    if answer.result is CheckResult.FAILED:
        return failed(claim.checks, answer.reason)
    return answered(
        claim.checks,
        answer.result,
        next_check=owner.dates.next_check,
        now=context.clock(),
        reason=answer.reason,
    )


def _ask(context: Context, claim: _Claim, actor: Actor) -> Answer:
    server = licence_server(claim.owner.licence_url, context.licence_hosts)
    answer = ask_package(
        server, claim.owner.name, claim.identity, claim.issue_number, network=context.network
    )
    match answer:
        case FetchedPackage():
            return _take(context, claim.owner.name, answer.content, actor)
        case ServerStatus():
            return _told(answer, claim.identity)
    return Answer(CheckResult.UNCHANGED)


_NEW_IDENTITY = {LicenceStatus.NEW_COMPANY_NAME_AVAILABLE, LicenceStatus.NEW_SERIAL_AVAILABLE}
_RESULTS = {
    Consequence.NOTHING: CheckResult.UNCHANGED,
    Consequence.FETCH: CheckResult.DECISION,
    Consequence.TELL: CheckResult.TOLD,
    Consequence.DECIDE: CheckResult.DECISION,
    Consequence.ASK_AGAIN: CheckResult.FAILED,
}


def _told(said: ServerStatus, identity: Identity) -> Answer:
    """Return what it means that the server sent no package but a status."""
    new = said.new_identity(identity) if said.status in _NEW_IDENTITY else None
    reason = Reason(said.status.value, said.message, said.url, new)
    return Answer(_RESULTS[said.status.consequence], reason)


def _take(context: Context, owner: str, content: bytes, actor: Actor) -> Answer:
    """Load a fetched package, and activate it when nothing stands against it.

    One that comes before its date waits for that, and what could be activated before it
    came still can.
    """
    source = Source.LICENCE_SERVER
    loaded = packages.load(context, content=content, source=source, actor=actor, owner=owner)
    if loaded.arrival in {Arrival.ALREADY_CURRENT, Arrival.SET_ASIDE}:
        return Answer(CheckResult.UNCHANGED)
    answer = by_itself(context, owner)
    if loaded.begins and answer.result is CheckResult.UNCHANGED:
        return Answer(CheckResult.WAITING)
    return answer
