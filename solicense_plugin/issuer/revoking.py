"""Revoking: a list of what is no longer trusted, signed by a root key (design 4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from joserfc.jwk import OKPKey

from solicense_plugin.packages.envelope import canonical_json, payload_of, seal
from solicense_plugin.packages.lines import two_lines
from solicense_plugin.packages.revocations import TYPE, Revocations, read_revocations
from solicense_plugin.packages.trust import RootKeys


def revoke(
    *,
    root: OKPKey,
    issued_at: datetime,
    owner_keys: Iterable[OKPKey] = (),
    documents: Iterable[str] = (),
    previous: Revocations | None = None,
) -> bytes:
    """Sign the next list of revocations: what the previous one holds, and more.

    Nothing is ever taken off a list, so that whoever missed one misses nothing.

    :param owner_keys: their packages are not trusted any more, whatever their dates.
    :param documents: packages, by :func:`document_hash`.
    :raises ValueError: the root key has no id.
    :raises RevocationsRefused: nobody would accept the list.
    """
    if not root.kid:
        message = "the root key has no kid, by which a list could name it"
        raise ValueError(message)
    before = previous or Revocations(0, issued_at)
    content = {
        "Number": before.number + 1,
        "IssuedAt": issued_at.isoformat(),
        "OwnerKeys": sorted(before.owner_keys | {key.thumbprint() for key in owner_keys}),
        "Packages": sorted(before.documents | set(documents)),
    }
    line = seal(canonical_json(content), header={"typ": TYPE, "kid": root.kid}, key=root) + b"\n"
    read_revocations(line, roots=RootKeys({root.kid: root}))
    return line


def document_hash(licence_file: bytes) -> str:
    """Return what a list names a package by, from its licence file.

    :raises PackageRefused: it is no licence file.
    :raises ValueError: its second line is damaged.
    """
    return hashlib.sha256(payload_of(two_lines(licence_file).package)).hexdigest()
