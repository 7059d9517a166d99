"""Signing: an owner's key by a root key, a package by the owner's key (design 4)."""

from __future__ import annotations

from datetime import UTC, datetime

from joserfc.jwk import OKPKey

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.domain.names import is_owner_name
from solicense_plugin.packages import reading, trust
from solicense_plugin.packages.documents import parse_document
from solicense_plugin.packages.envelope import canonical_json, seal
from solicense_plugin.packages.lines import TwoLines, two_lines


def approve(
    owner: str,
    public_key: OKPKey,
    *,
    root: OKPKey,
    issued_at: datetime,
    not_before: datetime,
    expires_at: datetime,
) -> bytes:
    """Sign an owner's public key with a root key, and return the certificate.

    :raises ValueError: the name cannot be an owner's.
    """
    if not is_owner_name(owner):
        message = f"{owner!r} cannot name a module owner: A–Z and 0–9 only"
        raise ValueError(message)
    content = {
        "OwnerName": owner,
        "PublicKey": public_key.as_dict(private=False),
        "IssuedAt": issued_at.isoformat(),
        "NotBefore": not_before.isoformat(),
        "ExpiresAt": expires_at.isoformat(),
    }
    header = {"typ": trust.TYPE, "kid": root.kid or ""}
    return seal(canonical_json(content), header=header, key=root)


def sign(document: bytes, *, media_type: str, certificate: bytes, key: OKPKey) -> bytes:
    """Sign a package's document with its owner's key, and return the licence file.

    The document's bytes are signed as they are. What we would refuse is not signed.

    :raises PackageRefused: the document says nothing that could be activated, or is
        too large.
    """
    parse_document(document, media_type=media_type, zone=UTC)
    header = {"typ": reading.TYPE, "cty": media_type}
    lines = TwoLines(certificate.strip(), seal(document, header=header, key=key))
    if two_lines(lines.content()) != lines:
        raise PackageRefused(Fault.NOT_A_PACKAGE)
    return lines.content()
