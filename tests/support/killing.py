"""Processes that kill themselves in the middle of some work, as a power cut would."""

from __future__ import annotations

import multiprocessing
import os
import signal
from abc import ABC, abstractmethod
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, event

from solicense_plugin.packages.trust import RootKeys
from solicense_plugin.services import activation, identity_change, removing
from solicense_plugin.services.context import Context
from solicense_plugin.store.engine import own_engine
from solicense_plugin.store.session import Store
from tests.support.world import ADMIN, OWNER, Clock

#: Events of SQLAlchemy at which a process can die, and the moment after its last one.
BEFORE, AFTER, COMMIT, DONE = "before_cursor_execute", "after_cursor_execute", "commit", "done"


@dataclass(frozen=True)
class Work(ABC):
    """What a process needs for some work, and the work itself."""

    url: str
    installation_id: int
    root_keys: str

    def context(self, engine: Engine) -> Context:
        store = Store(lambda: engine, "solicense_")
        roots = RootKeys.from_jwks(self.root_keys)
        return Context(store, self.installation_id, roots, ZoneInfo("Europe/Oslo"), Clock())

    @abstractmethod
    def carry_out(self, context: Context) -> None:
        """Do it."""


@dataclass(frozen=True)
class Activating(Work):
    """Activates what waits."""

    digest: str

    def carry_out(self, context: Context) -> None:
        activation.activate(context, owner=OWNER, digest=self.digest, actor=ADMIN, token="form")


@dataclass(frozen=True)
class Removing(Work):
    """Removes an owner."""

    owner: str
    digest: str

    def carry_out(self, context: Context) -> None:
        removing.remove(
            context,
            owner=self.owner,
            digest=self.digest,
            reason="Sold",
            actor=ADMIN,
            token="form",
        )


@dataclass(frozen=True)
class ChangingIdentity(Work):
    """Makes it the installation of somebody else, by a file."""

    company_name: str
    serial_number: str
    content: bytes

    def carry_out(self, context: Context) -> None:
        identity_change.change(
            context,
            company_name=self.company_name,
            serial_number=self.serial_number,
            actor=ADMIN,
            content=self.content,
            token="form",
        )


def work_and_die(work: Work, moment: str, number: int) -> None:
    """Do some work, and die without a word at the n-th time that a moment comes."""
    engine = own_engine(work.url)
    passed = 0

    def come(*_event: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == number:
            os.kill(os.getpid(), signal.SIGKILL)

    if moment != DONE:
        event.listen(engine, moment, come)
    work.carry_out(work.context(engine))
    if moment == DONE:
        come()


def is_killed(work: Work, moment: str, number: int) -> bool:
    """Do some work in a process of its own, and tell whether it died of the kill."""
    process = _processes().Process(target=work_and_die, args=(work, moment, number))
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
