"""When something fails: a reference for whoever asks, the reason in the log, and nothing else."""

from __future__ import annotations

import logging
import re

import pytest
from sqlalchemy import text

from solicense_plugin import HostUser, hookimpl
from solicense_plugin.domain import errors
from solicense_plugin.domain.errors import LicenceError
from solicense_plugin.web import faults
from tests.support.host import PREFIX, Host, make_app
from tests.support.tampering import Hand, tamper
from tests.support.views import Stage
from tests.support.visitor import Visitor

_TAB = f"{PREFIX}/tabs/superoffice"


@pytest.fixture
def broken(stage: Stage) -> Stage:
    """A world whose database has lost a table."""
    with stage.world.context.store.engine.begin() as connection:
        connection.execute(text("DROP TABLE solicense_licence"))
    return stage


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_a_view_that_fails_gives_a_reference_that_is_in_the_log(
    broken: Stage, caplog: pytest.LogCaptureFixture, htmx: bool
) -> None:
    site = broken.visitor(htmx=htmx)
    page = site.send(_TAB) if htmx else site.open(_TAB)
    assert page.status == 500
    found = re.search(r"give the reference ([0-9A-F]{6}) to", page.text)
    assert found is not None
    (record,) = (r for r in caplog.records if r.name == "solicense.web")
    assert record.levelno == logging.ERROR
    assert found[1] in record.getMessage()
    assert record.exc_info is not None
    assert "solicense_licence" in str(record.exc_info[1])


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_a_failure_tells_nothing_of_the_inside(broken: Stage, htmx: bool) -> None:
    site = broken.visitor(htmx=htmx)
    page = site.send(_TAB) if htmx else site.open(_TAB)
    assert not re.search("solicense_licence|sqlite|Traceback|OperationalError", page.html)


def test_a_part_that_fails_is_said_above_the_panel(broken: Stage) -> None:
    page = broken.visitor(htmx=True).send(_TAB)
    assert page.response.headers["HX-Retarget"] == "#solicense-alert"
    assert page.root.all("html") == []
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "HX-Request" in page.response.vary


class _Failing(Host):
    """A host whose sessions are out of order."""

    @hookimpl
    def solicense_current_user(self) -> HostUser | None:
        message = "no sessions today"
        raise RuntimeError(message)


def test_a_host_that_cannot_say_who_asks_lets_nobody_in(stage: Stage) -> None:
    engine = stage.world.context.store.engine
    page = Visitor(make_app(_Failing(), engine=engine)).open(_TAB)
    assert page.status == 500
    assert "Ten Sales" not in page.text
    assert "no sessions today" not in page.html


def test_what_a_path_does_not_allow_is_the_hosts_to_say_except_inside_a_part(
    stage: Stage,
) -> None:
    site = stage.visitor()
    assert site.client.post(_TAB).status_code == 405
    page = site.send(_TAB, method="POST")
    assert page.status == 405


def test_a_stored_package_that_somebody_has_changed_is_trusted_no_more(stage: Stage) -> None:
    def change(hand: Hand) -> None:
        packages = hand.tables.package
        newest = hand.rows(packages)[-1]
        content = bytes(newest["content"]).replace(b".", b".A", 1)
        hand.change(packages, {"id": newest["id"]}, content=content)

    tamper(stage.world.context, change)
    site = stage.visitor()
    sentence = "its signature does not hold"
    assert sentence in site.open(_TAB).by_id("solicense-case").text
    for path in ("activation", "licences/ten-sales/superfluous"):
        page = site.open(f"{PREFIX}/owners/SUPEROFFICE/{path}")
        assert page.status == 409
        assert sentence in page.text


#: What the screens answer themselves, beside the form that it is about.
_ANSWERED_BESIDE_THE_FORM = {
    errors.ActivationRefused,
    errors.AssignmentRefused,
    errors.IdentityMoved,
    errors.ChoiceMoved,
    errors.InvalidField,
    errors.RemovalRefused,
    errors.StaleRemoval,
    errors.StaleChoice,
    errors.StaleComparison,
}


def test_every_refusal_of_the_domain_has_an_answer_on_the_screen() -> None:
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type)}
    refusals = {kind for kind in kinds if issubclass(kind, LicenceError)} - {LicenceError}
    elsewhere = {errors.ClockNotAhead, errors.PackageRefused, errors.MaintenanceEnded}
    assert refusals <= faults._ANSWERS.keys() | _ANSWERED_BESIDE_THE_FORM | elsewhere
