"""How many of each licence are in use, counted from who holds what.

Use of a licence is its own assignments and the holders of the plans that imply
it; whoever has both counts once. A user holds one plan of an owner at the most,
so that the plans' holders never overlap among themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from solicense_plugin.domain.plans import Implications


@dataclass(frozen=True, slots=True)
class Usage:
    """The assignments of one owner's licences, counted. Keys are module keys."""

    #: Licence → how many hold it by an assignment of its own.
    assigned: Mapping[str, int]
    #: (licence, plan) → how many hold the licence directly and that plan too.
    both: Mapping[tuple[str, str], int]

    def in_use(self, licence: str, implied: Implications) -> int:
        """Count who uses a licence when plans imply what ``implied`` says."""
        plans = implied.by_plans.get(licence, ())
        through_plans = sum(self.assigned.get(plan, 0) for plan in plans)
        counted_twice = sum(self.both.get((licence, plan), 0) for plan in plans)
        return self.assigned.get(licence, 0) + through_plans - counted_twice
