"""Revocations: signed by a root key of ours, never older than what is known, hostile or not."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc.jwk import OKPKey

from solicense_plugin.domain.errors import Fault
from solicense_plugin.issuer import keys
from solicense_plugin.issuer.revoking import document_hash, revoke
from solicense_plugin.packages.reading import SignedPackage
from solicense_plugin.packages.revocations import (
    NOTHING_REVOKED,
    Marks,
    Revocations,
    RevocationsRefused,
    read_revocations,
)
from solicense_plugin.packages.trust import RootKeys
from tests.support.hostile import line, read
from tests.support.signing import NOW, Issuer, document

HEADER = {"alg": "Ed25519", "typ": "solicense-revocations", "kid": "test-root"}
THUMBPRINT, HASH = "A" * 43, "0" * 64
SOUND = {"Number": 1, "IssuedAt": NOW.isoformat(), "OwnerKeys": [], "Packages": []}


def signed(
    root: OKPKey, *, header: Any = None, payload: bytes | None = None, **changes: Any
) -> bytes:
    """Sign any list; a field that is ``None`` is left out."""
    fields = {name: value for name, value in {**SOUND, **changes}.items() if value is not None}
    return line(header or HEADER, payload or json.dumps(fields).encode(), root)


def refusal(content: bytes, roots: RootKeys, known: int = 0) -> tuple[Fault, str]:
    """Return why a list is refused. Any other exception, or none, fails the test."""
    with pytest.raises(RevocationsRefused) as refused:
        read_revocations(content, roots=roots, known=known)
    return refused.value.fault, refused.value.detail


def package(issuer: Issuer, **fields: Any) -> SignedPackage:
    return read(issuer.sign(document(**fields)), issuer.roots)


def test_a_list_of_a_root_key_is_read(issuer: Issuer) -> None:
    content = signed(issuer.root, Number=7, OwnerKeys=[THUMBPRINT], Packages=[HASH])
    assert read_revocations(content, roots=issuer.roots) == Revocations(
        7, NOW, frozenset({THUMBPRINT}), frozenset({HASH})
    )


def test_a_list_may_lack_what_it_does_not_revoke_and_hold_what_we_do_not_know(
    issuer: Issuer,
) -> None:
    content = signed(issuer.root, OwnerKeys=None, Packages=None, Unheard={"of": 1})
    assert read_revocations(content, roots=issuer.roots) == Revocations(1, NOW)


def test_a_revoked_key_revokes_every_package_of_it_also_old_ones(issuer: Issuer) -> None:
    other = Issuer(root=issuer.root)
    content = revoke(root=issuer.root, issued_at=NOW, owner_keys=[issuer.key])
    found = read_revocations(content, roots=issuer.roots)
    assert found.of(package(issuer)) is Fault.OWNER_KEY_REVOKED
    old = package(issuer, IssuedAt=(NOW - timedelta(days=399)).isoformat())
    assert found.of(old) is Fault.OWNER_KEY_REVOKED
    assert found.of(package(other)) is None


def test_a_key_is_revoked_whatever_its_certificate_calls_it(issuer: Issuer) -> None:
    content = revoke(root=issuer.root, issued_at=NOW, owner_keys=[issuer.key])
    issuer_again = Issuer(root=issuer.root)
    renamed = issuer.key.as_dict(private=True) | {"kid": "another name"}
    issuer_again.key = OKPKey.import_key(renamed)
    issuer_again.certificate = issuer_again.approve()
    found = read_revocations(content, roots=issuer.roots)
    assert found.of(package(issuer_again)) is Fault.OWNER_KEY_REVOKED


def test_a_revoked_package_revokes_no_other_one(issuer: Issuer) -> None:
    bad = issuer.sign(document(issue=3))
    content = revoke(root=issuer.root, issued_at=NOW, documents=[document_hash(bad)])
    found = read_revocations(content, roots=issuer.roots)
    assert found.of(read(bad, issuer.roots)) is Fault.PACKAGE_REVOKED
    assert found.of(package(issuer, IssueNumber=4)) is None


def test_a_package_stays_revoked_below_another_certificate_of_its_key(issuer: Issuer) -> None:
    bad = issuer.sign(document(issue=3))
    content = revoke(root=issuer.root, issued_at=NOW, documents=[document_hash(bad)])
    longer = issuer.approve(expires_at=NOW + timedelta(days=500))
    moved = read(longer + b"\n" + bad.split(b"\n")[1] + b"\n", issuer.roots)
    assert moved.hash != read(bad, issuer.roots).hash
    assert read_revocations(content, roots=issuer.roots).of(moved) is Fault.PACKAGE_REVOKED


@pytest.mark.parametrize(
    "known, refused",
    [
        pytest.param(6, False, id="a-newer-one"),
        pytest.param(7, False, id="the-same"),
        pytest.param(8, True, id="an-older-one"),
    ],
)
def test_the_number_never_falls(issuer: Issuer, known: int, refused: bool) -> None:
    content = signed(issuer.root, Number=7)
    if refused:
        assert refusal(content, issuer.roots, known) == (Fault.LOWER_ISSUE_NUMBER, "7")
    else:
        assert read_revocations(content, roots=issuer.roots, known=known).number == 7


def test_without_root_keys_nobody_revokes_anything(issuer: Issuer) -> None:
    assert refusal(signed(issuer.root), RootKeys({}))[0] is Fault.NO_ROOT_KEYS


def test_either_root_key_revokes_while_one_is_being_replaced(issuer: Issuer) -> None:
    new = keys.generate("new-root")
    both = RootKeys.from_jwks(keys.public_set(issuer.root, new))
    for root in (issuer.root, new):
        content = signed(root, header=HEADER | {"kid": root.kid})
        assert read_revocations(content, roots=both).number == 1


@pytest.mark.parametrize(
    "header, fault",
    [
        pytest.param(HEADER | {"kid": "other"}, Fault.UNKNOWN_ROOT, id="another-root"),
        pytest.param(HEADER | {"typ": "solicense-owner-key"}, Fault.NOT_A_PACKAGE, id="other-type"),
        pytest.param(HEADER | {"alg": "none"}, Fault.ALGORITHM, id="no-algorithm"),
        pytest.param(HEADER | {"alg": "HS256"}, Fault.ALGORITHM, id="a-shared-secret"),
        pytest.param(HEADER | {"jwk": {}}, Fault.NOT_A_PACKAGE, id="a-key-of-its-own"),
        pytest.param({"alg": "Ed25519"}, Fault.NOT_A_PACKAGE, id="nothing-but-the-algorithm"),
    ],
)
def test_a_header_that_is_not_ours_is_refused(
    issuer: Issuer, header: dict[str, object], fault: Fault
) -> None:
    assert refusal(signed(issuer.root, header=header), issuer.roots)[0] is fault


def test_the_key_of_an_owner_revokes_nothing(issuer: Issuer) -> None:
    content = signed(issuer.key, OwnerKeys=[THUMBPRINT])
    assert refusal(content, issuer.roots)[0] is Fault.CERTIFICATE_SIGNATURE


def test_a_root_key_of_somebody_else_with_our_name_revokes_nothing(issuer: Issuer) -> None:
    content = signed(keys.generate("test-root"))
    assert refusal(content, issuer.roots)[0] is Fault.CERTIFICATE_SIGNATURE


def test_a_certificate_and_a_package_are_no_list(issuer: Issuer) -> None:
    assert refusal(issuer.certificate, issuer.roots)[0] is Fault.NOT_A_PACKAGE
    assert refusal(issuer.sign(document()), issuer.roots)[0] is Fault.NOT_A_PACKAGE


@pytest.mark.parametrize(
    "changes, detail",
    [
        pytest.param({"Number": None}, "Number", id="no-number"),
        pytest.param({"Number": 0}, "Number", id="nought"),
        pytest.param({"Number": -1}, "Number", id="negative"),
        pytest.param({"Number": True}, "Number", id="a-yes"),
        pytest.param({"Number": "1"}, "Number", id="a-text"),
        pytest.param({"Number": 1.0}, "Number", id="a-fraction"),
        pytest.param({"Number": 2**31}, "Number", id="too-high"),
        pytest.param({"IssuedAt": None}, "IssuedAt", id="no-date"),
        pytest.param({"IssuedAt": "today"}, "IssuedAt", id="no-such-date"),
        pytest.param({"IssuedAt": 7}, "IssuedAt", id="a-number-for-a-date"),
        pytest.param({"IssuedAt": "0001-01-01T00:00:00"}, "IssuedAt", id="never"),
        pytest.param({"OwnerKeys": {}}, "OwnerKeys", id="an-object"),
        pytest.param({"OwnerKeys": THUMBPRINT}, "OwnerKeys", id="a-text-for-a-list"),
        pytest.param({"OwnerKeys": [THUMBPRINT, 7]}, "OwnerKeys[1]", id="a-number-in-the-list"),
        pytest.param({"OwnerKeys": [THUMBPRINT + "A"]}, "OwnerKeys[0]", id="a-long-thumbprint"),
        pytest.param({"OwnerKeys": [THUMBPRINT + "\n"]}, "OwnerKeys[0]", id="a-line-end"),
        pytest.param({"Packages": [HASH.replace("0", "G")]}, "Packages[0]", id="no-hash"),
        pytest.param({"Packages": [HASH.replace("0", "A")]}, "Packages[0]", id="capitals"),
        pytest.param({"Packages": [[HASH]]}, "Packages[0]", id="a-list-in-the-list"),
    ],
)
def test_a_list_that_cannot_be_meant_is_refused(
    issuer: Issuer, changes: dict[str, Any], detail: str
) -> None:
    assert refusal(signed(issuer.root, **changes), issuer.roots) == (Fault.MALFORMED, detail)


@pytest.mark.parametrize(
    "payload, fault",
    [
        pytest.param(b"-", Fault.MALFORMED, id="no-json"),
        pytest.param(b"[]", Fault.MALFORMED, id="a-list"),
        pytest.param(b"\xff", Fault.MALFORMED, id="no-text"),
        pytest.param(b'{"Number": 1, "Number": 2}', Fault.DUPLICATE_KEY, id="two-numbers"),
        pytest.param(b"[" * 10_000 + b"]" * 10_000, Fault.TOO_DEEP, id="deep"),
        pytest.param(b'{"Number": ' + b"9" * 5_000 + b"}", Fault.MALFORMED, id="a-huge-number"),
    ],
)
def test_a_payload_that_is_no_list_is_refused(issuer: Issuer, payload: bytes, fault: Fault) -> None:
    assert refusal(signed(issuer.root, payload=payload), issuer.roots)[0] is fault


@pytest.mark.parametrize(
    "content, fault",
    [
        pytest.param(b"", Fault.EMPTY, id="nothing"),
        pytest.param(b"\xef\xbb\xbf\r\n\n", Fault.EMPTY, id="a-bom-and-line-ends"),
        pytest.param(b"<html>", Fault.NOT_A_PACKAGE, id="a-page"),
        pytest.param(b"a.b", Fault.NOT_A_PACKAGE, id="two-parts"),
        pytest.param(b"a.b.c.d", Fault.NOT_A_PACKAGE, id="four-parts"),
        pytest.param(b"..", Fault.NOT_A_PACKAGE, id="empty-parts"),
        pytest.param(b"a.b.c\na.b.c", Fault.NOT_A_PACKAGE, id="two-lines"),
        pytest.param(b"x" * (1024 * 1024 + 1), Fault.TOO_LARGE, id="too-large"),
    ],
)
def test_what_is_no_list_is_refused(issuer: Issuer, content: bytes, fault: Fault) -> None:
    assert refusal(content, issuer.roots)[0] is fault


def test_what_mail_and_editors_add_is_dropped(issuer: Issuer) -> None:
    content = b"\xef\xbb\xbf" + signed(issuer.root) + b"\r\n\r\n"
    assert read_revocations(content, roots=issuer.roots).number == 1


@given(st.data())
def test_a_list_with_one_byte_changed_is_refused(issuer: Issuer, data: st.DataObject) -> None:
    content = signed(issuer.root, OwnerKeys=[THUMBPRINT])
    place = data.draw(st.integers(0, len(content) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != content[place]))
    changed = content[:place] + bytes([byte]) + content[place + 1 :]
    if changed.rstrip(b"\r\n") != content:
        refusal(changed, issuer.roots)


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_and_break_nothing(issuer: Issuer, content: bytes) -> None:
    refusal(content, issuer.roots)


# --- what was accepted long ago ------------------------------------------------------------------


def test_a_file_that_was_accepted_is_known_by_its_key_and_its_document(issuer: Issuer) -> None:
    signed = package(issuer)
    marks = Marks.of(signed.content)
    assert marks == Marks(issuer.key.thumbprint(), signed.document_hash)
    for revoked, fault in (
        ({"owner_keys": frozenset({marks.key})}, Fault.OWNER_KEY_REVOKED),
        ({"documents": frozenset({marks.document})}, Fault.PACKAGE_REVOKED),
        ({"documents": frozenset({HASH})}, None),
    ):
        found = Revocations(1, NOW, **revoked)
        assert found.of_marks(marks) is found.of(signed) is fault
        assert not found.is_empty


@pytest.mark.parametrize("content", [b"", b"x", b"a.b.c\na.b.c", b"a.!.c\na.!.c", b"ab\ncd"])
def test_a_file_that_has_become_unreadable_is_known_by_nothing(content: bytes) -> None:
    assert Marks.of(content) is None


def test_where_there_is_no_list_nothing_is_revoked() -> None:
    assert NOTHING_REVOKED.is_empty
