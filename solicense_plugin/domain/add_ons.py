"""What goes wrong in add-ons, and when something that fails is left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

#: So many faults in a row pause what an add-on contributes.
FAULTS_UNTIL_PAUSE = 3


class FaultKind(StrEnum):
    """What went wrong in somebody else's code."""

    RAISED = "raised"
    LATE = "late"
    #: It answered with something that the hook does not take.
    WRONG_VALUE = "wrong-value"


@dataclass(frozen=True, slots=True)
class Fault:
    """One call that failed."""

    #: Six hexadecimal digits, shown on the screen and written into the log.
    reference: str
    add_on: str
    #: What was asked: a hook, or a tab and what of it.
    contribution: str
    kind: FaultKind
    #: The exception in a line.
    message: str
    #: Its traceback; for administrators and the log only.
    details: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How something that an add-on contributes has been answering lately."""

    #: How often it failed since it last answered.
    faults: int = 0
    #: ``None`` while it is asked.
    paused_since: datetime | None = None

    @property
    def is_paused(self) -> bool:
        """Whether it is not asked until somebody resumes it."""
        return self.paused_since is not None

    def failed(self, now: datetime) -> Standing:
        """Return how it stands after one more fault; a pause stays what it is."""
        faults = self.faults + 1
        pauses = faults >= FAULTS_UNTIL_PAUSE and not self.is_paused
        return Standing(faults, now if pauses else self.paused_since)

    def answered(self) -> Standing:
        """Return how it stands after an answer, which ends the row.

        A pause stays: the answer was on its way when it began, and says nothing of what
        is asked next.
        """
        return self if self.is_paused else WELL


#: It has answered whenever it was asked.
WELL = Standing()
