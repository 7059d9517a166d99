"""The README's lines alone, in an application that has everything already."""

from __future__ import annotations

import json
import re
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.hosts.installed import Crm, Python, install, make_application
from tests.support.signing import document, module, plan

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("one-file")]

_SERIAL = 'licences init-db --company "Nordlys Design AS" --serial 1010000006'


@pytest.fixture(scope="session")
def python(tmp_path_factory: pytest.TempPathFactory) -> Python:
    return install(tmp_path_factory.mktemp("installed"))


@pytest.fixture(scope="session")
def issuer(python: Python, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys of a root and of SuperOffice, made by the wheel's own commands."""
    folder = tmp_path_factory.mktemp("issuer")
    for key in ("root", "superoffice"):
        python.run("solicense", "issuer", "keygen", key, cwd=folder)
    approve = "--root root.private.jwk --key superoffice.public.jwks --out superoffice.certificate"
    python.run("solicense", "issuer", "approve", "SUPEROFFICE", *approve.split(), cwd=folder)
    return folder


@pytest.fixture(scope="session")
def before(python: Python, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crm]:
    """The CRM as it was."""
    crm = Crm(
        python, make_application(tmp_path_factory.mktemp("before") / "crm", with_plugin=False)
    )
    with crm.served():
        yield crm


@pytest.fixture(scope="session")
def after(python: Python, issuer: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crm]:
    """The CRM with the README's lines, and after the README's commands."""
    folder = make_application(tmp_path_factory.mktemp("after") / "crm", with_plugin=True)
    settings = {"CRM_SOLICENSE_ROOT_KEYS": str(issuer / "root.public.jwks")}
    crm = Crm(python, folder, settings)
    crm.flask("licences", "init-db", "--company", "Nordlys Design AS", "--serial", "1010000006")
    crm.flask("licences", "sync-users")
    with crm.served():
        yield crm


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    with chromium.new_context() as context:
        yield context.new_page()


def sign_in(page: Page, crm: Crm, login: str) -> None:
    page.goto(f"{crm.url}/sign-in")
    page.fill("[name=login]", login)
    page.click("button")


def issue(python: Python, issuer: Path, number: int, *modules: dict[str, object]) -> Path:
    """Sign a package by the wheel's own command."""
    source = issuer / f"{number}.json"
    now = python.run(
        "python", "-c", "import datetime as d; print(d.datetime.now(d.UTC).isoformat())"
    )
    fields = document(*modules, issue=number, IssuedAt=now.strip(), ExpiryDate=None)
    source.write_text(json.dumps(fields))
    file = issuer / f"{number}.licence"
    how = "--certificate superoffice.certificate --key superoffice.private.jwk"
    python.run("solicense", "issuer", "issue", source, *how.split(), "--out", file, cwd=issuer)
    return file


def without_tokens(html: str) -> str:
    return re.sub(r'(name="csrf_token"[^>]*value=)"[^"]*"', r"\1", html)


def test_the_readme_has_the_commands_that_the_test_uses() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert _SERIAL in readme
    assert "flask licences sync-users" in readme


def test_pages_language_request_class_and_tables_are_unchanged(
    before: Crm, after: Crm, page: Page
) -> None:
    about = [json.load(urllib.request.urlopen(f"{crm.url}/about")) for crm in (before, after)]
    about[1]["tables"] = [t for t in about[1]["tables"] if not t.startswith("solicense_")]
    assert about[0] == about[1]
    assert about[0]["request_class"] == ["CrmRequest", "Request"]
    for language in ("en", "de"):
        page.set_extra_http_headers({"Accept-Language": language})
        seen = []
        for crm in (before, after):
            sign_in(page, crm, "user1")
            seen.append(without_tokens(page.content()))
        assert seen[0] == seen[1]
        assert ("Willkommen" if language == "de" else "Welcome") in seen[1]


def test_the_hosts_forms_are_protected_as_before(before: Crm, after: Crm, page: Page) -> None:
    for crm in (before, after):
        sign_in(page, crm, "user1")
        forged = page.request.post(f"{crm.url}/", form={"name": "Forged AS"})
        assert forged.status == 400
        page.fill("[name=name]", "Bergland AS")
        page.click("button")
        expect(page.get_by_text("Bergland AS")).to_be_visible()


def test_the_whole_story_runs_in_the_hosts_own_layout(
    python: Python, issuer: Path, after: Crm, page: Page, tmp_path: Path
) -> None:
    modules = (
        plan("ten-sales", 3, "web"),
        module("web", 50, IsHidden=True),
        plan("ten-service", 3),
    )
    sign_in(page, after, "anna")
    page.click("text=Licences")
    page.click("#sl-load")
    page.set_input_files("#sl-file", issue(python, issuer, 1, *modules))
    page.click("#sl-load-file")
    page.click("#sl-activate")
    expect(page.locator("#solicense-status")).to_contain_text("has been activated")
    after.script(
        "import crm\n"
        "with crm.app.app_context():\n"
        "    for user in '123': crm.licences.people.assign(user, 'ten-sales')"
    )

    fewer = (plan("ten-sales", 2, "web"), modules[1], modules[2])
    page.reload()
    page.click("#sl-load")
    page.set_input_files("#sl-file", issue(python, issuer, 2, *fewer))
    page.click("#sl-load-file")
    expect(page.locator("#sl-activate")).to_be_disabled()
    page.click("tr.sl-over a")
    page.click("#sl-suggest")
    expect(page.locator("#sl-counts")).to_contain_text("0 still to go")
    page.click("#sl-ok")
    page.click("#sl-activate")
    expect(page.locator("#solicense-status")).to_contain_text("has been activated")
    expect(page.get_by_text("Welcome, Anna Dahl")).to_be_visible()
    assert '"in_use": 2, "quantity": 2' in after.flask("licences", "status", "--json")
    assert "Everything agrees." in after.flask("licences", "verify")


def test_an_ordinary_user_has_no_menu_entry_and_no_screen(after: Crm, page: Page) -> None:
    sign_in(page, after, "user1")
    expect(page.get_by_role("link", name="Licences")).to_have_count(0)
    answer = page.goto(f"{after.url}/settings/licences/")
    assert answer is not None
    assert answer.status == 403


def test_who_is_not_signed_in_comes_to_the_hosts_sign_in_and_back(after: Crm, page: Page) -> None:
    page.goto(f"{after.url}/settings/licences/owners/SUPEROFFICE/package")
    assert page.url.startswith(f"{after.url}/sign-in?next=")
    page.fill("[name=login]", "anna")
    page.click("button")
    assert page.url == f"{after.url}/settings/licences/owners/SUPEROFFICE/package"
