"""Arrival: an accepted issue number never falls, and the same file again changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.arrival import Arrival, Issue, arrival
from solicense_plugin.domain.errors import Fault, PackageRefused

FIVE, SEVEN = Issue(5, "five"), Issue(7, "seven")
ISSUES = st.builds(Issue, st.integers(1, 9), st.sampled_from(["one document", "another"]))


@pytest.mark.parametrize(
    "arriving, active, waiting, expected",
    [
        pytest.param(FIVE, None, None, Arrival.NEW, id="the-first"),
        pytest.param(SEVEN, FIVE, None, Arrival.NEW, id="newer-than-active"),
        pytest.param(Issue(9, "nine"), FIVE, SEVEN, Arrival.NEW, id="newer-than-both"),
        pytest.param(FIVE, FIVE, None, Arrival.ALREADY_CURRENT, id="active-again"),
        pytest.param(FIVE, FIVE, SEVEN, Arrival.ALREADY_CURRENT, id="active-while-another-waits"),
        pytest.param(SEVEN, FIVE, SEVEN, Arrival.ALREADY_WAITING, id="waiting-again"),
        pytest.param(SEVEN, None, SEVEN, Arrival.ALREADY_WAITING, id="the-first-again"),
    ],
)
def test_a_package_is_new_or_known(
    arriving: Issue, active: Issue | None, waiting: Issue | None, expected: Arrival
) -> None:
    assert arrival(arriving, active=active, waiting=waiting) is expected


@pytest.mark.parametrize(
    "arriving, active, waiting, fault",
    [
        pytest.param(FIVE, SEVEN, None, Fault.LOWER_ISSUE_NUMBER, id="lower-than-active"),
        pytest.param(FIVE, None, SEVEN, Fault.LOWER_ISSUE_NUMBER, id="lower-than-waiting"),
        pytest.param(Issue(6, "six"), FIVE, SEVEN, Fault.LOWER_ISSUE_NUMBER, id="between-them"),
        pytest.param(
            Issue(7, "other"), SEVEN, None, Fault.SAME_ISSUE_OTHER_CONTENT, id="as-active"
        ),
        pytest.param(
            Issue(7, "other"), FIVE, SEVEN, Fault.SAME_ISSUE_OTHER_CONTENT, id="as-waiting"
        ),
    ],
)
def test_an_older_package_or_a_number_used_twice_is_refused(
    arriving: Issue, active: Issue | None, waiting: Issue | None, fault: Fault
) -> None:
    with pytest.raises(PackageRefused) as refused:
        arrival(arriving, active=active, waiting=waiting)
    assert (refused.value.fault, refused.value.detail) == (fault, str(arriving.number))


@given(ISSUES, st.none() | ISSUES, st.none() | ISSUES)
def test_only_a_higher_number_is_ever_new(
    arriving: Issue, active: Issue | None, waiting: Issue | None
) -> None:
    known = [issue.number for issue in (active, waiting) if issue]
    try:
        came = arrival(arriving, active=active, waiting=waiting)
    except PackageRefused:
        assert arriving.number <= max(known)
    else:
        is_new = all(arriving.number > number for number in known)
        assert is_new == (came is Arrival.NEW)
