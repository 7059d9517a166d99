"""Loading a licence package: checked whole, kept to be looked at, not yet current."""

from __future__ import annotations

from dataclasses import dataclass

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.arrival import Arrival, Issue, arrival
from solicense_plugin.domain.errors import Fault, NotIdentified, PackageRefused
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.packages.reading import SignedPackage
from solicense_plugin.services.comparing import installed_owner
from solicense_plugin.services.context import Context
from solicense_plugin.store import ledger, owners, packages
from solicense_plugin.store.owners import OwnerRecord
from solicense_plugin.store.packages import PackageRecord
from solicense_plugin.store.session import Reading, Writing


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file that was accepted."""

    owner: str
    issue_number: int
    arrival: Arrival


def load(
    context: Context,
    *,
    content: bytes,
    source: Source,
    actor: Actor,
    token: str | None = None,
    owner: str | None = None,
    only_installed: bool = False,
) -> Loaded:
    """Check a licence file, and keep its package to be activated.

    The same file again changes nothing. Of a refused one only the reason is kept.

    :param owner: refuse a package of anybody else.
    :param only_installed: refuse it, too, where that owner is not here (any more).
    :raises PackageRefused: says what is wrong with it.
    :raises NotFound: the owner is not here.
    :raises NotIdentified: nobody has said whose installation this is.
    :raises AlreadyDone: the form arrived before; its result is the owner's name.
    """
    try:
        signed = context.read(content)
        demand_owner(signed, owner)
        with context.once(token) as effect:
            effect.result = signed.package.owner.name
            if only_installed:
                installed_owner(effect.writing, effect.result)
            return keep(context, effect.writing, signed, source=source, actor=actor)
    except PackageRefused as refusal:
        record_refusal(context, refusal, source=source, actor=actor, owner=owner or "")
        raise


def demand_owner(signed: SignedPackage, owner: str | None) -> None:
    """Refuse a package of anybody else, where somebody's is expected.

    :raises PackageRefused: ``other-owner``.
    """
    if owner is not None and signed.package.owner.name != owner:
        raise PackageRefused(Fault.OTHER_OWNER, signed.package.owner.name)


def keep(
    context: Context, writing: Writing, signed: SignedPackage, *, source: Source, actor: Actor
) -> Loaded:
    """Keep a package that was read, to be activated; one that is here already changes nothing.

    :raises PackageRefused: it is for somebody else, or an older one.
    :raises NotIdentified: nobody has said whose installation this is.
    """
    package = signed.package
    if writing.installation.identity is None:
        raise NotIdentified
    package.demand_for(writing.installation.identity)
    record = owners.by_name(writing, package.owner.name)
    newest_id = packages.newest(writing, package.owner.name)
    came = arrival(
        Issue(package.issue_number, signed.document_hash),
        active=_issue(writing, record.active_package_id if record else None),
        waiting=_issue(writing, record.waiting_package_id if record else None),
        newest=(newest := _issue(writing, newest_id)),
    )
    if came is Arrival.NEW:
        again = newest_id if newest and newest.number == package.issue_number else None
        _wait(context, writing, signed, record, again, source=source, actor=actor)
    return Loaded(package.owner.name, package.issue_number, came)


def _issue(reading: Reading, package_id: int | None) -> Issue | None:
    if package_id is None:
        return None
    stored = packages.by_id(reading, package_id)
    return Issue(stored.issue_number, stored.document_hash)


def _wait(
    context: Context,
    writing: Writing,
    signed: SignedPackage,
    record: OwnerRecord | None,
    again: int | None,
    *,
    source: Source,
    actor: Actor,
) -> None:
    """Store a package as the one that waits, instead of an older one that did.

    :param again: its id, where it was here before its owner was removed.
    """
    package, now = signed.package, context.clock()
    owner_id = _owner_id(writing, signed, record)
    if record and record.waiting_package_id is not None:
        packages.remove(writing, record.waiting_package_id)
    known = PackageRecord(
        owner_name=package.owner.name,
        issue_number=package.issue_number,
        hash=signed.hash,
        document_hash=signed.document_hash,
        source=source,
        received_at=now,
        received_by=actor,
    )
    if again is None:
        package_id = packages.add(writing, known, signed.content)
    else:
        package_id = again
        packages.renew(writing, package_id, known, signed.content)
    owners.wait(writing, owner_id, package_id)
    facts = {"issue": package.issue_number, "hash": signed.hash, "source": source.value}
    entry = LedgerEntry(now, actor, Action.PACKAGE_LOADED, package.owner.name, facts=facts)
    ledger.append(writing, entry)


def _owner_id(writing: Writing, signed: SignedPackage, record: OwnerRecord | None) -> int:
    """Return the id of a package's owner; one that is new, or was removed, is described by it."""
    if record is None:
        return owners.create(writing, signed.package.owner)
    if not record.is_installed:
        owners.describe(writing, record.id, signed.package.owner)
    return record.id


def record_refusal(
    context: Context, refusal: PackageRefused, *, source: Source, actor: Actor, owner: str
) -> None:
    """Keep why a package was refused, and nothing else of it."""
    facts = {
        "fault": refusal.fault.value,
        "detail": refusal.detail[:254],
        "source": source.value,
    }
    entry = LedgerEntry(context.clock(), actor, Action.PACKAGE_REFUSED, owner, facts=facts)
    with context.writing() as writing:
        ledger.append(writing, entry)
