"""A clock that several processes read and tests move: its offset stands in a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path


@dataclass(frozen=True)
class MovingClock:
    """The machine's time and an offset. What makes ``now()`` later is shared by its file."""

    file: Path

    @classmethod
    def at(cls, file: Path, moment: datetime) -> MovingClock:
        """Make a clock that stands at a moment now, and goes on from there."""
        clock = cls(file)
        clock.set(moment)
        return clock

    def __call__(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=float(self.file.read_text()))

    def set(self, moment: datetime) -> None:
        """Put the clock to a moment, forward or back."""
        beside = self.file.with_name(f"{self.file.name}.new")
        beside.write_text(repr((moment - datetime.now(UTC)).total_seconds()))
        beside.replace(self.file)

    def move(self, by: timedelta) -> None:
        """Move the clock, forward or back."""
        self.set(self() + by)
