"""Putting a package beside what is current, inside a transaction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from solicense_plugin.domain.comparison import Comparison, Current, Objection, compare
from solicense_plugin.domain.errors import (
    Fault,
    InvalidField,
    NotFound,
    NothingWaiting,
    NotIdentified,
    PackageRefused,
)
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.package import LicencePackage
from solicense_plugin.domain.plans import Implications, implications
from solicense_plugin.packages.reading import SignedPackage
from solicense_plugin.services.context import Context
from solicense_plugin.services.queue import Kept, Queue
from solicense_plugin.store import activations, assignments, licences, owners, packages
from solicense_plugin.store.licences import LicenceRecord
from solicense_plugin.store.owners import OwnerRecord
from solicense_plugin.store.packages import PackageRecord
from solicense_plugin.store.session import Reading


@dataclass(frozen=True, slots=True)
class OwnedLicences:
    """One owner's licences as they are stored, and what its plans imply."""

    records: dict[str, LicenceRecord]
    implied: Implications

    @classmethod
    def read(cls, reading: Reading, owner_id: int) -> OwnedLicences:
        """Read them; those that are no longer owned are left out."""
        known = licences.of_owner(reading, owner_id)
        records = {key: record for key, record in known.items() if record.licence.quantity}
        return cls(records, implications(record.licence for record in records.values()))


@dataclass(frozen=True, slots=True)
class Proposed:
    """A package and what it would change, if it became current."""

    record: OwnerRecord
    package_id: int
    package: PackageRecord
    comparison: Comparison
    #: What waits now.
    queue: Queue

    def heard(self, vetoes: Iterable[Objection], not_asked: Iterable[str]) -> Proposed:
        """Return it with what vendors said."""
        return replace(self, comparison=self.comparison.heard(vetoes, not_asked))

    @property
    def still_waiting(self) -> int | None:
        """The package that waits once this one is current."""
        waiting = self.record.waiting_package_id
        return None if waiting in {self.package_id, *self.outdated} else waiting

    @property
    def outdated(self) -> tuple[int, ...]:
        """The packages that can never be current once this one is."""
        number = self.package.issue_number
        return tuple(one.id for one in self.queue.all if one.package.issue_number < number)


def owner_record(reading: Reading, owner: str, language: str = "") -> OwnerRecord:
    """Return an owner, also one that was removed.

    :param language: of the one translation of its name that is read along.
    :raises NotFound: there has never been one of that name.
    """
    record = owners.by_name(reading, owner, language)
    if record is None:
        raise NotFound
    return record


def installed_owner(reading: Reading, owner: str, language: str = "") -> OwnerRecord:
    """Return an owner of whom there is something here.

    :param language: of the one translation of its name that is read along.
    :raises NotFound: there is none of that name (any more).
    """
    record = owner_record(reading, owner, language)
    if not record.is_installed:
        raise NotFound
    return record


def waiting(
    context: Context, reading: Reading, record: OwnerRecord, issue: int | None = None
) -> Proposed:
    """Compare the package that waits for an owner.

    Where none can be activated yet it is the one whose date comes first.

    :param issue: of a certain one of those that wait, now or for their dates.
    :raises NothingWaiting: there is none.
    :raises PackageRefused: what is stored no longer has the signature that it came with.
    """
    queue = Queue.read(context, reading, record)
    found = queue.find(issue)
    if found is None:
        raise NothingWaiting
    return proposed(context, reading, record, queue, found)


def former(context: Context, reading: Reading, record: OwnerRecord, issue: int) -> Proposed:
    """Compare an issue that was active before.

    :raises InvalidField: it never was, or it is active now.
    :raises PackageRefused: what is stored no longer has the signature that it came with.
    """
    package_id = activations.package_of(reading, record.id, issue)
    if package_id is None:
        raise InvalidField("issue", "never-active")
    if package_id == record.active_package_id:
        raise InvalidField("issue", "active")
    found = Kept(package_id, packages.by_id(reading, package_id))
    queue = Queue.read(context, reading, record)
    return proposed(context, reading, record, queue, found, restoring=True)


def proposed(
    context: Context,
    reading: Reading,
    record: OwnerRecord,
    queue: Queue,
    found: Kept,
    *,
    restoring: bool = False,
) -> Proposed:
    """Compare a package of an owner with what is current.

    :raises PackageRefused: what is stored no longer has the signature that it came with.
    """
    if reading.installation.identity is None:
        raise NotIdentified
    package = found.package
    signed = context.reread(reading, package.hash, lambda: packages.content(reading, found.id))
    if signed.package.owner.name != record.owner.name:
        raise PackageRefused(Fault.OTHER_OWNER, signed.package.owner.name)
    comparison = compare(
        current=_current(reading, record, signed.package),
        new=signed.package,
        new_hash=signed.hash,
        identity=reading.installation.identity,
        now=context.time(reading).now,
        restoring=restoring,
        begins=package.begins,
    )
    return Proposed(record, found.id, package, comparison, queue)


def arriving(
    context: Context, reading: Reading, signed: SignedPackage, identity: Identity
) -> Comparison:
    """Compare a package that is not stored yet, as if the installation were this identity's."""
    record = owners.by_name(reading, signed.package.owner.name)
    return compare(
        current=_current(reading, record, signed.package) if record else None,
        new=signed.package,
        new_hash=signed.hash,
        identity=identity,
        now=context.time(reading).now,
    )


def _current(reading: Reading, record: OwnerRecord, new: LicencePackage) -> Current | None:
    if record.active_package_id is None:
        return None
    active = packages.by_id(reading, record.active_package_id)
    owned = OwnedLicences.read(reading, record.id)
    return Current(
        owner=record.owner,
        licences=tuple(r.licence for r in owned.records.values()),
        # Counted for what plans will imply: they may imply what their holders have already.
        usage=assignments.usage(reading, owned.records, implications(new.licences)),
        issue_number=active.issue_number,
        package_hash=active.hash,
    )
