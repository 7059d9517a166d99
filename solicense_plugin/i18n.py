"""Our texts in the language of the request, beside the host's own catalogues.

One Babel domain of our own; in templates under our own names, since the host's
layout keeps its ``_`` and its language. The host's locale selector decides.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from flask import Flask, request
from flask_babel import Babel, Domain, get_locale
from markupsafe import Markup

from solicense_plugin.domain.texts import Spoken, Text

#: The languages that we are complete in.
LANGUAGES = ("da", "de", "en", "nb", "nl", "sv")

_TRANSLATIONS = Path(__file__).parent / "translations"
#: What browsers send for Norwegian, and the catalogue that speaks it.
_NORWEGIAN = {"no": "nb", "nn": "nb"}

_domain = Domain([str(_TRANSLATIONS)], domain="solicense")

gettext: Callable[..., str] = _domain.gettext
ngettext: Callable[..., str] = _domain.ngettext
#: Where one English word has two translations: context first.
pgettext: Callable[..., str] = _domain.pgettext
#: For texts that are made before there is a request. Never with anything that comes
#: from outside in it: Jinja does not escape a lazy string.
lazy_gettext: Callable[[str], str] = _domain.lazy_gettext


def init_app(app: Flask) -> None:
    """Give templates our names, and a host without Babel a plain one."""
    if "babel" not in app.extensions:
        Babel(app, locale_selector=_accepted)
    app.jinja_env.globals.update(
        sl_gettext=gettext,
        sl_ngettext=ngettext,
        sl_pgettext=pgettext,
        sl_language=language,
        sl_text=spoken,
    )


def _accepted() -> str | None:
    offered = [*LANGUAGES, *_NORWEGIAN]
    return request.accept_languages.best_match(offered, default="en")


def locale() -> Locale:
    """Return the locale of the request, as somewhere that we have words for."""
    found: Locale | None = get_locale()
    if found is None or found.language not in {*LANGUAGES, *_NORWEGIAN}:
        return Locale("en")
    if found.language in _NORWEGIAN:
        return Locale("nb")
    return found


def language() -> str:
    """Return the language of the request: one of :data:`LANGUAGES`."""
    return locale().language


def _formats() -> str:
    """Return the locale by whose customs numbers and dates are written.

    English without a country is the English of our texts.
    """
    found = locale()
    return "en_GB" if found.language == "en" and not found.territory else str(found)


@lru_cache(maxsize=4096)
def _number(value: int, identifier: str) -> str:
    return format_decimal(value, locale=identifier)


def number(value: int) -> str:
    """Write a number as the language does."""
    return str(value) if -1 < value < 1000 else _number(value, _formats())


@lru_cache(maxsize=4096)
def _date(day: datetime, identifier: str) -> str:
    return format_date(day, format="medium", locale=identifier)


def date(value: datetime, zone: tzinfo) -> str:
    """Write a day as the language does."""
    day = value.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
    return _date(day, _formats())


def moment(value: datetime, zone: tzinfo) -> str:
    """Write a moment as the language does, to the minute."""
    return format_datetime(value.astimezone(zone), format="medium", locale=_formats(), tzinfo=zone)


def spoken(text: Text, default_language: str) -> Markup:
    """Write a text of a package in the language of the request.

    What it has only in another language is marked with that.
    """
    return marked(text.spoken(language(), default_language))


def marked(text: Spoken) -> Markup:
    """Write a text, with its language when it is another than the page's."""
    if not text.language:
        return Markup("{}").format(text.text)
    return Markup('<span lang="{}">{}</span>').format(text.language, text.text)
