"""Arrival: an accepted issue number never falls, and the same file again changes nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.arrival import Arrival, Issue, arrival, begins
from solicense_plugin.domain.clock import TOLERANCE
from solicense_plugin.domain.errors import Fault, PackageRefused

FIVE, SEVEN = Issue(5, "five"), Issue(7, "seven")
ISSUES = st.builds(Issue, st.integers(1, 9), st.sampled_from(["one document", "another"]))


@pytest.mark.parametrize(
    "arriving, active, waiting, newest, expected",
    [
        pytest.param(FIVE, None, None, None, Arrival.NEW, id="the-first"),
        pytest.param(SEVEN, FIVE, None, FIVE, Arrival.NEW, id="newer-than-active"),
        pytest.param(Issue(9, "nine"), FIVE, SEVEN, FIVE, Arrival.NEW, id="newer-than-both"),
        pytest.param(Issue(9, "nine"), FIVE, None, SEVEN, Arrival.NEW, id="newer-than-all-ever"),
        pytest.param(FIVE, FIVE, None, FIVE, Arrival.ALREADY_CURRENT, id="active-again"),
        pytest.param(
            FIVE, FIVE, SEVEN, FIVE, Arrival.ALREADY_CURRENT, id="active-while-another-waits"
        ),
        pytest.param(FIVE, FIVE, None, SEVEN, Arrival.ALREADY_CURRENT, id="restored-again"),
        pytest.param(SEVEN, FIVE, SEVEN, FIVE, Arrival.ALREADY_WAITING, id="waiting-again"),
        pytest.param(SEVEN, None, SEVEN, None, Arrival.ALREADY_WAITING, id="the-first-again"),
        pytest.param(SEVEN, FIVE, None, SEVEN, Arrival.SET_ASIDE, id="what-was-restored-over"),
        pytest.param(SEVEN, None, None, SEVEN, Arrival.NEW, id="what-was-removed"),
        pytest.param(SEVEN, None, None, FIVE, Arrival.NEW, id="newer-than-what-was-removed"),
    ],
)
def test_a_package_is_new_or_known(
    arriving: Issue,
    active: Issue | None,
    waiting: Issue | None,
    newest: Issue | None,
    expected: Arrival,
) -> None:
    assert (
        arrival(arriving, active=active, waiting=[waiting] if waiting else [], newest=newest)
        is expected
    )


@pytest.mark.parametrize(
    "arriving, active, waiting, newest, fault",
    [
        pytest.param(FIVE, SEVEN, None, SEVEN, Fault.LOWER_ISSUE_NUMBER, id="lower-than-active"),
        pytest.param(
            FIVE, None, None, SEVEN, Fault.LOWER_ISSUE_NUMBER, id="lower-than-what-was-removed"
        ),
        pytest.param(
            Issue(7, "other"), None, None, SEVEN, Fault.SAME_ISSUE_OTHER_CONTENT, id="as-removed"
        ),
        pytest.param(FIVE, None, SEVEN, None, Fault.LOWER_ISSUE_NUMBER, id="lower-than-waiting"),
        pytest.param(
            Issue(6, "six"), FIVE, SEVEN, FIVE, Fault.LOWER_ISSUE_NUMBER, id="between-them"
        ),
        pytest.param(
            Issue(6, "six"), FIVE, None, SEVEN, Fault.LOWER_ISSUE_NUMBER, id="newer-than-restored"
        ),
        pytest.param(
            Issue(7, "other"), SEVEN, None, SEVEN, Fault.SAME_ISSUE_OTHER_CONTENT, id="as-active"
        ),
        pytest.param(
            Issue(7, "other"), FIVE, SEVEN, FIVE, Fault.SAME_ISSUE_OTHER_CONTENT, id="as-waiting"
        ),
        pytest.param(
            Issue(7, "other"), FIVE, None, SEVEN, Fault.SAME_ISSUE_OTHER_CONTENT, id="as-newest"
        ),
    ],
)
def test_an_older_package_or_a_number_used_twice_is_refused(
    arriving: Issue,
    active: Issue | None,
    waiting: Issue | None,
    newest: Issue | None,
    fault: Fault,
) -> None:
    with pytest.raises(PackageRefused) as refused:
        arrival(arriving, active=active, waiting=[waiting] if waiting else [], newest=newest)
    assert (refused.value.fault, refused.value.detail) == (fault, str(arriving.number))


# --- dates ---------------------------------------------------------------------------------------

NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
EIGHT = Issue(8, "eight", NEW_YEAR)
MICROSECOND = timedelta(microseconds=1)


@pytest.mark.parametrize(
    "number, begins, waiting, expected",
    [
        pytest.param(8, NEW_YEAR, [SEVEN], Arrival.NEW, id="later-and-newer"),
        pytest.param(7, None, [EIGHT], Arrival.NEW, id="older-and-valid-before"),
        pytest.param(9, None, [EIGHT], Arrival.NEW, id="newer-and-valid-before"),
        pytest.param(7, NEW_YEAR - MICROSECOND, [EIGHT], Arrival.NEW, id="older-and-just-before"),
        pytest.param(7, NEW_YEAR, [EIGHT], Fault.LOWER_ISSUE_NUMBER, id="older-with-the-same-date"),
        pytest.param(
            7, NEW_YEAR + MICROSECOND, [EIGHT], Fault.LOWER_ISSUE_NUMBER, id="older-and-later"
        ),
        pytest.param(
            6, NEW_YEAR, [SEVEN, EIGHT], Fault.LOWER_ISSUE_NUMBER, id="older-than-what-is-valid"
        ),
        pytest.param(8, None, [SEVEN, EIGHT], Fault.SAME_ISSUE_OTHER_CONTENT, id="the-same-number"),
    ],
)
def test_a_package_gives_way_only_to_a_newer_one_that_is_valid_no_later(
    number: int, begins: datetime | None, waiting: list[Issue], expected: Arrival | Fault
) -> None:
    came: Arrival | Fault
    try:
        came = arrival(Issue(number, "new", begins), active=FIVE, waiting=waiting, newest=FIVE)
    except PackageRefused as refused:
        came = refused.fault
    assert came is expected


@pytest.mark.parametrize(
    "arriving, newest, withdrawn, expected",
    [
        pytest.param(SEVEN, SEVEN, EIGHT, Arrival.NEW, id="what-was-active-before-its-date"),
        pytest.param(EIGHT, SEVEN, EIGHT, Arrival.NEW, id="what-waited-for-its-date"),
        pytest.param(FIVE, SEVEN, EIGHT, Fault.LOWER_ISSUE_NUMBER, id="older-than-what-was-active"),
        pytest.param(
            SEVEN, SEVEN, Issue(8, "eight"), Fault.LOWER_ISSUE_NUMBER, id="once-its-date-has-come"
        ),
        pytest.param(
            Issue(7, "seven", NEW_YEAR), FIVE, EIGHT, Fault.LOWER_ISSUE_NUMBER, id="no-sooner"
        ),
        pytest.param(
            Issue(8, "other"), SEVEN, EIGHT, Fault.SAME_ISSUE_OTHER_CONTENT, id="the-same-number"
        ),
        pytest.param(
            EIGHT,
            Issue(9, "nine"),
            EIGHT,
            Fault.LOWER_ISSUE_NUMBER,
            id="a-newer-one-came-meanwhile",
        ),
    ],
)
def test_what_waited_for_its_date_when_its_owner_was_removed_counts_from_its_date(
    arriving: Issue, newest: Issue, withdrawn: Issue, expected: Arrival | Fault
) -> None:
    came: Arrival | Fault
    try:
        came = arrival(arriving, active=None, waiting=[], newest=newest, withdrawn=[withdrawn])
    except PackageRefused as refused:
        came = refused.fault
    assert came is expected


def test_what_was_withdrawn_can_come_back_beside_an_older_one_that_has() -> None:
    came = arrival(EIGHT, active=SEVEN, waiting=[], newest=SEVEN, withdrawn=[EIGHT])
    assert came is Arrival.NEW


@pytest.mark.parametrize(
    "ahead, expected",
    [
        pytest.param(-TOLERANCE, None, id="issued-before"),
        pytest.param(TOLERANCE, None, id="by-a-clock-that-is-ahead-of-ours"),
        pytest.param(TOLERANCE + MICROSECOND, NEW_YEAR, id="meant-for-later"),
    ],
)
def test_a_date_ahead_is_waited_for_to_the_second_unless_clocks_differ(
    ahead: timedelta, expected: datetime | None
) -> None:
    assert begins(NEW_YEAR, NEW_YEAR - ahead) == expected


@given(ISSUES, st.lists(ISSUES, max_size=3), st.none() | ISSUES)
def test_only_a_higher_number_is_ever_new(
    arriving: Issue, activated: list[Issue], waiting: Issue | None
) -> None:
    active = activated[-1] if activated else None
    newest = max(activated, key=lambda issue: issue.number, default=None)
    known = [issue.number for issue in (*activated, waiting) if issue]
    try:
        came = arrival(arriving, active=active, waiting=[waiting] if waiting else [], newest=newest)
    except PackageRefused:
        assert arriving.number <= max(known)
    else:
        is_new = all(arriving.number > number for number in known)
        assert is_new == (came is Arrival.NEW)
