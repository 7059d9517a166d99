"""The tab Status: what vendors contribute to it, each part at its own address."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from solicense_plugin import (
    MeteredService,
    PlanLimit,
    Reading,
    SystemEvent,
    hookimpl,
)
from tests.support.host import PREFIX
from tests.support.signing import NOW
from tests.support.vendors import API, Install, Signatures
from tests.support.visitor import Page, Visitor
from tests.support.world import World

_STATUS = f"{PREFIX}/status"


class Reporter:
    """An add-on that reports what it is told to."""

    api = API

    def __init__(self, *reported: Any) -> None:
        self._reported = reported

    def _of(self, kind: type) -> list[Any]:
        return [one for one in self._reported if isinstance(one, kind | Exception)]

    @hookimpl
    def solicense_plan_limits(self) -> list[Any]:
        return self._of(PlanLimit)

    @hookimpl
    def solicense_metered_services(self) -> list[Any]:
        return self._of(MeteredService)

    @hookimpl
    def solicense_system_events(self, installation: str) -> list[Any]:
        return [*self._of(SystemEvent), *self._of(str)]


def part(install: Install, kind: str, *reported: Any) -> Page:
    return install(acme=Reporter(*reported)).send(f"{_STATUS}/parts/acme/{kind}")


def test_its_tab_leads_to_its_address(world: World, either: Visitor) -> None:
    page = either.open(f"{PREFIX}/tabs/status")
    assert page.path == _STATUS
    assert page.by_id("solicense-tab-status")["href"] == _STATUS
    assert page.by_id("solicense-tab-status").get("aria-current") == "page"


def test_without_add_ons_each_section_says_that_there_is_nothing(
    world: World, site: Visitor
) -> None:
    text = site.open(_STATUS).text
    assert "Restrictions There are no restrictions." in text
    assert "Metered services Nothing is metered." in text
    assert "System notifications There are no notifications." in text


@pytest.mark.parametrize("kind", ["limits", "meters", "events"])
def test_what_a_vendor_reports_is_loaded_after_the_page(
    world: World, install: Install, kind: str
) -> None:
    site = install(acme=Signatures())
    place = site.open(_STATUS).by_id(f"sl-{kind}-of-acme")
    assert place["hx-get"] == f"{_STATUS}/parts/acme/{kind}"
    assert site.send(place["hx-get"]).by_id(f"sl-{kind}-of-acme").text


@pytest.mark.parametrize(
    "path", ["acme/prices", "nobody/limits", "solicense/limits", "tabs/limits"]
)
def test_what_nobody_reports_has_no_address(world: World, install: Install, path: str) -> None:
    assert install(acme=Signatures()).open(f"{_STATUS}/parts/{path}").status == 404


@pytest.mark.parametrize(
    ("used", "maximum", "said"),
    [
        pytest.param(1, 100, "1 of 100 active projects", id="1 %"),
        pytest.param(849, 1000, "849 of 1,000 active projects", id="84.9 %"),
        pytest.param(85, 100, "85 of 100 active projects near the limit", id="85 %"),
        pytest.param(999, 1000, "999 of 1,000 active projects near the limit", id="99.9 %"),
        pytest.param(100, 100, "100 of 100 active projects limit reached", id="100 %"),
        pytest.param(1001, 1000, "1,001 of 1,000 active projects limit reached", id="100.1 %"),
    ],
)
def test_a_limit_has_a_sign_and_words_from_85_and_from_100_per_cent(
    world: World, install: Install, used: int, maximum: int, said: str
) -> None:
    limit = PlanLimit(key="projects", title="active projects", used=used, maximum=maximum)
    page = part(install, "limits", limit)
    (line,) = page.root.all("li")
    assert line.text == said
    assert len(line.all("svg")) == ("limit" in said)


@pytest.mark.parametrize(
    ("readings", "said"),
    [
        pytest.param([], "nothing this month", id="none"),
        pytest.param([Reading(date(2026, 10, 1), 5)], "nothing this month", id="an earlier one"),
        pytest.param([Reading(date(2026, 11, 1), 12345)], "12,345 GB this month", id="one"),
    ],
)
def test_a_meter_says_what_it_read_this_month(
    world: World, install: Install, readings: list[Reading], said: str
) -> None:
    meter = MeteredService(key="space", title="Space", unit="GB", readings=readings)
    assert part(install, "meters", meter).text == f"Space {said}"


def test_an_event_has_the_seven_columns(world: World, install: Install) -> None:
    world.people(1)
    event = SystemEvent(
        key="import",
        name="Import",
        status="running",
        message="Documents are taken over.",
        activated=NOW,
        activated_by="1",
        finished=datetime(2026, 11, 22, 8, 30, tzinfo=UTC),
        whole_system=True,
        percent=35,
    )
    page = part(install, "events", event)
    titles = "Event, Status, Message, Activated, Activated by, Finished, Type".split(", ")
    assert [cell.text for cell in page.root.all("thead")[0].all("th")] == titles
    row = [cell.text for cell in page.root.all("tbody")[0].all("th", "td")]
    assert row[:3] == ["Import", "running 35 %", "Documents are taken over."]
    assert row[4].endswith("Person 0001")
    assert "22 Nov 2026" in row[5]
    assert row[6] == "whole system"


@pytest.mark.parametrize(
    ("activated_by", "said"),
    [(None, "the system"), ("nobody we know", "nobody we know")],
    ids=["the system", "somebody unknown"],
)
def test_an_event_without_an_end_says_who_started_it_and_no_end(
    world: World, install: Install, activated_by: str | None, said: str
) -> None:
    event = SystemEvent(
        key="i", name="Index", status="waits", activated=NOW, activated_by=activated_by
    )
    row = [c.text for c in part(install, "events", event).root.all("tbody")[0].all("td")]
    assert row[3:] == [said, "", "part of the system"]


def test_a_part_that_fails_costs_the_others_nothing(world: World, install: Install) -> None:
    site = install(acme=Reporter("no event"), good=Signatures())
    failed = site.send(f"{_STATUS}/parts/acme/events")
    assert failed.status == 200
    assert "This part could not be shown." in failed.text
    assert failed.link("Retry")["hx-target"] == "#sl-events-of-acme"
    assert "Import of documents" in site.send(f"{_STATUS}/parts/good/events").text
    assert site.open(_STATUS).status == 200
