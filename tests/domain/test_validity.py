"""Validity: each state begins with its date, to the microsecond."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.owner import Dates
from solicense_plugin.domain.validity import Validity, validity
from tests.support.signing import NOW
from tests.support.values import MICROSECOND

WARNING, EXPIRY, GRACE = NOW, NOW + timedelta(days=28), NOW + timedelta(days=40)
ALL = Dates(admin_warning=WARNING, expiry=EXPIRY, grace=GRACE)
MOMENTS = st.datetimes(
    datetime(2020, 1, 1),  # noqa: DTZ001  # Hypothesis adds the zone
    datetime(2030, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


@pytest.mark.parametrize(
    "boundary, before, after",
    [
        pytest.param(WARNING, Validity.IN_ORDER, Validity.WARNING, id="admin-warning"),
        pytest.param(EXPIRY, Validity.WARNING, Validity.EXPIRED, id="expiry"),
        pytest.param(GRACE, Validity.EXPIRED, Validity.LAPSED, id="grace"),
    ],
)
def test_a_state_begins_with_its_date_to_the_microsecond(
    boundary: datetime, before: Validity, after: Validity
) -> None:
    assert validity(ALL, boundary - MICROSECOND) is before
    assert validity(ALL, boundary) is after
    assert validity(ALL, boundary + MICROSECOND) is after


@pytest.mark.parametrize(
    "dates, expected",
    [
        pytest.param(Dates(), Validity.IN_ORDER, id="none-at-all"),
        pytest.param(Dates(expiry=NOW), Validity.EXPIRED, id="expiry-alone-has-grace-for-ever"),
        pytest.param(Dates(grace=NOW), Validity.LAPSED, id="grace-alone"),
        pytest.param(Dates(maintenance=NOW), Validity.IN_ORDER, id="maintenance"),
        pytest.param(Dates(next_check=NOW), Validity.IN_ORDER, id="next-check"),
    ],
)
def test_a_date_that_is_not_set_never_comes(dates: Dates, expected: Validity) -> None:
    assert validity(dates, NOW) is expected


@given(st.lists(MOMENTS, min_size=3, max_size=3).map(sorted), st.lists(MOMENTS).map(sorted))
def test_time_only_makes_it_worse(dates: list[datetime], moments: list[datetime]) -> None:
    order = list(Validity)
    held = Dates(*dates)
    states = [order.index(validity(held, moment)) for moment in moments]
    assert states == sorted(states)


@given(MOMENTS, st.timedeltas(timedelta(hours=-14), timedelta(hours=14)))
def test_the_state_is_that_of_the_moment_whatever_its_offset(
    moment: datetime, offset: timedelta
) -> None:
    elsewhere = moment.astimezone(timezone(offset))
    assert validity(ALL, elsewhere) is validity(ALL, moment)


@pytest.mark.parametrize("dates", [ALL, Dates()], ids=["all", "none"])
def test_what_was_revoked_has_lapsed_whatever_its_dates(dates: Dates) -> None:
    assert validity(dates, WARNING - MICROSECOND, is_revoked=True) is Validity.LAPSED
