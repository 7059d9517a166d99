"""What a licence tab shows of an owner."""

from __future__ import annotations

from dataclasses import dataclass

from solicense_plugin.domain.activation import Activation
from solicense_plugin.domain.comparison import Comparison
from solicense_plugin.domain.errors import NotFound, PackageRefused
from solicense_plugin.domain.installation import Installation
from solicense_plugin.domain.lists import LicenceRow
from solicense_plugin.domain.owner import ModuleOwner
from solicense_plugin.domain.validity import Validity, validity
from solicense_plugin.services.comparing import owner_record, waiting
from solicense_plugin.services.context import Context
from solicense_plugin.store import activations, licences, owners
from solicense_plugin.store.owners import OwnerRecord
from solicense_plugin.store.session import Reading


@dataclass(frozen=True, slots=True)
class OwnerTitle:
    """An owner as the tab bar shows it."""

    owner: ModuleOwner
    #: Whether a package waits.
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class OwnerOverview:
    """An owner's licences and the state they are in."""

    installation: Installation
    #: Every owner with licences here, or with a package that waits.
    titles: tuple[OwnerTitle, ...]
    owner: ModuleOwner
    #: Whether anything has been activated yet.
    is_active: bool
    validity: Validity
    licences: tuple[LicenceRow, ...]
    #: What the waiting package would change; ``None`` when none waits.
    waiting: Comparison | None
    #: Why the waiting package can no longer be trusted.
    distrusted: PackageRefused | None
    #: An activation that the system made by itself and the viewer has not looked at.
    activated: Activation | None


def titles(context: Context) -> tuple[OwnerTitle, ...]:
    """Return every owner with licences here, or with a package that waits."""
    with context.reading() as reading:
        return tuple(_title(record) for record in owners.all_owners(reading))


def _title(record: OwnerRecord) -> OwnerTitle:
    return OwnerTitle(record.owner, record.waiting_package_id is not None)


def overview(context: Context, *, owner: str, language: str, viewer: str) -> OwnerOverview:
    """Return what there is to see of an owner.

    :param language: of the licences' names and tooltips.
    :param viewer: the host's id of the user who looks.
    :raises NotFound: there is no such owner.
    """
    with context.reading() as reading:
        records = {record.owner.name: record for record in owners.all_owners(reading)}
        if owner not in records:
            raise NotFound
        record = records[owner]
        comparison, distrusted = _waiting(context, reading, record)
        return OwnerOverview(
            installation=reading.installation,
            titles=tuple(_title(record) for record in records.values()),
            owner=record.owner,
            is_active=record.active_package_id is not None,
            validity=validity(record.owner.dates, context.clock()),
            licences=tuple(licences.rows(reading, record.id, language)),
            waiting=comparison,
            distrusted=distrusted,
            activated=None if comparison else _unseen(reading, record, viewer),
        )


def is_active(context: Context, *, owner: str, issue_number: int) -> bool:
    """Tell whether an issue of an owner's licences is the one that is active."""
    with context.reading() as reading:
        newest = activations.newest(reading, owner_record(reading, owner).id)
        return newest is not None and newest.issue_number == issue_number


def _waiting(
    context: Context, reading: Reading, record: OwnerRecord
) -> tuple[Comparison | None, PackageRefused | None]:
    if record.waiting_package_id is None:
        return None, None
    try:
        return waiting(context, reading, record).comparison, None
    except PackageRefused as refusal:
        return None, refusal


def _unseen(reading: Reading, record: OwnerRecord, viewer: str) -> Activation | None:
    newest = activations.newest(reading, record.id)
    if newest is None or not newest.automatic:
        return None
    seen = activations.seen(reading, record.id, viewer)
    return newest if newest.issue_number > seen else None
