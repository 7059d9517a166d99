"""Each of the four dates, a second before, on it and a second after, by local clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from solicense_plugin.domain.moments import parse_moment
from solicense_plugin.domain.owner import Dates
from solicense_plugin.domain.validity import Validity, is_maintained, validity

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
#: A date, and the states before it and from it on.
STATES = [
    pytest.param("admin_warning", Validity.IN_ORDER, Validity.WARNING, id="admin-warning"),
    pytest.param("expiry", Validity.WARNING, Validity.EXPIRED, id="expiry"),
    pytest.param("grace", Validity.EXPIRED, Validity.LAPSED, id="grace"),
]


def moment_of(text: str, zone: tzinfo) -> datetime:
    moment = parse_moment(text, zone)
    assert moment is not None
    return moment


@pytest.mark.parametrize("text, zone, means", DATES)
def test_a_date_means_one_moment(text: str, zone: tzinfo, means: str) -> None:
    assert moment_of(text, zone) == datetime.fromisoformat(means)


@pytest.mark.parametrize("text, zone, means", DATES)
@pytest.mark.parametrize("field, before, after", STATES)
@pytest.mark.parametrize("looking", [UTC, OSLO], ids=["clock-in-utc", "clock-in-oslo"])
def test_a_state_begins_on_the_second(
    text: str,
    zone: tzinfo,
    means: str,
    field: str,
    before: Validity,
    after: Validity,
    looking: tzinfo,
) -> None:
    fields = ["admin_warning", "expiry", "grace"]
    there = datetime.fromisoformat(means)
    apart = timedelta(days=30)
    dates = Dates(
        **{
            name: there + (fields.index(name) - fields.index(field)) * apart
            for name in fields
            if name != field
        },
        **{field: moment_of(text, zone)},
    )
    seen = [(there + step).astimezone(looking) for step in (-SECOND, 0 * SECOND, SECOND)]
    assert [validity(dates, now) for now in seen] == [before, after, after]


@pytest.mark.parametrize("text, zone, means", DATES)
@pytest.mark.parametrize("looking", [UTC, OSLO], ids=["clock-in-utc", "clock-in-oslo"])
def test_maintenance_ends_on_the_second(
    text: str, zone: tzinfo, means: str, looking: tzinfo
) -> None:
    ends, there = moment_of(text, zone), datetime.fromisoformat(means)
    seen = [(there + step).astimezone(looking) for step in (-SECOND, 0 * SECOND, SECOND)]
    assert [is_maintained(ends, now) for now in seen] == [True, False, False]


def test_maintenance_without_a_date_does_not_end() -> None:
    assert is_maintained(None, datetime.max.replace(tzinfo=UTC))
