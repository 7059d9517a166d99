"""Fixtures for pytest, which a vendor switches on in his ``conftest.py``.

::

    pytest_plugins = ["solicense_plugin.testing.plugin"]

They are no entry point of pytest: those would be loaded into every host's tests too.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from solicense_plugin import HostUser
from solicense_plugin.store.engine import own_engine
from solicense_plugin.testing.browser import launched
from solicense_plugin.testing.clock import Clock
from solicense_plugin.testing.crm import PEOPLE, Crm, LicenceScreen, Packages
from solicense_plugin.testing.host import Host, make_app
from solicense_plugin.testing.signing import COMPANY, SERIAL, Issuer

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def owner_name() -> str:
    """The module owner for whom packages are signed; override it with your own."""
    return "VENDOR"


@pytest.fixture(scope="session")
def package_issuer(owner_name: str) -> Issuer:
    """A root key and an approved owner, made for these tests."""
    return Issuer(owner_name)


@pytest.fixture(scope="session")
def _tables(package_issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file to be copied, which is faster than making the tables each time."""
    file = tmp_path_factory.mktemp("solicense") / "crm.sqlite"
    for crm in _crm(file, package_issuer, Clock()):
        crm.command("init-db", "--company", COMPANY, "--serial", SERIAL)
        crm.command("sync-users")
    return file


@pytest.fixture
def clock() -> Clock:
    """The clock of the plugin: it stands, and ``clock.now`` moves it."""
    return Clock()


@pytest.fixture
def crm(_tables: Path, package_issuer: Issuer, clock: Clock, tmp_path: Path) -> Iterator[Crm]:
    """A CRM with the plugin and every installed add-on, and a database of the test's own."""
    yield from _crm(Path(shutil.copy(_tables, tmp_path / "crm.sqlite")), package_issuer, clock)


def _crm(file: Path, issuer: Issuer, clock: Clock) -> Iterator[Crm]:
    engine = own_engine(f"sqlite:///{file}")
    host = Host()
    host.user, host.people = PEOPLE[0], {None: list(PEOPLE)}
    app = make_app(
        host,
        engine=engine,
        clock=clock,
        SOLICENSE_ROOT_KEYS=issuer.jwks,
        SOLICENSE_SCHEDULER=False,
    )
    yield Crm(app, host)
    engine.dispose()


@pytest.fixture
def host(crm: Crm) -> Host:
    """The CRM's side of the plugin: ``host.user`` is who is signed in, an administrator first."""
    return crm.host


@pytest.fixture
def administrator() -> HostUser:
    """Somebody who may change licences."""
    return PEOPLE[0]


@pytest.fixture
def viewer() -> HostUser:
    """Somebody who may see licences and change nothing."""
    return PEOPLE[1]


@pytest.fixture
def stranger() -> HostUser:
    """Somebody who may not see licences."""
    return PEOPLE[2]


@pytest.fixture
def packages(package_issuer: Issuer, crm: Crm) -> Packages:
    """Licence packages of ``owner_name``, to sign and to activate."""
    return Packages(package_issuer, crm)


@pytest.fixture(scope="session")
def licence_browser() -> Iterator[Browser]:
    """A browser; override it where your tests have one already: Playwright runs once."""
    pytest.importorskip("playwright.sync_api", reason="pip install playwright")
    with launched() as browser:
        yield browser


@pytest.fixture
def licence_screen(crm: Crm) -> LicenceScreen:
    """Somebody in front of the Licences screen, signed in as administrator."""
    return LicenceScreen(crm)
