"""Our texts in the language of the request, beside the host's own catalogues.

A catalogue of our own; in templates under our own names, since the host's layout keeps
its ``_`` and its language. The host's locale selector decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, time, tzinfo
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

from babel import Locale
from babel.dates import format_date, format_time, get_datetime_format
from babel.numbers import format_decimal
from babel.support import Translations
from flask import Flask, g, has_app_context, request
from flask_babel import Babel, force_locale, get_locale
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from solicense_plugin.domain.moments import from_microseconds
from solicense_plugin.domain.texts import Spoken, Text

#: The languages that we are complete in.
LANGUAGES = ("da", "de", "en", "nb", "nl", "sv")

Answer = TypeVar("Answer")

_TRANSLATIONS = Path(__file__).parent / "translations"
#: What browsers send for Norwegian, and the catalogue that speaks it.
_NORWEGIAN = {"no": "nb", "nn": "nb"}


class Speech:
    """One language: its words, and its customs for numbers and dates."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        #: One of :data:`LANGUAGES`.
        self.language: str = locale.language
        #: English without a country is the English of our texts.
        self.customs = "en_GB" if str(locale) == "en" else str(locale)
        self.catalogue = Translations.load(_TRANSLATIONS, [locale], "solicense")

    @classmethod
    @cache
    def of(cls, identifier: str) -> Speech:
        """Return the speech nearest to a locale that a host may have."""
        found = Locale.parse(identifier)
        if found.language in _NORWEGIAN:
            return cls.of(_NORWEGIAN[found.language])
        return cls(found) if found.language in LANGUAGES else cls.of("en")


def _speech() -> Speech:
    """Return the speech of the request; found out once, since that costs the most."""
    if not has_app_context():
        return Speech.of("en")
    found: Speech | None = g.get("solicense_speech")
    if found is None:
        found = g.solicense_speech = Speech.of(str(get_locale() or "en"))
    return found


def forget_speech() -> None:
    """Find out anew: a new request may speak another language in the same context."""
    g.pop("solicense_speech", None)


@contextmanager
def speaking(identifier: str) -> Iterator[None]:
    """Speak another language for a while."""
    before = g.pop("solicense_speech", None)
    with force_locale(identifier):
        yield
    g.solicense_speech = before


def spoken_as_here(function: Callable[[], Answer]) -> Callable[[], Answer]:
    """Return a function that speaks this request's language wherever it is called."""
    identifier = str(_speech().locale)

    def call() -> Answer:
        with speaking(identifier):
            return function()

    return call


def gettext(text: str, **values: object) -> str:
    """Translate a text."""
    found: str = _speech().catalogue.ugettext(text)
    if values:
        return found % values
    return found


def ngettext(singular: str, plural: str, num: int, **values: object) -> str:
    """Translate a text with a number, which it calls ``num``."""
    found: str = _speech().catalogue.ungettext(singular, plural, num)
    return found % {"num": num, **values}


def pgettext(context: str, text: str) -> str:
    """Translate a text that is another one elsewhere."""
    return str(_speech().catalogue.pgettext(context, text))


def lazy_gettext(text: str) -> LazyString:
    """Translate a text when it is written, for texts that are made before there is a request.

    Never with anything that comes from outside in it: Jinja does not escape a lazy string.
    """
    return LazyString(gettext, text)


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


def _accepted() -> Locale:
    offered = [*LANGUAGES, *_NORWEGIAN]
    return Speech.of(request.accept_languages.best_match(offered, default="en") or "en").locale


def language() -> str:
    """Return the language of the request: one of :data:`LANGUAGES`."""
    return _speech().language


def customs() -> str:
    """Return the locale by whose customs numbers and dates are written."""
    return _speech().customs


@lru_cache(maxsize=4096)
def _number(value: int, identifier: str) -> str:
    return format_decimal(value, locale=identifier)


def number(value: int) -> str:
    """Write a number as the language does."""
    return str(value) if -1 < value < 1000 else _number(value, customs())


def amount(value: Decimal) -> str:
    """Write an amount as the language does, with its decimals."""
    return str(format_decimal(value, locale=customs()))


@lru_cache(maxsize=4096)
def _date(day: datetime, identifier: str) -> str:
    return format_date(day, format="medium", locale=identifier)


def dates(zone: tzinfo) -> Callable[[datetime], str]:
    """Return what writes days as the language does, for many of them."""
    formats = customs()

    def write(value: datetime) -> str:
        day = value.astimezone(zone).replace(hour=0, minute=0, second=0, microsecond=0)
        return _date(day, formats)

    return write


def date(value: datetime, zone: tzinfo) -> str:
    """Write a day as the language does."""
    return dates(zone)(value)


def stored_dates(zone: tzinfo) -> Callable[[int], str]:
    """Return what writes the days of stored moments (microseconds), for many of them."""
    formats = customs()
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
    return _moment(value.astimezone(zone).replace(second=0, microsecond=0), customs())


def start(value: datetime, zone: tzinfo) -> str:
    """Write from when something holds: the day, and the time where it is not its beginning."""
    at_midnight = value.astimezone(zone).time() == time.min
    return date(value, zone) if at_midnight else moment(value, zone)


@lru_cache(maxsize=4096)
def _moment(minute: datetime, identifier: str) -> str:
    together = str(get_datetime_format("medium", locale=identifier)).replace("'", "")
    clock = format_time(minute, format="short", locale=identifier)
    return together.format(clock, format_date(minute, format="medium", locale=identifier))


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
