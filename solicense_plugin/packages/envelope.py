"""One line of a licence file: a compact JWS (RFC 7515) by Ed25519 (RFC 9864) alone.

The signature is checked over the bytes as they are, before anything in the payload
is parsed. Of the header only what is needed to check is read, and it may hold
nothing else.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass

from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.packages import strict_json
from solicense_plugin.packages.lines import MAX_BYTES

ALGORITHM = "Ed25519"

_REGISTRY = jws.JWSRegistry(algorithms=[ALGORITHM])
_REGISTRY.max_payload_length = MAX_BYTES  # joserfc's own limit is 128,000


@dataclass(frozen=True, slots=True)
class Opened:
    """What was signed, after the signature held."""

    header: dict[str, str]
    payload: bytes


def seal(payload: bytes, *, header: dict[str, str], key: OKPKey) -> bytes:
    """Sign a payload, and return the line."""
    protected = {"alg": ALGORITHM, **header}
    return jws.serialize_compact(protected, payload, key, [ALGORITHM], _REGISTRY).encode()


def unseal(
    line: bytes,
    *,
    fields: frozenset[str],
    key_for: Callable[[dict[str, str]], OKPKey],
    broken: Fault,
) -> Opened:
    """Check a line's signature, and return what was signed.

    :param fields: the header fields beside ``alg`` that there must be, and no others.
    :param key_for: finds the key by the header, or refuses.
    :param broken: the fault when the signature does not hold.
    :raises PackageRefused: ``algorithm``, ``not-a-package`` or ``broken``.
    """
    header = _header(line, broken)
    if header.get("alg") != ALGORITHM:
        raise PackageRefused(Fault.ALGORITHM, str(header.get("alg", "")))
    if header.keys() != {"alg", *fields} or not all(isinstance(v, str) for v in header.values()):
        raise PackageRefused(Fault.NOT_A_PACKAGE)
    texts = {name: str(value) for name, value in header.items()}
    key = key_for(texts)
    try:
        signed = jws.deserialize_compact(line, key, [ALGORITHM], _REGISTRY)
    except (JoseError, ValueError) as error:
        raise PackageRefused(broken) from error
    return Opened(texts, signed.payload)


def _header(line: bytes, broken: Fault) -> dict[str, object]:
    """Read the protected header, and refuse a line that has a second spelling."""
    for segment in line.split(b"."):
        _demand_canonical(segment, broken)
    try:
        header = strict_json.loads(_decoded(line.split(b".")[0]))
    except PackageRefused as error:
        # Its reasons are for what is known to be signed, and this is not yet.
        raise PackageRefused(Fault.NOT_A_PACKAGE) from error
    if not isinstance(header, dict):
        raise PackageRefused(Fault.NOT_A_PACKAGE)
    return header


def _demand_canonical(segment: bytes, broken: Fault) -> None:
    """Refuse base64url whose unused last bits are set: another spelling of the same bytes."""
    try:
        again = base64.urlsafe_b64encode(_decoded(segment)).rstrip(b"=")
    except binascii.Error as error:
        raise PackageRefused(broken) from error
    if again != segment:
        raise PackageRefused(broken)


def _decoded(segment: bytes) -> bytes:
    return base64.urlsafe_b64decode(segment + b"=" * (-len(segment) % 4))


def payload_of(line: bytes) -> bytes:
    """Return a line's payload without checking its signature.

    :raises ValueError: it is no base64url.
    """
    return _decoded(line.split(b".")[1])


def canonical_json(value: object) -> bytes:
    """Return JSON as our own issuer signs it: sorted, without spaces, UTF-8."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
