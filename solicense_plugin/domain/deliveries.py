"""Events that are told after commit, at least once: when again, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

#: An event that could not be told for so long is told no more.
KEPT = timedelta(days=30)
#: How long whoever has claimed an event is left to it. Longer than one part may take.
CLAIM = timedelta(minutes=2)
#: The most changes that one part of an event has.
PART = 1000

_FIRST_RETRY = timedelta(minutes=1)
_LONGEST = timedelta(hours=6)
_JITTER = 0.2


class RecipientKind(StrEnum):
    """Who is told."""

    ADD_ON = "add-on"


class Event(StrEnum):
    """What there is to tell."""

    ACTIVATED = "activated"
    ASSIGNMENTS_CHANGED = "assignments-changed"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the telling of one event has come."""

    #: Parts that were told.
    parts: int = 0
    #: The ledger line with which the last one ended; 0 for none.
    line: int = 0


def due_again(failures: int, now: datetime, chance: float) -> datetime:
    """Return when to try again after so many failures in a row, 1 or more.

    Twice as long each time, from a minute to six hours, and not for everybody at once.

    :param chance: a random number, 0 ≤ chance < 1.
    """
    # More doublings than this reach the longest anyway, and would overflow in time.
    doubled: int = 2 ** min(failures - 1, 16)
    plain = min(_FIRST_RETRY * doubled, _LONGEST)
    return now + plain * (1 + _JITTER * (chance - 0.5))


def expired_before(now: datetime) -> datetime:
    """Return the moment before which events are too old to be told."""
    return now - KEPT


def event_id(installation: str, sequence: int, part: int) -> str:
    """Return what a part of an event is known by, the same each time that it is told.

    :param sequence: of the ledger entry that tells of it.
    :param part: from 1 for changes of assignments; 0 is the activation itself.
    """
    return f"{installation}-{sequence}-{part}"
