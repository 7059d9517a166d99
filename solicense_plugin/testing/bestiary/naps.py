"""Sleeping, until the time is over or somebody wakes whatever sleeps."""

from __future__ import annotations

import threading

#: For how many seconds beasts sleep.
SECONDS = 30.0
_woken = threading.Event()


def nap() -> None:
    """Sleep."""
    _woken.wait(SECONDS)


def wake() -> None:
    """End whatever sleeps now; what falls asleep later sleeps on."""
    _woken.set()
    _woken.clear()
