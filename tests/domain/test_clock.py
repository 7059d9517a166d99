"""A clock that has moved back is reported, and lengthens nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.clock import TOLERANCE, read_clock
from tests.support.signing import NOW
from tests.support.values import MICROSECOND

CLOCKS = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001  # Hypothesis adds the zone
    datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def test_a_first_look_is_what_the_clock_says() -> None:
    time = read_clock(NOW, None)
    assert (time.now, time.behind, time.moved_back) == (NOW, timedelta(0), False)


@pytest.mark.parametrize(
    "moved, reported",
    [
        pytest.param(timedelta(days=365), False, id="a-year-on"),
        pytest.param(timedelta(0), False, id="not-at-all"),
        pytest.param(-timedelta(minutes=1), False, id="a-minute-back"),
        pytest.param(-TOLERANCE + MICROSECOND, False, id="almost-too-far-back"),
        pytest.param(-TOLERANCE, False, id="as-far-as-may-be"),
        pytest.param(-TOLERANCE - MICROSECOND, True, id="too-far-back"),
        pytest.param(-timedelta(hours=3), True, id="three-hours-back"),
        pytest.param(-timedelta(days=365), True, id="a-year-back"),
    ],
)
def test_a_clock_that_moved_back_counts_as_the_newest_time_seen(
    moved: timedelta, reported: bool
) -> None:
    time = read_clock(NOW + moved, NOW)
    assert time.now == max(NOW, NOW + moved)
    assert time.behind == max(-moved, timedelta(0))
    assert time.moved_back is reported


def test_a_clock_that_catches_up_is_as_good_as_new() -> None:
    seen = read_clock(NOW + timedelta(days=1), None).now
    seen = read_clock(NOW, seen).now
    time = read_clock(NOW + timedelta(days=1, seconds=1), seen)
    assert (time.now, time.moved_back) == (NOW + timedelta(days=1, seconds=1), False)


@given(st.lists(CLOCKS, min_size=1))
def test_whatever_the_clock_does_time_goes_on_and_is_never_behind_it(
    clocks: list[datetime],
) -> None:
    seen: list[datetime] = []
    for clock in clocks:
        seen.append(read_clock(clock, seen[-1] if seen else None).now)
    assert seen == sorted(seen)
    assert seen[-1] == max(clocks)
