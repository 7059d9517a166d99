"""What is sent to browsers: nothing in line, no id twice, the same for htmx 2 and 4."""

from __future__ import annotations

import json
import re

from tests.support.host import PREFIX, make_app
from tests.support.markup import Element
from tests.support.views import Stage, every_view
from tests.support.visitor import Page, Visitor

_ADDRESSES = ("href", "src", "action", "formaction", "hx-get", "hx-post")
_MEANT_FOR_IDS = ("for", "aria-describedby", "aria-labelledby", "form")


@every_view
def test_a_part_is_no_whole_page_and_a_whole_page_is_no_part(shown: Page) -> None:
    assert [element.tag for element in shown.root.all("html", "main")] == (
        [] if shown.is_part else ["html", "main"]
    )


@every_view
def test_no_id_stands_twice_in_a_page(shown: Page) -> None:
    ids = [element["id"] for element in shown.root.walk() if "id" in element]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9._-]*", identifier) for identifier in ids)


@every_view
def test_what_points_to_an_element_of_a_page_finds_it(shown: Page) -> None:
    if shown.is_part:
        return
    pointed = [
        identifier
        for element in shown.root.walk()
        if element.tag != "dialog"  # its title comes with its content
        for name in _MEANT_FOR_IDS
        for identifier in element.get(name).split()
    ]
    pointed += [e["hx-target"].removeprefix("#") for e in shown.root.walk() if "hx-target" in e]
    assert [identifier for identifier in pointed if shown.root.by_id(identifier) is None] == []


@every_view
def test_nothing_in_a_page_needs_a_looser_policy(shown: Page) -> None:
    for element in shown.root.walk():
        assert element.tag not in {"style", "iframe", "object", "embed", "base"}
        assert element.tag != "script" or (element.get("src") and not element.text)
        assert not {"style", "srcdoc"} & element.attributes.keys()
        assert not [name for name in element.attributes if name.startswith("on")]
        for name in _ADDRESSES:
            assert re.match(r"(/|https://|$)", element.get(name)), (name, element[name])


@every_view
def test_nothing_in_a_page_is_a_script_for_htmx(shown: Page) -> None:
    for element in shown.root.walk():
        names = [name.removeprefix("data-") for name in element.attributes]
        assert not [n for n in names if n.startswith(("hx-on", "hx-disable", "hx-ext"))]
        assert not [value for value in element.attributes.values() if "js:" in value]
        assert isinstance(json.loads(element.get("hx-vals", "{}")), dict)


@every_view
def test_whatever_htmx_asks_for_has_an_answer_without_it_too(shown: Page) -> None:
    for element in shown.root.walk():
        if "hx-get" in element and element.tag == "a":
            assert element["href"] == element["hx-get"]
        if "hx-post" in element and element.tag == "button":
            form = element.closest("form")
            assert form is not None
            assert form["method"] == "post"
            assert element["hx-post"] == (element.get("formaction") or form["action"])


@every_view
def test_every_control_and_every_table_has_a_name(shown: Page) -> None:
    for element in shown.root.all("input", "select", "textarea", "table", "nav"):
        if element.get("type") != "hidden":
            assert _name(shown, element), element.attributes


def _name(page: Page, element: Element) -> str:
    root = page.root
    if label := element.get("aria-label"):
        return label
    if pointed := element.get("aria-labelledby"):
        found = root.by_id(pointed)
        return found.text if found else "in the page around it" if page.is_part else ""
    captions = element.all("caption")
    around = element.closest("label")
    mine = [label for label in root.all("label") if label.get("for") == element.get("id", "-")]
    return " ".join(e.text for e in (*captions, *([around] if around else []), *mine))


@every_view
def test_every_form_that_changes_something_carries_both_hidden_fields(shown: Page) -> None:
    forms = [form for form in shown.root.all("form") if form["method"] == "post"]
    for form in forms:
        hidden = {i["name"]: i["value"] for i in form.all("input") if i.get("type") == "hidden"}
        assert len(hidden["once"]) == 32
        assert hidden["csrf_token"]


def test_a_host_that_has_htmx_itself_gets_no_second_one(stage: Stage) -> None:
    engine = stage.world.context.store.engine
    other = make_app(stage.host, engine=engine, clock=stage.world.clock, SOLICENSE_HTMX="host")
    bundled, of_the_host = (
        [script["src"] for script in Visitor(app).open(f"{PREFIX}/").root.all("script")]
        for app in (stage.app, other)
    )
    assert ["/htmx" in source for source in bundled] == [True, False]
    assert ["/htmx" in source for source in of_the_host] == [False]
