"""Each date of a package, a second before, on it and a second after, by local clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from solicense_plugin.domain.clock import TOLERANCE
from solicense_plugin.domain.comparison import ObjectionCode
from solicense_plugin.domain.owner import Dates
from solicense_plugin.domain.updates import Checks, planned
from solicense_plugin.domain.validity import Validity, is_maintained, validity
from tests.support.boundaries import DATES, LOOKING, around, moment_of
from tests.support.values import compared, package

#: A date, and the states before it and from it on.
STATES = [
    pytest.param("admin_warning", Validity.IN_ORDER, Validity.WARNING, id="admin-warning"),
    pytest.param("expiry", Validity.WARNING, Validity.EXPIRED, id="expiry"),
    pytest.param("grace", Validity.EXPIRED, Validity.LAPSED, id="grace"),
]


@pytest.mark.parametrize("text, zone, means", DATES)
def test_a_date_means_one_moment(text: str, zone: tzinfo, means: str) -> None:
    assert moment_of(text, zone) == datetime.fromisoformat(means)


@pytest.mark.parametrize("text, zone, means", DATES)
@pytest.mark.parametrize("field, before, after", STATES)
@LOOKING
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
    assert [validity(dates, now) for now in around(means, looking)] == [before, after, after]


@pytest.mark.parametrize("text, zone, means", DATES)
@LOOKING
def test_maintenance_ends_on_the_second(
    text: str, zone: tzinfo, means: str, looking: tzinfo
) -> None:
    ends, seen = moment_of(text, zone), around(means, looking)
    assert [is_maintained(ends, now) for now in seen] == [True, False, False]


def test_maintenance_without_a_date_does_not_end() -> None:
    assert is_maintained(None, datetime.max.replace(tzinfo=UTC))


@pytest.mark.parametrize("text, zone, means", DATES)
@LOOKING
def test_a_check_is_due_on_the_second(text: str, zone: tzinfo, means: str, looking: tzinfo) -> None:
    there = moment_of(text, zone)
    due = planned(there, there - timedelta(days=30))
    assert [Checks(due).is_due(now) for now in around(means, looking)] == [False, True, True]


@pytest.mark.parametrize("text, zone, means", DATES)
@LOOKING
def test_a_package_is_valid_on_the_second_of_its_date_by_a_clock_as_far_behind_as_may_be(
    text: str, zone: tzinfo, means: str, looking: tzinfo
) -> None:
    new = package(issued_at=moment_of(text, zone))
    seen = [
        [objection.code for objection in compared(None, new, moment=now).objections]
        for now in around(means, looking, sooner=TOLERANCE)
    ]
    assert seen == [[ObjectionCode.NOT_YET_VALID], [], []]
