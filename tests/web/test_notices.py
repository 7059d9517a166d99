"""The slot on every page of the host: for administrators, in few statements, never failing."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from markupsafe import Markup

from solicense_plugin import HostUser, Licences
from solicense_plugin.domain.updates import CheckResult, Checks, Reason
from solicense_plugin.i18n import date
from solicense_plugin.services.comparing import owner_record
from solicense_plugin.store import checks
from tests.support.counting import statements
from tests.support.host import ADMINISTRATOR, PREFIX, STRANGER, VIEWER, Host, make_app, with_babel
from tests.support.signing import NOW, Issuer, plan
from tests.support.world import OWNER, World

DAY = timedelta(days=1)
DATES: dict[str, Any] = {
    "AdminWarningDate": (NOW + DAY).isoformat(),
    "ExpiryDate": (NOW + 2 * DAY).isoformat(),
    "GraceDate": (NOW + 3 * DAY).isoformat(),
}


@pytest.fixture
def office(world: World) -> World:
    """Licences that will expire, of two owners."""
    world.own(plan("sales", 3), **DATES)
    acme = World(world.context, Issuer("ACME", root=world.issuer.root), world.clock)
    acme.own(plan("signing", 3), OwnerDescription="Acme <Signatures>", **DATES)
    return world


def slot(app: Flask, user: HostUser | None = ADMINISTRATOR) -> Markup:
    licences: Licences = app.extensions["licences"]
    with app.test_request_context():
        return licences.notices(user)


@pytest.mark.parametrize("user", [None, STRANGER, VIEWER], ids=["nobody", "stranger", "viewer"])
def test_whoever_is_no_administrator_is_told_nothing_and_costs_nothing(
    app: Flask, office: World, user: HostUser | None
) -> None:
    office.clock.now = NOW + 3 * DAY
    with statements(office.context.store.engine) as found:
        assert slot(app, user) == ""
    assert found == []


def test_there_is_nothing_on_the_page_while_everything_is_in_order(
    app: Flask, office: World
) -> None:
    assert slot(app) == ""


@pytest.mark.parametrize(
    ("days", "words"),
    [
        pytest.param(1, "expire on", id="warning"),
        pytest.param(2, "Everything still works for a while", id="expired"),
        pytest.param(3, "they are read-only", id="lapsed"),
    ],
)
def test_the_state_is_told_for_each_owner_with_a_link_to_its_tab(
    app: Flask, office: World, days: int, words: str
) -> None:
    office.clock.now = NOW + days * DAY
    shown = slot(app)
    assert shown.count(words) == 2
    assert "Acme &lt;Signatures&gt;" in shown
    assert f'href="{PREFIX}/tabs/acme"' in shown
    assert f'href="{PREFIX}/tabs/superoffice"' in shown


@pytest.mark.parametrize(
    "result, words",
    [
        pytest.param(CheckResult.GIVEN_UP, "All tries have failed.", id="given-up"),
        pytest.param(CheckResult.DECISION, "A new licence came", id="decision"),
        pytest.param(CheckResult.TOLD, "The licence owner says: &lt;b&gt;Call", id="told"),
    ],
)
def test_an_update_that_stands_still_is_told(
    app: Flask, office: World, result: CheckResult, words: str
) -> None:
    with office.context.writing() as writing:
        standing = Checks(None, result=result, reason=Reason("", "<b>Call"))
        checks.save(writing, owner_record(writing, OWNER).id, standing)
    assert words in slot(app)


def test_a_clock_that_moved_back_is_told(app: Flask, office: World) -> None:
    office.clock.now = NOW - DAY
    assert "clock has moved back" in slot(app)


def test_what_is_told_changes_with_the_installation(app: Flask, office: World) -> None:
    office.clock.now = NOW + 2 * DAY
    assert slot(app)
    office.own(plan("sales", 3), issue=2)
    assert f"{PREFIX}/tabs/superoffice" not in slot(app)


def test_what_is_told_changes_with_the_time(app: Flask, office: World) -> None:
    assert slot(app) == ""
    office.clock.now = NOW + DAY
    assert slot(app)


def test_a_page_costs_two_statements_at_the_most_and_one_when_nothing_has_changed(
    app: Flask, office: World
) -> None:
    office.clock.now = NOW + 3 * DAY
    slot(app)  # which installation it is, is asked once
    counts = []
    for minutes in (1, 1, 2):
        office.clock.now = NOW + 3 * DAY + timedelta(minutes=minutes)
        with statements(office.context.store.engine) as found:
            assert slot(app)
        counts.append(len([s for s in found if not s.startswith("BEGIN")]))
    assert counts == [2, 1, 2]


def test_it_speaks_the_language_of_the_page(office: World) -> None:
    host = Host()
    app = make_app(
        host, engine=office.context.store.engine, clock=office.clock, set_up=with_babel(host)
    )
    office.clock.now = NOW + DAY
    with app.test_request_context():
        expected = date(NOW + 2 * DAY, office.context.zone)
    host.language = "de"
    with app.test_request_context():
        german = date(NOW + 2 * DAY, office.context.zone)
    assert german != expected
    assert german in slot(app)


def test_our_own_screen_tells_only_what_it_does_not_show_itself(host: Host, office: World) -> None:
    host.template = "crm.html"
    engine, clock = office.context.store.engine, office.clock
    app = make_app(host, engine=engine, clock=clock, set_up=with_babel(host))
    licences: Licences = app.extensions["licences"]
    clock.now = NOW + 3 * DAY
    office.people(1)
    with app.test_request_context(f"{PREFIX}/users"):
        assert licences.notices(ADMINISTRATOR) == ""
    clock.now = NOW
    with app.test_request_context(f"{PREFIX}/users"):
        shown = licences.notices(ADMINISTRATOR)
    assert "clock has moved back" in shown
    assert "read-only" not in shown


def test_it_needs_nothing_that_a_strict_policy_forbids(app: Flask, office: World) -> None:
    office.clock.now = NOW + 3 * DAY
    shown = slot(app)
    assert shown.lstrip().startswith('<section class="solicense ')
    assert "<script" not in shown
    assert "style=" not in shown
    assert " on" not in shown.replace(" on ", "")


def test_a_fault_is_logged_and_shows_nothing(
    app: Flask, host: Host, office: World, caplog: pytest.LogCaptureFixture
) -> None:
    office.clock.now = NOW + 3 * DAY
    with office.context.store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE solicense_check")
    with caplog.at_level(logging.ERROR, "solicense.web"):
        assert slot(app) == ""
    assert "could not be shown" in caplog.text


def test_before_there_is_an_installation_nothing_is_told_or_logged(
    app: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    assert slot(app) == ""
    assert caplog.text == ""
