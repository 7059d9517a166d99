"""A vendor's part of a page: loaded by itself, at his own risk, and drawn by us or by him."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest
from markupsafe import Markup

from solicense_plugin import (
    LicenceTab,
    PanelAction,
    PanelNotice,
    PanelValues,
    Sign,
    TabContext,
)
from solicense_plugin.web import vendors
from tests.support.counting import statements
from tests.support.host import PREFIX, VIEWER, Host
from tests.support.signing import Issuer, module
from tests.support.vendors import Acme, Install, Tabs, Trouble, always
from tests.support.visitor import Page
from tests.support.world import World
from tests.web.test_escaping import HOSTILE, demand_harmless

_TAB = f"{PREFIX}/tabs/acme"
_PART = f"{_TAB}/part"


def drawing(render: Callable[[TabContext], Any]) -> Tabs:
    return Tabs(LicenceTab("acme", "Acme", render=render))


def showing(values: Callable[[TabContext], Any]) -> Tabs:
    return Tabs(LicenceTab("acme", "Acme", values=values))


def noting(seen: list[TabContext]) -> Callable[[TabContext], str]:
    """Return what draws nothing, and notes for whom."""

    def render(context: TabContext) -> str:
        seen.append(context)
        return ""

    return render


# --- the page around it --------------------------------------------------------------------------


def test_a_page_asks_no_vendor_for_its_part(world: World, install: Install) -> None:
    asked: list[TabContext] = []
    site = install(acme=drawing(noting(asked)))
    place = site.open(_TAB).by_id("sl-add-on-acme")
    assert asked == []
    assert (place["hx-get"], place["hx-trigger"], place["hx-sync"]) == (
        _PART,
        "load",
        "this:replace",
    )
    site.send(place["hx-get"])
    assert len(asked) == 1


def test_without_javascript_a_part_is_one_click_away_on_a_whole_page(
    world: World, install: Install
) -> None:
    page = install(acme=drawing(always("drawn"))).open(_TAB).follow("Show Acme")
    assert page.path == _PART
    assert page.by_id("sl-add-on-acme").text == "drawn"
    assert page.by_id("solicense-tab-acme").get("aria-current") == "page"


@pytest.mark.parametrize("path", ["/tabs/superoffice", "/status", "/tabs/history", "/"])
def test_add_ons_cost_our_own_pages_no_query(world: World, install: Install, path: str) -> None:
    world.own(module("ten-sales", 5))
    counted = []
    for add_ons in ({}, {"acme": Acme(), "trouble": Trouble()}):
        site = install(**add_ons)
        site.open(f"{PREFIX}/installation")
        with statements(world.context.store.engine) as found:
            assert site.open(PREFIX + path).status == 200
        counted.append(len(found))
    assert counted[0] == counted[1]


def test_the_standard_tab_of_an_owner_has_the_vendors_part_below_owner_information(
    world: World, issuer: Issuer, install: Install
) -> None:
    World(world.context, Issuer("ACME", issuer.root), world.clock).own(module("signing", 3))
    tab = LicenceTab("acme", "Acme", owner_name="ACME", render=always("drawn"))
    site = install(acme=Tabs(tab))
    page = site.open(_TAB)
    assert page.html.index("license owner") < page.html.index('id="sl-add-on-acme"')
    assert page.html.index('id="sl-add-on-acme"') < page.html.index('id="solicense-list"')
    assert "Signing" in page.text
    assert page.follow("Show Acme").by_id("sl-add-on-acme").text == "drawn"


def test_without_a_part_of_the_vendors_the_standard_tab_has_no_place_for_one(
    world: World, install: Install
) -> None:
    site = install(acme=Tabs(LicenceTab("acme", "Acme", owner_name="ACME")))
    assert site.open(_TAB).root.by_id("sl-add-on-acme") is None
    assert site.open(_PART).status == 404


# --- what a vendor draws -------------------------------------------------------------------------


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_a_plain_text_is_escaped(world: World, install: Install, htmx: bool) -> None:
    site = install(acme=drawing(always("<b>bold</b>")))
    page = site.send(_PART) if htmx else site.open(_PART)
    assert page.by_id("sl-add-on-acme").text == "<b>bold</b>"
    assert page.root.all("b") == []


def test_markup_is_taken_as_it_is(world: World, install: Install) -> None:
    page = install(acme=drawing(always(Markup("<b>bold</b>")))).send(_PART)
    assert page.by_id("sl-add-on-acme").all("b")[0].text == "bold"


def test_a_vendor_knows_who_looks_where_and_in_which_language(
    world: World, install: Install, host: Host
) -> None:
    seen: list[TabContext] = []
    host.user = VIEWER
    site = install(acme=drawing(noting(seen)))
    site.send(_PART, headers={"Accept-Language": "sv"})
    assert seen == [TabContext(VIEWER, "default", "sv")]


def test_a_vendor_can_make_addresses_of_this_site(world: World, install: Install) -> None:
    from flask import url_for

    site = install(acme=drawing(lambda _context: url_for("solicense.users")))
    assert site.send(_PART).text == f"{PREFIX}/users"


@pytest.mark.parametrize("text", ["half \ud83d of it", "\udce9"], ids=["a surrogate", "no UTF-8"])
def test_what_utf_8_cannot_say_becomes_a_replacement_sign(
    world: World, install: Install, text: str
) -> None:
    tabs = Tabs(
        LicenceTab("acme", f"Acme {text}", render=always(Markup("<i>{}</i>").format(text))),
    )
    site = install(
        acme=tabs, more=Tabs(LicenceTab("more", "More", values=lambda _c: one_row(text)))
    )
    assert "\N{REPLACEMENT CHARACTER}" in site.open(_TAB).by_id("solicense-tabs").text
    assert "\N{REPLACEMENT CHARACTER}" in site.send(_PART).text
    assert "\N{REPLACEMENT CHARACTER}" in site.send(f"{PREFIX}/tabs/more/part").text


# --- values that we draw -------------------------------------------------------------------------


def one_row(text: str) -> PanelValues:
    return PanelValues(
        notices=[PanelNotice(text)],
        columns=[text, "Other"],
        rows=[[text, text]],
        actions=[PanelAction(text, "/")],
    )


def test_values_are_drawn_as_notices_a_table_and_actions(world: World, install: Install) -> None:
    values = PanelValues(
        notices=[PanelNotice("Two wait.", Sign.WARN)],
        columns=["Document", "State"],
        rows=[["Lease", "signed"]],
        actions=[PanelAction("All", "/documents"), PanelAction("Manual", "https://acme.example/")],
    )
    page = install(acme=showing(always(values))).send(_PART)
    (notice,) = [e for e in page.root.all("div") if e.get("class") == "sl-notice sl-warn"]
    assert notice.text == "Two wait."
    assert [e.text for e in page.root.all("th", "td")] == ["Document", "State", "Lease", "signed"]
    assert page.link("All")["href"] == "/documents"
    away = page.link("Manual (opens in a new window)")
    assert (away["target"], away["rel"]) == ("_blank", "noopener noreferrer")


@pytest.mark.parametrize(
    ("url", "opens"),
    [
        pytest.param(f"{PREFIX}/add-ons/acme/documents", True, id="its own page"),
        pytest.param(f"{PREFIX}/add-ons/other/documents", False, id="another add-on's"),
        pytest.param(f"{PREFIX}/history", False, id="a page of ours"),
        pytest.param("https://acme.example/", False, id="another site"),
    ],
)
def test_only_an_add_ons_own_page_opens_in_the_dialog(
    world: World, install: Install, url: str, *, opens: bool
) -> None:
    values = PanelValues(actions=[PanelAction("All", url, in_dialog=True)])
    page = install(acme=showing(always(values))).send(_PART)
    (link,) = page.root.all("a")
    assert link["href"] == url
    assert link.get("hx-target") == ("#solicense-dialog-body" if opens else "")


@pytest.mark.parametrize(
    ("rows", "shown", "said"),
    [
        pytest.param(1000, 1000, "", id="as many as are shown"),
        pytest.param(1001, 1000, "1 more row is not shown.", id="one more"),
        pytest.param(2500, 1000, "1500 more rows are not shown.", id="many more"),
    ],
)
def test_a_table_shows_a_thousand_rows_and_says_how_many_more_there_are(
    world: World, install: Install, rows: int, shown: int, said: str
) -> None:
    values = PanelValues(columns=["Number"], rows=[[str(n)] for n in range(rows)])
    page = install(acme=showing(always(values))).send(_PART)
    assert len(page.root.all("tbody")[0].all("tr")) == shown
    assert said in page.text
    assert ("not shown" in page.text) == bool(said)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_texts_among_the_values_are_shown_as_they_are(
    world: World, install: Install, text: str
) -> None:
    page = install(acme=showing(always(one_row(text)))).send(_PART)
    demand_harmless(page)
    assert page.text.count(" ".join(text.split())) >= 4


# --- what fails ----------------------------------------------------------------------------------

_BAD = [
    pytest.param(drawing(always(RuntimeError("the secret reason"))), id="it raises"),
    pytest.param(drawing(always(SystemExit("the secret reason"))), id="it wants to exit"),
    pytest.param(drawing(always(b"the secret reason")), id="it draws bytes"),
    pytest.param(drawing(always(None)), id="it draws nothing"),
    pytest.param(drawing(always("x" * 2_000_001)), id="it draws too much"),
    pytest.param(showing(always("the secret reason")), id="its values are none"),
]


@pytest.mark.parametrize("add_on", _BAD)
def test_a_part_that_fails_becomes_a_box_with_a_reference_that_is_in_the_log(
    world: World, install: Install, add_on: object, caplog: pytest.LogCaptureFixture
) -> None:
    page = install(acme=add_on).send(_PART)
    assert page.status == 200
    assert "This tab could not be shown." in page.by_id("sl-add-on-acme").text
    assert "the secret reason" not in page.html
    (record,) = [r for r in caplog.records if r.levelno == logging.ERROR]
    reference = record.getMessage().rpartition(" ")[2]
    assert f"Reference: {reference}." in page.text
    assert "add-on acme" in record.getMessage()
    assert page.link("Details")["href"] == f"{PREFIX}/add-ons#ref-{reference}"


def test_without_javascript_a_part_that_fails_is_a_page_with_the_status_of_a_fault(
    world: World, install: Install
) -> None:
    site = install(acme=drawing(always(RuntimeError("away"))))
    page = site.open(_PART)
    assert page.status == 500
    assert "This tab could not be shown." in page.text
    assert page.link("Retry")["href"] == _PART
    assert site.open(_TAB).status == 200


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_retry_asks_for_that_part_alone(world: World, install: Install, htmx: bool) -> None:
    site = install(htmx, trouble=Trouble())
    path = f"{PREFIX}/tabs/trouble/part"
    page = site.send(path) if htmx else site.open(path)
    again = page.follow("Retry")
    assert again.is_part == htmx
    assert again.by_id("sl-add-on-trouble").text == "It goes again."


def test_whoever_may_only_look_is_not_sent_to_the_details_of_a_fault(
    world: World, install: Install, host: Host
) -> None:
    host.user = VIEWER
    page = install(acme=drawing(always(RuntimeError("away")))).send(_PART)
    assert not page.has("a", "Details")
    assert page.has("a", "Retry")


def test_a_part_that_is_late_says_so(
    world: World, install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendors, "PATIENCE", 0.05)
    ended = threading.Event()
    page = install(acme=drawing(lambda _context: str(ended.wait(60)))).send(_PART)
    ended.set()
    assert "The add-on acme has not answered in time." in page.text


def test_a_part_that_is_paused_says_so_and_where_it_is_resumed(
    world: World, install: Install
) -> None:
    asked: list[str] = []

    def fail(_context: TabContext) -> str:
        asked.append("now")
        raise RuntimeError

    site = install(acme=drawing(fail))
    pages: list[Page] = [site.send(_PART) for _ in range(4)]
    assert len(asked) == 3
    assert "resumes it on the page Add-ons" in pages[-1].text
    assert pages[-1].link("Details")["href"].startswith(f"{PREFIX}/add-ons#ref-")
