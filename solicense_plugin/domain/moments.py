"""Moments: RFC 3339 in packages, integer microseconds UTC in the store."""

from __future__ import annotations

import re
from datetime import MAXYEAR, MINYEAR, UTC, datetime, timedelta, tzinfo

_RFC3339 = re.compile(
    r"\d{4}-\d{2}-\d{2}"
    r"(?:[Tt ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:[Zz]|[+-]\d{2}:[0-5]\d)?)?"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
#: How SuperOffice writes a date that is not set (domain.md 1.2), whatever the offset.
_NEVER = datetime.min.replace(tzinfo=UTC)


def parse_moment(text: str | None, zone: tzinfo) -> datetime | None:
    """Read a moment of a package.

    :param text: RFC 3339; without an offset it means ``zone``, a date alone its midnight.
    :returns: in UTC; ``None`` (never) for nothing and for the first midnight of the year 1.
    :raises ValueError: the text is no such moment.
    """
    if not text:
        return None
    if not _RFC3339.fullmatch(text):
        raise ValueError(text)
    moment = datetime.fromisoformat(text.upper())
    if moment.replace(tzinfo=UTC) == _NEVER:
        return None
    if moment.year in {MINYEAR, MAXYEAR}:
        raise ValueError(text)  # not every time zone can show it
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def to_microseconds(moment: datetime) -> int:
    """Return microseconds since 1970 in UTC, exact (a float would not be)."""
    return (moment - _EPOCH) // _MICROSECOND


def from_microseconds(value: int) -> datetime:
    """Return the moment, in UTC."""
    return _EPOCH + timedelta(microseconds=value)
