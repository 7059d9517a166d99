"""Loading a licence package: checked whole, kept to be looked at, not yet current."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.arrival import Arrival, Issue, arrival, begins
from solicense_plugin.domain.errors import Fault, NotIdentified, PackageRefused
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.packages.reading import SignedPackage
from solicense_plugin.services.context import Context
from solicense_plugin.services.queue import Queue
from solicense_plugin.store import activations, ledger, owners, packages
from solicense_plugin.store.owners import OwnerRecord
from solicense_plugin.store.packages import PackageRecord
from solicense_plugin.store.session import Reading, Writing


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a file that was accepted."""

    owner: str
    issue_number: int
    arrival: Arrival
    #: From when it can be activated, where that lies ahead; else ``None``.
    begins: datetime | None = None


def load(
    context: Context,
    *,
    content: bytes,
    source: Source,
    actor: Actor,
    token: str | None = None,
    owner: str | None = None,
) -> Loaded:
    """Check a licence file, and keep its package to be activated.

    The same file again changes nothing. Of a refused one only the reason is kept.

    :param owner: refuse a package of anybody else.
    :raises PackageRefused: says what is wrong with it.
    :raises NotIdentified: nobody has said whose installation this is.
    :raises AlreadyDone: the form arrived before; its result is the owner's name.
    """
    try:
        signed = context.read(content)
        demand_owner(signed, owner)
        with context.once(token) as effect:
            effect.result = signed.package.owner.name
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
    record, now = owners.by_name(writing, package.owner.name), context.time(writing).now
    queue = Queue.read(context, writing, record) if record else Queue(None)
    arriving = Issue(package.issue_number, signed.document_hash, begins(package.issued_at, now))
    came = arrival(
        arriving,
        active=_issue(writing, record.active_package_id if record else None),
        waiting=[one.issue(now) for one in queue.all],
        newest=_issue(writing, activations.newest_package(writing, record.id) if record else None),
    )
    if came is Arrival.NEW:
        for one in queue.all:
            if one.issue(now).gives_way_to(arriving):
                packages.remove(writing, one.id)
        _wait(context, writing, signed, record, arriving, source=source, actor=actor)
    waits = came in {Arrival.NEW, Arrival.ALREADY_WAITING}
    return Loaded(
        package.owner.name, package.issue_number, came, arriving.begins if waits else None
    )


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
    issue: Issue,
    *,
    source: Source,
    actor: Actor,
) -> None:
    """Store a package as one that waits, for somebody or for its date."""
    package, now = signed.package, context.clock()
    owner_id = record.id if record else owners.create(writing, package.owner)
    package_id = packages.add(
        writing,
        PackageRecord(
            owner_name=package.owner.name,
            issue_number=package.issue_number,
            hash=signed.hash,
            document_hash=signed.document_hash,
            source=source,
            received_at=now,
            received_by=actor,
            begins=issue.begins,
        ),
        signed.content,
    )
    if issue.begins is None:
        owners.wait(writing, owner_id, package_id)
    facts = {"issue": package.issue_number, "hash": signed.hash, "source": source.value}
    entry = LedgerEntry(now, actor, Action.PACKAGE_LOADED, package.owner.name, facts=facts)
    ledger.append(writing, entry)


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
