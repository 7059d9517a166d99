"""Trust: root keys that the operator configured, and the owners that they approved."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from joserfc.jwk import OKPKey

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.issuer import keys
from solicense_plugin.packages.reading import reread_package
from solicense_plugin.packages.trust import RootKeys
from tests.support.hostile import certificate, file, jwk, line, package_line, read, refusal
from tests.support.signing import NOW, Issuer, document
from tests.support.values import MICROSECOND

BEGINS, ENDS = NOW - timedelta(days=30), NOW + timedelta(days=30)


def signed_by(issuer: Issuer, approval: bytes, **fields: object) -> bytes:
    """Return a good package of an issuer below another approval."""
    return file(
        approval, package_line(issuer.sign(document() | {"OwnerName": issuer.owner} | fields))
    )


@pytest.fixture(scope="module")
def limited(issuer: Issuer) -> bytes:
    """A file whose owner is approved for two months."""
    return signed_by(issuer, issuer.approve(not_before=BEGINS, expires_at=ENDS))


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(BEGINS, id="its-first-moment"),
        pytest.param(NOW, id="between"),
        pytest.param(ENDS - MICROSECOND, id="its-last-moment"),
    ],
)
def test_an_owners_key_is_valid_for_its_time(issuer: Issuer, limited: bytes, now: datetime) -> None:
    assert read(limited, issuer.roots, now=now).package.owner.name == "SUPEROFFICE"


@pytest.mark.parametrize(
    "now, fault",
    [
        pytest.param(BEGINS - MICROSECOND, Fault.OWNER_KEY_NOT_YET_VALID, id="too-early"),
        pytest.param(ENDS, Fault.OWNER_KEY_EXPIRED, id="expired"),
    ],
)
def test_outside_its_time_nothing_new_is_accepted(
    issuer: Issuer, limited: bytes, now: datetime, fault: Fault
) -> None:
    refused = refusal(limited, issuer.roots, now=now)
    assert (refused.fault, refused.detail) == (fault, "SUPEROFFICE")


def test_an_accepted_package_outlives_its_owners_key(issuer: Issuer, limited: bytes) -> None:
    accepted = read(limited, issuer.roots)
    refusal(limited, issuer.roots, now=ENDS)
    assert reread_package(accepted.content, roots=issuer.roots, zone=UTC) == accepted


@pytest.mark.parametrize(
    "issued, accepted",
    [
        pytest.param(BEGINS - MICROSECOND, False, id="a-microsecond-before"),
        pytest.param(BEGINS, True, id="its-first-moment"),
        pytest.param(ENDS - MICROSECOND, True, id="its-last-moment"),
        pytest.param(ENDS, False, id="the-moment-of-expiry"),
    ],
)
def test_a_package_is_dated_within_its_keys_time(
    issuer: Issuer, issued: datetime, accepted: bool
) -> None:
    approval = issuer.approve(not_before=BEGINS, expires_at=ENDS)
    content = signed_by(issuer, approval, IssuedAt=issued.isoformat())
    if accepted:
        assert read(content, issuer.roots).package.issued_at == issued
        return
    refused = refusal(content, issuer.roots)
    assert (refused.fault, refused.detail) == (Fault.ISSUED_OUTSIDE_KEY, issued.isoformat())


def test_a_date_outside_its_keys_time_is_refused_again_when_it_is_read_again(
    issuer: Issuer,
) -> None:
    approval = issuer.approve(not_before=BEGINS, expires_at=ENDS)
    content = signed_by(issuer, approval, IssuedAt=ENDS.isoformat())
    with pytest.raises(PackageRefused) as refused:
        reread_package(content, roots=issuer.roots, zone=UTC)
    assert refused.value.fault is Fault.ISSUED_OUTSIDE_KEY


def test_a_partner_signs_packages_of_its_own(issuer: Issuer) -> None:
    acme = Issuer("ACME", root=issuer.root)
    assert read(signed_by(acme, acme.certificate), issuer.roots).package.owner.name == "ACME"


@pytest.mark.parametrize("owner", ["SUPEROFFICE", "FAB", "ACME2"])
def test_a_partner_signs_packages_of_nobody_else(issuer: Issuer, owner: str) -> None:
    acme = Issuer("ACME", root=issuer.root)
    refused = refusal(acme.sign(document(OwnerName=owner)), issuer.roots)
    assert (refused.fault, refused.detail) == (Fault.FOREIGN_OWNER, owner)


def test_superoffice_signs_nothing_for_a_partner(issuer: Issuer) -> None:
    assert refusal(issuer.sign(document(OwnerName="ACME")), issuer.roots).detail == "ACME"


def test_a_partner_approves_nobody(issuer: Issuer) -> None:
    """A certificate that the partner's own key signed, under the root's name."""
    acme = Issuer("ACME", root=issuer.root)
    claim = json.dumps({"OwnerName": "SUPEROFFICE"}).encode()
    header = {"alg": "Ed25519", "typ": "solicense-owner-key", "kid": issuer.root.kid}
    content = file(line(header, claim, acme.key), package_line(acme.sign(document())))
    assert refusal(content, issuer.roots).fault is Fault.CERTIFICATE_SIGNATURE


def test_without_root_keys_nothing_is_trusted(issuer: Issuer) -> None:
    assert not RootKeys({})
    assert refusal(issuer.sign(document()), RootKeys({})).fault is Fault.NO_ROOT_KEYS


def test_an_unknown_root_key_is_named(issuer: Issuer) -> None:
    stranger = Issuer(root=keys.generate("another-root"))
    refused = refusal(stranger.sign(document()), issuer.roots)
    assert (refused.fault, refused.detail) == (Fault.UNKNOWN_ROOT, "another-root")


def test_another_root_key_of_the_same_name_is_refused(issuer: Issuer) -> None:
    stranger = Issuer(root=keys.generate("test-root"))
    refused = refusal(stranger.sign(document()), issuer.roots)
    assert refused.fault is Fault.CERTIFICATE_SIGNATURE


def test_two_roots_are_trusted_side_by_side(issuer: Issuer) -> None:
    newer = Issuer(root=keys.generate("newer-root"))
    both = RootKeys.from_jwks(keys.public_set(issuer.root, newer.root))
    for signer in (issuer, newer):
        assert read(signer.sign(document()), both).package.owner.name == "SUPEROFFICE"


@pytest.mark.parametrize(
    "line_of",
    [
        pytest.param(lambda good: (good[1], good[0]), id="swapped"),
        pytest.param(lambda good: (good[0], good[0]), id="the-certificate-twice"),
        pytest.param(lambda good: (good[1], good[1]), id="the-package-twice"),
    ],
)
def test_each_line_is_what_its_place_asks_for(
    issuer: Issuer, line_of: Callable[[list[bytes]], tuple[bytes, bytes]]
) -> None:
    good = issuer.sign(document()).split(b"\n")
    assert refusal(file(*line_of(good)), issuer.roots).fault is Fault.NOT_A_PACKAGE


@pytest.mark.parametrize(
    "header",
    [
        pytest.param({"typ": "solicense-package"}, id="another-type"),
        pytest.param({"kid": None}, id="no-root"),
        pytest.param({"kid": 7}, id="a-number-for-a-root"),
        pytest.param({"cty": "application/json"}, id="more-than-it-should"),
        pytest.param({"crit": ["kid"]}, id="crit"),
    ],
)
def test_a_certificates_header_says_what_it_is_and_nothing_more(
    issuer: Issuer, header: dict[str, object]
) -> None:
    plain = {"alg": "Ed25519", "typ": "solicense-owner-key", "kid": issuer.root.kid}
    approval = line(plain | header, b"{}", issuer.root)
    assert refusal(signed_by(issuer, approval), issuer.roots).fault is Fault.NOT_A_PACKAGE


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"OwnerName": None}, id="no-owner"),
        pytest.param({"OwnerName": "USER"}, id="an-owner-that-cannot-be"),
        pytest.param({"OwnerName": "Acme"}, id="an-owner-in-small-letters"),
        pytest.param({"OwnerName": 7}, id="a-number-for-an-owner"),
        pytest.param({"OwnerName": ["SUPEROFFICE", "ACME"]}, id="two-owners"),
        pytest.param({"PublicKey": None}, id="no-key"),
        pytest.param({"PublicKey": "ssh-ed25519 AAAA"}, id="a-key-as-text"),
        pytest.param({"PublicKey": [jwk()]}, id="a-list-of-keys"),
        pytest.param({"PublicKey": {}}, id="an-empty-key"),
        pytest.param({"PublicKey": jwk(x=None)}, id="a-key-without-its-number"),
        pytest.param({"PublicKey": jwk(x=7)}, id="a-key-of-a-number"),
        pytest.param({"PublicKey": jwk(x="AAAA")}, id="a-key-too-short"),
        pytest.param({"PublicKey": jwk(x="*" * 43)}, id="a-key-that-is-no-base64"),
        pytest.param({"PublicKey": jwk(crv="Ed9")}, id="a-curve-that-is-none"),
        pytest.param({"PublicKey": jwk(crv=["Ed25519"])}, id="a-list-of-curves"),
        pytest.param({"PublicKey": jwk(use=["sig"], key_ops=["verify"])}, id="a-list-of-uses"),
        pytest.param(
            {"PublicKey": OKPKey.generate_key("Ed448").as_dict(private=False)}, id="ed448"
        ),
        pytest.param(
            {"PublicKey": OKPKey.generate_key("X25519").as_dict(private=False)}, id="x25519"
        ),
        pytest.param(
            {"PublicKey": OKPKey.generate_key("Ed25519").as_dict(private=True)}, id="a-private-key"
        ),
        pytest.param({"IssuedAt": None}, id="no-date"),
        pytest.param({"IssuedAt": "soon"}, id="a-word-for-a-date"),
        pytest.param({"NotBefore": "0001-01-01T00:00:00"}, id="valid-since-never"),
        pytest.param({"NotBefore": 1_700_000_000}, id="a-number-for-a-date"),
        pytest.param({"ExpiresAt": ""}, id="without-end"),
        pytest.param({"ExpiresAt": ["2030-01-01"]}, id="a-list-of-dates"),
        pytest.param({"ExpiresAt": True}, id="yes-for-a-date"),
    ],
)
def test_a_certificate_that_makes_no_sense_is_refused_although_the_root_signed_it(
    issuer: Issuer, changes: dict[str, Any]
) -> None:
    made = signed_by(issuer, certificate(issuer, **changes))
    assert refusal(made, issuer.roots).fault is Fault.CERTIFICATE_CONTENT


@pytest.mark.parametrize(
    "payload",
    [
        pytest.param(b"owner: ACME", id="no-json"),
        pytest.param(b"\xff", id="no-text"),
        pytest.param(b"[]", id="a-list"),
        pytest.param(b"null", id="null"),
        pytest.param(b"[" * 50_000, id="without-end"),
        pytest.param(b'{"OwnerName":"ACME","OwnerName":"SUPEROFFICE"}', id="two-owners"),
    ],
)
def test_a_certificate_that_cannot_be_read_is_refused(issuer: Issuer, payload: bytes) -> None:
    made = signed_by(issuer, certificate(issuer, payload))
    assert refusal(made, issuer.roots).fault is Fault.CERTIFICATE_CONTENT


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"alg": "ES256"}, id="another-algorithm"),
        pytest.param({"key_ops": ["encrypt"]}, id="another-use"),
    ],
)
def test_a_key_for_something_else_signs_nothing(issuer: Issuer, changes: dict[str, object]) -> None:
    public = issuer.key.as_dict(private=False) | changes
    public.pop("use", None)
    made = signed_by(issuer, certificate(issuer, PublicKey=public))
    assert refusal(made, issuer.roots).fault is Fault.PACKAGE_SIGNATURE


def test_more_than_a_certificate_needs_is_no_harm(issuer: Issuer) -> None:
    read(signed_by(issuer, certificate(issuer, Contact="a@acme.example")), issuer.roots)
