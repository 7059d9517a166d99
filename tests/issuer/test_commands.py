"""`solicense issuer …`: keys, approvals and packages at the command line."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from solicense_plugin.issuer import keys
from solicense_plugin.issuer.documents import to_xml
from tests.support.issuer_desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a root key and the key of ACME, who is approved."""
    made = Desk(tmp_path)
    made.done("keygen", tmp_path / "root")
    made.done("keygen", tmp_path / "acme")
    made.done(*made.approve())
    return made


def test_the_three_commands_lead_to_a_package_that_customers_accept(desk: Desk) -> None:
    assert desk.done(*desk.issue(desk.source())).output.strip().endswith("acme.licence")
    assert desk.read().package.owner.name == "ACME"


def test_a_source_in_xml_is_signed_as_it_is(desk: Desk) -> None:
    fields = json.loads(desk.source().read_text())
    desk.done(*desk.issue(desk.write("package.XML", to_xml(fields))))
    assert desk.read().package.issue_number == 1


def test_a_key_has_two_files_and_nobody_else_reads_the_private_one(desk: Desk) -> None:
    before = os.umask(0)
    try:
        printed = desk.done("keygen", desk.folder / "fab").output
    finally:
        os.umask(before)
    assert printed.split() == [str(desk.private("fab")), str(desk.public("fab"))]
    assert stat.S_IMODE(desk.private("fab").stat().st_mode) == 0o600
    assert "d" in json.loads(desk.private("fab").read_text())
    (public,) = json.loads(desk.public("fab").read_text())["keys"]
    assert public.keys() == {"kty", "crv", "x", "kid", "use", "alg"}


def test_a_key_is_named_by_its_file_and_day_or_as_it_is_told(desk: Desk) -> None:
    day = f"{datetime.now(UTC):%Y%m%d}"
    assert keys.load_private(desk.private("root")).kid == f"root-{day}"
    desk.done("keygen", desk.folder / "fab", "--kid", "fab 2027")
    assert keys.load_public(desk.public("fab")).kid == "fab 2027"


@pytest.mark.parametrize("lost", ["private", "public"])
def test_a_key_is_never_written_over(desk: Desk, lost: str) -> None:
    assert "never written over" in desk.refused("keygen", desk.folder / "root")
    {"private": desk.private, "public": desk.public}[lost]("root").unlink()
    assert "never written over" in desk.refused("keygen", desk.folder / "root")


def test_an_approval_lasts_as_long_as_it_is_told(desk: Desk) -> None:
    desk.done(*desk.approve(days="1"))
    late = desk.source(IssuedAt=(datetime.now(UTC) + timedelta(days=2)).isoformat())
    assert "issued-outside-key" in desk.refused(*desk.issue(late))


def test_what_is_signed_is_written_over_by_what_is_signed_next(desk: Desk) -> None:
    for number in (1, 2):
        desk.done(*desk.issue(desk.source(IssueNumber=number)))
    assert desk.read().package.issue_number == 2


@pytest.mark.parametrize("command", ["keygen", "approve", "issue", "revoke", "serve"])
def test_every_command_says_what_it_does(desk: Desk, command: str) -> None:
    assert command in desk.done("--help").output
    assert "Usage:" in desk.done(command, "--help").output


@pytest.mark.parametrize(
    "owner",
    ["acme", "ACME NORD", "", "USER", "SITE", "Ø", "A" * 240],
)
def test_an_owner_that_cannot_be_is_not_approved(desk: Desk, owner: str) -> None:
    assert "cannot name a module owner" in desk.refused(*desk.approve(owner))


@pytest.mark.parametrize("days", ["0", "-1", "36501", "1000000000000", "a year"])
def test_an_approval_lasts_a_day_at_least_and_a_century_at_the_most(desk: Desk, days: str) -> None:
    assert "--days" in desk.refused(*desk.approve(days=days))


@pytest.mark.parametrize(
    "content, said",
    [
        pytest.param("", "is no JSON", id="empty"),
        pytest.param(b"\xff\xfe", "is no JSON", id="no-text"),
        pytest.param("[]", "holds no Ed25519 key", id="a-list"),
        pytest.param('{"keys": []}', "holds no Ed25519 key", id="a-set"),
        pytest.param('{"kty": "OKP", "crv": "Ed448"}', "holds no Ed25519 key", id="ed448"),
        pytest.param('{"kty": "OKP", "crv": ["Ed25519"]}', "holds no Ed25519 key", id="a-list"),
        pytest.param('{"kty": "OKP", "crv": "Ed25519"}', "damaged", id="half-a-key"),
        pytest.param(
            '{"kty": "OKP", "crv": "Ed25519", "x": "AAAA", "d": "AAAA"}', "damaged", id="too-short"
        ),
    ],
)
def test_what_is_no_private_key_signs_nothing(desk: Desk, content: str | bytes, said: str) -> None:
    file = desk.write("odd.jwk", content)
    for call in (desk.approve(root=file), desk.issue(desk.source(), key=file)):
        words = desk.refused(*call)
        assert said in words
        assert "odd.jwk" in words


def test_a_public_key_signs_nothing(desk: Desk) -> None:
    (public,) = json.loads(desk.public("root").read_text())["keys"]
    file = desk.write("public.jwk", json.dumps(public))
    assert "is no private key" in desk.refused(*desk.approve(root=file))


def test_a_root_key_without_an_id_approves_nobody(desk: Desk) -> None:
    nameless = json.loads(desk.private("root").read_text())
    del nameless["kid"]
    file = desk.write("nameless.jwk", json.dumps(nameless))
    assert "no kid" in desk.refused(*desk.approve(root=file))


@pytest.mark.parametrize(
    "content, said",
    [
        pytest.param("-", "is no JSON", id="no-json"),
        pytest.param("[]", "is no JWK set of one key", id="a-list"),
        pytest.param("{}", "is no JWK set of one key", id="no-keys"),
        pytest.param('{"keys": 1}', "is no JWK set of one key", id="a-number"),
        pytest.param('{"keys": []}', "is no JWK set of one key", id="none"),
        pytest.param('{"keys": [{}, {}]}', "is no JWK set of one key", id="two"),
        pytest.param('{"keys": ["key"]}', "holds no Ed25519 key", id="a-text"),
        pytest.param(
            '{"keys": [{"kty": "OKP", "crv": "Ed448", "x": "AAAA"}]}',
            "holds no Ed25519 key",
            id="ed448",
        ),
        pytest.param(
            '{"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]}', "holds no Ed25519", id="rsa"
        ),
        pytest.param('{"keys": [{"crv": "Ed25519", "x": "AAAA"}]}', "damaged", id="half-a-key"),
    ],
)
def test_what_is_no_public_key_is_not_approved(desk: Desk, content: str, said: str) -> None:
    words = desk.refused(*desk.approve(key=desk.write("odd.jwks", content)))
    assert said in words
    assert "odd.jwks" in words


@pytest.mark.parametrize(
    "fields, said",
    [
        pytest.param({"IssueNumber": 0}, "malformed IssueNumber", id="a-field"),
        pytest.param({"ModuleLicenses": []}, "malformed ModuleLicenses", id="no-licences"),
        pytest.param({"OwnerName": "FAB"}, "foreign-owner FAB", id="somebody-elses"),
        pytest.param({"IssuedAt": "2020-01-01"}, "issued-outside-key", id="before-the-approval"),
        pytest.param({"Padding": "x" * 800_000}, "too-large", id="too-large"),
    ],
)
def test_what_customers_would_refuse_is_not_signed(
    desk: Desk, fields: dict[str, Any], said: str
) -> None:
    assert f"Not signed: {said}" in desk.refused(*desk.issue(desk.source(**fields)))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda _: b"no certificate", id="prose"),
        pytest.param(lambda _: b"a.b.c", id="nothing-in-it"),
        pytest.param(lambda _: b"a.AAAAA.c", id="an-impossible-length"),
        pytest.param(lambda _: b"a.e30.c", id="an-empty-object"),
        pytest.param(lambda good: good + good, id="two"),
    ],
)
def test_a_certificate_that_is_none_is_told(desk: Desk, change: Callable[[bytes], bytes]) -> None:
    good = (desk.folder / "acme.certificate").read_bytes()
    odd = desk.write("odd.certificate", change(good))
    assert "Not signed: " in desk.refused(*desk.issue(desk.source(), certificate=odd))


def test_a_certificate_that_mail_has_changed_is_as_good(desk: Desk) -> None:
    good = (desk.folder / "acme.certificate").read_bytes()
    mailed = desk.write("mailed.certificate", b"\xef\xbb\xbf" + good.strip() + b"\r\n\r\n")
    desk.done(*desk.issue(desk.source(), certificate=mailed))
    assert desk.read().package.owner.name == "ACME"


def test_the_key_must_be_the_one_that_was_approved(desk: Desk) -> None:
    call = desk.issue(desk.source(), key=desk.private("root"))
    assert "approves another key" in desk.refused(*call)


@pytest.mark.parametrize("name", ["package.txt", "package", "package.json.bak"])
def test_a_source_is_json_or_xml_by_its_name(desk: Desk, name: str) -> None:
    assert "must be a .json or .xml file" in desk.refused(*desk.issue(desk.source(name)))


@pytest.mark.parametrize("option", ["root", "key"])
def test_a_file_that_is_not_there_is_named(desk: Desk, option: str) -> None:
    options: dict[str, Any] = {option: desk.folder / "missing"}
    assert str(options[option]) in desk.refused(*desk.approve(**options))


@pytest.mark.parametrize("out", ["nowhere/file", "root.private.jwk/file"])
def test_a_place_that_cannot_be_written_to_is_named(desk: Desk, out: str) -> None:
    place = desk.folder / out
    for call in (desk.approve(out=place), desk.issue(desk.source(), out=place)):
        assert f"{place} cannot be written" in desk.refused(*call)
    assert "cannot be written" in desk.refused("keygen", place)
