"""Many threads that do something at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Result = TypeVar("Result")


def at_once(count: int, act: Callable[[int], Result]) -> list[Result | Exception]:
    """Call ``act(0)`` … ``act(count - 1)`` at once, and return what each did or raised."""
    barrier = Barrier(count)

    def one(number: int) -> Result | Exception:
        barrier.wait()
        try:
            return act(number)
        except Exception as error:  # noqa: BLE001  what comes of it is the test's to judge
            return error

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(one, range(count)))
