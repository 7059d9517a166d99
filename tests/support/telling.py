"""Processes that tell an add-on what has happened, and kill themselves in the middle."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass, replace
from pathlib import Path

from solicense_plugin.domain.deliveries import CLAIM
from solicense_plugin.hooks.registry import AddOns
from solicense_plugin.services import deliveries
from solicense_plugin.services.context import Context
from solicense_plugin.store.engine import own_engine
from tests.support.killing import run_and_tell
from tests.support.listening import Listener, Told
from tests.support.processes import Place


@dataclass(frozen=True)
class Telling:
    """What a process needs to tell what waits."""

    place: Place
    #: Where the ids of what was told are written.
    file: Path
    #: How much later than usual it is, in claims.
    later: int

    def ids(self) -> list[str]:
        return self.file.read_text().split() if self.file.exists() else []


def tell(work: Telling, deaths_at: int) -> None:
    """Tell what waits, and die without a word when the n-th part has just been told."""

    def write(told: Told) -> None:
        with work.file.open("a") as file:
            file.write(f"{told.event_id}\n")
        if len(listener.told) == deaths_at:
            os.kill(os.getpid(), signal.SIGKILL)

    listener, add_ons = Listener(write), AddOns()
    add_ons.register("acme", listener)
    context = _context(work, add_ons)
    deliveries.deliver(context)


def _context(work: Telling, add_ons: AddOns) -> Context:
    context = work.place.context(own_engine(work.place.url))
    later = context.clock() + work.later * CLAIM
    return replace(context, add_ons=add_ons, clock=lambda: later)


def is_killed_telling(work: Telling, deaths_at: int) -> bool:
    """Tell in a process of its own, and say whether it died of the kill."""
    return run_and_tell(tell, work, deaths_at)
