"""One deadline for everything that an exchange consists of."""

from __future__ import annotations

import time
from dataclasses import dataclass

from solicense_plugin.domain.fetch_faults import FetchFailed, FetchFault


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment on the clock that nobody can set back."""

    moment: float
    seconds: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        """Return the deadline of an exchange that begins now."""
        return cls(time.monotonic() + seconds, seconds)

    def left(self) -> float:
        """Return how many seconds are left, more than zero.

        :raises FetchFailed: ``timeout`` when none are.
        """
        left = self.moment - time.monotonic()
        if left <= 0:
            raise self.passed()
        return left

    def passed(self) -> FetchFailed:
        """Return the failure that ends the exchange."""
        return FetchFailed(FetchFault.TIMEOUT, f"{self.seconds:g} s")
