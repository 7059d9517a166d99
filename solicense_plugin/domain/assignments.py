"""Who may be given a licence, and what goes when one is taken (domain.md 1.6)."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from solicense_plugin.domain.associate import Associate
from solicense_plugin.domain.errors import AssignmentFault, AssignmentRefused
from solicense_plugin.domain.licence import LicenceKind, ModuleLicence
from solicense_plugin.domain.names import module_key
from solicense_plugin.domain.plans import implications
from solicense_plugin.domain.validity import Validity


def demand_assignable(
    licence: ModuleLicence, person: Associate, *, held: Collection[str], state: Validity
) -> None:
    """Refuse what a person may not be given, whatever is free.

    :param held: keys of what the person holds, implied ones included.
    :param state: of the owner's licences.
    :raises AssignmentRefused: says which rule stands against it.
    """
    if licence.hidden or licence.kind is not LicenceKind.USER:
        raise AssignmentRefused(AssignmentFault.NOT_ASSIGNABLE, licence.name, person.name)
    if state is Validity.LAPSED:
        raise AssignmentRefused(AssignmentFault.LAPSED, licence.name, person.name)
    if not licence.allows(person.user_type):
        raise AssignmentRefused(AssignmentFault.USER_TYPE, licence.name, person.name)
    if licence.prerequisite and module_key(licence.prerequisite) not in held:
        raise AssignmentRefused(AssignmentFault.PREREQUISITE, licence.name, person.name)


def dependants(
    licences: Iterable[ModuleLicence], taken: str, instead: str | None = None
) -> tuple[ModuleLicence, ...]:
    """Return what cannot stay when a licence is taken, parents before children.

    Everything whose prerequisite goes, goes too; what the licence given ``instead``
    brings along stays.

    :param taken: key of the licence that is taken.
    :param instead: key of the licence that is given for it.
    """
    licences = tuple(licences)
    implied = implications(licences).of_plan
    kept = {instead, *implied.get(instead or "", ())}
    lost = {taken, *implied.get(taken, ())} - kept
    going: list[ModuleLicence] = []
    frontier = lost
    while frontier:
        step = [
            licence
            for licence in licences
            if module_key(licence.prerequisite) in frontier and licence.key not in lost | kept
        ]
        going += step
        frontier = {licence.key for licence in step}
        lost |= frontier
    return tuple(going)


def can_replace(licence: ModuleLicence, target: ModuleLicence) -> bool:
    """Tell whether somebody who holds a licence can be given the other one instead.

    A plan is replaced by a plan, so that nobody ever holds two, and an additional
    licence by another additional one.
    """
    return (
        target.key != licence.key
        and target.kind is LicenceKind.USER
        and not target.hidden
        and target.is_plan == licence.is_plan
        and module_key(target.prerequisite) != licence.key
    )
