"""Pages of an add-on's own: below our guard, behind the boundary, and no harm to anything else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Blueprint, Flask, abort, redirect, render_template, request
from markupsafe import Markup

from solicense_plugin import HostUser, hookimpl
from tests.support.host import ADMINISTRATOR, PREFIX, STRANGER, VIEWER, Host
from tests.support.signing import module
from tests.support.vendors import API, Install, always
from tests.support.visitor import Visitor
from tests.support.world import World

_PAGES = f"{PREFIX}/add-ons/acme"

_TEMPLATES = {
    "page.html": """
        {% extends "solicense/add_on_page.html" %}
        {% from "solicense/add_on.html" import button, dialog, form_fields, meter, stylesheet %}
        {% set sl_add_on_key = "superoffice" %}
        {% block add_on %}
          {{ stylesheet(url_for("solicense.acme.static", filename="acme.css")) }}
          {% call dialog("All documents", "/back") %}
            <form method="post">{{ form_fields() }}<button>Sign</button></form>
            {{ meter(40, "warn") }} {{ button("More", "/more", main=true, dialog="acme-more") }}
          {% endcall %}
        {% endblock %}"""
}


def blueprint(
    name: str = "acme", folder: Path | None = None, **views: Callable[..., Any]
) -> Blueprint:
    """Make a blueprint with a page for each view."""
    files = {"template_folder": str(folder), "static_folder": str(folder)} if folder else {}
    made = Blueprint(name, __name__, **files)
    for path, view in views.items():
        made.add_url_rule(f"/{path}", path, view, methods=["GET", "POST"])
    return made


class Pages:
    """An add-on with blueprints."""

    api = API

    def __init__(self, *blueprints: Any) -> None:
        self._blueprints = blueprints

    @hookimpl
    def solicense_blueprints(self) -> tuple[Any, ...]:
        return self._blueprints


def app_of(site: Visitor) -> Flask:
    return site.client.application


def reasons(site: Visitor) -> list[tuple[str, str]]:
    """Return what failed while the host started."""
    faults = app_of(site).extensions["solicense"].add_ons.faults
    return [(fault.add_on, fault.message) for fault in faults]


# --- the guard -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("user", "statuses"),
    [
        pytest.param(None, (303, 303), id="nobody"),
        pytest.param(STRANGER, (403, 403), id="without access"),
        pytest.param(VIEWER, (200, 403), id="who may look"),
        pytest.param(ADMINISTRATOR, (200, 400), id="an administrator without the form's token"),
    ],
)
def test_our_guard_stands_before_a_vendors_pages(
    world: World, install: Install, host: Host, user: HostUser | None, statuses: tuple[int, int]
) -> None:
    site = install(acme=Pages(blueprint(sign=always("signed"))))
    host.user = user
    answers = site.client.get(f"{_PAGES}/sign"), site.client.post(f"{_PAGES}/sign")
    assert tuple(answer.status_code for answer in answers) == statuses
    if user is not None:
        assert answers[0].headers["Cache-Control"] == "no-store"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in _TEMPLATES.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "acme.css").write_text("#sl-add-on-acme p { color: red }")
    return tmp_path


def sign() -> str:
    return "signed" if request.method == "POST" else render_template("page.html")


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_a_vendors_template_looks_as_ours_do_and_its_form_is_let_through(
    world: World, install: Install, folder: Path, htmx: bool
) -> None:
    world.own(module("ten-sales", 5))
    site = install(htmx, acme=Pages(blueprint(folder=folder, sign=sign)))
    page = site.send(f"{_PAGES}/sign") if htmx else site.open(f"{_PAGES}/sign")
    assert page.status == 200
    assert page.by_id("solicense-dialog-title").text == "All documents"
    assert page.by_id("acme-more")["hx-target"] == "#solicense-dialog-body"
    assert [e.tag for e in page.root.all("nav")] == ([] if htmx else ["nav"])
    token = page.root.all("input")[0]["value"]
    sent = site.open(f"{_PAGES}/sign", method="POST", data={"csrf_token": token})
    assert (sent.status, sent.text) == (200, "signed")


def test_a_whole_page_of_a_vendors_has_the_tab_bar_around_it(
    world: World, install: Install, folder: Path
) -> None:
    world.own(module("ten-sales", 5))
    page = install(acme=Pages(blueprint(folder=folder, sign=sign))).open(f"{_PAGES}/sign")
    assert page.by_id("solicense-tab-superoffice").get("aria-current") == "page"
    assert page.by_id("sl-add-on-superoffice").get("class") == "sl-vendor"
    assert len(page.root.all("script")) == 2


def test_a_style_sheet_of_a_vendors_comes_from_his_blueprint(
    world: World, install: Install, folder: Path
) -> None:
    site = install(acme=Pages(blueprint(folder=folder, sign=sign)))
    links = site.open(f"{_PAGES}/sign").by_id("solicense-panel").all("link")
    with site.client.get(links[0]["href"]) as answer:
        assert answer.status_code == 200
        assert answer.content_type == "text/css; charset=utf-8"


# --- the boundary --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "error", [RuntimeError("secret"), SystemExit("secret")], ids=["error", "exit"]
)
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_a_page_that_fails_has_a_reference_and_no_traceback(
    world: World,
    install: Install,
    error: BaseException,
    htmx: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    site = install(acme=Pages(blueprint(bad=always(error))))
    page = site.send(f"{_PAGES}/bad") if htmx else site.open(f"{_PAGES}/bad")
    assert page.status == 500
    assert "The add-on acme could not do this." in page.text
    assert "secret" not in page.html
    reference = caplog.records[-1].getMessage().rpartition(" ")[2]
    assert f"give the reference {reference} to" in page.text


def _before(made: Blueprint) -> None:
    made.before_request(always(SystemExit(1)))


def _after(made: Blueprint) -> None:
    made.after_request(always(SystemExit(1)))


@pytest.mark.parametrize("prepare", [_before, _after], ids=["before", "after"])
def test_what_a_blueprint_does_around_its_pages_is_behind_the_boundary_too(
    world: World, install: Install, prepare: Callable[[Blueprint], None]
) -> None:
    made = blueprint(page=always("page"))
    prepare(made)
    assert install(acme=Pages(made)).open(f"{_PAGES}/page").status == 500


def _nothing_here() -> None:
    abort(404)


@pytest.mark.parametrize(
    ("view", "status"),
    [
        pytest.param(_nothing_here, 404, id="it says that there is nothing"),
        pytest.param(lambda: redirect("/elsewhere"), 302, id="it leads elsewhere"),
        pytest.param(always(("made", 201)), 201, id="a status of its own"),
        pytest.param(always(Markup("<p>hello</p>")), 200, id="markup"),
    ],
)
def test_what_a_page_means_to_answer_is_answered(
    world: World, install: Install, view: Callable[..., Any], status: int
) -> None:
    site = install(acme=Pages(blueprint(page=view)))
    assert site.client.get(f"{_PAGES}/page").status_code == status


# --- blueprints that cannot be -------------------------------------------------------------------


def _twice() -> Blueprint:
    made = blueprint(page=always("first"))
    made.add_url_rule("/page", "again", always("second"))
    return made


def _on_every_page() -> Blueprint:
    made = blueprint(page=always(""))
    made.before_app_request(always("mine now"))
    return made


def _in_every_template() -> Blueprint:
    made = blueprint(page=always(""))
    made.app_context_processor(always({}))
    return made


def _that_fails() -> Blueprint:
    made = blueprint(page=always(""))
    made.record(always(SystemExit("no registration today")))
    return made


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(_twice, "the route is taken: GET", id="a route twice"),
        pytest.param(_on_every_page, "acts on every page", id="it acts on every page"),
        pytest.param(_in_every_template, "changes the templates", id="in every template"),
        pytest.param(_that_fails, "no registration today", id="its registration fails"),
    ],
)
def test_a_blueprint_that_cannot_be_is_left_out_with_the_reason(
    world: World, install: Install, make: Callable[[], Blueprint], reason: str
) -> None:
    world.own(module("ten-sales", 5))
    site = install(acme=Pages(make(), blueprint("good", fine=always("fine"))))
    ((add_on, message),) = reasons(site)
    assert add_on == "acme"
    assert reason in message
    assert site.open(f"{_PAGES}/page").status == 404
    assert site.open(f"{_PAGES}/fine").text == "fine"
    assert site.open(f"{PREFIX}/tabs/superoffice").status == 200


def test_of_two_blueprints_with_one_name_the_first_has_it(world: World, install: Install) -> None:
    first, second = (Pages(blueprint("same", page=always(text))) for text in ("one", "two"))
    site = install(acme=first, other=second)
    assert reasons(site) == [("other", "WrongValue: the name of the blueprint is taken: same")]
    assert site.open(f"{_PAGES}/page").text == "one"
    assert site.open(f"{PREFIX}/add-ons/other/page").status == 404


def test_what_is_no_blueprint_is_left_out_with_the_reason(world: World, install: Install) -> None:
    ((add_on, message),) = reasons(install(acme=Pages("no blueprint")))
    assert add_on == "acme"
    assert "a Blueprint is needed" in message


def test_addresses_of_a_blueprint_stand_below_its_own_prefix(
    world: World, install: Install
) -> None:
    made = Blueprint("acme", __name__, url_prefix="/documents/")
    made.add_url_rule("/all", "all", always("all of them"))
    assert install(acme=Pages(made)).open(f"{_PAGES}/documents/all").text == "all of them"
