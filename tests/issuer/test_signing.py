"""Signing: what is approved and signed is what customers accept, byte by byte."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from joserfc.jwk import OKPKey

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.issuer import keys, signing
from tests.support.hostile import package_line, read, unb64
from tests.support.signing import NOW, Issuer, document
from tests.support.values import MICROSECOND


def test_a_documents_bytes_are_signed_as_they_are(issuer: Issuer) -> None:
    written = json.dumps(document(), indent=3).encode() + b"\r\n\t "
    signed = signing.sign(
        written, media_type="application/json", certificate=issuer.certificate, key=issuer.key
    )
    assert unb64(package_line(signed).split(b".")[1]) == written
    assert read(signed, issuer.roots).content == signed


def test_a_certificate_is_the_same_for_the_same_facts(issuer: Issuer) -> None:
    assert issuer.approve() == issuer.approve()


def test_a_certificate_keeps_the_private_half_to_its_owner(issuer: Issuer) -> None:
    content = json.loads(unb64(issuer.certificate.split(b".")[1]))
    assert content.keys() == {"OwnerName", "PublicKey", "IssuedAt", "NotBefore", "ExpiresAt"}
    assert "d" not in content["PublicKey"]


@pytest.mark.parametrize("curve", ["Ed448", "X25519"])
def test_a_key_of_another_curve_is_not_approved(issuer: Issuer, curve: str) -> None:
    other = Issuer(root=issuer.root)
    other.key = OKPKey.generate_key(curve)  # type: ignore[arg-type]  # Literal beside str
    with pytest.raises(PackageRefused) as refused:
        other.approve()
    assert refused.value.fault is Fault.CERTIFICATE_CONTENT


def test_an_approval_that_ends_before_it_begins_is_none(issuer: Issuer) -> None:
    issuer.approve(not_before=NOW, expires_at=NOW + MICROSECOND)
    with pytest.raises(PackageRefused) as refused:
        issuer.approve(not_before=NOW, expires_at=NOW)
    assert refused.value.fault is Fault.OWNER_KEY_EXPIRED


def test_a_root_key_whose_name_is_too_long_for_a_certificate_approves_nobody() -> None:
    with pytest.raises(PackageRefused) as refused:
        Issuer(root=keys.generate("r" * 500))
    assert refused.value.fault is Fault.CERTIFICATE_SIGNATURE


def test_a_package_is_signed_before_its_owners_key_is_valid_or_after(issuer: Issuer) -> None:
    """Who loads it, and when, is not the issuer's to know; what it is dated is."""
    begins = NOW + timedelta(days=3000)
    approval = issuer.approve(not_before=begins, expires_at=begins + timedelta(days=1))
    written = json.dumps(document(IssuedAt=begins.isoformat(), ExpiryDate=None)).encode()
    signed = signing.sign(
        written, media_type="application/json", certificate=approval, key=issuer.key
    )
    assert read(signed, issuer.roots, now=begins).package.issued_at == begins


def test_a_media_type_that_customers_do_not_read_is_not_signed(issuer: Issuer) -> None:
    with pytest.raises(PackageRefused) as refused:
        signing.sign(b"{}", media_type="text/yaml", certificate=issuer.certificate, key=issuer.key)
    assert refused.value.fault is Fault.NOT_A_PACKAGE
