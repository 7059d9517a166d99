"""Licence files that no issuer makes: every byte of a line is the caller's."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from joserfc.jwk import OKPKey

from solicense_plugin.domain.errors import PackageRefused
from solicense_plugin.packages.reading import SignedPackage, read_package
from solicense_plugin.packages.trust import RootKeys
from tests.support.signing import NOW, Issuer

PACKAGE_HEADER = {"alg": "Ed25519", "typ": "solicense-package", "cty": "application/json"}


def b64(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


def unb64(segment: bytes) -> bytes:
    return base64.urlsafe_b64decode(segment + b"==")


def line(header: Mapping[str, object] | bytes, payload: bytes, key: OKPKey) -> bytes:
    """Sign any payload below any header, with a signature that holds."""
    head = header if isinstance(header, bytes) else json.dumps(header).encode()
    signed = b64(head) + b"." + b64(payload)
    assert isinstance(key.private_key, Ed25519PrivateKey)
    return signed + b"." + b64(key.private_key.sign(signed))


def certificate(issuer: Issuer, payload: bytes | None = None, **changes: object) -> bytes:
    """Certify anything with the root key: a field that is ``None`` is left out."""
    content = json.loads(unb64(issuer.certificate.split(b".")[1])) | changes
    kept = {name: value for name, value in content.items() if value is not None}
    header = {"alg": "Ed25519", "typ": "solicense-owner-key", "kid": issuer.root.kid}
    return line(header, payload or json.dumps(kept).encode(), issuer.root)


def file(first: bytes, second: bytes) -> bytes:
    """Return a licence file of two lines."""
    return first + b"\n" + second + b"\n"


def package_line(content: bytes) -> bytes:
    """Return the second line of a licence file."""
    return content.split(b"\n")[1]


def read(
    content: bytes, roots: RootKeys, *, now: datetime = NOW, zone: tzinfo = UTC
) -> SignedPackage:
    return read_package(content, roots=roots, zone=zone, now=now)


def refusal(content: bytes, roots: RootKeys, **when: Any) -> PackageRefused:
    """Return why a file is refused. Any other exception, or none, fails the test."""
    with pytest.raises(PackageRefused) as refused:
        read(content, roots, **when)
    return refused.value


def jwk(**changes: object) -> dict[str, object]:
    """Return a public key with other fields; one that is ``None`` is left out."""
    plain = OKPKey.generate_key("Ed25519").as_dict(private=False) | changes
    return {name: value for name, value in plain.items() if value is not None}
