"""What every answer says to browsers and caches."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from flask import Flask

import solicense_plugin
from tests.support.host import PREFIX, Host, make_app
from tests.support.views import VIEWS, Stage, every_view
from tests.support.visitor import Page, Visitor

_STATIC = Path(solicense_plugin.__file__).with_name("static")


@every_view
def test_no_answer_is_kept_or_guessed_at(shown: Page) -> None:
    assert shown.response.headers["Cache-Control"] == "no-store"
    assert shown.response.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.response.content_type == "text/html; charset=utf-8"


@every_view
def test_every_answer_differs_between_htmx_and_others(shown: Page) -> None:
    assert "HX-Request" in shown.response.vary


@every_view
def test_with_our_own_layout_a_page_permits_only_what_comes_from_this_site(shown: Page) -> None:
    directives = shown.response.headers["Content-Security-Policy"].split("; ")
    assert {"default-src 'self'", "script-src 'self'", "style-src 'self'"} <= set(directives)
    assert not [d for d in directives if "unsafe" in d or "*" in d]


@pytest.mark.parametrize("view", ["tab", "forged", "no tab"])
@pytest.mark.parametrize(
    "csp", [pytest.param(False, id="not sent"), pytest.param(True, id="sent if so configured")]
)
def test_with_the_hosts_layout_our_policy_is(stage: Stage, view: str, csp: bool) -> None:
    stage.host.template = "crm.html"
    engine = stage.world.context.store.engine
    app = make_app(stage.host, engine=engine, clock=stage.world.clock, SOLICENSE_CSP=csp)
    page = VIEWS[view][0](Visitor(app))
    assert page.by_id("of-the-host").tag == "body"
    assert len(page.response.headers.getlist("Content-Security-Policy")) == csp


@pytest.mark.parametrize("name", sorted(file.name for file in _STATIC.iterdir()))
def test_whoever_is_not_signed_in_gets_styles_and_scripts(
    app: Flask, host: Host, name: str
) -> None:
    host.user = None
    with app.test_client().get(f"{PREFIX}/static/{name}") as answer:
        assert answer.status_code == 200
        assert answer.data == (_STATIC / name).read_bytes()


@pytest.mark.parametrize("name", sorted(file.name for file in _STATIC.iterdir()))
def test_the_address_of_a_style_or_script_changes_with_its_content(app: Flask, name: str) -> None:
    with app.test_request_context():
        address = app.jinja_env.from_string("{{ sl_asset(name) }}").render(name=name)
    fingerprint = hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()
    assert address == f"{PREFIX}/static/{name}?v={fingerprint[:12]}"


def test_what_a_page_loads_is_there(stage: Stage) -> None:
    page = stage.visitor().open(f"{PREFIX}/")
    sources = [element["src"] for element in page.root.all("script")]
    sources += [element["href"] for element in page.root.all("link")]
    assert len(sources) == 3
    for source in sources:
        with stage.app.test_client().get(source) as answer:
            assert answer.status_code == 200
