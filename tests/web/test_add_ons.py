"""The page Add-ons: what is installed, what has failed, and what is paused."""

from __future__ import annotations

import pytest
from flask import Flask

from solicense_plugin.domain.add_ons import FAULTS_UNTIL_PAUSE, Fault
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.boundary import AddOnFailed
from solicense_plugin.services import add_ons
from tests.support.counting import statements
from tests.support.host import PREFIX, VIEWER, Host
from tests.support.markup import Element
from tests.support.vendors import LISTED, VENDORS, install_late
from tests.support.visitor import Page, Visitor
from tests.support.world import World

PAGE = f"{PREFIX}/add-ons"
HOSTILE = "\"><img src=x onerror=alert(1)> <script>alert('x')</script>"
BEGINS = ("BEGIN", "COMMIT", "ROLLBACK", "PRAGMA")


def install(app: Flask, *names: str) -> None:
    install_late(app, **{name: VENDORS[name]() for name in names})


def fail(
    world: World, times: int = 1, *, contribution: str = "tab acme", message: str = "away"
) -> Fault:
    """Let something fail so often, and return the last fault."""

    def call() -> None:
        raise RuntimeError(message)

    add_on = AddOn.of("signatures", object(), ours=True)
    for _ in range(times):
        with pytest.raises(AddOnFailed) as failed:
            add_ons.ask(world.context, add_on, contribution, call)
    return failed.value.fault


def rows(page: Page) -> dict[str, list[str]]:
    """Return what stands in the table, by the add-on's name."""
    (table,) = page.root.all("table")
    (body,) = table.all("tbody")
    found = {}
    for row in body.all("tr"):
        name = row.all("th")[0].text.split()[0]
        found[name] = [cell.text for cell in row.all("td")]
    return found


def faults(page: Page) -> list[Element]:
    return page.root.all("article")


def test_with_no_add_on_the_page_says_so(world: World, site: Visitor) -> None:
    page = site.open(PAGE)
    assert "No add-on is installed." in page.text
    assert "Nothing has failed." in page.text


def test_administrators_find_it_from_the_history(world: World, site: Visitor, host: Host) -> None:
    page = site.open(f"{PREFIX}/history").follow("Add-ons")
    assert page.by_id("sl-add-ons-title").text == "Add-ons"
    host.user = VIEWER
    assert not site.open(f"{PREFIX}/history").has("a", "Add-ons")


def test_who_may_only_look_does_not_see_what_errors_tell(
    world: World, site: Visitor, host: Host
) -> None:
    fail(world, message="password 1234")
    host.user = VIEWER
    page = site.open(PAGE)
    assert page.status == 403
    assert "1234" not in page.html


def test_every_add_on_is_listed_with_its_state_and_what_it_contributes(
    world: World, site: Visitor, app: Flask
) -> None:
    install(app, *LISTED)
    found = rows(site.open(PAGE))
    assert list(found) == list(LISTED)
    assert found["signatures"] == ["enabled", "tab Acme Signatures, restrictions"]
    state, contributes = found["tomorrow"]
    assert state.startswith("disabled It was written for solicense-addon/2, which is newer")
    assert contributes == "–"
    assert found["broken"][0].startswith(
        "disabled It could not be loaded: LookupError: no settings"
    )


def test_a_tab_whose_key_was_taken_is_named(world: World, site: Visitor, app: Flask) -> None:
    install(app, "signatures", "imitation")
    assert rows(site.open(PAGE))["imitation"][1] == (
        'tab <b>Seals</b> Its tab "acme" is not shown: that key is taken.'
    )


def test_what_failed_at_the_start_is_there_with_its_traceback(
    world: World, site: Visitor, app: Flask
) -> None:
    install(app, "broken")
    (fault,) = faults(site.open(PAGE))
    assert "when the application started" in fault.text
    assert "in api" in fault.all("pre")[0].text


def test_a_fault_has_its_reference_what_was_asked_and_its_traceback(
    world: World, site: Visitor
) -> None:
    fault = fail(world, 2)
    (shown,) = faults(site.open(PAGE))
    assert shown["id"] == f"ref-{fault.reference}"
    assert shown.all("h3")[0].text == "signatures: tab acme failed 2 times in a row"
    assert f"reference {fault.reference}" in shown.text
    assert "21 Nov 2026" in shown.text
    assert shown.all("summary")[0].text == "RuntimeError: away"
    assert "Traceback" in shown.all("pre")[0].text
    assert shown.all("form") == []


def test_hostile_texts_stay_texts(world: World, site: Visitor, app: Flask) -> None:
    install(app, *LISTED)
    fail(world, contribution=HOSTILE, message=HOSTILE + "\x00\ud800")
    page = site.open(PAGE)
    assert page.root.all("img") == []
    assert page.root.all("b") == []
    assert [script for script in page.root.all("script") if "src" not in script.attributes] == []
    newest = faults(page)[0]
    assert HOSTILE in newest.all("h3")[0].text
    assert HOSTILE in newest.all("pre")[0].text


def test_a_reference_is_found(world: World, site: Visitor) -> None:
    fault = fail(world)
    fail(world, contribution="badge acme")
    page = site.open(PAGE).press("Search", reference=fault.reference.lower())
    (shown,) = faults(page)
    assert shown["id"] == f"ref-{fault.reference}"
    assert "open" in shown.all("details")[0].attributes
    assert len(faults(page.follow("Show all"))) == 2


def test_a_reference_that_is_not_kept_any_more_leads_to_the_log(
    world: World, site: Visitor
) -> None:
    first = fail(world)
    fail(world)
    page = site.open(f"{PAGE}?reference={first.reference}")
    assert faults(page) == []
    assert f"No fault with the reference {first.reference} is kept any more." in page.text


def test_what_is_paused_comes_first_and_is_resumed(world: World, either: Visitor) -> None:
    fail(world, FAULTS_UNTIL_PAUSE)
    world.clock.now = world.clock.now.replace(hour=23)
    fail(world, contribution="badge acme")
    page = either.open(PAGE)
    assert [fault.all("h3")[0].text for fault in faults(page)] == [
        "signatures: tab acme paused",
        "signatures: badge acme failed",
    ]
    page = page.press("Resume")
    assert "It is asked again." in page.text
    assert "paused" not in page.text
    assert add_ons.ailments(world.context)[1].standing.faults == 0


def test_a_button_pressed_twice_resumes_once(world: World, site: Visitor) -> None:
    fail(world, FAULTS_UNTIL_PAUSE)
    page = site.open(PAGE)
    page.press("Resume")
    fail(world, FAULTS_UNTIL_PAUSE)
    again = page.press("Resume")
    assert again.status == 200
    assert add_ons.ailments(world.context)[0].standing.is_paused


def test_the_page_needs_few_statements_however_much_has_failed(world: World, site: Visitor) -> None:
    for n in range(20):
        fail(world, contribution=f"tab {n}")
    site.open(f"{PREFIX}/installation")  # which installation it is, is asked once
    with statements(world.context.store.engine) as found:
        assert len(faults(site.open(PAGE))) == 20
    assert len([one for one in found if not one.lstrip().startswith(BEGINS)]) <= 3
