"""`solicense issuer revoke`: the list grows, its number rises, and nobody else continues it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from solicense_plugin.domain.errors import Fault
from solicense_plugin.issuer import keys
from solicense_plugin.packages.revocations import Revocations, read_revocations
from solicense_plugin.packages.trust import RootKeys
from tests.support.issuer_desk import Desk

LIST = "revocations"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a root key, ACME's approved key, and a package signed by it."""
    made = Desk(tmp_path)
    for name in ("root", "acme", "new"):
        made.done("keygen", tmp_path / name)
    made.done(*made.approve())
    made.done(*made.issue(made.source()))
    return made


def revoke(desk: Desk, *arguments: str | Path, root: str | Path = "") -> list[str | Path]:
    """Return the call that revokes something."""
    signer = root or desk.private("root")
    return ["revoke", "--root", signer, "--out", desk.folder / LIST, *arguments]


def listed(desk: Desk, root: str = "root") -> Revocations:
    """Read the list as a host would that trusts the root key."""
    roots = RootKeys.from_jwks(desk.public(root).read_text())
    return read_revocations((desk.folder / LIST).read_bytes(), roots=roots)


def test_an_owners_key_is_revoked_by_its_public_file(desk: Desk) -> None:
    desk.done(*revoke(desk, "--key", desk.public("acme")))
    assert listed(desk).number == 1
    assert listed(desk).of(desk.read()) is Fault.OWNER_KEY_REVOKED
    assert abs((datetime.now(UTC) - listed(desk).issued_at).total_seconds()) < 600


def test_an_owners_key_is_revoked_by_its_certificate(desk: Desk) -> None:
    desk.done(*revoke(desk, "--certificate", desk.folder / "acme.certificate"))
    assert listed(desk).revokes_key(keys.load_public(desk.public("acme")))


def test_a_package_is_revoked_by_its_licence_file(desk: Desk) -> None:
    desk.done(*revoke(desk, "--package", desk.folder / "acme.licence"))
    assert listed(desk).of(desk.read()) is Fault.PACKAGE_REVOKED


def test_a_list_is_continued_and_its_number_rises(desk: Desk) -> None:
    desk.done(*revoke(desk, "--package", desk.folder / "acme.licence"))
    desk.done(*revoke(desk, "--key", desk.public("acme"), "--key", desk.public("new")))
    found = listed(desk)
    assert found.number == 2
    assert (len(found.owner_keys), len(found.documents)) == (2, 1)
    desk.done(*revoke(desk, "--key", desk.public("acme")))
    assert (listed(desk).number, listed(desk).owner_keys) == (3, found.owner_keys)


def test_a_new_root_key_continues_the_list_of_the_old_one(desk: Desk) -> None:
    desk.done(*revoke(desk, "--package", desk.folder / "acme.licence"))
    old = ("--old-root", desk.public("root"))
    desk.done(*revoke(desk, "--key", desk.public("acme"), *old, root=desk.private("new")))
    found = listed(desk, "new")
    assert (found.number, len(found.owner_keys), len(found.documents)) == (2, 1, 1)


def test_a_list_of_an_unknown_root_key_is_not_continued(desk: Desk) -> None:
    desk.done(*revoke(desk, "--key", desk.public("acme")))
    call = revoke(desk, "--key", desk.public("acme"), root=desk.private("new"))
    assert "Not signed: unknown-root" in desk.refused(*call)


@pytest.mark.parametrize("content", [b"", b"x", b"a.b.c", b"\xff"])
def test_a_damaged_list_is_not_continued(desk: Desk, content: bytes) -> None:
    desk.write(LIST, content)
    assert "Not signed: " in desk.refused(*revoke(desk, "--key", desk.public("acme")))


def test_nothing_to_revoke_is_a_wrong_call(desk: Desk) -> None:
    assert "Say what is revoked" in desk.refused(*revoke(desk))


@pytest.mark.parametrize("content", [b"", b"x", b"a.b.c", b"a.b", b"\xff", b"a.e30.c"])
@pytest.mark.parametrize("option", ["--key", "--certificate", "--package"])
def test_what_is_no_key_certificate_or_package_is_not_revoked(
    desk: Desk, option: str, content: bytes
) -> None:
    odd = desk.write("odd", content)
    assert "Not signed: " in desk.refused(*revoke(desk, option, odd))


def test_a_root_key_without_an_id_revokes_nothing(desk: Desk) -> None:
    nameless = json.loads(desk.private("root").read_text())
    del nameless["kid"]
    file = desk.write("nameless.jwk", json.dumps(nameless))
    call = revoke(desk, "--key", desk.public("acme"), root=file)
    assert "no kid" in desk.refused(*call)


def test_a_place_that_cannot_be_written_to_is_named(desk: Desk) -> None:
    out = desk.folder / "nowhere" / "list"
    call = revoke(desk, "--key", desk.public("new"), "--out", out)
    assert f"{out} cannot be written" in desk.refused(*call)
