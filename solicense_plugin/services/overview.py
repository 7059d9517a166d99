"""What a licence tab shows of an owner."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from solicense_plugin.domain.comparison import Comparison
from solicense_plugin.domain.copies import Origin
from solicense_plugin.domain.errors import Fault, NotFound, PackageRefused
from solicense_plugin.domain.installation import Identity, Installation
from solicense_plugin.domain.licence import LicenceKind
from solicense_plugin.domain.lists import LicenceRow
from solicense_plugin.domain.owner import ModuleOwner
from solicense_plugin.domain.updates import Checks
from solicense_plugin.domain.validity import Validity
from solicense_plugin.services.comparing import proposed
from solicense_plugin.services.context import Context
from solicense_plugin.services.queue import Queue
from solicense_plugin.store import activations, checks, owners, packages
from solicense_plugin.store.owners import OwnerRecord
from solicense_plugin.store.session import Reading


@dataclass(frozen=True, slots=True)
class OwnerTitle:
    """An owner as the tab bar shows it."""

    owner: ModuleOwner
    #: Whether a package waits.
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class FutureDated:
    """A package that waits for its date."""

    issue_number: int
    begins: datetime


@dataclass(frozen=True, slots=True)
class OwnerOverview:
    """An owner's licences and the state they are in."""

    installation: Installation
    #: Every owner with licences here, or with a package that waits.
    titles: tuple[OwnerTitle, ...]
    owner: ModuleOwner
    #: The time that counts.
    now: datetime
    validity: Validity
    #: What of the active package a root key has taken back, if anything.
    revoked: Fault | None
    licences: tuple[LicenceRow, ...]
    #: What the waiting package would change; ``None`` when none waits.
    waiting: Comparison | None
    #: Why the waiting package can no longer be trusted.
    distrusted: PackageRefused | None
    #: What waits for its date, in that order.
    later: tuple[FutureDated, ...]
    #: How asking the licence server stands.
    checks: Checks
    #: Of the active package; 0 while nothing is active.
    issue_number: int
    #: Whether the system activated that by itself, and the viewer has not looked at it.
    is_unseen: bool
    #: Whether the database is a copy of another one.
    origin: Origin
    #: Whose installation a partner's licences were issued for, where it is somebody else's by now.
    issued_for: Identity | None


def titles(context: Context, *, language: str) -> tuple[OwnerTitle, ...]:
    """Return every owner with licences here, or with a package that waits.

    :param language: of the owners' names.
    """
    with context.reading() as reading:
        return tuple(
            title_of(context, reading, record) for record in owners.all_owners(reading, language)
        )


def title_of(context: Context, reading: Reading, record: OwnerRecord) -> OwnerTitle:
    """Return how the tab bar shows an owner."""
    return OwnerTitle(record.owner, record.is_waiting(context.time(reading).now))


def user_licences(
    context: Context, *, language: str
) -> tuple[tuple[OwnerTitle, tuple[LicenceRow, ...]], ...]:
    """Return every owner with its visible user licences.

    :param language: of the names.
    """
    with context.reading() as reading:
        return tuple(
            (
                title_of(context, reading, record),
                tuple(
                    row
                    for row in context.licence_rows(reading, record.owner.name, language)
                    if row.kind == LicenceKind.USER and not row.hidden
                ),
            )
            for record in owners.all_owners(reading, language)
        )


def overview(
    context: Context, *, owner: str, language: str, viewer: str, expected: bool = False
) -> OwnerOverview:
    """Return what there is to see of an owner.

    :param language: of the licences' names and tooltips.
    :param viewer: the host's id of the user who looks.
    :param expected: whether there is something to see also while it has no licences.
    :raises NotFound: there is no such owner, and none was expected.
    """
    with context.reading() as reading:
        known = {found[0].owner.name: found for found in checks.of_all(reading, language)}
        if owner not in known and not (expected or context.has_issuer(owner)):
            raise NotFound
        record, standing = known.get(owner) or (
            owners.nothing_yet(owner),
            checks.of_absent(reading, owner),
        )
        queue = Queue.read(context, reading, record)
        comparison, distrusted = _waiting(context, reading, record, queue)
        return OwnerOverview(
            installation=reading.installation,
            titles=tuple(
                title_of(context, reading, record) for record, _standing in known.values()
            ),
            owner=_owner(context, record),
            now=context.time(reading).now,
            validity=context.validity(reading, record),
            revoked=context.revoked(reading, record),
            origin=context.origin(reading),
            licences=context.licence_rows(reading, owner, language),
            waiting=comparison,
            distrusted=distrusted,
            later=_later(queue),
            checks=standing,
            issue_number=record.issue_number,
            is_unseen=_is_unseen(reading, record, viewer),
            issued_for=_issued_for(context, reading, record),
        )


def _owner(context: Context, record: OwnerRecord) -> ModuleOwner:
    """Return an owner with its shop and support, and who can be asked for its licences."""
    known = context.known(record.owner)
    if record.is_installed or context.has_issuer(known.name):
        return known
    # Nobody can be asked for an owner of whom there is nothing yet.
    return replace(known, licence_url="")


def _waiting(
    context: Context, reading: Reading, record: OwnerRecord, queue: Queue
) -> tuple[Comparison | None, PackageRefused | None]:
    if queue.current is None:
        return None, None
    try:
        return proposed(context, reading, record, queue, queue.current).comparison, None
    except PackageRefused as refusal:
        return None, refusal


def _later(queue: Queue) -> tuple[FutureDated, ...]:
    dated = (one.package for one in queue.later)
    return tuple(FutureDated(p.issue_number, p.begins) for p in dated if p.begins)


def _issued_for(context: Context, reading: Reading, record: OwnerRecord) -> Identity | None:
    """Return whose installation an active package names, where it is not this one any more.

    The platform's own cannot: its package says whose installation it is.
    """
    if record.owner.is_platform or record.active_package_id is None:
        return None
    package_id = record.active_package_id
    try:
        file_hash = packages.by_id(reading, package_id).hash
        signed = context.reread(reading, file_hash, lambda: packages.content(reading, package_id))
    except PackageRefused:  # without its key nobody can tell
        return None
    named = signed.package.identity
    return None if named == reading.installation.identity else named


def _is_unseen(reading: Reading, record: OwnerRecord, viewer: str) -> bool:
    """Tell whether the system has activated something that the viewer has not looked at."""
    if not record.automatic:
        return False
    return activations.seen(reading, record.id, viewer) < record.issue_number
