"""The shop: what a customer owns, and buying more of it, without JavaScript."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

import pytest

from solicense_plugin.issuer.server import create_server
from tests.issuer.server.conftest import ME, NEIGHBOUR, Server
from tests.support.crowd import at_once
from tests.support.licence_folder import LicenceFolder
from tests.support.markup import Element
from tests.support.signing import COMPANY, SERIAL, Issuer, module
from tests.support.visitor import Page, Visitor
from tests.support.world import Clock

SHOP = f"/shop?{urlencode(ME)}"


@pytest.fixture
def page(server: Server) -> Page:
    return Visitor(server.app).open(SHOP)


def rows(page: Page) -> dict[str, str]:
    """Return what the table says that the customer has."""
    lines = page.root.all("tr")[1:]
    return {line.all("th")[0].text: line.all("td")[0].text for line in lines}


def problem(page: Page) -> str:
    """Return what is told to a reader at once."""
    (alert,) = [e for e in page.root.walk() if e.get("role") == "alert"]
    return alert.text


def test_five_sales_premium_are_bought_and_the_next_check_brings_them(
    server: Server, page: Page
) -> None:
    before = server.status()["issueNumber"]
    done = page.press("Buy", buy_ten_sales="5")
    assert "5 × Ten Sales" in done.text
    assert rows(done)["Ten Sales"] == "26"
    assert server.status(before) == {"code": "NewLicenseAvailable", "issueNumber": before + 1}
    quantities = {licence.name: licence.quantity for licence in server.current().licences}
    assert quantities["ten-sales"] == 26


def test_a_plan_brings_its_hidden_parts_along_and_nothing_else_changes(
    server: Server, page: Page
) -> None:
    page.press("Buy", buy_ten_sales="5", buy_ten_service="2")
    quantities = {licence.name: licence.quantity for licence in server.current().licences}
    assert quantities == {
        "ten-sales": 26,
        "ten-service": 12,
        "quote-cal": 65,
        "diary": 9999,
        "system": 1,
    }


def test_buying_from_a_source_in_xml_keeps_everything_else_in_it(server: Server) -> None:
    who = {"serial": "X-1", "company": "Å & Ä"}
    server.folder.customer(
        module("Web", 3, Unheard="of"), xml=True, SerialNr="X-1", CompanyName="Å & Ä"
    )
    page = Visitor(server.app).open(f"/shop?{urlencode(who)}")
    page.press("Buy", buy_web="2")
    assert server.signed(who).package.licences[0].quantity == 5
    source = (server.folder.path / "licences/X-1.xml").read_text()
    assert "<Unheard>of</Unheard>" in source


def test_what_cannot_be_bought_is_shown_last_and_without_a_field(server: Server) -> None:
    system = module("system", 1, LicenseType="SiteLicense", SortOrder=1)
    sales = module("ten-sales", 21, SortOrder=2)
    server.folder.customer(system, module("ten-service", 10, SortOrder=3), sales)
    page = Visitor(server.app).open(SHOP)
    assert list(rows(page)) == ["Ten Sales", "Ten Service", "System"]
    assert rows(page) == {"Ten Sales": "21", "Ten Service": "10", "System": "1"}
    fields = [field.get("name") for field in page.root.all("input") if "min" in field]
    assert fields == ["buy-ten-sales", "buy-ten-service"]


def test_an_unlimited_licence_is_shown_as_such(server: Server) -> None:
    server.folder.customer(module("web", 9999, Unrestricted=True))
    assert rows(Visitor(server.app).open(SHOP)) == {"Web": "Unlimited"}


@pytest.mark.parametrize(
    "number",
    [
        pytest.param("-5", id="negative"),
        pytest.param("1.5", id="half"),
        pytest.param("five", id="a-word"),
        pytest.param("10001", id="too-many"),
        pytest.param("9" * 1000, id="far-too-many"),
        pytest.param("٥", id="digits-of-another-script"),
        pytest.param("1e3", id="a-power"),
    ],
)
def test_what_is_no_number_is_told_beside_its_field_and_kept(
    server: Server, page: Page, number: str
) -> None:
    before = server.folder.source()
    again = page.press("Buy", buy_ten_sales=number, buy_ten_service="2")
    assert again.status == 422
    assert problem(again) == "Some numbers cannot be ordered."
    field = _field(again, "buy-ten-sales")
    assert field["value"] == number
    assert again.by_id(field["aria-describedby"]).text == "A whole number up to 10000."
    assert _field(again, "buy-ten-service")["value"] == "2"
    assert "aria-invalid" not in _field(again, "buy-ten-service")
    assert server.folder.source() == before


@pytest.mark.parametrize("number", ["0", "", " ", "000"])
def test_nothing_chosen_is_told(server: Server, page: Page, number: str) -> None:
    again = page.press("Buy", buy_ten_sales=number)
    assert (again.status, problem(again)) == (422, "Nothing has been chosen yet.")


def test_more_than_a_package_can_hold_is_not_sold(server: Server) -> None:
    server.folder.customer(module("web", 2**31 - 2))
    again = Visitor(server.app).open(SHOP).press("Buy", buy_web="2")
    assert (again.status, problem(again)) == (422, "There cannot be so many.")
    assert server.current().licences[0].quantity == 2**31 - 2


def test_a_form_that_is_sent_twice_buys_once(server: Server, page: Page) -> None:
    page.press("Buy", buy_ten_sales="5")
    again = page.press("Buy", buy_ten_sales="5")
    assert again.status == 409
    assert "has changed" in problem(again)
    assert rows(again)["Ten Sales"] == "26"


def test_of_many_forms_sent_at_once_one_buys(server: Server) -> None:
    pages = [Visitor(server.app).open(SHOP) for _ in range(8)]
    answers = at_once(8, lambda number: pages[number].press("Buy", buy_ten_sales="5").status)
    assert sorted(map(str, answers)) == ["200"] + ["409"] * 7
    assert server.current().licences[0].quantity == 26


def test_what_was_bought_is_told_once(server: Server, page: Page) -> None:
    done = page.press("Buy", buy_ten_sales="5")
    assert "You have bought" in done.text
    assert "You have bought" not in page.visitor.open(SHOP).text


@pytest.mark.parametrize("token", ["", "x", "IjEi.YWJj.abc"])
def test_a_form_of_another_site_buys_nothing(server: Server, page: Page, token: str) -> None:
    before = server.folder.source()
    again = page.press("Buy", buy_ten_sales="5", csrf_token=token)
    assert again.status == 400
    assert "has expired" in problem(again)
    assert _field(again, "buy-ten-sales")["value"] == "5"
    assert server.folder.source() == before


def test_the_token_of_another_browser_buys_nothing(server: Server, page: Page) -> None:
    token = _field(Visitor(server.app).open(SHOP), "csrf_token")["value"]
    assert page.press("Buy", buy_ten_sales="5", csrf_token=token).status == 400


def test_looking_changes_nothing(server: Server, page: Page) -> None:
    assert not (server.folder.path / "issued").exists()
    assert page.visitor.open(f"{SHOP}&buy-ten-sales=5").status == 200
    assert server.folder.source()["ModuleLicenses"][0]["NumberOfLicenses"] == 21


def test_whoever_does_not_say_who_he_is_is_asked(server: Server) -> None:
    page = Visitor(server.app).open("/shop")
    assert page.status == 200
    shown = page.press("Show licences", serial=SERIAL, company=COMPANY)
    assert rows(shown)["Ten Sales"] == "21"


@pytest.mark.parametrize(
    "query, status",
    [
        pytest.param({**ME, "company": "Nordlys"}, 404, id="another-company"),
        pytest.param({"serial": SERIAL, "company": NEIGHBOUR["company"]}, 404, id="a-neighbours"),
        pytest.param({"serial": SERIAL}, 400, id="no-company"),
        pytest.param({**ME, "company": "x" * 255}, 400, id="a-long-company"),
    ],
)
def test_a_stranger_sees_no_licences(server: Server, query: dict[str, str], status: int) -> None:
    page = Visitor(server.app).open(f"/shop?{urlencode(query)}")
    assert page.status == status
    assert problem(page)
    assert "Ten Sales" not in page.text
    assert page.has("button", "Show licences")


def test_a_stranger_buys_nothing(server: Server, page: Page) -> None:
    assert page.press("Buy", buy_ten_sales="5", company="Somebody Else AS").status == 404


HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}"


def test_hostile_names_are_shown_as_text(server: Server) -> None:
    server.folder.customer(
        module("web", 3, ModuleDescription=HOSTILE),
        CompanyName=HOSTILE,
        OwnerDescription=HOSTILE,
    )
    page = Visitor(server.app).open(f"/shop?{urlencode({**ME, 'company': HOSTILE})}")
    assert page.status == 200
    assert "<script" not in page.html
    assert page.text.count(HOSTILE) == 4
    done = page.press("Buy", buy_web="1")
    assert f"1 × {HOSTILE}" in done.text


def test_a_page_permits_no_script_frame_or_foreign_form(server: Server, page: Page) -> None:
    headers = page.response.headers
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert not page.root.all("script", "style")
    assert not [e for e in page.root.walk() if "style" in e]


def test_the_stylesheet_is_there_and_nothing_else_of_the_disk(server: Server, page: Page) -> None:
    (link,) = page.root.all("link")
    with server.get(link["href"]) as sheet:
        assert sheet.content_type.startswith("text/css")
    assert server.get("/shop/static/../../../folder.py").status_code == 404
    assert server.get("/shop/static/%2e%2e/shop.py").status_code == 404


def test_its_cookie_is_not_taken_for_the_crms(server: Server, page: Page) -> None:
    """Cookies do not know ports, and both may run on one machine."""
    cookie = page.response.headers["Set-Cookie"]
    assert cookie.startswith("solicense_shop_SUPEROFFICE=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_every_field_has_a_name_that_is_read_out(page: Page) -> None:
    shown = [field for field in page.root.all("input") if field.get("type") != "hidden"]
    names = [_read_out(page, field) for field in shown]
    assert names == ["How many more: Ten Sales", "How many more: Ten Service"]
    welcome = page.visitor.open("/shop")
    labels = {label["for"] for label in welcome.root.all("label")}
    assert labels == {field["id"] for field in welcome.root.all("input")}


def test_the_shops_secret_is_for_nobody_elses_eyes_and_outlives_a_restart(server: Server) -> None:
    file = server.folder.path / "secret"
    assert file.stat().st_mode & 0o077 == 0
    before = file.read_bytes()
    assert Server(server.folder, server.clock).app.secret_key == before


def test_a_fault_is_told_in_words(server: Server, page: Page) -> None:
    server.folder.write(f"licences/{SERIAL}.json", "{")
    again = page.visitor.open(SHOP)
    assert again.status == 500
    assert "try again later" in problem(again)


def test_there_is_no_shop_unless_it_is_asked_for(tmp_path: Path, issuer: Issuer) -> None:
    folder = LicenceFolder.make(tmp_path / "issuer", issuer)
    app = create_server(folder.path, clock=Clock())
    assert app.test_client().get("/shop").status_code == 404
    assert not (folder.path / "secret").exists()


def _field(page: Page, name: str) -> Element:
    (field,) = [field for field in page.root.all("input") if field.get("name") == name]
    return field


def _read_out(page: Page, field: Element) -> str:
    return " ".join(page.by_id(name).text for name in field["aria-labelledby"].split())
