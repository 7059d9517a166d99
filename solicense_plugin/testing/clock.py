"""A clock that tests move."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from solicense_plugin.testing.signing import NOW


@dataclass
class Clock:
    """A clock that stands until somebody sets ``now``."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        """Return what it shows."""
        return self.now
