"""A request code: what an installation asks its licence owner, where no network leads there.

Text to be pasted, typed or photographed: ``SL1-`` and groups of five of the 32 characters
of RFC 4648, which fit the short form of a QR code. They hold, in this order: 12 bytes that
no other code has, the number of the licence that is active (4 bytes), owner, serial number
and company in UTF-8, each behind its length (2 bytes), and the first 5 bytes of the SHA-256
of ``SL1`` and all that. The check finds slips, not forgers: whoever knows a serial number
and company can make a code, and is sent nothing but that customer's licence.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from solicense_plugin.domain.errors import LicenceError
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.names import is_owner_name

#: How many bytes make a code one of its own.
NONCE = 12
_VERSION = "SL1"
_CHECK = 5
_GROUP = 5
_NUMBER, _LENGTH = 4, 2
#: No code of longest names is longer.
_LONGEST = 8_000


class UnreadableCode(LicenceError):
    """A text that is no request code, or one that was mistyped."""


@dataclass(frozen=True, slots=True)
class RequestCode:
    """Who asks for which owner's licence, and what is there already."""

    owner: str
    identity: Identity
    #: Of the licence that is active, 0 for none.
    issue_number: int
    #: What no other code has: made by chance when it is asked for.
    nonce: bytes

    def text(self) -> str:
        """Return it as people pass it on."""
        names = (self.owner, self.identity.serial_number, self.identity.company_name)
        texts = b"".join(map(_behind_its_length, names))
        content = self.nonce + self.issue_number.to_bytes(_NUMBER) + texts
        packed = base64.b32encode(content + _check(content)).decode().rstrip("=")
        groups = (packed[at : at + _GROUP] for at in range(0, len(packed), _GROUP))
        return "-".join((_VERSION, *groups))

    @classmethod
    def read(cls, text: str) -> RequestCode:
        """Read a code as it was pasted or typed.

        Spaces, line breaks, hyphens and small letters do not matter; 0 and 1 are read as
        the letters that they look like.

        :raises UnreadableCode: it is no code, or not one as it was made.
        """
        packed = re.sub(r"[\s-]", "", text[:_LONGEST]).upper()
        if not packed.startswith(_VERSION):
            raise UnreadableCode
        content = _unpacked(packed.removeprefix(_VERSION))
        nonce, number, texts = _parted(content, NONCE, _NUMBER)
        try:
            owner, serial_number, company_name = _names(texts)
        except (UnicodeDecodeError, ValueError) as error:
            raise UnreadableCode from error
        identity = Identity(company_name, serial_number)
        if identity != Identity.of(company_name, serial_number) or not is_owner_name(owner):
            raise UnreadableCode
        return cls(owner, identity, int.from_bytes(number), nonce)


def _behind_its_length(text: str) -> bytes:
    content = text.encode()
    return len(content).to_bytes(_LENGTH) + content


def _check(content: bytes) -> bytes:
    return hashlib.sha256(_VERSION.encode() + content).digest()[:_CHECK]


def _unpacked(packed: str) -> bytes:
    padding = "=" * (-len(packed) % 8)
    try:
        found = base64.b32decode(packed + padding, map01="I")
    except (binascii.Error, ValueError) as error:
        raise UnreadableCode from error
    content, check = found[:-_CHECK], found[-_CHECK:]
    if check != _check(content):
        raise UnreadableCode
    return content


def _parted(content: bytes, *lengths: int) -> tuple[bytes, ...]:
    """Cut a content at lengths; the last part is the rest."""
    parts = []
    for length in lengths:
        parts.append(content[:length])
        content = content[length:]
    return (*parts, content)


def _names(content: bytes) -> tuple[str, str, str]:
    """Return the three texts.

    :raises ValueError: it is not three texts.
    """
    names = []
    while content:
        length, content = _parted(content, _LENGTH)
        name, content = _parted(content, int.from_bytes(length))
        names.append(name.decode())
    owner, serial_number, company_name = names
    return owner, serial_number, company_name
