"""The whole road of a licence file, from bytes to a value that may be trusted."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, tzinfo

from joserfc.jwk import OKPKey

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.domain.package import LicencePackage
from solicense_plugin.packages.documents import MEDIA_TYPES, parse_document
from solicense_plugin.packages.envelope import Opened, unseal
from solicense_plugin.packages.lines import TwoLines, two_lines
from solicense_plugin.packages.trust import OwnerKey, RootKeys, owner_key

TYPE = "solicense-package"


@dataclass(frozen=True, slots=True)
class SignedPackage:
    """A package whose signatures hold, with the file that proves it."""

    package: LicencePackage
    #: The two lines as they are stored.
    content: bytes
    #: SHA-256 of the document that the owner signed, in hexadecimal.
    document_hash: str

    @property
    def hash(self) -> str:
        """SHA-256 of the stored file, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def read_package(content: bytes, *, roots: RootKeys, zone: tzinfo, now: datetime) -> SignedPackage:
    """Check a licence file that arrives, and read it.

    :param zone: the installation's, for dates without an offset.
    :param now: the owner's key must be valid at this moment.
    :raises PackageRefused: says at which step of the road it failed.
    """
    lines = two_lines(content)
    approved = owner_key(lines.certificate, roots)
    approved.demand_valid(now)
    return read_approved(lines, approved, zone)


def reread_package(content: bytes, *, roots: RootKeys, zone: tzinfo) -> SignedPackage:
    """Check a file that had been accepted before, and read it again.

    An accepted package outlives its owner's key, so that its dates are not asked.

    :raises PackageRefused: somebody has changed what was stored.
    """
    lines = two_lines(content)
    return read_approved(lines, owner_key(lines.certificate, roots), zone)


def read_approved(lines: TwoLines, approved: OwnerKey, zone: tzinfo) -> SignedPackage:
    """Check and read the package line by an owner's key that is trusted already.

    :raises PackageRefused: says what does not hold.
    """
    opened = _opened(lines.package, approved)
    package = parse_document(opened.payload, media_type=opened.header["cty"], zone=zone)
    if package.owner.name != approved.owner:
        raise PackageRefused(Fault.FOREIGN_OWNER, package.owner.name)
    approved.demand_issued_within(package.issued_at)
    document_hash = hashlib.sha256(opened.payload).hexdigest()
    return SignedPackage(package, lines.content(), document_hash)


def _opened(line: bytes, approved: OwnerKey) -> Opened:
    def key(header: dict[str, str]) -> OKPKey:
        if header["typ"] != TYPE or header["cty"] not in MEDIA_TYPES:
            raise PackageRefused(Fault.NOT_A_PACKAGE)
        return approved.key

    fields = frozenset({"typ", "cty"})
    return unseal(line, fields=fields, key_for=key, broken=Fault.PACKAGE_SIGNATURE)
