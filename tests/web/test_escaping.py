"""Texts of strangers: from packages, users and addresses, shown as they are and never run."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import quote

import pytest
from flask import Flask

from solicense_plugin.services import installations, people
from solicense_plugin.store.session import Store
from tests.support.host import ADMINISTRATOR, PREFIX
from tests.support.signing import SERIAL, Issuer, document, module
from tests.support.views import VIEWS, Stage, furnish
from tests.support.visitor import Page, Visitor
from tests.support.world import World

HOSTILE = {
    "a script": "<script>alert(1)</script>",
    "the end of an attribute": "\"><img src=x onerror=alert(1)>'",
    "an expression": "{{ 7*7 }}{% raise %}",
    "a placeholder": "%(num)d %s %",
    "an entity": "&lt;b&gt;&amp;",
    "a long word": "W" * 200,
}
every_text = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)


def demand_harmless(page: Page) -> None:
    """Demand that a page has only the elements and attributes of our own templates."""
    assert page.root.all("img", "b") == []
    assert all(script.get("src").startswith(PREFIX) for script in page.root.all("script"))
    assert not [e for e in page.root.walk() for name in e.attributes if name.startswith("on")]
    assert "49" not in page.text


@pytest.fixture
def furnished_with(world: World, text: str) -> World:
    """A world in which everything that a stranger may name has a hostile name."""
    furnish(world, ModuleDescription=text, ModuleTooltip=text)
    world.load(
        module("ten-sales", 3, ModuleDescription=text),
        issue=3,
        OwnerDescription=text,
        SupportText=text,
        LicenseVersion=text,
    )
    names = [
        replace(
            ADMINISTRATOR, id=str(n), login=f"{n}{text}", name=f"{n} {text}", primary_group=text
        )
        for n in range(1, 6)
    ]
    people.synchronise(world.context, users=names)
    return world


_SHOWING = {
    "tab": 3,
    "activation": 2,
    "details": 2,
    "superfluous": 6,
    "superfluous hidden": 1,
    "what has changed": 1,
    "user licences": 1,
}


@every_text
@pytest.mark.parametrize("view", _SHOWING)
def test_texts_of_packages_and_names_of_people_are_shown_as_they_are(
    furnished_with: World, app: Flask, text: str, view: str
) -> None:
    for htmx in (False, True):
        page = VIEWS[view][0](Visitor(app, htmx=htmx))
        assert page.status == 200
        demand_harmless(page)
        assert page.text.count(" ".join(text.split())) >= _SHOWING[view]


@every_text
def test_the_name_of_a_company_is_shown_as_it_is(
    store: Store, app: Flask, issuer: Issuer, text: str
) -> None:
    installations.create(store, None)
    site = Visitor(app)
    page = site.open(f"{PREFIX}/installation").press("OK", company_name=text, serial_number=SERIAL)
    page = page.press("Check the file", file=issuer.sign(document(CompanyName=text)))
    page = page.press("Activate")
    demand_harmless(page)
    assert " ".join(text.split()) in page.text


@every_text
@pytest.mark.parametrize("view", ["tab", "details", "superfluous"])
def test_what_is_searched_for_stands_in_its_field_as_it_was_typed(
    stage: Stage, text: str, view: str
) -> None:
    path = VIEWS[view][0](stage.visitor()).path
    page = stage.visitor().open(f"{path}?q={quote(text)}&sort={quote(text)}")
    assert page.status == 200
    demand_harmless(page)
    (field,) = (i for i in page.root.all("input") if i.get("type") == "search")
    assert field["value"] == text.strip()


@every_text
def test_what_a_refusal_names_is_shown_as_it_is(stage: Stage, text: str) -> None:
    content = stage.world.issuer.sign(document(SerialNr=text, issue=9))
    page = stage.visitor().open(f"{PREFIX}/owners/SUPEROFFICE/package")
    page = page.press("Check the file", file=content)
    assert page.status == 422
    demand_harmless(page)
    assert " ".join(text.split()) in page.by_id("sl-problem").text


@every_text
@pytest.mark.parametrize(
    "path", ["/tabs/{}", "/owners/{}/package", "/owners/SUPEROFFICE/licences/{}"]
)
def test_an_address_that_is_none_of_ours_is_answered_and_not_repeated(
    stage: Stage, path: str, text: str
) -> None:
    page = stage.visitor().open(PREFIX + path.format(quote(text.replace("/", ""))))
    assert page.status in {200, 404}
    demand_harmless(page)


@pytest.mark.parametrize(
    "query",
    [
        "after=1.x&sort=last-login",
        "after=99999999999999999999.1",
        "before=x.y",
        "after=1",
        "after=.",
        "sort=nothing&desc",
        "activated=x",
        "activated=-1",
        "activated=99999999999999999999",
        "once=" + "o" * 10_000,
        "q=" + "q" * 10_000,
        "q=%00",
        "q=%ff%fe",
        "q=%25_%5c",
    ],
)
@pytest.mark.parametrize("view", ["tab", "details", "superfluous"])
def test_an_address_that_somebody_has_played_with_is_answered(
    stage: Stage, view: str, query: str
) -> None:
    path = VIEWS[view][0](stage.visitor()).path
    assert stage.visitor().open(f"{path}?{query}").status == 200


@pytest.mark.parametrize(
    "fields",
    [
        {"shown": "x", "chosen": "y"},
        {"shown": "1", "chosen": "1", "target-1": "x"},
        {"shown": "1", "chosen": "1", "target-1": "99999999999999999999"},
        {"shown": "99999999999999999999", "chosen": "99999999999999999999"},
        {"shown": "-1", "chosen": "-1"},
        {"shown": "1", "chosen": "1", "target-1": "1"},
        {"do": "nonsense"},
        {"do": "aim", "target-all": "99999999999999999999", "shown": "1", "chosen": "1"},
    ],
    ids=str,
)
def test_a_form_that_somebody_has_played_with_is_answered_and_takes_nothing(
    stage: Stage, fields: dict[str, str]
) -> None:
    site = stage.visitor()
    url = f"{PREFIX}/owners/SUPEROFFICE/licences/ten-sales/superfluous"
    token = site.open(url).root.all("input")[0]["value"]
    data = {"csrf_token": token, "once": "played-with", **fields}
    page = site.open(url, method="POST", data=data)
    assert page.status in {200, 409, 422}
    assert stage.world.in_use()["ten-sales"] == (5, 5)


def test_an_activation_that_somebody_has_played_with_is_answered(stage: Stage) -> None:
    site, url = stage.visitor(), f"{PREFIX}/owners/SUPEROFFICE/activation"
    token = site.open(url).root.all("input")[0]["value"]
    data = {"csrf_token": token, "revision": "9" * 20, "digest": "x" * 10_000}
    assert site.open(url, method="POST", data=data).status == 409
    assert stage.app.test_client().get(f"{url}s/{'9' * 20}").status_code == 404
