"""Names: of owners, of modules, of companies, and which of them are the same."""

from __future__ import annotations

import re
import unicodedata

#: The platform's own module owner; partners may never use it (domain.md 1.2).
SUPEROFFICE = "SUPEROFFICE"

_OWNER = re.compile(r"[A-Z0-9]{1,239}")
_MODULE = re.compile(r"[A-Za-z][A-Za-z0-9._-]{0,238}")
_NEVER_OWNERS = frozenset({"USER", "SITE"})


def is_owner_name(text: str) -> bool:
    """Tell whether this can name a module owner.

    ``USER`` and ``SITE`` cannot: they stand for something else in the paths of
    SuperOffice's API (domain.md 2).
    """
    return bool(_OWNER.fullmatch(text)) and text not in _NEVER_OWNERS


def is_module_name(text: str) -> bool:
    """Tell whether this can name a module licence (domain.md 0, trap 3)."""
    return bool(_MODULE.fullmatch(text))


def module_key(name: str) -> str:
    """Return what two spellings of one module name have in common."""
    return name.lower()


def identity_text(text: str) -> str:
    """Return a company name or serial number as it is stored and compared: trimmed, NFC."""
    return unicodedata.normalize("NFC", text.strip())
