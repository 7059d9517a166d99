"""The bestiary let loose around a test's world, and what is watched meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from solicense_plugin.hooks import add_on, registry
from solicense_plugin.hooks.boundary import Boundary
from solicense_plugin.services import objections
from solicense_plugin.testing import bestiary
from solicense_plugin.testing.bestiary import leaking
from solicense_plugin.web import vendor_pages, vendor_titles, vendors
from tests.support.host import PREFIX, Host, make_app
from tests.support.visitor import Page, Visitor
from tests.support.world import World

#: What is ours on every page that vendors share with us.
OUR_PAGES = [f"{PREFIX}{path}" for path in ("/", "/tabs/superoffice", "/status", "/tabs/history")]
#: For how many seconds whoever sleeps is waited for.
_HURRY = 0.4


@contextmanager
def hurried() -> Iterator[None]:
    """Wait less for those who sleep."""
    with pytest.MonkeyPatch.context() as patch:
        for module, budget in (
            (add_on, "TO_LOAD"),
            (registry, "TO_LOAD"),
            (registry, "AT_START"),
            (vendor_titles, "BUDGET"),
            (vendor_pages, "TO_TRY"),
            (vendors, "PATIENCE"),
            (objections, "THINKS"),
        ):
            patch.setattr(module, budget, _HURRY)
        yield


@contextmanager
def loose(world: World, *names: str, host: Host | None = None) -> Iterator[Visitor]:
    """Let beasts loose in a host around a world; all of those that go together without a name."""
    with bestiary.released(*names):
        yield visitor(world, host)
    bestiary.wake()
    while leaking.kept:
        leaking.kept.pop().close()


def visitor(world: World, host: Host | None = None) -> Visitor:
    """Return somebody in front of the Licences screen with whatever is installed."""
    engine, keys = world.context.store.engine, world.issuer.jwks
    app = make_app(
        host or Host(),
        engine=engine,
        clock=world.clock,
        SOLICENSE_ROOT_KEYS=keys,
        SOLICENSE_SCHEDULER=False,
    )
    return Visitor(app)


@dataclass
class Calls:
    """What vendors are asked."""

    seen: list[str]

    @classmethod
    @contextmanager
    def noted(cls) -> Iterator[Calls]:
        """Note every call through a boundary."""
        calls, call = cls([]), Boundary.call

        def noting(
            mine: Boundary, contribution: str, function: Callable[[], Any], **more: Any
        ) -> Any:
            calls.seen.append(contribution)
            return call(mine, contribution, function, **more)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Boundary, "call", noting)
            yield calls


def late_parts(page: Page) -> list[str]:
    """Return the addresses that a page loads by itself after it is there."""
    late = [e for e in page.root.walk() if e.get("hx-trigger").startswith("load")]
    return [element["hx-get"] for element in late if "hx-get" in element]
