"""Revocations: owner keys and packages that a root key no longer lets be trusted (design 4).

One list for all owners of a root key, a compact JWS on one line, with a number that only
rises: whoever could send an older list would bring a revoked key back.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from joserfc.jwk import OKPKey

from solicense_plugin.domain.errors import Fault, LicenceError, PackageRefused
from solicense_plugin.domain.moments import parse_moment
from solicense_plugin.packages import strict_json
from solicense_plugin.packages.envelope import payload_of
from solicense_plugin.packages.lines import MAX_BYTES, two_lines
from solicense_plugin.packages.reading import SignedPackage
from solicense_plugin.packages.trust import RootKeys, parse_owner_key

TYPE = "solicense-revocations"
#: For a list in a download: a compact JWS (RFC 7515, 9.2.1).
MEDIA_TYPE = "application/jose"

_BOM = b"\xef\xbb\xbf"
_THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}")
_HASH = re.compile(r"[0-9a-f]{64}")
_INT32 = 2**31 - 1


class RevocationsRefused(LicenceError):
    """A list of revocations that is not accepted; the one known before still holds."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        super().__init__(fault, detail)
        #: The class of fault, the same ones that a licence file can have.
        self.fault = fault
        #: What it is about, as far as it can be shown; hostile text, so that pages escape it.
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Marks:
    """What a package is known by in a list of revocations."""

    #: Of the owner's key, its RFC 7638 thumbprint.
    key: str
    #: :attr:`~.SignedPackage.document_hash`.
    document: str

    @classmethod
    def of(cls, content: bytes) -> Marks | None:
        """Return those of a licence file that was accepted before.

        :returns: ``None`` when it has become unreadable; nobody can tell who signed it.
        """
        try:
            lines = two_lines(content)
            key = parse_owner_key(payload_of(lines.certificate)).key
            document = payload_of(lines.package)
        except (PackageRefused, ValueError, IndexError):
            return None
        return cls(key.thumbprint(), hashlib.sha256(document).hexdigest())


@dataclass(frozen=True, slots=True)
class Revocations:
    """What a root key has taken back so far."""

    #: Only rises.
    number: int
    issued_at: datetime
    #: Of owners' public keys, their RFC 7638 thumbprints (SHA-256, base64url).
    owner_keys: frozenset[str] = frozenset()
    #: Of packages, :attr:`~.SignedPackage.document_hash`. Not the hash of the file: that
    #: of the same document below another certificate of its key would be a new one.
    documents: frozenset[str] = frozenset()

    def demand_not(self, signed: SignedPackage) -> None:
        """Refuse a package that has been revoked, also one accepted long ago.

        :raises PackageRefused: ``owner-key-revoked`` or ``package-revoked``.
        """
        if fault := self.of(signed):
            raise PackageRefused(fault, signed.package.owner.name)

    def of(self, signed: SignedPackage) -> Fault | None:
        """Tell what of a package has been revoked, also of one accepted long ago."""
        return self.of_marks(Marks(_key_of(signed).thumbprint(), signed.document_hash))

    def of_marks(self, marks: Marks) -> Fault | None:
        """Tell what has been revoked of a package that is known by its marks."""
        if marks.key in self.owner_keys:
            return Fault.OWNER_KEY_REVOKED
        return Fault.PACKAGE_REVOKED if marks.document in self.documents else None

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been revoked."""
        return not (self.owner_keys or self.documents)

    def revokes_key(self, key: OKPKey) -> bool:
        """Tell whether an owner's key has been revoked."""
        return key.thumbprint() in self.owner_keys


#: Where no list is configured.
NOTHING_REVOKED = Revocations(0, datetime(2000, 1, 1, tzinfo=UTC))


def read_revocations(content: bytes, *, roots: RootKeys, known: int = 0) -> Revocations:
    """Check a list that arrives, and read it.

    :param known: the number of the list that holds; the same again is accepted.
    :raises RevocationsRefused: it is none, no root key of ours signed it, or it is older
        (``lower-issue-number``).
    """
    try:
        found = _parsed(roots.signed(_line(content), TYPE))
    except PackageRefused as error:
        raise RevocationsRefused(error.fault, error.detail) from error
    if found.number < known:
        raise RevocationsRefused(Fault.LOWER_ISSUE_NUMBER, str(found.number))
    return found


def _key_of(signed: SignedPackage) -> OKPKey:
    return parse_owner_key(payload_of(two_lines(signed.content).certificate)).key


def _line(content: bytes) -> bytes:
    """Return the JWS without what mail and editors add: a BOM, and line ends after it."""
    if len(content) > MAX_BYTES:
        raise PackageRefused(Fault.TOO_LARGE, str(MAX_BYTES))
    line = content.removeprefix(_BOM).rstrip(b"\r\n")
    if not line.strip():
        raise PackageRefused(Fault.EMPTY)
    if line.count(b".") != 2 or not re.fullmatch(rb"[A-Za-z0-9_.-]+", line):
        raise PackageRefused(Fault.NOT_A_PACKAGE)
    return line


def _parsed(payload: bytes) -> Revocations:
    content = strict_json.loads(payload)
    if not isinstance(content, dict):
        raise PackageRefused(Fault.MALFORMED, "JSON")
    return Revocations(
        number=_number(content.get("Number")),
        issued_at=_moment(content.get("IssuedAt")),
        owner_keys=_entries(content, "OwnerKeys", _THUMBPRINT),
        documents=_entries(content, "Packages", _HASH),
    )


def _number(value: object) -> int:
    if type(value) is not int or not 1 <= value <= _INT32:
        raise PackageRefused(Fault.MALFORMED, "Number")
    return value


def _moment(value: object) -> datetime:
    try:
        moment = parse_moment(value, UTC) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None:
        raise PackageRefused(Fault.MALFORMED, "IssuedAt")
    return moment


def _entries(content: dict[str, object], name: str, pattern: re.Pattern[str]) -> frozenset[str]:
    values = content.get(name, [])
    if not isinstance(values, list):
        raise PackageRefused(Fault.MALFORMED, name)
    for place, value in enumerate(values):
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise PackageRefused(Fault.MALFORMED, f"{name}[{place}]")
    return frozenset(values)
