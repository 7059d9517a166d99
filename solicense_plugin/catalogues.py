"""Texts of add-ons: in the language of the request, from their own catalogues."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations
from pathlib import Path

from babel.support import Translations
from flask import has_app_context
from flask_babel.speaklater import LazyString

from solicense_plugin import i18n
from solicense_plugin.parts import parts

_log = logging.getLogger("solicense.add_ons")

#: A language, and those that speak for it where a catalogue of its own is missing.
_INSTEAD = {"nb": ("nb", "no")}


@dataclass(frozen=True, slots=True)
class AddOnTexts:
    """The translation functions of an add-on.

    A text that its catalogues do not have stays as it is.
    """

    _where: str | Path
    _domain: str

    def gettext(self, text: str, **values: object) -> str:
        """Translate a text."""
        found = self._catalogue().gettext(text)
        return found % values if values else found

    def ngettext(self, singular: str, plural: str, num: int, **values: object) -> str:
        """Translate a text with a number, which it calls ``num``."""
        return self._catalogue().ngettext(singular, plural, num) % {"num": num, **values}

    def lazy_gettext(self, text: str, **values: object) -> LazyString:
        """Translate a text when it is written, for titles that are made at the start."""
        return LazyString(self.gettext, text, **values)

    def _catalogue(self) -> NullTranslations:
        return _catalogue(self._folders(), i18n.language(), self._domain)

    def _folders(self) -> tuple[Path, ...]:
        if isinstance(self._where, Path):
            return (self._where,)
        return parts().add_ons.catalogues.get(self._where, ()) if has_app_context() else ()


def translations_of(where: str | Path, domain: str = "messages") -> AddOnTexts:
    """Return the translation functions of an add-on.

    ::

        texts = translations_of(Path(__file__).parent / "translations")
        _ = texts.gettext

    The language is that of the request, as everywhere on the screen; without a request it
    is English.

    :param where: the folder with ``<locale>/LC_MESSAGES/<domain>.mo``, or the add-on's name:
        then the folders that its ``solicense_translations`` gave.
    :param domain: how the catalogues are called.
    """
    return AddOnTexts(where, domain)


@lru_cache(maxsize=256)
def _catalogue(folders: tuple[Path, ...], language: str, domain: str) -> NullTranslations:
    """Return the catalogues of a language, the first folder before the others."""
    found = NullTranslations()
    for folder in reversed(folders):
        read = _read(folder, language, domain)
        read.add_fallback(found)
        found = read
    return found


def _read(folder: Path, language: str, domain: str) -> NullTranslations:
    try:
        return Translations.load(folder, list(_INSTEAD.get(language, (language,))), domain)
    except Exception:  # noqa: BLE001  what is no catalogue costs its own texts alone
        _log.exception("catalogues of an add-on cannot be read: %s, %s", folder, language)
        return NullTranslations()
