"""Fixtures for the screens: a host application with a database of its own for every test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from solicense_plugin.store import migrate
from solicense_plugin.store.engine import own_engine
from solicense_plugin.store.session import Store
from tests.support.host import Host, make_app
from tests.support.signing import Issuer
from tests.support.visitor import Visitor
from tests.support.world import Clock


@pytest.fixture(scope="session")
def empty_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with our tables in it, to be copied: faster than making them."""
    file = tmp_path_factory.mktemp("tables") / "crm.sqlite"
    engine = own_engine(f"sqlite:///{file}")
    migrate.upgrade(Store(lambda: engine, "solicense_"))
    engine.dispose()
    return file


@pytest.fixture
def store(empty_tables: Path, tmp_path: Path) -> Iterator[Store]:
    """Our tables in a database that no other test has."""
    shutil.copy(empty_tables, tmp_path / "crm.sqlite")
    engine = own_engine(f"sqlite:///{tmp_path / 'crm.sqlite'}")
    yield Store(lambda: engine, "solicense_")
    engine.dispose()


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def app(host: Host, store: Store, issuer: Issuer, clock: Clock) -> Flask:
    return make_app(host, engine=store.engine, clock=clock, SOLICENSE_ROOT_KEYS=issuer.jwks)


@pytest.fixture
def site(app: Flask) -> Visitor:
    """A browser without JavaScript."""
    return Visitor(app)


@pytest.fixture(params=[False, True], ids=["plain", "htmx"])
def either(request: pytest.FixtureRequest, app: Flask) -> Visitor:
    """A browser without JavaScript, then one with htmx."""
    return Visitor(app, htmx=request.param)
