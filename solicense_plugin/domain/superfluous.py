"""Superfluous licences: how many must go before a package can be activated, and from whom.

What must go stands in a comparison's lines. A hidden licence is held through plans,
so that its excess is taken off the plans that imply it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from solicense_plugin.domain.assignments import can_replace
from solicense_plugin.domain.comparison import Comparison, LicenceLine
from solicense_plugin.domain.licence import ModuleLicence
from solicense_plugin.domain.plans import Implications


@dataclass(frozen=True, slots=True)
class Excess:
    """How many must lose a licence, and why."""

    #: The licence from which they are taken.
    licence: LicenceLine
    #: Lines whose excess it is: its own, or those of hidden licences that it implies.
    because: tuple[LicenceLine, ...]

    @property
    def must_remove(self) -> int:
        """The largest of those, since whoever goes, goes from all of them."""
        return max((line.must_remove for line in self.because), default=0)

    @property
    def available(self) -> int:
        """How many may use the licence with the new package, as far as this decides it."""
        return max(0, self.licence.in_use - self.must_remove)

    def counts(self, target: str | None, implied: Implications) -> bool:
        """Tell whether it helps to give somebody the target instead (``None``: nothing)."""
        if target is None:
            return True
        brings = implied.of_plan.get(target, ())
        return not any(line.licence.key in brings for line in self.because)


def excess(comparison: Comparison, key: str) -> Excess | None:
    """Return what must be taken from the holders of a licence; ``None``: no such line."""
    line = next((line for line in comparison.lines if line.licence.key == key), None)
    if line is None:
        return None
    because = tuple(
        other
        for other in comparison.over_used
        if other is line or (other.licence.hidden and key in other.implied_by)
    )
    return Excess(line, because)


@dataclass(frozen=True, slots=True)
class Target:
    """A licence that can be given instead."""

    licence: ModuleLicence
    #: How many can be given it; ``None`` for any number.
    free: int | None


def targets(
    comparison: Comparison, key: str, use: Mapping[str, int], implied: Implications
) -> tuple[Target, ...]:
    """Return what can be given instead of a licence, with the seats for it.

    A seat must be free now and stay free with the new package, for the licence and
    for everything that it implies beyond what is held already.

    :param use: module key → in use now.
    :param implied: what plans imply now.
    """
    lines = {line.licence.key: line for line in comparison.lines if line.current}
    current = lines[key].current if key in lines else None
    if current is None:
        return ()
    held = {key, *implied.of_plan.get(key, ())}
    found = []
    for other, line in lines.items():
        if line.current is None or not can_replace(current, line.current) or line.new is None:
            continue
        needed = {other, *implied.of_plan.get(other, ())} - held
        rooms = [_room(lines[k], use[k]) for k in needed if k in lines]
        free = min((room for room in rooms if room is not None), default=None)
        found.append(Target(line.current, free))
    return tuple(found)


def _room(line: LicenceLine, used: int) -> int | None:
    """Return the seats that are free now and with the new package."""
    rooms = [
        max(0, licence.quantity - count)
        for licence, count in ((line.current, used), (line.new, line.in_use))
        if licence is not None and not licence.unrestricted
    ]
    return min(rooms, default=None)
