"""Issue numbers that only rise, and the packages that were issued under them.

Each package is one file, ``issued/<serial>/<number>-<fingerprint>.licence``: what is
there was issued, and there is no other record that could contradict it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from joserfc.errors import JoseError

from solicense_plugin.domain.errors import PackageRefused
from solicense_plugin.domain.package import LicencePackage
from solicense_plugin.issuer import signing
from solicense_plugin.issuer.files import write_whole
from solicense_plugin.issuer.server.folder import Folder, FolderFault
from solicense_plugin.issuer.server.sources import Source
from solicense_plugin.packages.envelope import payload_of
from solicense_plugin.packages.lines import two_lines
from solicense_plugin.packages.reading import read_approved
from solicense_plugin.packages.trust import parse_owner_key

_NAME = re.compile(r"([0-9]{1,10})-([0-9a-f]{32})\.licence")


@dataclass(frozen=True, slots=True)
class Issued:
    """A package that was issued."""

    number: int
    #: Of the source and certificate that it was made of.
    fingerprint: str
    file: Path

    def content(self) -> bytes:
        """Return the licence file."""
        return self.file.read_bytes()

    def package(self) -> LicencePackage:
        """Return what was issued."""
        lines = two_lines(self.content())
        return read_approved(lines, parse_owner_key(payload_of(lines.certificate)), UTC).package


def issued_to(folder: Folder, serial_number: str) -> tuple[Issued, ...]:
    """Return every package of a known customer, the newest first."""
    found = sorted(_issued(folder.issued(serial_number)), key=lambda issued: -issued.number)
    return tuple(found)


def current(folder: Folder, source: Source, *, now: datetime, above: int = 0) -> Issued:
    """Return a customer's package as its source says, issued now if it has changed since.

    :param above: the number must be higher than this one.
    :raises FolderFault: the source cannot be issued.
    """
    certificate = folder.certificate()
    if found := _standing(folder, source, certificate, above):
        return found
    with folder.locked(source.package.identity.serial_number):
        # Read again: whoever had the lock before may have issued a newer source.
        newest = source.again()
        return _standing(folder, newest, certificate, above) or _issue(
            folder, newest, certificate, now=now, above=above
        )


def newest_number(folder: Folder, serial_number: str) -> int:
    """Return the highest number that a serial number was given; 0 for none."""
    return max((issued.number for issued in _issued(folder.issued(serial_number))), default=0)


def _standing(folder: Folder, source: Source, certificate: bytes, above: int) -> Issued | None:
    """Return what was issued last, if it is as the source says."""
    newest = next(iter(issued_to(folder, source.package.identity.serial_number)), None)
    fingerprint = source.fingerprint(certificate)
    if newest and newest.fingerprint == fingerprint and newest.number > above:
        return newest
    return None


def _issue(
    folder: Folder, source: Source, certificate: bytes, *, now: datetime, above: int
) -> Issued:
    serial_number = source.package.identity.serial_number
    number = max(newest_number(folder, serial_number), above, source.least_number - 1) + 1
    fingerprint = source.fingerprint(certificate)
    place = folder.issued(serial_number) / f"{number}-{fingerprint}.licence"
    signed = _signed(folder, source, certificate, source.numbered(number, _seconds(now)))
    place.parent.mkdir(parents=True, exist_ok=True)
    write_whole(place, signed)
    return Issued(number, fingerprint, place)


def _seconds(moment: datetime) -> datetime:
    """Drop what is less than a second, so that no clock beside ours finds it in the future."""
    return moment.replace(microsecond=0)


def _issued(place: Path) -> Iterator[Issued]:
    if not place.is_dir():
        return
    for file in place.iterdir():
        if match := _NAME.fullmatch(file.name):
            yield Issued(int(match[1]), match[2], file)


def _signed(folder: Folder, source: Source, certificate: bytes, document: bytes) -> bytes:
    try:
        return signing.sign(
            document,
            media_type=source.media_type,
            certificate=certificate,
            key=folder.signer(),
        )
    except PackageRefused as error:
        raise source.fault(error) from error
    except (ValueError, JoseError) as error:
        raise FolderFault(str(error)) from error
