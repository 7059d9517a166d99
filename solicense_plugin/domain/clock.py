"""Time only goes on: the newest time that was ever seen, and a clock behind it.

A clock that has moved back is reported and lengthens nothing (design.md 3, Validity).

The rule: whatever is decided by a date is decided by the time that counts. That is the
state of licences, whether a package is valid yet, whether an owner's key is valid when a
package is loaded, when a licence server is asked and asked again, and whether maintenance
has ended. What is only written down or shown (the ledger, since when somebody holds a
licence, how long ago he signed in) has the plain clock's time: history is not made newer
than it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

#: How far a clock may fall behind unreported: clocks are set right by a little, and those
#: of two machines differ.
TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Time:
    """What the time is, whatever the clock says."""

    #: Counts for every date. To be kept as the newest time seen.
    now: datetime
    #: How far the clock is behind the newest time seen; zero when it is not.
    behind: timedelta

    @property
    def moved_back(self) -> bool:
        """Whether to report that the clock has moved back."""
        return self.behind > TOLERANCE


def read_clock(clock: datetime, newest_seen: datetime | None) -> Time:
    """Return the time that counts.

    :param clock: what the machine's clock says.
    :param newest_seen: the latest ``now`` of all that were returned before, if any.
    """
    now = clock if newest_seen is None else max(clock, newest_seen)
    return Time(now, now - clock)
