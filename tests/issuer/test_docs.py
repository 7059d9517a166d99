"""The partner's pages of the documentation say what the code does."""

from __future__ import annotations

import json
import re
import shlex
from http import HTTPStatus
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from solicense_plugin.console import main
from solicense_plugin.domain.status import LicenceStatus
from solicense_plugin.issuer.commands import issuer as issuer_commands
from solicense_plugin.issuer.server import create_server
from solicense_plugin.issuer.server.access_log import KEPT, SIZE
from solicense_plugin.issuer.server.app import MAX_REQUEST
from solicense_plugin.issuer.server.desk import HISTORY
from solicense_plugin.packages.envelope import payload_of
from solicense_plugin.packages.revocations import read_revocations
from solicense_plugin.packages.trust import RootKeys, parse_owner_key
from tests.support.licence_folder import LicenceFolder
from tests.support.signing import Issuer, document

DOCS = Path(__file__).parents[2] / "docs"
SERVER = (DOCS / "licence-server.md").read_text(encoding="utf-8")
KEYS = (DOCS / "keys.md").read_text(encoding="utf-8")


def section(text: str, title: str) -> str:
    """Return what stands below a heading, up to the next one."""
    found = re.search(rf"^#+ {title}\n(.*?)(?=^#+ |\Z)", text, re.DOTALL | re.MULTILINE)
    assert found, title
    return found[1]


def first_column(text: str) -> list[str]:
    """Return what stands in code in the first column of a table."""
    return re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_the_table_of_statuses_is_the_codes() -> None:
    assert first_column(section(SERVER, "Statuses")) == [status.value for status in LicenceStatus]


def test_the_table_of_requests_is_the_routes(tmp_path: Path, issuer: Issuer) -> None:
    app = create_server(LicenceFolder.make(tmp_path / "issuer", issuer).path)
    routes = {
        f"{method} {rule.rule.replace('<', '{').replace('>', '}')}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    named = {row.partition("?")[0] for row in first_column(section(SERVER, "The protocol"))}
    assert named == routes


def test_the_table_of_options_is_the_commands() -> None:
    serve = issuer_commands.commands["serve"]
    options = {o.opts[0] for o in serve.params if isinstance(o, click.Option)}
    assert set(first_column(section(SERVER, "Running the reference server"))) == options


def test_every_http_status_of_a_problem_is_one() -> None:
    table = section(SERVER, "Problem documents")
    rows = re.findall(r"^\| ([0-9, ]+) \|", table, re.MULTILINE)
    statuses = {HTTPStatus(int(number)) for row in rows for number in row.split(",")}
    assert statuses == {400, 403, 404, 405, 409, 413, 415, 500}


def test_the_limits_are_the_codes() -> None:
    assert MAX_REQUEST == 64 * 1024
    assert "over 64 KiB" in SERVER
    assert (SIZE, KEPT) == (5_000_000, 5)
    assert "Files of 5 MB; five old ones" in SERVER
    assert HISTORY == 100
    assert "a hundred packages at the most" in SERVER


@pytest.mark.parametrize("example", blocks(SERVER, "json") + blocks(KEYS, "json"))
def test_every_example_is_json(example: str) -> None:
    assert json.loads(example)


def test_the_way_through_the_keys_can_be_walked_as_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for line in "".join(blocks(KEYS, "console")).splitlines():
        if " issue " in line:
            write_package()
        program, *arguments = shlex.split(line)
        assert program == "solicense"
        done = CliRunner().invoke(main, arguments)
        assert done.exit_code == 0, f"{line}: {done.output}"
    roots = RootKeys.from_jwks(Path("root-2.public.jwks").read_text())
    found = read_revocations(Path("revocations").read_bytes(), roots=roots)
    assert (found.number, len(found.owner_keys), len(found.documents)) == (3, 1, 1)


def write_package() -> None:
    """Write a package that is dated as soon as its certificate allows."""
    approved = parse_owner_key(payload_of(Path("acme.certificate").read_bytes().strip()))
    dated = document(OwnerName="ACME", IssuedAt=approved.not_before.isoformat())
    Path("package.json").write_text(json.dumps(dated))
