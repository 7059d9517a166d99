"""Fixtures for the screens: a host application with a database of its own for every test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from solicense_plugin.store import migrate
from solicense_plugin.store.engine import own_engine
from solicense_plugin.store.session import Store
from tests.conftest import make_context
from tests.support.host import Host, make_app
from tests.support.signing import Issuer
from tests.support.vendors import Install
from tests.support.views import Gallery, Stage, furnish
from tests.support.visitor import Page, Visitor
from tests.support.world import Clock, World


@contextmanager
def tables_in(file: Path) -> Iterator[Store]:
    """Open a database file."""
    engine = own_engine(f"sqlite:///{file}")
    yield Store(lambda: engine, "solicense_")
    engine.dispose()


@pytest.fixture(scope="session")
def empty_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with our tables in it, to be copied: faster than making them."""
    file = tmp_path_factory.mktemp("empty") / "crm.sqlite"
    with tables_in(file) as store:
        migrate.upgrade(store)
    return file


@pytest.fixture
def store(empty_tables: Path, tmp_path: Path) -> Iterator[Store]:
    """Our tables in a database that no other test has."""
    with tables_in(Path(shutil.copy(empty_tables, tmp_path / "crm.sqlite"))) as store:
        yield store


@pytest.fixture
def host() -> Host:
    return Host()


@pytest.fixture
def app(host: Host, store: Store, issuer: Issuer, clock: Clock) -> Flask:
    return make_app(host, engine=store.engine, clock=clock, SOLICENSE_ROOT_KEYS=issuer.jwks)


@pytest.fixture
def install(host: Host, store: Store, issuer: Issuer, clock: Clock) -> Install:
    """Make a visitor of a host in which add-ons are installed, by name."""

    def make(htmx: bool = False, **add_ons: object) -> Visitor:
        keys = issuer.jwks
        app = make_app(
            host, engine=store.engine, clock=clock, add_ons=add_ons, SOLICENSE_ROOT_KEYS=keys
        )
        return Visitor(app, htmx=htmx)

    return make


@pytest.fixture
def site(app: Flask) -> Visitor:
    """A visitor without JavaScript."""
    return Visitor(app)


@pytest.fixture(params=[False, True], ids=["plain", "htmx"])
def either(request: pytest.FixtureRequest, app: Flask) -> Visitor:
    """A visitor without JavaScript, then one with htmx."""
    return Visitor(app, htmx=request.param)


@pytest.fixture(scope="session")
def furnished(
    empty_tables: Path, tmp_path_factory: pytest.TempPathFactory, issuer: Issuer
) -> tuple[Path, World]:
    """A database file in which every page has something to show, to be copied."""
    file = Path(shutil.copy(empty_tables, tmp_path_factory.mktemp("furnished")))
    with tables_in(file) as store:
        clock = Clock()
        world = World(make_context(store, issuer.roots, clock), issuer, clock)
        furnish(world)
    return file, world


@contextmanager
def stage_in(folder: Path, furnished: tuple[Path, World]) -> Iterator[Stage]:
    """Open a copy of the furnished world."""
    file, world = furnished
    with tables_in(Path(shutil.copy(file, folder))) as store:
        clock = Clock()
        context = replace(world.context, store=store, clock=clock)
        yield Stage.of(World(context, world.issuer, clock))


@pytest.fixture
def stage(furnished: tuple[Path, World], tmp_path: Path) -> Iterator[Stage]:
    """A furnished world of the test's own."""
    with stage_in(tmp_path, furnished) as stage:
        yield stage


@pytest.fixture(scope="session")
def gallery(
    furnished: tuple[Path, World], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Gallery]:
    """Every page in a world that nobody changes."""
    with stage_in(tmp_path_factory.mktemp("gallery"), furnished) as stage:
        yield Gallery(stage)


@pytest.fixture
def shown(request: pytest.FixtureRequest, gallery: Gallery) -> Page:
    """A page of ours, whole or in part."""
    view, htmx = request.param
    return gallery.page(view, htmx=htmx)
