"""How long the host's start waits for add-ons: those who are late do not add up to minutes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from solicense_plugin.domain.add_ons import FaultKind
from solicense_plugin.hooks.boundary import AddOnFailed, Boundary

Answer = TypeVar("Answer")


@dataclass(slots=True)
class Patience:
    """The patience for what add-ons do one after another.

    Each that is late leaves half of it to the next, so that all of them together cost at
    most twice what one may take, and whoever is in time never notices.
    """

    #: For how many seconds the next one is waited for.
    seconds: float

    def call(self, boundary: Boundary, contribution: str, function: Callable[[], Answer]) -> Answer:
        """Return what the function returns.

        :raises AddOnFailed: it raised, was late, or answered with the wrong thing.
        """
        try:
            return boundary.call(contribution, function, budget=self.seconds)
        except AddOnFailed as failed:
            if failed.fault.kind is FaultKind.LATE:
                self.seconds /= 2
            raise
