"""A browser for each worker, a context and a world for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.support.chromium import Watch, launch
from tests.support.crm_server import CrmServer
from tests.support.crm_world import CrmWorld

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
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


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
    assert watch.violations == []
    assert watch.errors == []


@pytest.fixture
def open_context(chromium: Browser, watch: Watch) -> Iterator[OpenContext]:
    opened: list[BrowserContext] = []

    def start(url: str, *, cookie: str = "", **options: Any) -> BrowserContext:
        wide = {"width": 1280, "height": 900}
        settings = {"viewport": wide, "reduced_motion": "reduce", "base_url": url, **options}
        context = chromium.new_context(**settings)
        context.set_default_timeout(10_000)
        watch.over(context)
        if cookie:
            context.add_cookies([{"name": "session", "value": cookie, "url": url}])
        opened.append(context)
        return context

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
