"""Keys from the environment, rotation and expiry, as customers see them."""

from __future__ import annotations

import json
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.issuer import keys
from solicense_plugin.packages.reading import read_package, reread_package
from solicense_plugin.packages.trust import RootKeys
from tests.support.hostile import refusal
from tests.support.issuer_desk import Desk
from tests.support.signing import NOW, Issuer, document
from tests.support.values import MICROSECOND


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk whose private keys are in the environment and in no file."""
    made = Desk(tmp_path)
    for name in ("root", "acme"):
        made.done("keygen", tmp_path / name)
        monkeypatch.setenv(f"{name.upper()}_KEY", made.private(name).read_text())
        made.private(name).unlink()
    return made


def test_every_command_takes_its_key_from_the_environment(desk: Desk) -> None:
    desk.done(*desk.approve(root="env:ROOT_KEY"))
    desk.done(*desk.issue(desk.source(), key="env:ACME_KEY"))
    assert desk.read().package.owner.name == "ACME"
    out = desk.folder / "revocations"
    key = desk.public("acme")
    desk.done("revoke", "--root", "env:ROOT_KEY", "--key", key, "--out", out)
    assert out.exists()


@pytest.mark.parametrize(
    "value, said",
    [
        pytest.param(None, "env:ODD_KEY is not set", id="not-set"),
        pytest.param("", "env:ODD_KEY is no JSON", id="empty"),
        pytest.param("secret", "env:ODD_KEY is no JSON", id="no-json"),
        pytest.param("{}", "env:ODD_KEY holds no Ed25519 key", id="no-key"),
        pytest.param(
            json.dumps(keys.generate("x").as_dict(private=False)),
            "env:ODD_KEY is no private key",
            id="public",
        ),
    ],
)
def test_a_variable_that_holds_no_key_is_named_and_not_shown(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, value: str | None, said: str
) -> None:
    if value is not None:
        monkeypatch.setenv("ODD_KEY", value)
    words = desk.refused(*desk.approve(root="env:ODD_KEY"))
    assert said in words
    assert "secret" not in words


@pytest.mark.parametrize("place", ["env:", "ENV:ROOT_KEY", "ROOT_KEY"])
def test_what_names_no_variable_is_a_file(desk: Desk, place: str) -> None:
    assert "does not exist" in desk.refused(*desk.approve(root=place))


def test_old_and_new_owner_key_are_trusted_side_by_side(issuer: Issuer) -> None:
    successor = Issuer(root=issuer.root)
    assert successor.key.thumbprint() != issuer.key.thumbprint()
    for number, signer in enumerate((issuer, successor), start=1):
        content = signer.sign(document(issue=number))
        read = read_package(content, roots=issuer.roots, zone=UTC, now=NOW)
        assert read.package.issue_number == number


def test_old_and_new_root_key_are_trusted_side_by_side(issuer: Issuer) -> None:
    successor = Issuer(root=keys.generate("new-root"))
    both = RootKeys.from_jwks(keys.public_set(issuer.root, successor.root))
    for signer in (issuer, successor):
        content = signer.sign(document())
        assert read_package(content, roots=both, zone=UTC, now=NOW).content == content
    only_new = refusal(issuer.sign(document()), successor.roots)
    assert only_new.fault is Fault.UNKNOWN_ROOT


@pytest.mark.parametrize(
    "when, fault",
    [
        pytest.param(-MICROSECOND, Fault.OWNER_KEY_NOT_YET_VALID, id="just-before"),
        pytest.param(timedelta(), None, id="from-its-beginning"),
        pytest.param(timedelta(days=30) - MICROSECOND, None, id="until-its-end"),
        pytest.param(timedelta(days=30), Fault.OWNER_KEY_EXPIRED, id="at-its-end"),
    ],
)
def test_a_key_is_trusted_from_its_beginning_until_its_end(
    issuer: Issuer, when: timedelta, fault: Fault | None
) -> None:
    content = _of_thirty_days(issuer)
    if fault:
        assert refusal(content, issuer.roots, now=NOW + when).fault is fault
    else:
        read = read_package(content, roots=issuer.roots, zone=UTC, now=NOW + when)
        assert read.content == content


def test_an_accepted_package_outlives_its_owners_key(issuer: Issuer) -> None:
    content = _of_thirty_days(issuer)
    with pytest.raises(PackageRefused):
        read_package(content, roots=issuer.roots, zone=UTC, now=NOW + timedelta(days=31))
    assert reread_package(content, roots=issuer.roots, zone=UTC).content == content


def _of_thirty_days(issuer: Issuer) -> bytes:
    owner = Issuer(root=issuer.root)
    owner.certificate = owner.approve(not_before=NOW, expires_at=NOW + timedelta(days=30))
    return owner.sign(document(IssuedAt=NOW.isoformat()))
