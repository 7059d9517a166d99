"""Add-ons that do what none should: nobody else notices, on no page of ours."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from solicense_plugin.domain.ledger import Action
from solicense_plugin.hooks.specs import AddOnHooks
from solicense_plugin.services import deliveries
from solicense_plugin.store import ledger
from solicense_plugin.testing import bestiary
from solicense_plugin.testing.bestiary.asked import Asked
from tests.support.beasts import OUR_PAGES, Calls, hurried, late_parts, loose, visitor
from tests.support.counting import statements
from tests.support.host import PREFIX
from tests.support.signing import plan
from tests.support.visitor import Page, Visitor
from tests.support.world import OWNER, World

pytestmark = pytest.mark.slow

_BEGINS = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")
_LICENCES = f"{PREFIX}/owners/{OWNER}/licences"
_EACH = pytest.mark.parametrize("name", bestiary.TOGETHER)


@pytest.fixture(autouse=True)
def _hurried(request: pytest.FixtureRequest) -> Iterator[None]:
    """Wait less for those who sleep, unless a test measures that."""
    if "patient" in request.keywords:
        yield
        return
    with hurried():
        yield


@pytest.fixture
def world(world: World) -> World:
    """Three people with a licence, of which there will be two."""
    world.own(plan("ten-sales", 3), plan("ten-service", 9))
    world.people(5)
    world.give("ten-sales", [1, 2, 3])
    world.load(plan("ten-sales", 2), plan("ten-service", 9), issue=2)
    return world


def demand_harmless(page: Page) -> None:
    """Demand that a page is closed where it was opened, has no script of theirs, no id twice."""
    assert page.root.all("img", "b") == []
    assert all(script.get("src").startswith(PREFIX) for script in page.root.all("script"))
    assert not [e for e in page.root.walk() for name in e.attributes if name.startswith("on")]
    ids = [element["id"] for element in page.root.walk() if "id" in element]
    assert len(ids) == len(set(ids))


def seen(site: Visitor, world: World, path: str) -> tuple[list[str], list[str]]:
    """Return the statements that a page of ours needs, and the rows that it shows."""
    with statements(world.context.store.engine) as found:
        page = site.open(path)
    assert page.status == 200
    demand_harmless(page)
    rows = [row.text for table in page.root.all("tbody") for row in table.all("tr")]
    return [s for s in found if not s.lstrip().startswith(_BEGINS)], rows


def warmed(site: Visitor) -> Visitor:
    """Let a site find out what it finds out once."""
    for path in OUR_PAGES:
        site.open(path)
    return site


def demand_our_pages_as_without(site: Visitor, world: World) -> None:
    without = warmed(visitor(world))
    for path in OUR_PAGES:
        assert seen(warmed(site), world, path) == seen(without, world, path)


# --- each alone ----------------------------------------------------------------------------------


@_EACH
def test_with_one_of_them_our_pages_ask_and_show_the_same(world: World, name: str) -> None:
    with loose(world, name) as site:
        demand_our_pages_as_without(site, world)


@_EACH
def test_what_one_of_them_shows_is_whole_harmless_and_its_own(world: World, name: str) -> None:
    with loose(world, name) as site:
        tabs = [a["href"] for a in site.open(f"{PREFIX}/").by_id("solicense-tabs").all("a")]
        pages = [*tabs, f"{_LICENCES}/ten-sales", f"{PREFIX}/status"]
        parts = [part for path in pages for part in late_parts(site.open(path))]
        for path in dict.fromkeys(parts):
            part = site.send(path)
            assert part.status == 200
            demand_harmless(part)
            around = site.open(path)
            assert around.status in {200, 500}
            demand_harmless(around)


@_EACH
def test_the_page_add_ons_lists_each_of_them(world: World, name: str) -> None:
    with loose(world, name) as site:
        page = site.open(f"{PREFIX}/add-ons")
    assert page.status == 200
    assert name in page.text
    demand_harmless(page)


_DISABLED = [
    "raises-at-import",
    "exits-at-import",
    "sleeps-at-import",
    "raises-when-made",
    "raises-at-registration",
    "sleeps-at-registration",
    "of-tomorrow",
    "misspelt",
]


@pytest.mark.parametrize("name", _DISABLED)
def test_who_cannot_be_loaded_is_disabled_with_the_reason(world: World, name: str) -> None:
    with loose(world, name) as site:
        (found,) = [
            one
            for one in site.client.application.extensions["solicense"].add_ons.all
            if one.name == name
        ]
    assert found.refusal is not None
    assert found.refusal.detail


_FAULTS_AT_START = {
    "raises": 4,
    "exits": 4,
    "sleeps": 4,
    "answers-wrongly": 4,
    "answers-at-length": 4,
    "sleeps-when-drawn": 1,
    "takes-a-route": 1,
    "everywhere": 1,
    "raises-the-second-time": 1,
    "sleeps-while-registered": 1,
}


@pytest.mark.parametrize(("name", "count"), _FAULTS_AT_START.items(), ids=_FAULTS_AT_START)
def test_what_fails_while_the_host_starts_is_kept(world: World, name: str, count: int) -> None:
    with loose(world, name) as site:
        faults = site.client.application.extensions["solicense"].add_ons.faults
    assert [fault.add_on for fault in faults] == [name] * count


def test_of_twins_the_first_has_the_tab_and_the_pages(world: World) -> None:
    with loose(world, "twin-one", "twin-two") as site:
        assert site.open(f"{PREFIX}/add-ons/twin-one/twin").text == "A page."
        assert site.open(f"{PREFIX}/add-ons/twin-two/twin").status == 404
        page = site.open(f"{PREFIX}/add-ons").text
    assert 'Its tab "beast-twin" is not shown: that key is taken.' in page


def test_a_title_that_takes_its_time_is_replaced_by_the_key(world: World) -> None:
    with loose(world, "sleeps-when-drawn") as site:
        assert site.open(f"{PREFIX}/").by_id("solicense-tab-beast-sleeps").text == "beast-sleeps"


def test_whoever_raises_when_he_is_told_undoes_nothing_and_is_told_again(world: World) -> None:
    with loose(world, "deaf") as site:
        site.open(f"{_LICENCES}/ten-sales/superfluous").press("OK", chosen=["2"])
        context = site.client.application.extensions["solicense"].context(None)
        delivered = deliveries.deliver(context)
        assert (delivered.told, delivered.failed) == (0, 1)
        assert [one.recipient for one in deliveries.backlog(context)] == ["deaf"]
    assert world.holders("ten-sales") == [1, 3]


# --- one that holds the database ------------------------------------------------------------------


def test_while_one_holds_the_database_pages_are_shown_and_writing_says_that_it_is_busy(
    world: World, impatient_engine: None
) -> None:
    with loose(world, bestiary.HOLDS) as site:
        form = site.open(f"{PREFIX}/owners/{OWNER}/activation")
        choosing = site.open(f"{_LICENCES}/ten-sales/superfluous")
        assert site.send(f"{PREFIX}/tabs/beast-holds/part").text == "opened"
        assert seen(site, world, f"{PREFIX}/tabs/superoffice")[1]
        busy = choosing.press("OK", chosen=["2"])
        assert busy.status == 503
        assert "The database is busy" in busy.text
        assert form.status == 200
    assert world.holders("ten-sales") == [1, 2, 3]
    assert choosing.press("OK", chosen=["2"]).status == 200
    assert world.holders("ten-sales") == [1, 3]


@pytest.fixture
def impatient_engine(world: World) -> None:
    """Our own engine, which gives up after a moment where it would wait for half a minute."""
    engine = world.context.store.engine
    engine.dispose()

    from sqlalchemy import event

    @event.listens_for(engine, "connect")
    def connect(connection: object, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=100")  # type: ignore[attr-defined]  # a raw one


# --- all at once ---------------------------------------------------------------------------------


def test_with_all_of_them_our_pages_ask_and_show_the_same(world: World) -> None:
    with loose(world) as site:
        demand_our_pages_as_without(site, world)


def test_with_all_of_them_a_page_of_ours_asks_nobody_but_who_may_see_a_tab(world: World) -> None:
    with loose(world) as site:
        with Calls.noted() as first:
            site.open(f"{PREFIX}/tabs/superoffice")
        for _ in range(3):
            site.open(f"{PREFIX}/tabs/superoffice")
        with Calls.noted() as later:
            for path in OUR_PAGES:
                site.open(path)
    assert {call.split()[0] for call in first.seen} == {"visible"}
    # Who has failed three times in a row is left alone.
    assert later.seen == []


def test_with_all_of_them_people_lose_a_licence_and_a_package_is_activated(world: World) -> None:
    with loose(world) as site:
        page = site.open(f"{_LICENCES}/ten-sales/superfluous").press("OK", chosen=["2"])
        assert page.status == 200
        page = site.open(f"{PREFIX}/owners/{OWNER}/activation").press("Activate")
        assert page.status == 200
        context = site.client.application.extensions["solicense"].context(None)
        deliveries.deliver(context, listens=0.2)
    assert world.holders("ten-sales") == [1, 3]
    with world.context.reading() as reading:
        done = [entry.action for entry in ledger.entries(reading, owner=OWNER)]
    assert done.count(Action.PACKAGE_ACTIVATED) == 2


@pytest.mark.patient
def test_with_all_of_them_the_application_starts_within_half_a_minute(world: World) -> None:
    began = time.monotonic()
    with loose(world) as site:
        took = time.monotonic() - began
        assert site.open(f"{PREFIX}/tabs/superoffice").status == 200
    # gunicorn ends a worker that takes longer than 30 s to begin.
    assert took < 25


def test_every_hook_is_asked_of_those_who_do_the_same_in_every_hook() -> None:
    hooks = {name for name in vars(AddOnHooks) if name.startswith("solicense_")}
    assert {name for name in vars(Asked) if name.startswith("solicense_")} == hooks
