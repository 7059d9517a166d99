"""A licence source: what one customer is to have, as a package document without a number."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from solicense_plugin.domain.errors import PackageRefused
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.moments import parse_moment
from solicense_plugin.domain.package import LicencePackage
from solicense_plugin.issuer.documents import MEDIA_TYPES
from solicense_plugin.issuer.server.editing import Editable, editable
from solicense_plugin.issuer.server.folder import Folder, FolderFault
from solicense_plugin.packages.documents import parse_document

#: The number and date of a source that has none, until the server gives it some.
_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Source:
    """One customer's source, as it was read."""

    file: Path
    content: bytes

    @property
    def media_type(self) -> str:
        """Whether it is JSON or XML, by its file's name."""
        return MEDIA_TYPES[self.file.suffix]

    @cached_property
    def package(self) -> LicencePackage:
        """What it says; its number and date mean nothing.

        :raises FolderFault: nobody would accept it.
        """
        document = self.numbered(1, _UNDATED)
        try:
            return parse_document(document, media_type=self.media_type, zone=UTC)
        except PackageRefused as error:
            raise self.fault(error) from error

    @property
    def least_number(self) -> int:
        """The first issue number that it may have."""
        text = self._document().text("IssueNumber")
        return int(text) if text.isdecimal() else 1

    def fingerprint(self, certificate: bytes) -> str:
        """Return what is the same as long as nothing has to be issued again.

        With another certificate the same source is: the old key may not be trusted long.
        """
        return hashlib.sha256(certificate.strip() + b"\n" + self.content).hexdigest()[:32]

    def numbered(self, number: int, now: datetime) -> bytes:
        """Return the document to be signed.

        :raises FolderFault: it cannot be read.
        """
        document = self._document()
        document.put("IssueNumber", number)
        if not self._is_dated_after(document, now):
            document.put("IssuedAt", now.isoformat())
        return document.content()

    def raised(self, more: Mapping[str, int]) -> bytes:
        """Return the source with more of some licences, by their keys."""
        document = self._document()
        document.raise_quantities(more)
        return document.content()

    def again(self) -> Source:
        """Read it again.

        :raises FolderFault: it is somebody else's now.
        """
        found = replace(self, content=self.file.read_bytes())
        if found.package.identity != self.package.identity:
            message = f"{self.file.name} has become another customer's"
            raise FolderFault(message)
        return found

    def _is_dated_after(self, document: Editable, now: datetime) -> bool:
        """Tell whether it is meant for a later day than today."""
        try:
            moment = parse_moment(document.text("IssuedAt"), UTC)
        except ValueError as error:
            message = f"{self.file.name}: IssuedAt is no date"
            raise FolderFault(message) from error
        return moment is not None and moment > now

    def _document(self) -> Editable:
        try:
            return editable(self.content, self.media_type)
        except PackageRefused as error:
            raise self.fault(error) from error

    def fault(self, error: PackageRefused) -> FolderFault:
        """Return what is wrong with it, for the log."""
        return FolderFault(f"{self.file.name}: {error.fault.value} {error.detail}".rstrip())


def source_of(folder: Folder, identity: Identity) -> Source | None:
    """Find the source of a customer whose serial number and company are exactly these.

    :raises FolderFault: there is one that cannot be read.
    """
    for suffix in MEDIA_TYPES:
        file = folder.licences(identity.serial_number, suffix)
        content = _content(file)
        if file and content is not None:
            found = Source(file, content)
            return found if found.package.identity == identity else None
    return None


def _content(file: Path | None) -> bytes | None:
    try:
        return file.read_bytes() if file else None
    except FileNotFoundError:
        return None
