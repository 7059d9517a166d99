"""How near a limit of the plan is (domain.md 5.3)."""

from __future__ import annotations

from enum import StrEnum

#: From how many per cent a limit is near.
NEAR = 85


class Nearness(StrEnum):
    """How near a limit is."""

    FAR = "far"
    #: From 85 %.
    NEAR = "near"
    #: From 100 %: there is no more.
    REACHED = "reached"


def nearness(used: int, maximum: int) -> Nearness:
    """Return how near a limit is; whole numbers throughout, so that nothing is rounded."""
    if used >= maximum:
        return Nearness.REACHED
    return Nearness.NEAR if used * 100 >= maximum * NEAR else Nearness.FAR
