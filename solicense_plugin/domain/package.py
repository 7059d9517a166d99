"""A licence package: what an issuer signed for one installation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from graphlib import CycleError, TopologicalSorter

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.licence import ModuleLicence
from solicense_plugin.domain.names import module_key
from solicense_plugin.domain.owner import ModuleOwner
from solicense_plugin.domain.plans import plans_in_sets


@dataclass(frozen=True, slots=True)
class LicencePackage:
    """The licences of one owner for one installation, as their issuer signed them."""

    identity: Identity
    owner: ModuleOwner
    licences: tuple[ModuleLicence, ...]
    #: Only rises, for one owner and installation.
    issue_number: int
    issued_at: datetime

    def demand_sense(self) -> None:
        """Refuse a package that contradicts itself.

        :raises PackageRefused: ``contradictory``, naming what does not fit.
        """
        for problem in self._contradictions():
            raise PackageRefused(Fault.CONTRADICTORY, problem)

    def _contradictions(self) -> Iterator[str]:
        keys = Counter(licence.key for licence in self.licences)
        yield from (key for key, count in keys.items() if count > 1)
        yield from (licence.name for licence in self.licences if licence.quantity < 1)
        yield from plans_in_sets(self.licences)
        yield from _in_circles(self.licences)
        if not self.owner.dates.in_order():
            yield "AdminWarningDate ≤ ExpiryDate ≤ GraceDate"

    def demand_for(self, identity: Identity) -> None:
        """Refuse a package that was issued for somebody else.

        :raises PackageRefused: ``unknown-serial`` or ``wrong-company``.
        """
        if self.identity.serial_number != identity.serial_number:
            raise PackageRefused(Fault.UNKNOWN_SERIAL, self.identity.serial_number)
        if self.identity.company_name != identity.company_name:
            raise PackageRefused(Fault.WRONG_COMPANY, self.identity.company_name)


def _in_circles(licences: tuple[ModuleLicence, ...]) -> tuple[str, ...]:
    """Return the keys of a circle of prerequisites, if there is one."""
    chains = {licence.key: {module_key(licence.prerequisite)} for licence in licences}
    try:
        TopologicalSorter(chains).prepare()
    except CycleError as error:
        return tuple(dict.fromkeys(error.args[1]))
    return ()
