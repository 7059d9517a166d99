"""Dates as packages have them, and the seconds around the moments that they mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from solicense_plugin.domain.moments import parse_moment

OSLO = ZoneInfo("Europe/Oslo")
SECOND = timedelta(seconds=1)

#: A date as a package has it, its zone, and the moment that it means.
DATES = [
    pytest.param("2027-01-01T00:00:00", UTC, "2027-01-01T00:00:00Z", id="utc"),
    pytest.param("2028-02-29", UTC, "2028-02-29T00:00:00Z", id="utc-leap-day"),
    pytest.param("2027-01-01", OSLO, "2026-12-31T23:00:00Z", id="oslo-winter"),
    pytest.param("2028-02-29", OSLO, "2028-02-28T23:00:00Z", id="oslo-leap-day"),
    pytest.param("2028-02-29T23:59:59", OSLO, "2028-02-29T22:59:59Z", id="oslo-leap-day-end"),
    pytest.param("2027-03-28", OSLO, "2027-03-27T23:00:00Z", id="oslo-day-of-23-hours"),
    pytest.param("2027-03-28T01:59:59", OSLO, "2027-03-28T00:59:59Z", id="oslo-before-the-gap"),
    pytest.param("2027-03-28T02:30:00", OSLO, "2027-03-28T01:30:00Z", id="oslo-in-the-gap"),
    pytest.param("2027-03-28T03:00:00", OSLO, "2027-03-28T01:00:00Z", id="oslo-after-the-gap"),
    pytest.param("2027-03-29", OSLO, "2027-03-28T22:00:00Z", id="oslo-first-summer-day"),
    pytest.param("2027-10-31", OSLO, "2027-10-30T22:00:00Z", id="oslo-day-of-25-hours"),
    pytest.param("2027-10-31T02:30:00", OSLO, "2027-10-31T00:30:00Z", id="oslo-twice-the-first"),
    pytest.param("2027-10-31T02:30:00+01:00", OSLO, "2027-10-31T01:30:00Z", id="oslo-the-second"),
    pytest.param("2027-10-31T03:00:00", OSLO, "2027-10-31T02:00:00Z", id="oslo-after-both"),
    pytest.param("2027-11-01", OSLO, "2027-10-31T23:00:00Z", id="oslo-first-winter-day"),
]
#: By which local clock somebody looks.
LOOKING = pytest.mark.parametrize("looking", [UTC, OSLO], ids=["clock-in-utc", "clock-in-oslo"])


def moment_of(text: str, zone: tzinfo) -> datetime:
    moment = parse_moment(text, zone)
    assert moment is not None
    return moment


def around(means: str, looking: tzinfo, *, sooner: timedelta = timedelta()) -> list[datetime]:
    """Return the second before a moment, the moment and the second after it.

    :param sooner: shifts all three.
    """
    there = datetime.fromisoformat(means) - sooner
    return [(there + step).astimezone(looking) for step in (-SECOND, 0 * SECOND, SECOND)]
