"""Automatic updates: asking an owner's licence server, and activating what it sends.

A check is claimed under the installation's lock before the server is asked, so that
workers that check at the same time ask once; nothing is locked while it is asked.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import SYSTEM, Actor
from solicense_plugin.domain.arrival import Arrival
from solicense_plugin.domain.errors import NotFound, NotIdentified, PackageRefused
from solicense_plugin.domain.fetch_faults import FetchFailed
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.domain.licence_hosts import licence_server
from solicense_plugin.domain.owner import ModuleOwner
from solicense_plugin.domain.status import Consequence, LicenceStatus, ServerStatus
from solicense_plugin.domain.updates import (
    REVOCATIONS_REFUSED,
    CheckResult,
    Checks,
    Reason,
    answered,
    claimed,
    failed,
    gives_up,
)
from solicense_plugin.fetching.licence_server import FetchedPackage, ask_package, ask_revocations
from solicense_plugin.packages.revocations import RevocationsRefused
from solicense_plugin.services import packages, revocations, turns
from solicense_plugin.services.automatic import Answer, Checked, by_itself
from solicense_plugin.services.comparing import installed_owner, owner_record
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
    #: Whether its owner was here when it was made, and not removed.
    is_installed: bool


def run(context: Context) -> list[Checked]:
    """Do whatever is due, and return what became of it.

    Every owner is asked whose check is due, then packages whose date has come are
    activated when nothing stands against them: also nothing that was revoked by what has
    just been heard. Safe on every worker at once: an owner and due time are asked for
    once, and a package is activated once.
    """
    done = [_if_due(context, owner) for owner in _owners(context, _is_due)]
    begun = [turns.take(context, owner) for owner in _owners(context, turns.has_come)]
    return [checked for checked in (*done, *begun) if checked is not None]


def check(
    context: Context,
    *,
    owner: str,
    actor: Actor,
    token: str | None = None,
    only_if_due: bool = False,
    absent_too: bool = False,
) -> Checked:
    """Ask an owner's licence server now, whether or not that is due.

    What is fetched is activated when nothing stands against it. However the server
    answers, or does not, the result tells; it is no error.

    :param only_if_due: for a page that asks by itself: somebody may have been faster.
    :param absent_too: whether licences may come of an owner that was removed, or of whom
        there has been nothing yet and only its issuer names a server.
    :raises NotFound: there is no such owner, or it was removed meanwhile.
    :raises NotIdentified: nobody has said whose installation this is.
    :raises AlreadyDone: the form arrived before.
    """
    with context.once(token) as effect:
        if absent_too:
            _expect(context, effect.writing, owner)
        find = owner_record if absent_too else installed_owner
        record = find(effect.writing, owner)
        standing = checks.of_owner(effect.writing, record)
        if only_if_due and not standing.is_due(context.time(effect.writing).now):
            return Checked(owner, standing)
        claim = _claim(context, effect.writing, record)
    return _carry_out(context, claim, actor)


def _expect(context: Context, writing: Writing, owner: str) -> None:
    """Store the name of an owner whose first package its issuer's server may have."""
    if context.has_issuer(owner) and owners.by_name(writing, owner) is None:
        owners.create(writing, owners.nothing_yet(owner).owner)


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
    if not context.known(record.owner).licence_url or not context.licence_hosts:
        return False
    return checks.of_owner(reading, record).is_due(context.time(reading).now)


def _if_due(context: Context, owner: str) -> Checked | None:
    """Check an owner, unless somebody else has begun to meanwhile, or has removed it."""
    try:
        with context.writing() as writing:
            record = installed_owner(writing, owner)
            if not checks.of_owner(writing, record).is_due(context.time(writing).now):
                return None
            claim = _claim(context, writing, record)
        return _carry_out(context, claim, SYSTEM)
    except NotFound:  # somebody has removed it meanwhile
        return None


def _claim(context: Context, writing: Writing, record: OwnerRecord) -> _Claim:
    """Take it upon us to ask, so that nobody else does."""
    identity = writing.installation.identity
    if identity is None:
        raise NotIdentified
    chance = random.random()  # noqa: S311  when to come back, not a secret
    before = checks.of_owner(writing, record) if record.is_installed else Checks(None)
    standing = claimed(before, context.time(writing).now, chance)
    _save(context, writing, record, standing)
    return _Claim(
        context.known(record.owner),
        identity,
        record.issue_number,
        before,
        standing,
        record.is_installed,
    )


def _save(context: Context, writing: Writing, record: OwnerRecord, standing: Checks) -> None:
    """Keep how it stands, where there is a tab that shows it."""
    if record.is_installed or context.has_issuer(record.owner.name):
        checks.save(writing, record.id, standing)


def _carry_out(context: Context, claim: _Claim, actor: Actor) -> Checked:
    """Ask, do what the answer says, and keep how it went."""
    try:
        answer = _ask(context, claim, actor)
    except FetchFailed as failure:
        answer = Answer(CheckResult.FAILED, Reason(failure.fault.value, failure.detail))
    except PackageRefused as refusal:
        answer = Answer(CheckResult.FAILED, Reason(refusal.fault.value, refusal.detail))
    except RevocationsRefused as refusal:
        answer = Answer(CheckResult.FAILED, Reason(REVOCATIONS_REFUSED, refusal.fault.value))
    with context.writing() as writing:
        record = _still_there(writing, claim)
        standing = checks.of_owner(writing, record)
        if claim.is_installed and standing.attempted != claim.checks.attempted:
            # Somebody has asked later, or has changed whose installation it is: that holds.
            return Checked(claim.owner.name, standing)
        after = _after(claim, answer, record, context.time(writing).now)
        _save(context, writing, record, after)
        if gives_up(claim.before, after):
            ledger.append(writing, _given_up(context, claim, after.reason))
    return Checked(claim.owner.name, after)


def _still_there(writing: Writing, claim: _Claim) -> OwnerRecord:
    """Return the owner that was asked about.

    :raises NotFound: it was removed meanwhile.
    """
    find = installed_owner if claim.is_installed else owner_record
    return find(writing, claim.owner.name)


def _given_up(context: Context, claim: _Claim, reason: Reason) -> LedgerEntry:
    facts = {"reason": reason.code, "detail": reason.detail}
    action = Action.UPDATE_GIVEN_UP
    return LedgerEntry(context.clock(), SYSTEM, action, claim.owner.name, facts=facts)


def _after(claim: _Claim, answer: Answer, record: OwnerRecord, now: datetime) -> Checks:
    if answer.result is CheckResult.FAILED:
        return failed(claim.checks, answer.reason)
    return answered(
        claim.checks,
        answer.result,
        next_check=record.owner.dates.next_check if record.is_installed else None,
        now=now,
        reason=answer.reason,
    )


def _ask(context: Context, claim: _Claim, actor: Actor) -> Answer:
    """Ask for what is revoked and then for the package, within the time of one exchange.

    A server that cannot be asked for the one is not asked for the other: what a revoked
    key has signed must not arrive a moment before its revocation.
    """
    server = licence_server(claim.owner.licence_url, context.licence_hosts)
    network = context.network.begun()
    if listed := ask_revocations(server, network=network):
        revocations.learn(context, listed, owner=claim.owner.name)
    answer = ask_package(
        server, claim.owner.name, claim.identity, claim.issue_number, network=network
    )
    match answer:
        case FetchedPackage():
            return _take(context, claim, answer.content, actor)
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
    if said.status is LicenceStatus.NEW_LICENCE_AVAILABLE:  # and yet it has not sent it
        return Answer(CheckResult.FAILED, reason)
    return Answer(_RESULTS[said.status.consequence], reason)


def _take(context: Context, claim: _Claim, content: bytes, actor: Actor) -> Answer:
    """Load a fetched package, and activate it when nothing stands against it.

    One that comes before its date waits for that, and what could be activated before it
    came still can.
    """
    owner = claim.owner.name
    loaded = packages.load(
        context,
        content=content,
        source=Source.LICENCE_SERVER,
        actor=actor,
        owner=owner,
        only_installed=claim.is_installed,
    )
    if loaded.arrival in {Arrival.ALREADY_CURRENT, Arrival.SET_ASIDE}:
        return Answer(CheckResult.UNCHANGED)
    answer = by_itself(context, owner)
    if loaded.begins and answer.result is CheckResult.UNCHANGED:
        return Answer(CheckResult.WAITING)
    return answer
