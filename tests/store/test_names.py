"""Names: the same order on every database, and found by the beginnings of their words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from solicense_plugin.domain.lists import Wanted
from solicense_plugin.hooks.values import HostUser
from solicense_plugin.services import people
from solicense_plugin.store import holders
from tests.support.signing import module
from tests.support.world import World

#: In the order of a list. Marks and case do not count; equal names stand together.
IN_ORDER = [
    ["'Āde"],
    ["42"],
    ["ægir"],
    ["Åse"],
    ["Ase Berg"],
    ["Đorđe"],
    ["hugo", "Hugo ", "Hügo"],
    ["Łukasz"],
    ["O'Brien"],
    ["Ölander"],
    ["Øyvind"],
    ["Straße", "Strasse"],
    ["þór"],
    ["Zoë"],
    ["Ωmega"],
    ["Яна"],
    ["李雷"],
    ["🦊 Fox"],
]


def crowd_of(new_world: Callable[[], World], users: list[HostUser]) -> World:
    world = new_world()
    world.own(module("plain", 1000))
    people.synchronise(world.context, users=users)
    world.give("plain", range(1, len(users) + 1))
    return world


def names(world: World, wanted: Wanted) -> list[str]:
    with world.context.reading() as reading:
        found = holders.page(reading, [world.licence_id("plain")], wanted)
    return [row.name for row in found.rows]


def test_names_have_one_order_on_every_database(new_world: Callable[[], World]) -> None:
    by_id = [name for equal in reversed(IN_ORDER) for name in equal]
    users = [HostUser(id=str(n), login=f"u{n}", name=name) for n, name in enumerate(by_id, 1)]
    world = crowd_of(new_world, users)
    expected = [name for equal in IN_ORDER for name in equal]
    assert names(world, Wanted()) == expected
    assert names(world, Wanted(descending=True)) == expected[::-1]


@pytest.fixture(scope="module")
def office(new_world: Callable[[], World]) -> World:
    """People to be searched for."""
    listed = [
        ("Åse Ølander", "aase", "ase.olander@nordlys.example"),
        ("Zoë O'Brien", "zoe", "zoe@partner.example"),
        ("Hugo Müller-Lüdenscheidt", "hugo", ""),
        ("hugo berg", "hberg_2", "berg%hugo@nordlys.example"),
        ("100% Sure", "sure*", ""),
        ("Straße", "strasse", ""),
        ("W" + "x" * 200, "long", ""),
    ]
    users = [
        HostUser(id=str(n), login=login, name=name, email=email)
        for n, (name, login, email) in enumerate(listed, 1)
    ]
    return crowd_of(new_world, users)


@pytest.fixture(params=[pytest.param(1000, id="few"), pytest.param(0, id="many")])
def road(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Search by the words first, or through the list."""
    monkeypatch.setattr(holders, "_FEW", request.param)


BOTH_HUGOS = {"Hugo Müller-Lüdenscheidt", "hugo berg"}


@pytest.mark.usefixtures("road")
@pytest.mark.parametrize(
    "search, expected",
    [
        pytest.param("Hugo", BOTH_HUGOS, id="first-word"),
        pytest.param("ber", {"hugo berg"}, id="beginning-of-another-word"),
        pytest.param("ugo", set(), id="not-the-middle-of-a-word"),
        pytest.param("ASE", {"Åse Ølander"}, id="no-case-no-marks"),
        pytest.param("åSE ØL", {"Åse Ølander"}, id="case-and-marks"),
        pytest.param("lüden", {"Hugo Müller-Lüdenscheidt"}, id="part-behind-a-hyphen"),
        pytest.param("müller-lüd", {"Hugo Müller-Lüdenscheidt"}, id="over-a-hyphen"),
        pytest.param("o'b", {"Zoë O'Brien"}, id="apostrophe"),
        pytest.param("strass", {"Straße"}, id="sharp-s"),
        pytest.param("zoe@part", {"Zoë O'Brien"}, id="e-mail"),
        pytest.param("nordlys", {"Åse Ølander", "hugo berg"}, id="part-of-an-e-mail"),
        pytest.param("hberg", {"hugo berg"}, id="login"),
        pytest.param("hugo mül", {"Hugo Müller-Lüdenscheidt"}, id="two-words"),
        pytest.param("  mül \t hugo ", {"Hugo Müller-Lüdenscheidt"}, id="in-any-order"),
        pytest.param("hugo zoe", set(), id="words-of-two-people"),
        pytest.param("100%", {"100% Sure"}, id="percent-is-text"),
        pytest.param("%", set(), id="percent-is-no-wildcard"),
        pytest.param("hberg_", {"hugo berg"}, id="underscore-is-text"),
        pytest.param("h_erg", set(), id="underscore-is-no-wildcard"),
        pytest.param("sure*", {"100% Sure"}, id="asterisk-is-text"),
        pytest.param("su*", set(), id="asterisk-is-no-wildcard"),
        pytest.param("\\", set(), id="backslash-is-text"),
        pytest.param("' OR 1=1 --", set(), id="quote-is-text"),
        pytest.param("W" + "x" * 200, {"W" + "x" * 200}, id="longer-than-a-word-is-kept"),
        pytest.param("\x00hugo", BOTH_HUGOS, id="nul-is-nothing"),
    ],
)
def test_people_are_found_by_beginnings_of_their_words(
    office: World, search: str, expected: set[str]
) -> None:
    assert set(names(office, Wanted(search=search))) == expected


@pytest.mark.parametrize("search", ["", "  ", "\t\n"], ids=["nothing", "blanks", "line-end"])
def test_a_search_for_nothing_finds_everybody(office: World, search: str) -> None:
    assert len(names(office, Wanted(search=search))) == 7


@pytest.mark.usefixtures("road")
def test_a_search_keeps_to_those_who_hold_the_licence(office: World) -> None:
    office.unassign("plain", 3)
    try:
        assert names(office, Wanted(search="hugo")) == ["hugo berg"]
    finally:
        office.assign("plain", 3)


@pytest.mark.usefixtures("road")
def test_a_search_has_pages_and_an_order_too(new_world: Callable[[], World]) -> None:
    world = crowd_of(
        new_world,
        [HostUser(id=str(n), login=f"u{n}", name=f"Berg {n:03}") for n in range(1, 61)],
    )
    with world.context.reading() as reading:
        ids = [world.licence_id("plain")]
        first = holders.page(reading, ids, Wanted(search="berg", descending=True))
    assert [row.name for row in first.rows] == [f"Berg {n:03}" for n in range(60, 10, -1)]
    assert (first.has_previous, first.has_next) == (False, True)


def test_somebody_is_found_by_a_new_name_and_no_longer_by_the_old_one(
    new_world: Callable[[], World],
) -> None:
    world = crowd_of(new_world, [HostUser(id="1", login="ib", name="Ingrid Berg")])
    people.synchronise(world.context, users=[HostUser(id="1", login="ib", name="Ingrid Aas")])
    assert names(world, Wanted(search="aas")) == ["Ingrid Aas"]
    assert names(world, Wanted(search="berg")) == []
