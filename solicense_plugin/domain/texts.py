"""Texts that a licence package brings, in the languages that it brings them in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Spoken:
    """A text as it can be shown, and the language it is in."""

    text: str
    #: The language, when it is not the one that was asked for; else empty.
    language: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A text with a default and translations, keyed by locale (da, de, en, nb, nl, sv)."""

    default: str
    translations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def spoken(self, language: str, default_language: str) -> Spoken:
        """Return the text in a language, or the default one marked with its own."""
        if found := self.translations.get(language):
            return Spoken(found)
        return Spoken(self.default, "" if language == default_language else default_language)


#: The longest text of a stranger that is repeated, in characters.
LONGEST = 254


def printable(text: str) -> str:
    """Return a stranger's text so that no terminal, log or encoding stumbles over it.

    Cut at ``LONGEST``; what cannot be printed is replaced. Pages still escape it.
    """
    return "".join(c if c.isprintable() else "\ufffd" for c in text[:LONGEST])


def readable(text: str) -> str:
    """Return a stranger's text of several lines so that every database and page takes it."""
    return "".join(c if c.isprintable() or c in "\n\t" else "\ufffd" for c in text)
