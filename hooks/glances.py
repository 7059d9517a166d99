"""Questions that a page itself waits for: who fails them again and again is left alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from solicense_plugin.domain.add_ons import FAULTS_UNTIL_PAUSE
from solicense_plugin.hooks.boundary import AddOnFailed, Boundary

#: For how many seconds nobody is asked who has failed too often.
REST = 60.0

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class _Row:
    """Failures in a row."""

    count: int
    #: By the process's own clock, in seconds.
    at: float

    @property
    def is_tiring(self) -> bool:
        return self.count >= FAULTS_UNTIL_PAUSE and time.monotonic() < self.at + REST


@dataclass(slots=True)
class Glances:
    """What one add-on is asked while a page waits.

    It is counted in this process alone: a page makes no query for it.
    """

    boundary: Boundary
    _rows: dict[str, _Row] = field(default_factory=dict)

    def rests(self, contribution: str) -> bool:
        """Tell whether it has failed three times in a row, the last time within a minute."""
        row = self._rows.get(contribution)
        return row is not None and row.is_tiring

    def take(self, contribution: str, function: Callable[[], Answer], *, budget: float) -> Answer:
        """Return what the function returns.

        :param budget: for how many seconds to wait.
        :raises AddOnFailed: it failed.
        """
        row = self._rows.get(contribution)
        try:
            answer = self.boundary.call(contribution, function, budget=budget)
        except AddOnFailed:
            self._rows[contribution] = _Row(row.count + 1 if row else 1, time.monotonic())
            raise
        self._rows.pop(contribution, None)
        return answer
