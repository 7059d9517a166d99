"""Six languages, beside whatever the host speaks."""

from __future__ import annotations

import pytest

from tests.support.host import PREFIX, Host, make_app, with_babel
from tests.support.signing import module
from tests.support.visitor import Visitor
from tests.support.world import World

#: The screen's name, and the heading of its list.
_WORDS = {
    "da": ("Licenser", "Licensliste"),
    "de": ("Lizenzen", "Lizenzliste"),
    "en": ("Licences", "License list"),
    "nb": ("Lisenser", "Lisensliste"),
    "nl": ("Licenties", "Licentielijst"),
    "sv": ("Licenser", "Licensförteckning"),
}


def speaks(site: Visitor, language: str, **headers: str) -> None:
    """Demand that the tab is in a language, whole and in part."""
    title, heading = _WORDS[language]
    page = site.open(f"{PREFIX}/tabs/superoffice", headers=headers)
    assert page.root.all("html")[0]["lang"] == language
    assert page.root.all("h1")[0].text == title
    assert page.by_id("sl-list-title").text == heading
    part = site.send(f"{PREFIX}/tabs/superoffice", headers=headers)
    assert part.by_id("sl-list-title").text == heading


@pytest.fixture
def with_host(world: World, host: Host) -> Visitor:
    """A host that has Babel and chooses the language."""
    world.own(module("ten-sales", 12_345))
    engine, clock = world.context.store.engine, world.clock
    return Visitor(make_app(host, engine=engine, clock=clock, set_up=with_babel(host)))


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        *((language, language) for language in _WORDS),
        ("no", "nb"),
        ("nn", "nb"),
        ("nn_NO", "nb"),
        ("nb_NO", "nb"),
        ("en_US", "en"),
        ("de_CH", "de"),
        ("fr", "en"),
        ("zh_Hant_TW", "en"),
    ],
)
def test_the_hosts_locale_decides(
    with_host: Visitor, host: Host, locale: str, language: str
) -> None:
    host.language = locale
    speaks(with_host, language)


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("no", "nb"),
        ("nn-NO,nb;q=0.8", "nb"),
        ("nb-NO", "nb"),
        ("fr,sv;q=0.5", "sv"),
        ("fr", "en"),
        ("", "en"),
        ("*", "en"),
        (";;q=x,,", "en"),
    ],
)
def test_without_the_hosts_babel_the_browser_decides(
    world: World, site: Visitor, header: str, language: str
) -> None:
    world.own(module("ten-sales"))
    if header == "*":
        assert site.open(f"{PREFIX}/", headers={"Accept-Language": "*"}).status == 200
        return
    speaks(site, language, **{"Accept-Language": header})


@pytest.mark.parametrize(
    ("locale", "written"),
    [
        ("en", ["12,345", "1 Mar 2027"]),
        ("en_US", ["12,345", "Mar 1, 2027"]),
        ("de", ["12.345", "01.03.2027"]),
        ("de_CH", ["12’345", "01.03.2027"]),
        ("nb_NO", ["12\xa0345", "1. mars 2027"]),
        ("no", ["12\xa0345", "1. mars 2027"]),
        ("sv", ["12\xa0345", "1 mars 2027"]),
    ],
)
def test_numbers_and_dates_are_written_as_the_locale_does(
    with_host: Visitor, world: World, host: Host, locale: str, written: list[str]
) -> None:
    world.own(module("ten-sales", 12_345), issue=2, ExpiryDate="2027-03-01T12:00:00Z")
    host.language = locale
    html = with_host.open(f"{PREFIX}/tabs/superoffice").html
    assert [text for text in written if text not in html] == []


def test_a_text_of_a_package_is_shown_in_its_language_or_marked_with_its_own(
    with_host: Visitor, world: World, host: Host
) -> None:
    texts = {"ModuleDescription": "Sales", "ModuleDescriptions": {"de": "Verkauf"}}
    world.own(module("ten-sales", 5, **texts), issue=2)
    shown = {}
    for locale in ("en", "de", "sv"):
        host.language = locale
        link = with_host.open(f"{PREFIX}/tabs/superoffice").by_id("sl-of-ten-sales")
        shown[locale] = (link.text, link.get("lang"))
    assert shown == {"en": ("Sales", ""), "de": ("Verkauf", ""), "sv": ("Sales", "en")}


def test_a_layout_of_the_host_keeps_its_own_words_around_ours(world: World, host: Host) -> None:
    world.own(module("ten-sales"))
    host.language, host.template = "de", "crm.html"
    engine, clock = world.context.store.engine, world.clock
    page = Visitor(make_app(host, engine=engine, clock=clock, set_up=with_babel(host))).open(
        f"{PREFIX}/tabs/superoffice"
    )
    assert page.by_id("menu-of-the-host").text == "Licences"
    assert page.root.all("h1")[0].text == "Lizenzen"


def test_what_the_host_puts_into_its_menu_speaks_the_language_of_the_request(
    with_host: Visitor, host: Host
) -> None:
    assert [screen.key for screen in host.screens] == ["licences", "user-licences"]
    host.language = "da"
    with with_host.client.application.test_request_context():
        assert [str(screen.title) for screen in host.screens] == ["Licenser", "Brugerlicenser"]
