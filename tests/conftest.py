"""Fixtures for every level: databases, a signed world, and how many rounds to run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, sync_playwright

from solicense_plugin.packages.trust import RootKeys
from solicense_plugin.services import installations
from solicense_plugin.services.context import Context
from solicense_plugin.store import migrate
from solicense_plugin.store.engine import own_engine
from solicense_plugin.store.session import Store
from tests.support import databases
from tests.support.chromium import launch
from tests.support.licence_server import LicenceServer, licence_server
from tests.support.signing import COMPANY, NOW, SERIAL, Issuer
from tests.support.world import ADMIN, Clock, World

DATABASES = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.database),
    pytest.param("mariadb", marks=pytest.mark.database),
]

_installations = count(1)


def rounds(few: int, soak: int) -> int:
    """Return how often to do something: a little in the suite, a lot in `dev.py soak`."""
    return soak if os.environ.get("SOLICENSE_ROUNDS") == "soak" else few


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep what starts a licence server, a process of its own, out of the fast check."""
    for item in items:
        if "serving" in getattr(item, "fixturenames", ()):
            item.add_marker("slow")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser a process: Playwright runs once in each."""
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    with databases.postgresql() as url:
        yield url


@pytest.fixture(scope="session")
def mariadb_url() -> Iterator[str]:
    with databases.mariadb() as url:
        yield url


@pytest.fixture(scope="session", params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A database of each kind in turn."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'crm.sqlite'}"
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture(scope="session")
def store(database_url: str) -> Iterator[Store]:
    """Our tables in a database of each kind, shared by the tests of a worker."""
    engine = own_engine(database_url)
    store = Store(lambda: engine, "solicense_")
    migrate.upgrade(store)
    yield store
    engine.dispose()


@pytest.fixture(scope="session")
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def serving(_server: LicenceServer) -> LicenceServer:
    """The issuer's licence server, whose clock goes on from ``NOW`` in every test."""
    _server.clock.set(NOW)
    return _server


@pytest.fixture(scope="session")
def _server(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LicenceServer]:
    """One server for all tests of a worker: numbers go on rising."""
    with licence_server(tmp_path_factory.mktemp("issuer") / "superoffice", issuer) as server:
        yield server


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def context(store: Store, issuer: Issuer, clock: Clock) -> Context:
    """An installation of its own for every test."""
    return make_context(store, issuer.roots, clock)


def make_context(store: Store, roots: RootKeys, clock: Clock) -> Context:
    installation_id = installations.create(store, f"test-{os.getpid()}-{next(_installations)}")
    context = Context(store, installation_id, roots, ZoneInfo("Europe/Oslo"), clock)
    installations.identify(context, company_name=COMPANY, serial_number=SERIAL, actor=ADMIN)
    return context


@pytest.fixture(scope="session")
def new_world(store: Store, issuer: Issuer) -> Callable[[], World]:
    """Make more worlds in the same database."""

    def make() -> World:
        clock = Clock()
        return World(make_context(store, issuer.roots, clock), issuer, clock)

    return make


@pytest.fixture
def world(context: Context, issuer: Issuer, clock: Clock) -> World:
    return World(context, issuer, clock)


@pytest.fixture
def partner(world: World) -> World:
    """The same installation, with packages of a partner whom the same root key approved."""
    return World(world.context, Issuer("ACME", root=world.issuer.root), world.clock)
