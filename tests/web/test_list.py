"""The licence list and the list of holders: searched, sorted, paged, hidden licences shown."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.host import PREFIX
from tests.support.signing import module, plan
from tests.support.visitor import Page, Value, Visitor
from tests.support.world import World

_TAB = f"{PREFIX}/tabs/superoffice"
_PLAN = f"{PREFIX}/owners/SUPEROFFICE/licences/ten-sales"


@pytest.fixture
def list_of(world: World, app: Flask) -> World:
    """Four user licences, one of them hidden."""
    world.own(
        plan("alpha", 9, ModuleTooltip="For sellers"),
        module("gamma", 3, ModuleDescription="Ålesund"),
        module("beta", 6),
        module("web", 99, IsHidden=True, ModuleDescription="Zeta"),
        module("crm", 1, LicenseType="SiteLicense", ModuleDescription="Core"),
    )
    world.people(3)
    world.give("gamma", [1, 2, 3])
    world.give("beta", [1])
    return world


def names(page: Page, kind: str = "sl-user") -> list[str]:
    """Return the names of one kind of licences in their order."""
    bodies = [t.all("tbody")[0] for t in page.root.all("table") if t["aria-labelledby"] == kind]
    return [row.all("a")[0].text for body in bodies for row in body.all("tr")]


def sorted_as(page: Page) -> dict[str, str]:
    """Return which columns say that the list is sorted by them, and how."""
    return {c.text: c["aria-sort"] for c in page.root.all("th") if "aria-sort" in c}


def ask(page: Page, control: str, **filled: Value) -> Page:
    """Fill in the search: htmx asks at once, without JavaScript a button does."""
    if page.visitor.htmx:
        return page.change(control, **filled)
    form = page.by_id(control).closest("form")
    assert form is not None
    return page.press(form.all("button")[0], **filled)


def test_hidden_licences_are_shown_only_when_asked_for(list_of: World, either: Visitor) -> None:
    page = either.open(_TAB)
    assert "Zeta" not in names(page)
    shown = ask(page, "sl-hidden", hidden=["1"])
    assert {*names(shown)} == {*names(page), "Zeta"}
    assert "Zeta hidden" in shown.text


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("alp", ["Alpha"], id="part of a name"),
        pytest.param("ALESUND", ["Ålesund"], id="without accents or capitals"),
        pytest.param("gamma", ["Ålesund"], id="a module's name"),
        pytest.param("sellers", ["Alpha"], id="a tooltip"),
        pytest.param("zeta", [], id="a hidden one"),
        pytest.param("  ", ["Alpha", "Ålesund", "Beta"], id="nothing"),
    ],
)
def test_the_list_is_searched(
    list_of: World, either: Visitor, typed: str, found: list[str]
) -> None:
    page = ask(either.open(_TAB), "sl-q", q=typed)
    assert {*names(page)} == {*found}
    assert ("No licence of this kind is found." in page.text) == (typed.strip() != "")


@pytest.mark.parametrize(
    ("column", "ascending"),
    [
        pytest.param("Name", ["Ålesund", "Alpha", "Beta"], id="name"),
        pytest.param("in use", ["Alpha", "Beta", "Ålesund"], id="in use"),
        pytest.param("available", ["Ålesund", "Beta", "Alpha"], id="available"),
        pytest.param("quantity", ["Ålesund", "Beta", "Alpha"], id="quantity"),
    ],
)
def test_a_click_on_a_heading_sorts_and_another_one_turns_it_round(
    list_of: World, either: Visitor, column: str, ascending: list[str]
) -> None:
    page = either.open(_TAB).follow(column)
    assert names(page) == ascending
    assert sorted_as(page)[column] == "ascending"
    page = page.follow(column)
    assert names(page) == ascending[::-1]
    assert sorted_as(page)[column] == "descending"


def test_a_search_keeps_how_the_list_is_sorted(list_of: World, either: Visitor) -> None:
    page = either.open(f"{_TAB}?sort=quantity&desc=1")
    page = ask(page, "sl-q", q="a")
    assert names(page) == ["Alpha", "Beta", "Ålesund"]
    assert sorted_as(page)["quantity"] == "descending"


def test_what_is_searched_while_typing_is_the_rows_alone(list_of: World, app: Flask) -> None:
    page = Visitor(app, htmx=True).open(_TAB).change("sl-q", q="beta")
    assert [e.get("id") for e in page.root.children if not isinstance(e, str)] == ["solicense-rows"]


# --- holders -------------------------------------------------------------------------------------

_MANY = 120


@pytest.fixture
def held(world: World) -> World:
    """A plan with more holders than a page has room for."""
    world.own(plan("ten-sales", _MANY))
    world.give("ten-sales", world.people(_MANY))
    return world


def holders(page: Page) -> list[int]:
    """Return the numbers of the people on a page."""
    rows = page.root.all("tbody")[-1].all("tr")
    return [int(row.all("th")[0].text.rpartition("user")[2]) for row in rows]


def test_holders_come_in_pages_there_and_back(held: World, either: Visitor) -> None:
    pages = [page := either.open(_PLAN)]
    while page.has("a", "Next page"):
        pages.append(page := page.follow("Next page"))
    listed = [person for page in pages for person in holders(page)]
    assert [len(holders(page)) for page in pages] == [50, 50, 20]
    assert listed == list(range(1, _MANY + 1))
    while page.has("a", "Previous page"):
        page = page.follow("Previous page")
    assert holders(page) == holders(pages[0])


@pytest.mark.parametrize(
    ("column", "first"),
    [
        pytest.param("Name", 120, id="name, descending since it is sorted so already"),
        pytest.param("Last sign-in", 120, id="last sign-in: longest ago first"),
        pytest.param("Since", 1, id="since"),
        pytest.param("Group", 1, id="group"),
    ],
)
def test_holders_are_sorted(held: World, either: Visitor, column: str, first: int) -> None:
    page = either.open(_PLAN).follow(column)
    assert holders(page)[0] == first
    assert len(sorted_as(page)) == 1


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("user77", [77], id="a login"),
        pytest.param("pers 0012", [12], id="two beginnings of words"),
        pytest.param("PERSON 0013", [13], id="capitals"),
        pytest.param("erson", [], id="the middle of a word"),
        pytest.param("%", [], id="a wildcard"),
    ],
)
def test_holders_are_searched(held: World, either: Visitor, typed: str, found: list[int]) -> None:
    page = ask(either.open(_PLAN), "sl-holders-q", q=typed)
    if found:
        assert holders(page) == found
    else:
        assert "Nobody is found." in page.text


def test_a_page_of_what_was_searched_and_sorted_stays_so(held: World, either: Visitor) -> None:
    page = either.open(f"{_PLAN}?q=person&sort=last-login&desc=1").follow("Next page")
    assert holders(page) == list(range(51, 101))
