"""The folder that a licence server works from: what is in it, and where."""

from __future__ import annotations

import re
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from solicense_plugin.domain.errors import PackageRefused
from solicense_plugin.issuer import keys
from solicense_plugin.packages.envelope import payload_of
from solicense_plugin.packages.trust import OwnerKey, parse_owner_key

#: A serial number that can name a file on every system.
_SERIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
#: The longest wait for another process, in seconds.
_PATIENCE = 10


class FolderFault(Exception):
    """Something in the folder cannot work; the message names it."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One owner's certificate, key, customers and what was issued to them.

    Read anew by every request, so that whatever is changed there holds at once.
    """

    path: Path
    #: The owner's private key.
    key: keys.Private

    @classmethod
    def at(cls, path: Path, key: keys.Private | None = None) -> Folder:
        """Return a folder that has what it needs.

        :param key: where the private key is, unless it is the file ``key``.
        :raises FolderFault: the certificate or the key is missing or does not fit.
        """
        found = cls(path, key or path / "key")
        found.signer()
        return found

    @property
    def revocations(self) -> Path:
        """What `solicense issuer revoke` wrote, if anything."""
        return self.path / "revocations"

    @property
    def access_log(self) -> Path:
        """Who asked for what."""
        return self.path / "access.log"

    @property
    def changes(self) -> Path:
        """The changes of serial number or company that the issuer authorised."""
        return self.path / "changes"

    @property
    def answered(self) -> Path:
        """The request codes that were answered, a file each."""
        return self.path / "answered"

    def licences(self, serial_number: str, suffix: str) -> Path | None:
        """Return where a customer's source stands, if its serial number can name a file."""
        return self._of_customer("licences", serial_number, suffix)

    def message(self, serial_number: str) -> Path | None:
        """Return where the issuer's own words to a customer stand."""
        return self._of_customer("messages", serial_number, ".json")

    def issued(self, serial_number: str) -> Path:
        """Return the folder of a known customer's packages."""
        return self.path / "issued" / serial_number

    def locked(self, serial_number: str) -> AbstractContextManager[object]:
        """Keep every other thread and process from changing a known customer's files."""
        locks = self.path / "locks"
        locks.mkdir(exist_ok=True)
        return FileLock(locks / serial_number, timeout=_PATIENCE)

    def certificate(self) -> bytes:
        """Return the owner's certificate.

        :raises FolderFault: it cannot be read.
        """
        try:
            return (self.path / "certificate").read_bytes()
        except OSError as error:
            message = f"The certificate cannot be read: {error}"
            raise FolderFault(message) from error

    def owner(self) -> OwnerKey:
        """Return whom the certificate approves.

        :raises FolderFault: it is no certificate.
        """
        line = self.certificate().removeprefix(b"\xef\xbb\xbf").strip()
        try:
            return parse_owner_key(payload_of(line))
        except (ValueError, IndexError, PackageRefused) as error:
            message = f"{self.path / 'certificate'} is no certificate"
            raise FolderFault(message) from error

    def signer(self) -> OKPKey:
        """Return the key that signs.

        :raises FolderFault: there is none, or the certificate approves another one.
        """
        try:
            key = keys.load_private(self.key)
        except (OSError, ValueError, JoseError) as error:
            message = f"The key cannot be used: {error}"
            raise FolderFault(message) from error
        if key.thumbprint() != self.owner().key.thumbprint():
            message = f"The certificate approves another key than {self.key}"
            raise FolderFault(message)
        return key

    def _of_customer(self, name: str, serial_number: str, suffix: str) -> Path | None:
        if not _SERIAL.fullmatch(serial_number) or serial_number.endswith("."):
            return None
        return self.path / name / (serial_number + suffix)
