"""Activation: a waiting package, or an older one again, becomes current, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from solicense_plugin.domain.activation import Activation, changes, stated
from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.domain.comparison import Comparison
from solicense_plugin.domain.deliveries import Event
from solicense_plugin.domain.errors import LicenceError, NotFound
from solicense_plugin.domain.ledger import Action, LedgerEntry, LedgerLine
from solicense_plugin.domain.updates import planned
from solicense_plugin.services import events, objections
from solicense_plugin.services.comparing import (
    OwnedLicences,
    Proposed,
    former,
    owner_record,
    waiting,
)
from solicense_plugin.services.context import Context
from solicense_plugin.services.objections import NOBODY_ASKED, Heard
from solicense_plugin.store import activations, assignments, checks, licences, owners, packages
from solicense_plugin.store.ledger import LineWriter
from solicense_plugin.store.session import Reading, Writing


@dataclass(frozen=True, slots=True)
class Proposal:
    """A comparison, and the state of the installation that it was made in."""

    comparison: Comparison
    #: Rises with every change; what has happened since is found by it.
    revision: int
    #: Whether no other package can be activated before it.
    is_first: bool


def propose(context: Context, *, owner: str, issue: int | None = None) -> Proposal:
    """Compare the package that waits for an owner with what is current, and ask vendors.

    :param issue: of a certain one, where others wait for their dates.
    :raises NotFound: there is no such owner.
    :raises NothingWaiting: no package waits.
    """
    with context.reading() as reading:
        found = waiting(context, reading, owner_record(reading, owner), issue)
        first = found.queue.find(None)
        is_first = first is not None and first.id == found.package_id
        installation = reading.installation
    heard = objections.to_activation(context, installation.key, found.comparison)
    return Proposal(found.comparison.heard(*heard), installation.revision, is_first)


def activate(
    context: Context, *, owner: str, digest: str, actor: Actor, token: str | None = None
) -> Activation:
    """Make an owner's waiting package its current licences.

    Vendors are asked again, and it is compared again under the installation's lock: refused
    when what the administrator saw no longer holds, or while more is in use than the package
    grants. Nothing is changed when it is refused.

    :param digest: of the comparison that was looked at.
    :raises StaleComparison: the state or the package has changed since.
    :raises ActivationRefused: carries every objection, in the package's order.
    :raises NothingWaiting: no package waits (any more).
    :raises AlreadyDone: the form arrived before; its result is the issue number.
    """
    heard = _heard(context, lambda r: waiting(context, r, owner_record(r, owner)))
    with context.once(token) as effect:
        found = waiting(context, effect.writing, owner_record(effect.writing, owner))
        found = found.heard(*heard)
        found.comparison.demand(digest)
        activation = carry_out(context, effect.writing, found, actor)
        effect.result = str(activation.issue_number)
    return activation


def restore(
    context: Context, *, owner: str, issue_number: int, reason: str, actor: Actor
) -> Activation:
    """Make an issue current again that was active here before.

    Whatever stands against a new package stands against it too, but for its number. The
    package that it replaces does not come back by itself; a newer one does, and one that
    waits goes on waiting.

    :param reason: why, in the words of whoever decides it.
    :raises InvalidField: no reason, or an issue that was never active or is active now.
    :raises NotFound: there is no such owner.
    :raises ActivationRefused: carries every objection, in the package's order.
    :raises PackageRefused: what is stored no longer has the signature that it came with.
    """
    why = stated(reason)
    heard = _heard(context, lambda r: former(context, r, owner_record(r, owner), issue_number))
    with context.writing() as writing:
        found = former(context, writing, owner_record(writing, owner), issue_number).heard(*heard)
        found.comparison.demand_no_objection()
        return carry_out(context, writing, found, actor, why)


def _heard(context: Context, find: Callable[[Reading], Proposed]) -> Heard:
    """Ask vendors about what is found now; what cannot be found is refused under the lock."""
    if not objections.somebody_listens(context):
        return NOBODY_ASKED
    try:
        with context.reading() as reading:
            comparison, key = find(reading).comparison, reading.installation.key
    except LicenceError:
        return NOBODY_ASKED
    return objections.to_activation(context, key, comparison)


def carry_out(
    context: Context, writing: Writing, found: Proposed, actor: Actor, reason: str | None = None
) -> Activation:
    """Make a package current that was compared in this transaction."""
    activation = Activation(
        owner=found.record.owner.name,
        issue_number=found.package.issue_number,
        at=context.clock(),
        by=actor,
        source=found.package.source,
        automatic=actor.kind is ActorKind.SYSTEM,
        changes=changes(found.comparison),
        reason=reason,
        not_asked=found.comparison.not_asked,
    )
    _replace(context, writing, found, activation)
    return activation


def _replace(context: Context, writing: Writing, found: Proposed, activation: Activation) -> None:
    """Put the new licences in the place of the old ones."""
    comparison, owner_id = found.comparison, found.record.id
    lines = LineWriter(writing)
    _drop_hidden(writing, owner_id, comparison, lines)
    changed = [Event.ASSIGNMENTS_CHANGED] if lines.count else []
    in_use = {line.licence.key: line.in_use for line in comparison.lines}
    ids = licences.replace_all(writing, owner_id, comparison.new.licences, in_use)
    lines.add(
        LedgerLine(ids[line.licence.key], None, line.total, line.new_total)
        for line in comparison.changed
    )
    owners.activate(
        writing,
        owner_id,
        comparison.new.owner,
        found.package_id,
        activation,
        waiting=found.still_waiting,
    )
    for outdated in found.outdated:
        packages.remove(writing, outdated)
    if found.package.begins:
        packages.begun(writing, found.package_id)
    next_check = comparison.new.owner.dates.next_check
    checks.plan(writing, owner_id, planned(next_check, context.time(writing).now))
    activations.add(writing, owner_id, found.package_id, activation)
    entry = _entry(activation, comparison)
    events.record(context, writing, entry, lines, Event.ACTIVATED, *changed)


def _entry(activation: Activation, comparison: Comparison) -> LedgerEntry:
    is_new = activation.reason is None
    facts: dict[str, object] = {
        "issue": activation.issue_number,
        "hash": comparison.new_hash,
        "before": comparison.current and comparison.current.package_hash,
        "source": activation.source.value,
        "changes": activation.changes,
    }
    if activation.not_asked:
        facts["not_asked"] = activation.not_asked
    return LedgerEntry(
        activation.at,
        activation.by,
        Action.PACKAGE_ACTIVATED if is_new else Action.PACKAGE_RESTORED,
        activation.owner,
        activation.reason or "",
        facts,
    )


def _drop_hidden(
    writing: Writing, owner_id: int, comparison: Comparison, lines: LineWriter
) -> None:
    """Take the direct assignments of hidden licences that vanish."""
    dropped = [line for line in comparison.lines if line.dropped]
    if not dropped:
        return
    owned = OwnedLicences.read(writing, owner_id)
    for line in dropped:
        licence_id = owned.records[line.licence.key].id
        lines.taken(licence_id)
        assignments.take(writing, licence_id)
    licences.forget_assigned(writing, [owned.records[line.licence.key].id for line in dropped])


@dataclass(frozen=True, slots=True)
class PastActivation:
    """What an activation changed, with the names of the licences as they are known."""

    activation: Activation
    #: Module key → name, in the language that was asked for.
    names: dict[str, str]


def past(
    context: Context,
    *,
    owner: str,
    issue_number: int,
    language: str,
    activation_id: int | None = None,
) -> PastActivation:
    """Return what the newest activation of an issue changed.

    :param activation_id: a certain one, where an issue was activated more than once.
    :raises NotFound: it was never activated here.
    """
    with context.reading() as reading:
        record = owner_record(reading, owner)
        activation = activations.newest(reading, record.id, issue_number, activation_id)
        if activation is None:
            raise NotFound
        return PastActivation(activation, licences.names(reading, record.id, language))


def acknowledge(context: Context, *, owner: str, issue_number: int, viewer: str) -> None:
    """Remember that somebody has looked at what an activation changed.

    :param viewer: the host's id of the user.
    :raises NotFound: it was never activated here.
    """
    with context.writing() as writing:
        record = owner_record(writing, owner)
        if activations.newest(writing, record.id, issue_number) is None:
            raise NotFound
        newest_seen = max(issue_number, activations.seen(writing, record.id, viewer))
        activations.mark_seen(writing, record.id, viewer, newest_seen)
