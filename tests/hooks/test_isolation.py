"""Two applications in one process share nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from flask import Flask

from solicense_plugin import Licences
from tests.support.host import ADMINISTRATOR, Host, make_app
from tests.support.signing import Issuer, document, module
from tests.support.visitor import Visitor
from tests.support.world import Clock


def crm(folder: Path, name: str, issuer: Issuer) -> tuple[Host, Flask]:
    """Make a CRM with a database, keys and an address of its own."""
    host = Host()
    app = make_app(
        host,
        clock=Clock(),
        SOLICENSE_DATABASE_URL=f"sqlite:///{folder / name}.sqlite",
        SOLICENSE_URL_PREFIX=f"/{name}",
        SOLICENSE_ROOT_KEYS=issuer.jwks,
    )
    company = ["--company", f"{name} AS", "--serial", name]
    made = app.test_cli_runner().invoke(args=["licences", "init-db", *company])
    assert made.exit_code == 0, made.output
    return host, app


def test_two_applications_have_licences_keys_and_users_of_their_own(
    tmp_path: Path, issuer: Issuer
) -> None:
    north_host, north = crm(tmp_path, "north", issuer)
    south_host, south = crm(tmp_path, "south", Issuer())
    south_host.user = None
    named = document(module("ten-sales", 7), CompanyName="north AS", SerialNr="north")
    page = Visitor(north).open("/north/owners/SUPEROFFICE/package")
    page = page.press("Check the file", file=issuer.sign(named)).press("Activate")
    assert "0 of 7 in use" in page.text
    assert Visitor(south).open("/south/").text == "Sign in here"

    north_host.user, south_host.user = None, ADMINISTRATOR
    page = Visitor(south).open("/south/")
    assert "There are no licences yet." in page.text
    page = page.follow("Load license from file").press("Check the file", file=issuer.sign(named))
    assert page.status == 422
    assert Visitor(north).open("/north/").text == "Sign in here"
    assert north.test_client().get("/south/").status_code == 404


def test_one_extension_can_serve_two_applications(tmp_path: Path) -> None:
    licences, hosts, apps = Licences(), {}, {}
    for name in ("north", "south"):
        app = Flask(__name__, instance_path=str(tmp_path / name))
        app.add_url_rule("/sign-in", "sign_in", lambda: "Sign in here")
        app.secret_key = name
        hosts[name], apps[name] = Host(), app
        licences.init_app(app, host=hosts[name])
        app.test_cli_runner().invoke(args=["licences", "init-db"])
    hosts["north"].people = {None: [replace(ADMINISTRATOR, id=str(n)) for n in range(1, 4)]}
    added = {
        name: app.test_cli_runner().invoke(args=["licences", "sync-users"]).output
        for name, app in apps.items()
    }
    assert added == {
        "north": "3 added, 0 changed, 0 gone.\n",
        "south": "0 added, 0 changed, 0 gone.\n",
    }
    assert {(tmp_path / name / "solicense.sqlite").exists() for name in apps} == {True}
