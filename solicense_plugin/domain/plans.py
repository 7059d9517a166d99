"""User plans and the hidden licences that they imply (domain.md 1.6).

What a plan implies is derived from its ``set=``, never stored as assignments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from solicense_plugin.domain.licence import LicenceKind, ModuleLicence, Named, by_key
from solicense_plugin.domain.names import module_key

Row = TypeVar("Row", bound=Named)


@dataclass(frozen=True, slots=True)
class Implications:
    """Which plan of an owner implies which user licences, by :attr:`ModuleLicence.key`."""

    #: Plan → what it implies, in the order of its ``set=``.
    of_plan: Mapping[str, tuple[str, ...]]
    #: Implied licence → the plans that imply it.
    by_plans: Mapping[str, tuple[str, ...]]
    #: Plan → names in its ``set=`` that the owner has not: kept, imply nothing, reported.
    unknown: Mapping[str, tuple[str, ...]]


def implications(licences: Iterable[Named]) -> Implications:
    """Derive what each plan of one owner implies."""
    known = {licence.key: licence for licence in licences}
    of_plan: dict[str, tuple[str, ...]] = {}
    by_plans: dict[str, tuple[str, ...]] = {}
    unknown: dict[str, tuple[str, ...]] = {}
    for plan in known.values():
        if not plan.is_plan:
            continue
        of_plan[plan.key], missing = implied_by(plan, known)
        if missing:
            unknown[plan.key] = missing
        for key in of_plan[plan.key]:
            by_plans[key] = (*by_plans.get(key, ()), plan.key)
    return Implications(of_plan, by_plans, unknown)


def implied_by(plan: Named, known: Mapping[str, Named]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what one plan implies, and the names in its ``set=`` that imply nothing.

    :param known: the owner's licences by key.
    """
    keys = {name: module_key(name) for name in plan.implied_names}
    implied = tuple(dict.fromkeys(k for k in keys.values() if _can_be_implied(known.get(k))))
    return implied, tuple(n for n, key in keys.items() if not _can_be_implied(known.get(key)))


def plans_implying(licence: Row, licences: Iterable[Row]) -> tuple[Row, ...]:
    """Return those of an owner's licences that are plans and imply a licence."""
    if not _can_be_implied(licence):
        return ()
    return tuple(
        plan
        for plan in licences
        if plan.is_plan and licence.key in map(module_key, plan.implied_names)
    )


def _can_be_implied(licence: Named | None) -> bool:
    return licence is not None and licence.kind == LicenceKind.USER and not licence.is_plan


def plans_in_sets(licences: Iterable[ModuleLicence]) -> tuple[str, ...]:
    """Return the plans that stand in another plan's (or their own) ``set=``.

    There must be none: a plan that implied a plan would give a user two, and a
    circle of them would have no end.
    """
    known = by_key(licences)
    named = [
        known[module_key(name)]
        for plan in known.values()
        if plan.is_plan
        for name in plan.implied_names
        if module_key(name) in known
    ]
    return tuple(dict.fromkeys(licence.name for licence in named if licence.is_plan))
