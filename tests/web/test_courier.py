"""The thread that tells add-ons what has happened: woken by a change, never in its way."""

from __future__ import annotations

import logging
import threading

import pytest
from flask import Flask

from solicense_plugin.courier import Courier
from tests.support.host import Host, make_app
from tests.support.listening import Listener
from tests.support.signing import plan
from tests.support.world import OWNER, World

_NAME = "solicense courier"


@pytest.fixture
def app(host: Host, world: World) -> Flask:
    """A host with threads beside its requests."""
    return make_app(host, engine=world.context.store.engine, SOLICENSE_SCHEDULER=True)


def couriers() -> int:
    return sum(thread.name == _NAME for thread in threading.enumerate())


def test_an_event_is_told_in_the_background_after_the_response(app: Flask, world: World) -> None:
    told = threading.Event()
    listener = Listener(lambda _told: told.set())
    app.extensions["solicense"].add_ons.register("acme", listener)
    world.own(plan("sales", 3))
    world.people(1)
    before = couriers()
    app.test_client().get("/sign-in")
    app.test_client().get("/sign-in")
    assert couriers() == before + 1
    world.context = app.extensions["solicense"].context(None)
    world.assign("sales", 1, owner=OWNER)
    assert told.wait(20)
    assert [change.user_id for change in listener.changes] == ["1"]


def test_where_nobody_listens_there_is_no_thread(app: Flask) -> None:
    before = couriers()
    app.test_client().get("/sign-in")
    assert couriers() == before


def test_switched_off_there_is_no_thread(host: Host, world: World) -> None:
    app = make_app(host, engine=world.context.store.engine, SOLICENSE_SCHEDULER=False)
    app.extensions["solicense"].add_ons.register("acme", Listener())
    before = couriers()
    app.test_client().get("/sign-in")
    assert couriers() == before


def test_a_fault_is_logged_and_does_not_end_it(
    app: Flask, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    app.extensions["solicense"].add_ons.register("acme", Listener())
    world.context.store.tables.delivery.drop(world.context.store.engine)
    with caplog.at_level(logging.ERROR, "solicense.deliveries"):
        Courier(app).deliver()
    assert "Events could not be told" in caplog.text
