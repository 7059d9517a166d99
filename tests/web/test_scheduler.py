"""The thread that looks for checks that are due: once a process, and a fault does not end it."""

from __future__ import annotations

import logging
import threading
from datetime import timedelta

import pytest
from flask import Flask

from solicense_plugin.courier import Courier
from solicense_plugin.domain.ledger import Action
from solicense_plugin.scheduler import Scheduler
from solicense_plugin.services import history
from tests.support.host import Host, make_app
from tests.support.licence_server import LicenceServer
from tests.support.signing import NOW, plan
from tests.support.world import OWNER, World

_NAME = "APScheduler"


@pytest.fixture
def due(world: World, serving: LicenceServer) -> World:
    """A customer whose check is due, and whose licence server has more for him."""
    world.own(plan("sales", 3), LicenseUrl=serving.url, NextCheckDate=NOW.isoformat())
    serving.customer(plan("sales", 5), IssueNumber=2)
    world.clock.now = NOW + timedelta(hours=1)
    return world


@pytest.fixture
def app(due: World, host: Host, serving: LicenceServer) -> Flask:
    return make_app(
        host,
        engine=due.context.store.engine,
        clock=due.clock,
        SOLICENSE_ROOT_KEYS=due.issuer.jwks,
        SOLICENSE_LICENCE_HOSTS=serving.url,
    )


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name.startswith(_NAME)]


def test_it_activates_what_is_due(app: Flask, due: World) -> None:
    Scheduler(app, Courier(app)).look()
    assert due.in_use() == {"sales": (0, 5)}
    entries = history.since(due.context, owner=OWNER, revision=0, language="en")
    assert entries[-1].action is Action.PACKAGE_ACTIVATED


def test_a_fault_is_logged_and_does_not_end_it(
    due: World, host: Host, caplog: pytest.LogCaptureFixture
) -> None:
    app = make_app(host, engine=due.context.store.engine, SOLICENSE_LICENCE_HOSTS="a.example")
    due.context.store.tables.check.drop(due.context.store.engine)
    with caplog.at_level(logging.ERROR, "solicense.updates"):
        Scheduler(app, Courier(app)).look()
    assert "Updates of installation" in caplog.text


def test_the_first_request_starts_one_thread_and_the_next_none(app: Flask) -> None:
    before = len(threads())
    client = app.test_client()
    client.get("/sign-in")
    started = threads()[before:]
    client.get("/sign-in")
    assert len(threads()) == before + 1
    assert started[0].daemon


def test_where_no_licence_server_may_be_asked_it_waits_for_dates(world: World, host: Host) -> None:
    world.own(plan("sales", 3), LicenseUrl="https://a.example", NextCheckDate=NOW.isoformat())
    begins = (NOW + timedelta(hours=1)).isoformat()
    world.load(plan("sales", 5), issue=2, IssuedAt=begins)
    world.clock.now = NOW + timedelta(hours=1)
    app = make_app(
        host,
        engine=world.context.store.engine,
        clock=world.clock,
        SOLICENSE_ROOT_KEYS=world.issuer.jwks,
        SOLICENSE_SCHEDULER=True,
    )
    before = len(threads())
    app.test_client().get("/sign-in")
    assert len(threads()) == before + 1
    Scheduler(app, Courier(app)).look()
    assert world.in_use() == {"sales": (0, 5)}


def test_switched_off_it_never_starts(due: World, host: Host) -> None:
    engine = due.context.store.engine
    app = make_app(
        host, engine=engine, SOLICENSE_LICENCE_HOSTS="a.example", SOLICENSE_SCHEDULER=False
    )
    before = len(threads())
    app.test_client().get("/sign-in")
    assert len(threads()) == before
