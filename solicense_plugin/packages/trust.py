"""Whom we trust: root keys that the operator configured, and the owners they approved."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OKPKey

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.domain.moments import parse_moment
from solicense_plugin.domain.names import is_owner_name
from solicense_plugin.packages import strict_json
from solicense_plugin.packages.envelope import unseal

TYPE = "solicense-owner-key"


@dataclass(frozen=True)
class RootKeys:
    """The public root keys, by their ids. Several while one is being replaced."""

    keys: Mapping[str, OKPKey]

    @classmethod
    def from_jwks(cls, content: str) -> RootKeys:
        """Read a JWK set of Ed25519 keys, each with a ``kid``.

        :raises ValueError: it is no such set; says what is wrong with it.
        """
        try:
            keys = KeySet.import_key_set(json.loads(content)).keys
        except (JoseError, ValueError, KeyError, TypeError) as error:
            message = "is no JWK set"
            raise ValueError(message) from error
        found: dict[str, OKPKey] = {}
        for key in keys:
            kid = key.original_value.get("kid")  # joserfc makes one up where there is none
            if not isinstance(key, OKPKey) or key.curve_name != "Ed25519" or not kid:
                message = "holds a key that is not Ed25519 or has no kid"
                raise ValueError(message)
            if key.is_private:
                message = f"holds the private half of {kid}, which belongs to its issuer alone"
                raise ValueError(message)
            if kid in found:
                message = f"holds two keys with the kid {kid}"
                raise ValueError(message)
            found[kid] = key
        return cls(found)

    def __bool__(self) -> bool:
        """Whether anything can be trusted at all."""
        return bool(self.keys)

    def signed(self, line: bytes, kind: str) -> bytes:
        """Check what a root key is to have signed, and return its payload.

        :param kind: the ``typ`` that it was signed as.
        :raises PackageRefused: no root key of ours signed it, or it is something else.
        """
        if not self:
            raise PackageRefused(Fault.NO_ROOT_KEYS)

        def root(header: dict[str, str]) -> OKPKey:
            if header["typ"] != kind:
                raise PackageRefused(Fault.NOT_A_PACKAGE)
            if header["kid"] not in self.keys:
                raise PackageRefused(Fault.UNKNOWN_ROOT, header["kid"])
            return self.keys[header["kid"]]

        fields, broken = frozenset({"typ", "kid"}), Fault.CERTIFICATE_SIGNATURE
        return unseal(line, fields=fields, key_for=root, broken=broken).payload


@dataclass(frozen=True, slots=True)
class OwnerKey:
    """A module owner's key as a root key approved it."""

    owner: str
    key: OKPKey
    issued_at: datetime
    not_before: datetime
    expires_at: datetime

    def demand_valid(self, now: datetime) -> None:
        """Refuse a key outside its time; only asked when a package is loaded.

        :raises PackageRefused: ``owner-key-not-yet-valid`` or ``owner-key-expired``.
        """
        if now < self.not_before:
            raise PackageRefused(Fault.OWNER_KEY_NOT_YET_VALID, self.owner)
        if now >= self.expires_at:
            raise PackageRefused(Fault.OWNER_KEY_EXPIRED, self.owner)

    def demand_issued_within(self, issued_at: datetime) -> None:
        """Refuse a package dated before or after the key's time.

        :raises PackageRefused: ``issued-outside-key``.
        """
        if not self.not_before <= issued_at < self.expires_at:
            raise PackageRefused(Fault.ISSUED_OUTSIDE_KEY, issued_at.isoformat())


def owner_key(line: bytes, roots: RootKeys) -> OwnerKey:
    """Check an owner key certificate, and return the key.

    :raises PackageRefused: no root key of ours signed it, or what it says is not
        a key of an owner.
    """
    return parse_owner_key(roots.signed(line, TYPE))


def parse_owner_key(payload: bytes) -> OwnerKey:
    """Read what a certificate says. Whoever did not sign it himself checks that first.

    :raises PackageRefused: ``certificate-content``.
    """
    try:
        content = strict_json.loads(payload)
    except PackageRefused as error:
        raise PackageRefused(Fault.CERTIFICATE_CONTENT) from error
    if not isinstance(content, dict) or not isinstance(content.get("PublicKey"), dict):
        raise PackageRefused(Fault.CERTIFICATE_CONTENT)
    try:
        found = OwnerKey(
            owner=content["OwnerName"],
            key=OKPKey.import_key(content["PublicKey"]),
            issued_at=_moment(content["IssuedAt"]),
            not_before=_moment(content["NotBefore"]),
            expires_at=_moment(content["ExpiresAt"]),
        )
        sound = is_owner_name(found.owner) and found.key.curve_name == "Ed25519"
    except (KeyError, TypeError, ValueError, JoseError) as error:
        raise PackageRefused(Fault.CERTIFICATE_CONTENT) from error
    if not sound or found.key.is_private:
        raise PackageRefused(Fault.CERTIFICATE_CONTENT)
    return found


def _moment(text: object) -> datetime:
    moment = parse_moment(text, UTC) if isinstance(text, str) else None
    if moment is None:
        raise ValueError(text)
    return moment
