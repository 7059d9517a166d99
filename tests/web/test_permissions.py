"""Who may do what: every route, everybody, and no way around the guard."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask

from solicense_plugin import Access, HostUser
from tests.support.host import ADMINISTRATOR, PREFIX, STRANGER, VIEWER, Host, make_app
from tests.support.views import VIEWS, Stage
from tests.support.visitor import Visitor


class Needs(Enum):
    """What somebody needs for a route."""

    NOTHING = auto()
    VIEW = auto()
    ADMINISTER = auto()


#: Every route of ours, and what it needs.
ROUTES = {
    ("GET", "solicense_assets.static"): Needs.NOTHING,
    ("GET", "solicense.screen"): Needs.VIEW,
    ("GET", "solicense.tab"): Needs.VIEW,
    ("GET", "solicense.tab_part"): Needs.VIEW,
    ("GET", "solicense.badge"): Needs.VIEW,
    ("GET", "solicense.status"): Needs.VIEW,
    ("GET", "solicense.status_part"): Needs.VIEW,
    ("GET", "solicense.licence"): Needs.VIEW,
    ("GET", "solicense.licence_panels"): Needs.VIEW,
    ("GET", "solicense.superfluous"): Needs.ADMINISTER,
    ("POST", "solicense.superfluous_post"): Needs.ADMINISTER,
    ("GET", "solicense.keepers"): Needs.ADMINISTER,
    ("GET", "solicense.activation"): Needs.VIEW,
    ("POST", "solicense.activation_post"): Needs.ADMINISTER,
    ("GET", "solicense.activated"): Needs.VIEW,
    ("POST", "solicense.activated_post"): Needs.ADMINISTER,
    ("GET", "solicense.package"): Needs.ADMINISTER,
    ("POST", "solicense.package_post"): Needs.ADMINISTER,
    ("GET", "solicense.removal"): Needs.ADMINISTER,
    ("POST", "solicense.removal_post"): Needs.ADMINISTER,
    ("GET", "solicense.installation"): Needs.ADMINISTER,
    ("POST", "solicense.installation_post"): Needs.ADMINISTER,
    ("POST", "solicense.copy_post"): Needs.ADMINISTER,
    ("POST", "solicense.check_post"): Needs.ADMINISTER,
    ("GET", "solicense.request_code"): Needs.ADMINISTER,
    ("GET", "solicense.news"): Needs.VIEW,
    ("GET", "solicense.users"): Needs.VIEW,
    ("GET", "solicense.history"): Needs.VIEW,
    ("GET", "solicense.add_ons"): Needs.ADMINISTER,
    ("POST", "solicense.add_ons_post"): Needs.ADMINISTER,
}
#: What stands in their addresses.
_VALUES = {
    "owner": "SUPEROFFICE",
    "licence": "ten-sales",
    "key": "superoffice",
    "issue": 1,
    "filename": "solicense.css",
    "add_on": "acme",
    "kind": "limits",
}
#: Where that is somebody else: the platform cannot be removed.
_PARTNERS = {"solicense.removal", "solicense.removal_post"}
#: What only an add-on's tab has.
_OF_ADD_ONS = {"solicense.tab_part", "solicense.badge"}
_OF_VENDORS = {"key": "signatures"}
_EVERYBODY = {
    "anonymous": None,
    "stranger": STRANGER,
    "viewer": VIEWER,
    "administrator": ADMINISTRATOR,
}


def routes(app: Flask) -> Iterator[tuple[str, str]]:
    """Yield every method and endpoint of ours."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("solicense"):
            methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
            yield from ((method, rule.endpoint) for method in methods)


def address(app: Flask, endpoint: str) -> str:
    """Return the address of an endpoint in the furnished world."""
    (rule,) = (rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    known = _VALUES | _OF_VENDORS if endpoint in _OF_ADD_ONS else _VALUES
    values: dict[str, Any] = {name: known[name] for name in rule.arguments}
    values |= {"owner": "ACME"} if endpoint in _PARTNERS else {}
    with app.test_request_context():
        return app.url_for(endpoint, **values)


def test_every_route_has_a_rule() -> None:
    assert sorted(routes(make_app(Host()))) == sorted(ROUTES)


def _expected(method: str, needs: Needs, user: HostUser | None) -> set[int]:
    """Return the statuses of a request without a form's token."""
    if needs is Needs.NOTHING:
        return {200}
    if user is None:
        return {303}
    if user.access < Access[needs.name]:
        return {403}
    return {200, 303} if method == "GET" else {400}


_MATRIX = [
    pytest.param(route, user, id=f"{who}: {route[0]} {route[1].partition('.')[2]}")
    for route in ROUTES
    for who, user in _EVERYBODY.items()
]


@pytest.mark.parametrize(("route", "user"), _MATRIX)
def test_a_route_answers_whoever_may(
    stage: Stage, route: tuple[str, str], user: HostUser | None
) -> None:
    before = stage.dump()
    stage.host.user = user
    method, endpoint = route
    with stage.app.test_client().open(address(stage.app, endpoint), method=method) as answer:
        assert answer.status_code in _expected(method, ROUTES[route], user)
        to_sign_in = answer.headers.get("Location", "").startswith("/sign-in?next=")
    assert to_sign_in == (user is None and ROUTES[route] is not Needs.NOTHING)
    assert stage.dump() == before


@pytest.mark.parametrize(
    "endpoint", [name for (method, name), needs in ROUTES.items() if method == "POST"]
)
def test_the_guard_lets_an_administrators_form_through(stage: Stage, endpoint: str) -> None:
    site = stage.visitor()
    token = site.open(f"{PREFIX}/owners/SUPEROFFICE/package").root.all("input")[0]["value"]
    page = site.open(address(stage.app, endpoint), method="POST", data={"csrf_token": token})
    assert page.status in {200, 409, 422}


@pytest.mark.parametrize("view", ["tab", "details", "holders alone", "user licences", "load"])
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_who_may_not_is_told_so(stage: Stage, view: str, htmx: bool) -> None:
    stage.host.user = STRANGER
    page = VIEWS[view][0](stage.visitor(htmx=htmx))
    assert page.status == 403
    assert "Ask one of yours for access." in page.text


@pytest.mark.parametrize("view", ["tab", "details", "user licences", "history", "what has changed"])
def test_who_may_only_look_is_offered_nothing_that_changes_anything(
    stage: Stage, view: str
) -> None:
    stage.host.user = VIEWER
    page = VIEWS[view][0](stage.visitor())
    assert page.status == 200
    assert [form for form in page.root.all("form") if form["method"] == "post"] == []
    assert not page.has("a", "Load license from file")
    for link in page.root.all("a"):
        if link["href"].startswith("/"):
            assert stage.visitor().open(link["href"]).status == 200


def test_who_may_only_look_sees_what_an_activation_would_change_without_its_button(
    stage: Stage,
) -> None:
    stage.host.user = VIEWER
    page = stage.visitor().open(f"{PREFIX}/owners/SUPEROFFICE/activation")
    assert "Ten Sales is used by 2 people more than the new licence allows." in page.text
    assert page.root.all("button") == []
    page = page.follow("Ten Sales")
    assert len(page.by_id("sl-holders").all("tbody")[0].all("tr")) == 5


def test_who_is_not_signed_in_comes_back_to_the_page_that_he_wanted(
    site: Visitor, app: Flask, host: Host
) -> None:
    host.user = None
    wanted = f"{PREFIX}/tabs/superoffice?q=sales&hidden=1"
    location = app.test_client().get(wanted).headers["Location"]
    assert parse_qs(urlsplit(location).query) == {"next": [wanted]}
    assert site.open(wanted).text == "Sign in here"


def test_htmx_leaves_the_page_when_nobody_is_signed_in_any_more(app: Flask, host: Host) -> None:
    host.user = None
    answer = app.test_client().get(
        f"{PREFIX}/owners/SUPEROFFICE/activation",
        headers={"HX-Request": "true", "HX-Current-URL": f"http://localhost{PREFIX}/?q=x"},
    )
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"] == f"/sign-in?next={PREFIX}/?q%3Dx"


@pytest.mark.parametrize(
    "current",
    [
        "https://evil.example/",
        "//evil.example/x",
        "/\\evil.example",
        "\\\\evil.example",
        "https://good.example//evil.example/",
        "https://good.example/\\evil.example/",
        "https:///evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "http://[",
        "",
    ],
)
def test_nobody_is_sent_to_another_site_after_signing_in(
    app: Flask, host: Host, current: str
) -> None:
    host.user = None
    headers = {"HX-Request": "true", "HX-Current-URL": current}
    answer = app.test_client().get(f"{PREFIX}/", headers=headers)
    assert answer.status_code == 401
    (back,) = parse_qs(urlsplit(answer.headers["HX-Redirect"]).query)["next"]
    assert back.startswith("/")
    assert back[1:2] not in {"/", "\\"}
    assert urlsplit(back).netloc == ""


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example", "/%5c%5cevil.example"])
def test_a_path_that_browsers_read_as_another_site_is_none_of_ours(
    app: Flask, host: Host, path: str
) -> None:
    host.user = None
    assert app.test_client().get(path).status_code == 404
