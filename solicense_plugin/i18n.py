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
from babel.support import Translations
from flask import Flask, request
from flask_babel import Babel, Domain, get_locale
from markupsafe import Markup

from solicense_plugin.domain.moments import from_microseconds
from solicense_plugin.domain.texts import Spoken, Text

#: The languages that we are complete in.
LANGUAGES = ("da", "de", "en", "nb", "nl", "sv")

_TRANSLATIONS = Path(__file__).parent / "translations"
#: What browsers send for Norwegian, and the catalogue that speaks it.
_NORWEGIAN = {"no": "nb", "nn": "nb"}

_domain = Domain([str(_TRANSLATIONS)], domain="solicense")


def _catalogue() -> Translations:
    """Return the catalogue of the request's language.

    The domain's own look-up costs more than everything else of a translation.
    """
    found: Locale | None = get_locale()
    if found not in _catalogues:
        _catalogues[found] = _domain.get_translations()
    return _catalogues[found]


_catalogues: dict[Locale | None, Translations] = {}


def gettext(text: str, **values: object) -> str:
    """Translate a text."""
    found: str = _catalogue().ugettext(text)
    if values:
        return found % values
    return found


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """Translate a text with a number, which it calls ``num``."""
    found: str = _catalogue().ungettext(singular, plural, num)
    return found % {"num": num, **values}


def pgettext(context: str, text: str) -> str:
    """Translate a text that is another one elsewhere."""
    return str(_catalogue().pgettext(context, text))


def words() -> dict[str, Callable[..., str]]:
    """Return the translating functions for the templates of one page.

    Bound to the page's language, since finding that out costs more than a translation.
    """
    catalogue = _catalogue()

    def translate(text: str, **values: object) -> str:
        found: str = catalogue.ugettext(text)
        if values:
            return found % values
        return found

    return {"sl_gettext": translate}


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


def dates(zone: tzinfo) -> Callable[[datetime], str]:
    """Return what writes days as the language does, for many of them."""
    formats = _formats()

    def write(value: datetime) -> str:
        day = value.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return _date(day, formats)

    return write


def date(value: datetime, zone: tzinfo) -> str:
    """Write a day as the language does."""
    return dates(zone)(value)


def stored_dates(zone: tzinfo) -> Callable[[int], str]:
    """Return what writes the days of stored moments (microseconds), for many of them."""
    formats = _formats()
    return lambda value: _stored_date(value // _QUARTER, zone, formats)


#: Fifteen minutes in microseconds: no time zone begins its day within one.
_QUARTER = 15 * 60 * 1_000_000


@lru_cache(maxsize=4096)
def _stored_date(quarter: int, zone: tzinfo, formats: str) -> str:
    day = from_microseconds(quarter * _QUARTER).astimezone(zone)
    return format_date(day, format="medium", locale=formats)


def days_ago() -> Callable[[int], str]:
    """Return what says how many days ago something was, for many such."""
    spoken_here = language()
    return lambda days: _days_ago(days, spoken_here)


@lru_cache(maxsize=4096)
def _days_ago(days: int, _language: str) -> str:
    if days <= 0:
        return gettext("today")
    return ngettext("%(num)d day ago", "%(num)d days ago", days)


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
