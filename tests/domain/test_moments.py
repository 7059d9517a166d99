"""Moments: read as RFC 3339 says, kept to the microsecond, and three ways to say never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.moments import from_microseconds, parse_moment, to_microseconds

OSLO = ZoneInfo("Europe/Oslo")
ZONES = st.sampled_from([UTC, OSLO, ZoneInfo("America/St_Johns"), ZoneInfo("Pacific/Kiritimati")])
OFFSETS = st.integers(-23 * 60 - 59, 23 * 60 + 59).map(lambda m: timezone(timedelta(minutes=m)))
MOMENTS = st.datetimes(
    datetime(2, 1, 2),  # noqa: DTZ001  # Hypothesis adds the zone
    datetime(9998, 12, 30),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@given(MOMENTS, OFFSETS, ZONES)
def test_what_is_written_with_any_offset_is_read_back(
    moment: datetime, offset: timezone, zone: ZoneInfo
) -> None:
    assert parse_moment(moment.astimezone(offset).isoformat(), zone) == moment


@given(MOMENTS)
def test_microseconds_are_exact_both_ways(moment: datetime) -> None:
    assert from_microseconds(to_microseconds(moment)) == moment


@given(st.integers(-62 * 10**15, 253 * 10**15))
def test_stored_microseconds_come_back(value: int) -> None:
    assert to_microseconds(from_microseconds(value)) == value


@given(MOMENTS, OFFSETS, ZONES)
def test_what_is_read_is_in_utc(moment: datetime, offset: timezone, zone: ZoneInfo) -> None:
    read = parse_moment(moment.astimezone(offset).isoformat(), zone)
    assert read is not None
    assert read.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    "text, expected",
    [
        pytest.param("2027-03-27T00:00:00+01:00", "2027-03-26T23:00:00", id="offset"),
        pytest.param("2027-03-27T00:00:00Z", "2027-03-27T00:00:00", id="zulu"),
        pytest.param("2027-03-27t00:00:00z", "2027-03-27T00:00:00", id="small-letters"),
        pytest.param("2027-03-27 00:00:00Z", "2027-03-27T00:00:00", id="a-space-for-the-t"),
        pytest.param("2027-03-27T00:00:00-00:00", "2027-03-27T00:00:00", id="unknown-offset"),
        pytest.param("2027-01-27T00:00:00", "2027-01-26T23:00:00", id="no-offset-in-winter"),
        pytest.param("2027-07-27T00:00:00", "2027-07-26T22:00:00", id="no-offset-in-summer"),
        pytest.param("2027-07-27", "2027-07-26T22:00:00", id="a-date-is-its-midnight"),
        pytest.param("2027-03-28T02:30:00", "2027-03-28T01:30:00", id="an-hour-that-is-left-out"),
        pytest.param("2027-10-31T02:30:00", "2027-10-31T00:30:00", id="an-hour-that-comes-twice"),
        pytest.param("2027-01-01T00:00:00.5Z", "2027-01-01T00:00:00.500000", id="tenths"),
        pytest.param(
            "2027-01-01T00:00:00.1234567Z", "2027-01-01T00:00:00.123456", id="as-dotnet-writes"
        ),
    ],
)
def test_a_moment_without_an_offset_is_in_the_installations_zone(text: str, expected: str) -> None:
    assert parse_moment(text, OSLO) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize("zone", [UTC, OSLO, ZoneInfo("America/New_York")], ids=str)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(None, id="null"),
        pytest.param("", id="empty"),
        pytest.param("0001-01-01T00:00:00", id="superoffice"),
        pytest.param("0001-01-01T00:00:00Z", id="superoffice-in-utc"),
        pytest.param("0001-01-01T00:00:00+01:00", id="superoffice-with-an-offset"),
        pytest.param("0001-01-01T00:00:00.0000000", id="superoffice-with-a-fraction"),
        pytest.param("0001-01-01 00:00:00", id="superoffice-with-a-space"),
        pytest.param("0001-01-01", id="superoffice-as-a-date"),
    ],
)
def test_never_is_never_in_every_zone(text: str | None, zone: ZoneInfo) -> None:
    assert parse_moment(text, zone) is None


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("tomorrow", id="a-word"),
        pytest.param("20270327", id="no-hyphens"),
        pytest.param("2027-W12-6", id="a-week"),
        pytest.param("2027-086", id="a-day-of-the-year"),
        pytest.param("2027-3-27", id="one-digit"),
        pytest.param("2027-02-29", id="no-such-day"),
        pytest.param("2027-13-01", id="no-such-month"),
        pytest.param("2027-03-27T24:00:00", id="no-such-hour"),
        pytest.param("2027-03-27T00:00:60Z", id="a-leap-second"),
        pytest.param("2027-03-27T00:00Z", id="no-seconds"),
        pytest.param("2027-03-27T00:00:00+0100", id="offset-without-a-colon"),
        pytest.param("2027-03-27T00:00:00+01:00:00", id="offset-with-seconds"),
        pytest.param("2027-03-27T00:00:00+24:00", id="offset-of-a-day"),
        pytest.param("2027-03-27T00:00:00+01:60", id="offset-of-sixty-minutes"),
        pytest.param("2027-03-27T00:00:00.Z", id="an-empty-fraction"),
        pytest.param("2027-03-27T00:00:00,5Z", id="a-comma"),
        pytest.param("2027-03-27Z", id="a-date-with-an-offset"),
        pytest.param("2027-03-27\n", id="newline"),
        pytest.param(" 2027-03-27", id="space-before"),
        pytest.param("٢٠٢٧-٠٣-٢٧", id="digits-beyond-ascii"),
        pytest.param("0001-01-01T00:00:00 or so", id="never-and-more"),
        pytest.param("0001-01-01T00:00:01", id="the-second-after-never"),
        pytest.param("9999-12-31T23:59:59Z", id="no-such-moment-in-another-zone"),
        pytest.param("9999-12-31T23:59:59-01:00", id="after-the-end-of-the-calendar"),
        pytest.param("0001-01-01T12:00:00+14:00", id="before-its-beginning"),
        pytest.param("0000-01-01", id="the-year-0"),
    ],
)
def test_nothing_else_is_a_moment(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whatever it says
        parse_moment(text, OSLO)


@given(st.text(max_size=40), ZONES)
def test_any_text_is_a_moment_or_a_value_error(text: str, zone: ZoneInfo) -> None:
    try:
        parse_moment(text, zone)
    except ValueError:
        return


@given(MOMENTS, ZONES)
def test_every_moment_can_be_shown_in_every_zone(moment: datetime, zone: ZoneInfo) -> None:
    read = parse_moment(moment.isoformat(), UTC)
    assert read is not None
    assert read.astimezone(zone) == moment
