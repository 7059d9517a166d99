"""Processes that kill themselves in the middle of an activation, as a power cut would."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event

from solicense_plugin.packages.trust import RootKeys
from solicense_plugin.services import activation
from solicense_plugin.services.context import Context
from solicense_plugin.store.engine import own_engine
from solicense_plugin.store.session import Store
from tests.support.world import ADMIN, OWNER, Clock

#: Events of SQLAlchemy at which a process can die, and the moment after its last one.
BEFORE, AFTER, COMMIT, DONE = "before_cursor_execute", "after_cursor_execute", "commit", "done"


@dataclass(frozen=True)
class Activating:
    """What a process needs to activate what waits."""

    url: str
    installation_id: int
    root_keys: str
    digest: str

    def context(self, engine: Engine) -> Context:
        store = Store(lambda: engine, "solicense_")
        roots = RootKeys.from_jwks(self.root_keys)
        return Context(store, self.installation_id, roots, ZoneInfo("Europe/Oslo"), Clock())


def activate(work: Activating, moment: str, number: int) -> None:
    """Activate, and die without a word at the n-th time that a moment comes."""
    engine = own_engine(work.url)
    passed = 0

    def come(*_event: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == number:
            os.kill(os.getpid(), signal.SIGKILL)

    if moment != DONE:
        event.listen(engine, moment, come)
    activation.activate(
        work.context(engine), owner=OWNER, digest=work.digest, actor=ADMIN, token="form"
    )
    if moment == DONE:
        come()


def is_killed(work: Activating, moment: str, number: int) -> bool:
    """Run an activation in a process of its own, and tell whether it died of the kill."""
    return run_and_tell(activate, work, moment, number)


def run_and_tell(act: Callable[..., None], *arguments: object) -> bool:
    """Run something in a process of its own, and tell whether it died of a kill."""
    process = _processes().Process(target=act, args=arguments)
    process.start()
    process.join(60)
    if process.exitcode not in {0, -signal.SIGKILL}:
        message = f"the process ended with {process.exitcode}"
        raise RuntimeError(message)
    return process.exitcode == -signal.SIGKILL


def _processes() -> ForkServerContext:
    """Return processes that begin as copies of one that has imported everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "psycopg", "pymysql"])
    return context
