"""What to do with a sound package that arrives, by its issue number and its date.

An accepted issue number never falls: an older package that comes late, or is
played back on purpose, changes nothing. Restoring an older issue does not lower it, so
that what was restored is not undone by the package that it was restored over. Removing an
owner does not lower it either: what was removed comes back as it was, or as a newer issue.

A package may come before its date. It waits for that beside the one that can be
activated now, and beside others with later dates: a package gives way only to one with a
higher issue number that can be activated no later than it can (docs/decisions/0011).
That holds also for what went with an owner that was removed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from solicense_plugin.domain.clock import TOLERANCE
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
    #: From when it can be activated, where that lies ahead; else ``None``.
    begins: datetime | None = field(default=None, compare=False)

    def gives_way_to(self, other: Issue) -> bool:
        """Tell whether another issue takes its place, at whatever time."""
        if self.number >= other.number:
            return False
        return other.begins is None or (self.begins is not None and other.begins <= self.begins)


def begins(issued_at: datetime, now: datetime) -> datetime | None:
    """Return from when a package that arrives now can be activated; ``None`` is at once.

    Its date, to the second. Where that is ahead by no more than clocks differ, it was
    issued just now by a clock that is ahead of ours.
    """
    return issued_at if issued_at > now + TOLERANCE else None


def arrival(
    arriving: Issue,
    *,
    active: Issue | None,
    waiting: Iterable[Issue],
    newest: Issue | None,
    withdrawn: Iterable[Issue] = (),
) -> Arrival:
    """Tell what a package is beside those that were accepted.

    :param active: ``None`` also once the owner was removed.
    :param waiting: those that wait, for somebody or for their dates.
    :param newest: with the highest number of all that were ever accepted and do not wait
        for their dates.
    :param withdrawn: those that waited for their dates when their owner was removed.
    :raises PackageRefused: ``lower-issue-number``, or ``same-issue-other-content``
        when one number stands for two different packages.
    """
    waiting = tuple(waiting)
    if arriving == active:
        return Arrival.ALREADY_CURRENT
    if arriving in waiting:
        return Arrival.ALREADY_WAITING
    if active and arriving == newest:
        return Arrival.SET_ASIDE
    known = (*waiting, *withdrawn, *((newest,) if newest else ()))
    if any(arriving.number == issue.number and arriving != issue for issue in known):
        raise PackageRefused(Fault.SAME_ISSUE_OTHER_CONTENT, str(arriving.number))
    if any(arriving.gives_way_to(issue) for issue in known):
        raise PackageRefused(Fault.LOWER_ISSUE_NUMBER, str(arriving.number))
    return Arrival.NEW
