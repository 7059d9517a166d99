"""Counting again, to see whether counters, assignments and ledger agree."""

from __future__ import annotations

from dataclasses import dataclass

from solicense_plugin.domain.plans import implications
from solicense_plugin.services.context import Context
from solicense_plugin.store import assignments, ledger, licences, owners
from solicense_plugin.store.session import Reading


@dataclass(frozen=True, slots=True)
class Difference:
    """A licence whose counters are not what its assignments say."""

    owner: str
    licence: str
    #: What the counters say: assigned, in use.
    counted: tuple[int, int]
    #: What the assignments say.
    recounted: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Verification:
    """What a verification found."""

    differences: tuple[Difference, ...]
    #: The first ledger entry that does not fit its chain or its lines.
    broken_entry: int | None

    @property
    def is_sound(self) -> bool:
        """Whether everything agrees."""
        return not self.differences and self.broken_entry is None


def verify(context: Context) -> Verification:
    """Count every licence again from its assignments, and check the ledger's chain."""
    with context.reading() as reading:
        differences = [
            difference
            for record in owners.all_owners(reading)
            for difference in _differences(reading, record.id, record.owner.name)
        ]
        return Verification(tuple(differences), ledger.first_broken(reading))


def _differences(reading: Reading, owner_id: int, owner: str) -> list[Difference]:
    known = licences.of_owner(reading, owner_id)  # those no longer owned too
    implied = implications(r.licence for r in known.values() if r.licence.quantity)
    usage = assignments.recounted(reading, known, implied)
    found = []
    for key, record in known.items():
        counted = (record.assigned, record.in_use)
        recounted = (usage.assigned.get(key, 0), usage.in_use(key, implied))
        if counted != recounted:
            found.append(Difference(owner, record.licence.name, counted, recounted))
    return found
