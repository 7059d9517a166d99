"""An add-on's own texts, in the language of the request."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from solicense_plugin import LicenceTab, TabContext, hookimpl, translations_of
from tests.support.host import PREFIX
from tests.support.vendors import API, Install, Tabs
from tests.support.world import World

_PART = f"{PREFIX}/tabs/acme/part"


def write(folder: Path, locale: str, **texts: str) -> None:
    """Write a catalogue."""
    catalogue = Catalog(locale=locale)
    for text, translated in texts.items():
        catalogue.add(text, translated)
    catalogue.add(("%(num)d page", "%(num)d pages"), ("%(num)d Seite", "%(num)d Seiten"))
    file = folder / locale / "LC_MESSAGES" / "messages.mo"
    file.parent.mkdir(parents=True)
    with file.open("wb") as opened:
        write_mo(opened, catalogue)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, "de", Signed="Unterschrieben", Signatures="Unterschriften")
    write(tmp_path, "no", Signed="Signert")
    return tmp_path


def saying(where: str | Path) -> Tabs:
    texts = translations_of(where)

    def render(_context: TabContext) -> str:
        return f"{texts.gettext('Signed')}, {texts.ngettext('%(num)d page', '%(num)d pages', 3)}"

    return Tabs(LicenceTab("acme", texts.lazy_gettext("Signatures"), render=render))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        pytest.param("de", "Unterschrieben, 3 Seiten", id="its own"),
        pytest.param("nb", "Signert, 3 Seiten", id="under an older name"),
        pytest.param("da", "Signed, 3 pages", id="missing"),
        pytest.param("en", "Signed, 3 pages", id="English"),
    ],
)
def test_a_text_is_said_in_the_language_of_the_request_or_stays_as_it_is(
    world: World, install: Install, folder: Path, language: str, said: str
) -> None:
    page = install(acme=saying(folder)).send(_PART, headers={"Accept-Language": language})
    assert page.text == said


def test_a_lazy_title_is_said_in_the_language_of_the_request(
    world: World, install: Install, folder: Path
) -> None:
    site = install(acme=saying(folder))
    page = site.open(f"{PREFIX}/tabs/acme", headers={"Accept-Language": "de"})
    assert "Unterschriften" in page.by_id("solicense-tabs").text


class Speaking(Tabs):
    """An add-on that says where its catalogues are."""

    api = API

    def __init__(self, *folders: Path) -> None:
        self._folders = folders
        super().__init__(*saying("acme")._tabs)

    @hookimpl
    def solicense_translations(self) -> tuple[Path, ...]:
        return self._folders


@pytest.mark.parametrize("first", [True, False], ids=["in the first folder", "in the second"])
def test_an_add_on_may_say_by_the_hook_where_its_catalogues_are(
    world: World, install: Install, folder: Path, first: bool
) -> None:
    empty = folder / "empty"
    folders = (folder, empty) if first else (empty, folder)
    page = install(acme=Speaking(*folders)).send(_PART, headers={"Accept-Language": "de"})
    assert page.text == "Unterschrieben, 3 Seiten"


def test_without_an_application_a_text_stays_as_it_is(folder: Path) -> None:
    assert translations_of("acme").gettext("Signed") == "Signed"
    assert translations_of(folder).gettext("Signed by %(name)s", name="Ida") == "Signed by Ida"


def test_a_catalogue_that_cannot_be_read_costs_its_own_texts_alone(
    world: World, install: Install, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, "sv", Signed="Undertecknad")
    (tmp_path / "sv" / "LC_MESSAGES" / "messages.mo").write_bytes(b"no catalogue")
    page = install(acme=saying(tmp_path)).send(_PART, headers={"Accept-Language": "sv"})
    assert page.text == "Signed, 3 pages"
    assert "catalogues of an add-on cannot be read" in caplog.text
