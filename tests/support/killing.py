"""Processes that kill themselves in the middle of what they do, as a power cut would."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from solicense_plugin.services.context import Context
from solicense_plugin.store.engine import own_engine
from tests.support.processes import Place, processes

#: Events of SQLAlchemy at which a process can die, and the moment after its last one.
BEFORE, AFTER, COMMIT, DONE = "before_cursor_execute", "after_cursor_execute", "commit", "done"

#: What is done to an installation.
Act = Callable[[Context], object]


def act_and_die(place: Place, act: Act, moment: str, number: int) -> None:
    """Do something, and die without a word at the n-th time that a moment comes."""
    engine = own_engine(place.url)
    passed = 0

    def come(*_event: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == number:
            os.kill(os.getpid(), signal.SIGKILL)

    if moment != DONE:
        event.listen(engine, moment, come)
    act(place.context(engine))
    if moment == DONE:
        come()


def is_killed(place: Place, act: Act, moment: str, number: int) -> bool:
    """Do something in a process of its own, and tell whether it died of the kill."""
    process = processes().Process(target=act_and_die, args=(place, act, moment, number))
    process.start()
    process.join(60)
    if process.exitcode not in {0, -signal.SIGKILL}:
        message = f"the process ended with {process.exitcode}"
        raise RuntimeError(message)
    return process.exitcode == -signal.SIGKILL
