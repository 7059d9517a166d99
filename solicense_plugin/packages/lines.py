"""A licence file as it arrives: its two lines, or why it is no licence file."""

from __future__ import annotations

import re
from dataclasses import dataclass

from solicense_plugin.domain.errors import Fault, PackageRefused

#: A licence file, its line ends included.
MAX_BYTES = 1024 * 1024
#: For a licence file in an upload or a download.
MEDIA_TYPE = "application/vnd.solicense.package"

_BOM = b"\xef\xbb\xbf"
#: What stands in every licence, signed or not.
_LICENCE = re.compile(rb"LicenseInfo|ModuleLicense")
_COMPACT_JWS = re.compile(rb"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class TwoLines:
    """The owner key certificate and the package, each a compact JWS. Not yet verified."""

    certificate: bytes
    package: bytes

    def content(self) -> bytes:
        """Return the file as it is stored and hashed, whatever mail did to it."""
        return self.certificate + b"\n" + self.package + b"\n"


def two_lines(content: bytes) -> TwoLines:
    """Split a licence file.

    What mail does to a good file is accepted here and nowhere else: a BOM, CRLF and
    newlines at the end.

    :raises PackageRefused: says what it is instead.
    """
    cleaned = content.removeprefix(_BOM).replace(b"\r\n", b"\n").rstrip(b"\n")
    # The second condition: it is stored with a newline at its end, and read again.
    if len(content) > MAX_BYTES or len(cleaned) == MAX_BYTES:
        raise PackageRefused(Fault.TOO_LARGE, str(MAX_BYTES))
    if not cleaned.strip():
        raise PackageRefused(Fault.EMPTY)
    lines = cleaned.split(b"\n")
    if len(lines) == 2 and all(_COMPACT_JWS.fullmatch(line) for line in lines):
        return TwoLines(*lines)
    raise PackageRefused(_what_else(cleaned))


def _what_else(content: bytes) -> Fault:
    if content.lstrip()[:1] in {b"<", b"{"} and _LICENCE.search(content):
        return Fault.UNSIGNED
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return Fault.NOT_TEXT
    return Fault.NOT_TEXT if "\x00" in text else Fault.NOT_A_PACKAGE
