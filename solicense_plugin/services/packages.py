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
from solicense_plugin.services.comparing import installed_owner
from solicense_plugin.services.context import Context
from solicense_plugin.services.queue import Kept, Queue
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
    record, now = owners.by_name(writing, package.owner.name), context.time(writing).now
    arriving = Issue(package.issue_number, signed.document_hash, begins(package.issued_at, now))
    accepted = _Accepted.read(context, writing, package.owner.name, record)
    came = arrival(
        arriving,
        active=_issue(writing, record.active_package_id if record else None),
        waiting=[one.issue(now) for one in accepted.queue.all],
        newest=accepted.newest.issue(now) if accepted.newest else None,
        withdrawn=[one.issue(now) for one in accepted.withdrawn],
    )
    if came is Arrival.NEW:
        for one in accepted.queue.all:
            if one.issue(now).gives_way_to(arriving):
                packages.remove(writing, one.id)
        again = accepted.find(arriving)
        _wait(context, writing, signed, record, arriving, again=again, source=source, actor=actor)
    waits = came in {Arrival.NEW, Arrival.ALREADY_WAITING}
    return Loaded(
        package.owner.name, package.issue_number, came, arriving.begins if waits else None
    )


@dataclass(frozen=True, slots=True)
class _Accepted:
    """What was accepted of an owner before, as far as a package that arrives depends on it."""

    queue: Queue
    #: With the highest number of all that do not wait for their dates.
    newest: Kept | None
    #: What waited for its date when the owner was removed.
    withdrawn: tuple[Kept, ...]

    @classmethod
    def read(
        cls, context: Context, reading: Reading, owner: str, record: OwnerRecord | None
    ) -> _Accepted:
        newest_id = packages.newest(reading, owner)
        return cls(
            queue=Queue.read(context, reading, record) if record else Queue(None),
            newest=Kept(newest_id, packages.by_id(reading, newest_id)) if newest_id else None,
            withdrawn=tuple(
                Kept(*item)
                for item in packages.future_dated(reading, owner, withdrawn=True).items()
            ),
        )

    def find(self, arriving: Issue) -> int | None:
        """Return the id of what arrives, where it was here before its owner was removed."""
        former = (*self.withdrawn, *((self.newest,) if self.newest else ()))
        return next((one.id for one in former if one.package.issue_number == arriving.number), None)


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
    again: int | None,
    source: Source,
    actor: Actor,
) -> None:
    """Store a package as one that waits, for somebody or for its date.

    :param again: its id, where it was here before its owner was removed.
    """
    package, now = signed.package, context.clock()
    owner_id = _owner_id(writing, signed, record)
    known = PackageRecord(
        owner_name=package.owner.name,
        issue_number=package.issue_number,
        hash=signed.hash,
        document_hash=signed.document_hash,
        source=source,
        received_at=now,
        received_by=actor,
        begins=issue.begins,
    )
    if again is None:
        package_id = packages.add(writing, known, signed.content)
    else:
        package_id = again
        packages.renew(writing, package_id, known, signed.content)
    if issue.begins is None:
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
