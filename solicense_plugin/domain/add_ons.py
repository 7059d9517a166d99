"""How well what an add-on contributes has been answering, and when it is left alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

#: So many faults in a row pause what an add-on contributes.
FAULTS_UNTIL_PAUSE = 3


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
