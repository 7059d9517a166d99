"""Signing: an owner's key by a root key, a package by the owner's key (design 4)."""

from __future__ import annotations

from datetime import UTC, datetime

from joserfc.jwk import OKPKey

from solicense_plugin.domain.names import is_owner_name
from solicense_plugin.packages import reading, trust
from solicense_plugin.packages.envelope import canonical_json, payload_of, seal
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

    What nobody would accept is not signed.

    :raises ValueError: the name cannot be an owner's, or the root key has no id.
    :raises PackageRefused: the key is no Ed25519 key, or expires before it is valid.
    """
    if not is_owner_name(owner):
        message = f"{owner!r} cannot name a module owner: A–Z and 0–9 only"
        raise ValueError(message)
    if not root.kid:
        message = "the root key has no kid, by which a certificate could name it"
        raise ValueError(message)
    content = {
        "OwnerName": owner,
        "PublicKey": public_key.as_dict(private=False),
        "IssuedAt": issued_at.isoformat(),
        "NotBefore": not_before.isoformat(),
        "ExpiresAt": expires_at.isoformat(),
    }
    header = {"typ": trust.TYPE, "kid": root.kid}
    certificate = seal(canonical_json(content), header=header, key=root)
    trust.owner_key(certificate, trust.RootKeys({root.kid: root})).demand_valid(not_before)
    return certificate


def sign(document: bytes, *, media_type: str, certificate: bytes, key: OKPKey) -> bytes:
    """Sign a package's document with its owner's key, and return the licence file.

    The document's bytes are signed as they are. What nobody would accept is not signed.

    :raises ValueError: the certificate approves another key.
    :raises PackageRefused: the document says nothing that could be activated, not what
        the certificate allows, or too much.
    """
    header = {"typ": reading.TYPE, "cty": media_type}
    signed = TwoLines(certificate.strip(), seal(document, header=header, key=key))
    lines = two_lines(signed.content())
    approved = trust.parse_owner_key(payload_of(lines.certificate))
    if approved.key.thumbprint() != key.thumbprint():
        message = f"the certificate of {approved.owner} approves another key than this one"
        raise ValueError(message)
    reading.read_approved(lines, approved, UTC)
    return lines.content()
