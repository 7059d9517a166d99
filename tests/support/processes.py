"""Processes of their own that work on a test's installation, as many workers of a host do."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from multiprocessing.context import ForkServerContext
from multiprocessing.synchronize import Barrier
from typing import TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from solicense_plugin.domain.licence_hosts import LicenceHost
from solicense_plugin.packages.trust import RootKeys
from solicense_plugin.services.context import Context
from solicense_plugin.store.engine import own_engine
from solicense_plugin.store.session import Store
from tests.support.fetching import AMPLE
from tests.support.world import Clock, World

Result = TypeVar("Result")

#: Where the processes of a crowd wait until all of them are there; set in each of them.
_met: Barrier


@dataclass(frozen=True)
class Place:
    """An installation, as far as another process has to be told."""

    url: str
    installation_id: int
    root_keys: str
    now: datetime
    licence_hosts: tuple[LicenceHost, ...]

    @classmethod
    def of(cls, world: World, url: str) -> Place:
        """Return where a world is, in the database at an address."""
        context = world.context
        return cls(
            url,
            context.installation_id,
            world.issuer.jwks,
            world.clock.now,
            context.licence_hosts,
        )

    def context(self, engine: Engine) -> Context:
        """Return the context of a process that has just begun."""
        return Context(
            Store(lambda: engine, "solicense_"),
            self.installation_id,
            RootKeys.from_jwks(self.root_keys),
            ZoneInfo("Europe/Oslo"),
            Clock(self.now),
            licence_hosts=self.licence_hosts,
            network=AMPLE,
        )


def processes() -> ForkServerContext:
    """Return processes that begin as copies of one that has imported everything."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "tests.support.killing", "psycopg", "pymysql"])
    return context


def in_processes(count: int, act: Callable[[Context], Result], place: Place) -> list[Result]:
    """Do the same in many processes at once, and return what each of them got."""
    context = processes()
    with context.Pool(count, _meet, (context.Barrier(count),)) as pool:
        return pool.map(partial(_act, act, place), range(count), chunksize=1)


def _meet(barrier: Barrier) -> None:
    global _met  # noqa: PLW0603  a pool hands nothing but this over to its processes
    _met = barrier


def _act(act: Callable[[Context], Result], place: Place, _number: int) -> Result:
    context = place.context(own_engine(place.url))
    _met.wait(60)
    return act(context)
