"""Removing a module owner: what would be lost, and who may never be removed."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from solicense_plugin.domain.errors import PlatformStays, StaleRemoval
from solicense_plugin.domain.lists import LicenceRow
from solicense_plugin.domain.names import SUPEROFFICE
from solicense_plugin.domain.owner import ModuleOwner


@dataclass(frozen=True, slots=True)
class Loss:
    """What goes with an owner."""

    owner: ModuleOwner
    #: Of the packages that are active and that wait, ``None`` for none.
    active: int | None
    waiting: int | None
    #: Of those that wait for their dates.
    later: tuple[int, ...]
    licences: tuple[LicenceRow, ...]
    #: How many hold any of them.
    people: int

    @property
    def digest(self) -> str:
        """Stand for what is lost: whoever agrees to it agrees to just that, in hexadecimal."""
        rows = [(row.id, row.quantity, row.unrestricted, row.in_use) for row in self.licences]
        seen = (self.active, self.waiting, self.later, rows, self.people)
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()

    def demand(self, digest: str) -> None:
        """Refuse what somebody agreed to, if more or less would go by now.

        :raises StaleRemoval: it is not the same any more.
        """
        if digest != self.digest:
            raise StaleRemoval


def demand_removable(owner: str) -> None:
    """Refuse to remove the platform's own licences, without which nobody can work.

    :raises PlatformStays: they are.
    """
    if owner == SUPEROFFICE:
        raise PlatformStays
