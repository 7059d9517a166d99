"""Forms: only the session's own, one effect each, however often they arrive."""

from __future__ import annotations

import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask_wtf.csrf import CSRFProtect
from itsdangerous import TimestampSigner, URLSafeTimedSerializer
from sqlalchemy import select

from tests.support.host import PREFIX, Host, make_app
from tests.support.signing import document, plan
from tests.support.views import Stage
from tests.support.visitor import Page, Visitor
from tests.support.world import World

_ACTIVATION = f"{PREFIX}/owners/SUPEROFFICE/activation"
_PACKAGE = f"{PREFIX}/owners/SUPEROFFICE/package"


def hidden(page: Page) -> dict[str, str]:
    """Return the hidden fields of a page's last form that posts."""
    form = [form for form in page.root.all("form") if form["method"] == "post"][-1]
    return {i["name"]: i["value"] for i in form.all("input") if i.get("type") == "hidden"}


class _Aged(TimestampSigner):
    """Signs as it would have been signed two hours ago."""

    def get_timestamp(self) -> int:
        return int(time.time()) - 2 * 3600


def _signed(visitor: Visitor, secret: str, signer: type[TimestampSigner] = TimestampSigner) -> str:
    """Sign the session's token as Flask-WTF does, with some secret."""
    with visitor.client.session_transaction() as session:
        token = session["csrf_token"]
    written: str = URLSafeTimedSerializer(secret, "wtf-csrf-token", signer=signer).dumps(token)
    return written


def _of_another_session(visitor: Visitor) -> str:
    stranger = Visitor(visitor.client.application)
    return hidden(stranger.open(_PACKAGE))["csrf_token"]


_FORGERIES = {
    "no token": lambda _visitor: "",
    "nonsense": lambda _visitor: "x.y.z",
    "of another session": _of_another_session,
    "of another secret": lambda visitor: _signed(visitor, "of somebody else"),
}


@pytest.fixture
def waiting(world: World) -> World:
    """A world in which a licence waits that can be activated."""
    world.people(1)
    world.load(plan("ten-sales", 3))
    return world


@pytest.mark.parametrize("forge", _FORGERIES.values(), ids=_FORGERIES)
@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_a_form_with_another_token_has_no_effect(
    waiting: World, site: Visitor, forge: Callable[[Visitor], str], htmx: bool
) -> None:
    fields = hidden(site.open(_ACTIVATION)) | {"csrf_token": forge(site)}
    send = site.send if htmx else site.open
    page = send(_ACTIVATION, method="POST", data=fields)
    assert page.status == 400
    assert "Reload it and try again." in page.text
    assert page.response.headers.get("HX-Retarget") == ("#solicense-alert" if htmx else None)
    assert waiting.in_use() == {}


def test_a_form_without_a_session_has_no_effect(waiting: World, site: Visitor, app: Flask) -> None:
    fields = hidden(site.open(_ACTIVATION))
    assert app.test_client().post(_ACTIVATION, data=fields).status_code == 400
    assert waiting.in_use() == {}


def test_a_token_in_the_address_is_none(waiting: World, site: Visitor) -> None:
    fields = hidden(site.open(_ACTIVATION))
    token = fields.pop("csrf_token")
    page = site.open(f"{_ACTIVATION}?csrf_token={token}", method="POST", data=fields)
    assert page.status == 400


def test_a_page_that_was_open_for_hours_still_works(waiting: World, site: Visitor) -> None:
    fields = hidden(site.open(_ACTIVATION))
    fields["csrf_token"] = _signed(site, "of the tests", _Aged)
    assert site.open(_ACTIVATION, method="POST", data=fields).status == 200
    assert waiting.in_use() == {"ten-sales": (0, 3)}


def _protected(app: Flask) -> None:
    CSRFProtect(app)
    app.add_url_rule("/of-the-host", "of_the_host", lambda: "Done", methods=["POST"])


def test_a_host_that_protects_its_own_forms_keeps_doing_so_beside_ours(
    waiting: World, host: Host
) -> None:
    engine, clock = waiting.context.store.engine, waiting.clock
    keys = waiting.issuer.jwks
    app = make_app(host, engine=engine, clock=clock, set_up=_protected, SOLICENSE_ROOT_KEYS=keys)
    site = Visitor(app)
    page = site.open(_ACTIVATION, method="POST")
    assert (page.status, "Reload it and try again." in page.text) == (400, True)
    page = site.open(_ACTIVATION).press("Activate")
    assert page.status == 200
    assert app.test_client().post("/of-the-host").status_code == 400


def test_the_hosts_own_name_of_the_field_is_used(waiting: World, host: Host) -> None:
    engine, clock = waiting.context.store.engine, waiting.clock
    keys = waiting.issuer.jwks
    settings: dict[str, Any] = {"SOLICENSE_ROOT_KEYS": keys, "WTF_CSRF_FIELD_NAME": "proof"}
    site = Visitor(make_app(host, engine=engine, clock=clock, **settings))
    page = site.open(_ACTIVATION)
    assert "proof" in hidden(page)
    assert page.press("Activate").status == 200


# --- once only -----------------------------------------------------------------------------------


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
def test_activate_pressed_twice_activates_once_and_shows_the_result_twice(
    waiting: World, site: Visitor, htmx: bool
) -> None:
    fields = hidden(site.open(_ACTIVATION))
    send = site.send if htmx else site.open
    for _ in range(2):
        page = send(_ACTIVATION, method="POST", data=fields)
        assert page.status == 200
        assert "The new licence has been activated." in page.text
    assert actions(waiting).count("package:activated") == 1


def test_a_file_sent_twice_is_loaded_once_and_leads_to_the_same_dialog(
    world: World, site: Visitor
) -> None:
    fields = hidden(site.open(_PACKAGE))
    content = world.issuer.sign(document(plan("ten-sales", 3)))
    for _ in range(2):
        page = upload(site, content, fields)
        assert page.path == _ACTIVATION
    assert actions(world).count("package:loaded") == 1


def test_ok_pressed_twice_takes_licences_once(stage: Stage) -> None:
    site, before = stage.visitor(), stage.world.in_use()["ten-sales"]
    url = f"{PREFIX}/owners/SUPEROFFICE/licences/ten-sales/superfluous"
    fields = hidden(site.open(url)) | {"do": "ok", "shown": "1", "chosen": "1"}
    for _ in range(2):
        assert site.open(url, method="POST", data=fields).path == _ACTIVATION
    assert before == (5, 5)
    assert stage.world.in_use()["ten-sales"] == (4, 5)
    assert actions(stage.world).count("licence:superfluous-removed") == 1


def test_a_form_that_was_refused_can_be_sent_again(world: World, site: Visitor) -> None:
    fields = hidden(site.open(_PACKAGE))
    content = world.issuer.sign(document(plan("ten-sales", 3)))
    assert upload(site, b"", fields).status == 422
    assert upload(site, b"nonsense", fields).status == 422
    assert upload(site, content, fields).path == _ACTIVATION


def test_an_activation_that_came_too_late_can_be_sent_again(waiting: World, site: Visitor) -> None:
    fields = hidden(site.open(_ACTIVATION))
    stale = fields | {"digest": "of yesterday"}
    assert site.open(_ACTIVATION, method="POST", data=stale).status == 409
    assert site.open(_ACTIVATION, method="POST", data=fields).status == 200
    assert waiting.in_use() == {"ten-sales": (0, 3)}


def upload(site: Visitor, content: bytes, fields: dict[str, str]) -> Page:
    """Send a file with given hidden fields."""
    data = {**fields, "file": (BytesIO(content), "a.licence" if content else "")}
    return site.open(_PACKAGE, method="POST", data=data, content_type="multipart/form-data")


def actions(world: World) -> list[str]:
    """Return what stands in the ledger, in its order."""
    row = world.context.store.tables.ledger
    with world.context.reading() as reading:
        return list(reading.connection.scalars(select(row.c.action).order_by(row.c.sequence)))
