"""A browser for each worker, a context and a world for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.support import chromium as chromium_support
from tests.support.chromium import USUAL, Watch
from tests.support.crm_server import CrmServer
from tests.support.crm_world import CrmWorld
from tests.support.seen import Seen, see
from tests.support.states import STATES

expect.set_options(timeout=10_000)

#: Opens a browser context: of its own cookies, and watched.
OpenContext = Callable[..., BrowserContext]
#: Serves the test's world in some manner, and returns its address.
Serve = Callable[..., str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what stands beside this file."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def crm_server() -> Iterator[CrmServer]:
    server = CrmServer()
    yield server
    server.kill()


@pytest.fixture(scope="session")
def made_world(tmp_path_factory: pytest.TempPathFactory) -> CrmWorld:
    """The demo world as everybody finds it at first."""
    return CrmWorld.make(tmp_path_factory.mktemp("crm") / "world")


@pytest.fixture
def world(made_world: CrmWorld, tmp_path: Path) -> Iterator[CrmWorld]:
    """The demo world for one test, which may change it."""
    copy = made_world.copy(tmp_path / "world")
    yield copy
    copy.close()


@pytest.fixture
def serve(crm_server: CrmServer, world: CrmWorld) -> Iterator[Serve]:
    served: list[str] = []

    def start(**options: Any) -> str:
        served.append(crm_server.serve(world.folder, **options))
        return served[-1]

    yield start
    for url in served:
        crm_server.stop(url)


@pytest.fixture
def watch() -> Iterator[Watch]:
    """What the test's pages complain of: nothing, or the test fails."""
    watch = Watch()
    yield watch
    watch.saw_nothing()


@pytest.fixture
def open_context(chromium: Browser, watch: Watch) -> Iterator[OpenContext]:
    opened: list[BrowserContext] = []

    def start(url: str, **options: Any) -> BrowserContext:
        opened.append(chromium_support.open_context(chromium, watch, url, **options))
        return opened[-1]

    yield start
    for context in opened:
        context.close()


@pytest.fixture(params=["2", "4"], ids=["htmx 2.0.11", "htmx 4.0.1"])
def htmx(request: pytest.FixtureRequest) -> str:
    """The plugin's own htmx 2, and a host that loads htmx 4 itself."""
    version: str = request.param
    return version


@pytest.fixture
def url(serve: Serve, htmx: str) -> str:
    """Where the test's world is served, with either htmx."""
    return serve(htmx=htmx)


@pytest.fixture
def page(open_context: OpenContext, world: CrmWorld, url: str) -> Page:
    """A page of the administrator, who has signed in, with either htmx."""
    return open_context(url, cookie=world.cookie("admin")).new_page()


@pytest.fixture(
    scope="session",
    params=[pytest.param(s, id=s.name, marks=pytest.mark.xdist_group(s.name)) for s in STATES],
)
def _state(
    request: pytest.FixtureRequest,
    chromium: Browser,
    crm_server: CrmServer,
    made_world: CrmWorld,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Seen]:
    folder = tmp_path_factory.mktemp("state") / "world"
    shown: AbstractContextManager[Seen] = see(
        request.param, made_world.copy(folder), crm_server, chromium
    )
    with shown as seen:
        yield seen


@pytest.fixture
def seen(_state: Seen) -> Iterator[Seen]:
    """One of the states, brought about once for every test that only looks at it."""
    yield _state
    _state.page.set_viewport_size(USUAL)
    _state.page.emulate_media(color_scheme="light", forced_colors="none")
    _state.watch.saw_nothing()
