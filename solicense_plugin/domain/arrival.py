"""What to do with a sound package that arrives, by its issue number.

An accepted issue number never falls: an older package that comes late, or is
played back on purpose, changes nothing. Restoring an older issue does not lower it, so
that what was restored is not undone by the package that it was restored over. Removing an
owner does not lower it either: what was removed comes back as it was, or as a newer issue.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from solicense_plugin.domain.errors import Fault, PackageRefused


class Arrival(StrEnum):
    """What an arriving package is to us."""

    NEW = "new"
    ALREADY_WAITING = "already-waiting"
    ALREADY_CURRENT = "already-current"
    #: It was the newest that was active, and an older issue has been restored instead.
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue of an owner's licences."""

    number: int
    #: SHA-256 of the signed document. A new signature below the same document is no
    #: other issue.
    document_hash: str


def arrival(
    arriving: Issue, *, active: Issue | None, waiting: Issue | None, newest: Issue | None
) -> Arrival:
    """Tell what a package is beside those that were accepted.

    :param active: ``None`` also once the owner was removed.
    :param newest: with the highest number of all that were ever accepted.
    :raises PackageRefused: ``lower-issue-number``, or ``same-issue-other-content``
        when one number stands for two different packages.
    """
    if arriving == active:
        return Arrival.ALREADY_CURRENT
    if arriving == waiting:
        return Arrival.ALREADY_WAITING
    if arriving == newest:
        return Arrival.SET_ASIDE if active else Arrival.NEW
    for known in (waiting, newest):
        if known is None or arriving.number > known.number:
            continue
        if arriving.number == known.number:
            raise PackageRefused(Fault.SAME_ISSUE_OTHER_CONTENT, str(arriving.number))
        raise PackageRefused(Fault.LOWER_ISSUE_NUMBER, str(arriving.number))
    return Arrival.NEW
