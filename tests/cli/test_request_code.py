"""A licence without a network: a code from the host, a file from the licence server, and back."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from solicense_plugin.domain.request_code import RequestCode
from tests.cli.conftest import Operator
from tests.support.licence_server import ROOT, LicenceServer, licence_server
from tests.support.signing import COMPANY, SERIAL, Issuer, plan

_HOST = """
import sys
from pathlib import Path
from solicense_plugin.store.engine import own_engine
from tests.support.host import Host, make_app
folder = Path(sys.argv[1])
engine = own_engine(f"sqlite:///{folder / 'crm.sqlite'}")
app = make_app(Host(), engine=engine, SOLICENSE_ROOT_KEYS=(folder / "roots").read_text())
done = app.test_cli_runner().invoke(args=["licences", *sys.argv[2:]])
sys.stdout.write(done.stdout)
sys.exit(done.exit_code)
"""


def test_the_code_says_who_asks_and_what_is_there_already(operator: Operator) -> None:
    operator.set_up()
    operator.must("load", operator.file(plan("sales", 3), issue=7))
    operator.must("activate", "SUPEROFFICE")
    said = operator.json("request-code")
    code = RequestCode.read(said["code"])
    assert (code.owner, code.issue_number) == ("SUPEROFFICE", said["issue_number"])
    assert (code.identity.company_name, code.identity.serial_number) == (COMPANY, SERIAL)
    assert operator.json("request-code")["code"] != said["code"]


def test_a_partner_who_is_not_here_yet_can_be_asked(operator: Operator) -> None:
    operator.set_up()
    text = operator.must("request-code", "ACME")
    assert RequestCode.read(text.splitlines()[0]).owner == "ACME"
    assert "flask licences load FILE" in text
    assert operator.run("request-code", "acme").exit_code == 1


def test_before_anybody_is_identified_there_is_no_code(operator: Operator) -> None:
    operator.must("init-db")
    done = operator.run("request-code")
    assert (done.exit_code, done.stderr.startswith("Say first whose")) == (1, True)


def test_the_picture_goes_into_a_file(operator: Operator) -> None:
    operator.set_up()
    file = operator.folder / "code.svg"
    operator.must("request-code", "--svg", str(file))
    assert "<svg" in file.read_text()
    assert operator.run("request-code", "--svg", str(file / "x")).exit_code == 1


def host(folder: Path, *arguments: str) -> str:
    """Run a command of the host in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", _HOST, str(folder), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.slow
def test_the_whole_road_from_the_code_to_the_active_licence(tmp_path: Path, issuer: Issuer) -> None:
    (tmp_path / "roots").write_text(issuer.jwks)
    host(tmp_path, "init-db", "--company", COMPANY, "--serial", SERIAL)
    code = json.loads(host(tmp_path, "request-code", "--json"))["code"]
    with licence_server(tmp_path / "issuer", issuer) as server:
        server.customer(plan("sales", 3))
        content = answered(server, code)
    file = tmp_path / "answer.licence"
    file.write_bytes(content)
    host(tmp_path, "load", str(file))
    host(tmp_path, "activate", "SUPEROFFICE")
    (owner,) = json.loads(host(tmp_path, "status", "--json"))["owners"]
    assert [row["name"] for row in owner["licences"]] == ["sales"]


def answered(server: LicenceServer, code: str) -> bytes:
    """Carry a code to the licence server, and take its file along."""
    body = json.dumps({"code": code}).encode()
    address = urllib.parse.urljoin(server.url, "/requests/SUPEROFFICE")
    asked = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        content: bytes = answer.read()
    return content
