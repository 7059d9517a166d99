"""Installations: whose licences these are, and which one a call is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from solicense_plugin.domain.errors import (
    InvalidField,
    NotFound,
    NotIdentified,
    WhichInstallation,
)
from solicense_plugin.domain.installation import Identity
from solicense_plugin.services import installations
from solicense_plugin.services.context import Context
from solicense_plugin.store import migrate
from solicense_plugin.store.engine import own_engine
from solicense_plugin.store.session import Store
from tests.support.crowd import at_once
from tests.support.dumps import dump
from tests.support.signing import COMPANY, SERIAL, Issuer
from tests.support.world import ADMIN, Clock, World


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    """A database without any installation."""
    engine = own_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    store = Store(lambda: engine, "solicense_")
    migrate.upgrade(store)
    yield store
    engine.dispose()


@pytest.fixture
def nameless(empty: Store, issuer: Issuer) -> World:
    """An installation of which nobody has said whose it is."""
    installation_id = installations.create(empty, None)
    clock = Clock()
    return World(Context(empty, installation_id, issuer.roots, UTC, clock), issuer, clock)


def identify(world: World, company: str = COMPANY, serial: str = SERIAL) -> Identity:
    return installations.identify(
        world.context, company_name=company, serial_number=serial, actor=ADMIN
    )


def identity(world: World) -> Identity | None:
    with world.context.reading() as reading:
        return reading.installation.identity


# --- which one ---------------------------------------------------------------------------------


def test_the_only_installation_is_meant_by_a_call_that_does_not_say(empty: Store) -> None:
    only = installations.create(empty, "oslo")
    assert installations.resolve(empty, None) == installations.resolve(empty, "oslo") == only


def test_with_two_a_call_must_say_which_and_is_told_their_keys(empty: Store) -> None:
    installations.create(empty, "oslo")
    bergen = installations.create(empty, "bergen")
    assert installations.resolve(empty, "bergen") == bergen
    with pytest.raises(WhichInstallation) as which:
        installations.resolve(empty, None)
    assert which.value.keys == ("bergen", "oslo")


def test_a_context_for_the_only_one_fails_when_there_are_two(empty: Store, issuer: Issuer) -> None:
    only = Context(empty, installations.create(empty, None), issuer.roots, UTC, only=True)
    with only.reading(), only.writing():
        pass
    installations.create(empty, "another")
    for opened in (only.reading, only.writing):
        with pytest.raises(WhichInstallation), opened():
            pass


@pytest.mark.parametrize("key", [None, "oslo", ""], ids=["none-named", "unknown", "empty"])
def test_without_an_installation_none_is_found(empty: Store, key: str | None) -> None:
    with pytest.raises(NotFound):
        installations.resolve(empty, key)


def test_keys_are_told_apart_exactly(empty: Store) -> None:
    made = [installations.create(empty, key) for key in ("oslo", "Oslo", "øslo")]
    assert made == [1, 2, 3]


def test_an_installation_that_is_there_is_not_made_again(empty: Store) -> None:
    assert installations.create(empty, "oslo") == installations.create(empty, "oslo") == 1


# --- whose -------------------------------------------------------------------------------------


def test_names_are_kept_trimmed_and_composed(nameless: World) -> None:
    said = identify(nameless, "  Nordlys Bla\u030a AS ", " 42\t")
    assert said == identity(nameless) == Identity("Nordlys Bl\u00e5 AS", "42")


def test_the_same_again_changes_nothing(nameless: World) -> None:
    identify(nameless)
    store = nameless.context.store
    before = dump(store, 1)[store.tables.ledger.name]
    assert identify(nameless, f" {COMPANY} ") == Identity(COMPANY, SERIAL)
    assert dump(store, 1)[store.tables.ledger.name] == before


@pytest.mark.parametrize(
    "company, serial, field, rule",
    [
        pytest.param("", SERIAL, "company_name", "empty", id="no-company"),
        pytest.param(COMPANY, "", "serial_number", "empty", id="no-serial"),
        pytest.param(" \t", SERIAL, "company_name", "empty", id="blank-company"),
        pytest.param("x" * 255, SERIAL, "company_name", "too-long", id="long-company"),
        pytest.param(COMPANY, "1" * 255, "serial_number", "too-long", id="long-serial"),
    ],
)
def test_a_name_that_cannot_be_one_is_refused(
    nameless: World, company: str, serial: str, field: str, rule: str
) -> None:
    with pytest.raises(InvalidField) as invalid:
        identify(nameless, company, serial)
    assert (invalid.value.field, invalid.value.rule) == (field, rule)
    assert identity(nameless) is None


@pytest.mark.parametrize(
    "company, serial",
    [pytest.param("Another AS", SERIAL, id="company"), pytest.param(COMPANY, "2", id="serial")],
)
def test_somebody_else_s_installation_stays_his(nameless: World, company: str, serial: str) -> None:
    identify(nameless)
    with pytest.raises(InvalidField) as invalid:
        identify(nameless, company, serial)
    assert invalid.value.rule == "identified"
    assert identity(nameless) == Identity(COMPANY, SERIAL)


def test_of_two_who_say_it_at_once_the_first_is_believed(nameless: World) -> None:
    outcomes = at_once(6, lambda number: identify(nameless, f"Company {number}"))
    said = [outcome for outcome in outcomes if isinstance(outcome, Identity)]
    refused = [outcome for outcome in outcomes if isinstance(outcome, InvalidField)]
    assert said == [identity(nameless)]
    assert len(refused) == 5


def test_nothing_is_loaded_before_somebody_has_said_whose_it_is(nameless: World) -> None:
    before = dump(nameless.context.store, 1)
    with pytest.raises(NotIdentified):
        nameless.load()
    assert dump(nameless.context.store, 1) == before
