"""The dialog Request code: what there is to send, and the next step."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.request_code import RequestCode
from tests.support.host import PREFIX
from tests.support.signing import COMPANY, SERIAL, plan
from tests.support.visitor import Page, Visitor
from tests.support.world import World

_CODE = f"{PREFIX}/owners/SUPEROFFICE/request-code"
_TAB = f"{PREFIX}/tabs/superoffice"


@pytest.fixture(autouse=True)
def owned(world: World) -> None:
    """A licence from an owner without a licence server."""
    world.own(plan("sales", 3), issue=7)


def code_of(page: Page) -> RequestCode:
    return RequestCode.read(page.by_id("sl-code").text)


def test_where_there_is_no_licence_server_the_tab_offers_it(site: Visitor) -> None:
    assert site.open(_TAB).by_id("sl-request-code")["href"] == _CODE


def test_where_no_licence_server_may_be_asked_the_tab_offers_it_too(
    site: Visitor, world: World
) -> None:
    world.own(plan("sales", 3), issue=8, LicenseUrl="https://licences.example")
    assert b"SOLICENSE_LICENCE_HOSTS" in site.open(_TAB).response.data
    assert site.open(_TAB).by_id("sl-request-code")["href"] == _CODE


def test_it_shows_a_new_code_each_time_and_stores_nothing(site: Visitor, world: World) -> None:
    with world.context.reading() as reading:
        before = reading.installation.revision
    first, second = code_of(site.open(_CODE)), code_of(site.open(_CODE))
    assert (first.identity.company_name, first.identity.serial_number) == (COMPANY, SERIAL)
    assert (first.owner, first.issue_number) == ("SUPEROFFICE", 7)
    assert first.nonce != second.nonce
    with world.context.reading() as reading:
        assert reading.installation.revision == before


def test_its_picture_has_a_name_and_no_style(site: Visitor) -> None:
    page = site.open(_CODE)
    (picture,) = [found for found in page.root.walk() if found.get("role") == "img"]
    assert picture["aria-label"] == "The request code as a QR code"
    assert b"style=" not in page.response.data


def test_without_scripts_there_is_no_copy_button(site: Visitor) -> None:
    assert "hidden" in site.open(_CODE).by_id("sl-copy-code").attributes


def test_the_next_step_is_to_load_the_file(site: Visitor) -> None:
    load = site.open(_CODE).by_id("sl-load-answer")["href"]
    assert site.open(load).by_id("sl-file")["accept"] == ".licence"
