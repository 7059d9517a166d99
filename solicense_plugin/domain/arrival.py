"""What to do with a sound package that arrives, by its issue number.

An accepted issue number never falls: an older package that comes late, or is
played back on purpose, changes nothing.
"""

from __future__ import annotations

from enum import StrEnum

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.domain.package import LicencePackage


class Arrival(StrEnum):
    """What an arriving package is to us."""

    NEW = "new"
    ALREADY_WAITING = "already-waiting"
    ALREADY_CURRENT = "already-current"


def arrival(
    package: LicencePackage, *, active: LicencePackage | None, waiting: LicencePackage | None
) -> Arrival:
    """Tell what a package is beside the one that is active and the one that waits.

    :raises PackageRefused: ``lower-issue-number``, or ``same-issue-other-content``
        when one number stands for two different packages.
    """
    for known, same in ((waiting, Arrival.ALREADY_WAITING), (active, Arrival.ALREADY_CURRENT)):
        if known is None or package.issue_number > known.issue_number:
            continue
        if package == active:
            return Arrival.ALREADY_CURRENT
        if package.issue_number < known.issue_number:
            raise PackageRefused(Fault.LOWER_ISSUE_NUMBER, str(package.issue_number))
        if package != known:
            raise PackageRefused(Fault.SAME_ISSUE_OTHER_CONTENT, str(package.issue_number))
        return same
    return Arrival.NEW
