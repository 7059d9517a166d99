"""When an owner's licence server is asked: due times, claims, retries, giving up."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.updates import (
    RETRIES,
    CheckResult,
    Checks,
    Reason,
    answered,
    claimed,
    failed,
    gives_up,
    planned,
    put_right,
)
from tests.support.signing import NOW
from tests.support.values import MICROSECOND

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
CHANCES = st.floats(0, 1, exclude_max=True)
DUE = Checks(due=NOW)


def attempt(checks: Checks, now: datetime, chance: float = 0.5) -> Checks:
    """Ask, and get no answer."""
    return failed(claimed(checks, now, chance), Reason("timeout"))


def outage(chances: list[float]) -> list[Checks]:
    """Ask at each due time of a server that never answers."""
    states = [DUE]
    for chance in chances:
        assert states[-1].due is not None
        states.append(attempt(states[-1], states[-1].due, chance))
    return states


@pytest.mark.parametrize(
    "due, now, expected",
    [
        pytest.param(NOW, NOW - MICROSECOND, False, id="before"),
        pytest.param(NOW, NOW, True, id="at-it"),
        pytest.param(NOW, NOW + DAY, True, id="after"),
        pytest.param(None, NOW, False, id="never"),
    ],
)
def test_a_check_is_due_from_its_time_on(
    due: datetime | None, now: datetime, expected: bool
) -> None:
    assert Checks(due).is_due(now) is expected


@pytest.mark.parametrize(
    "due, expected",
    [
        pytest.param(NOW - DAY + MICROSECOND, False, id="less-than-a-day"),
        pytest.param(NOW - DAY, True, id="a-day"),
        pytest.param(None, False, id="never-due"),
    ],
)
def test_a_check_that_nobody_made_for_a_day_is_neglected(
    due: datetime | None, expected: bool
) -> None:
    assert Checks(due).is_neglected(NOW) is expected


@pytest.mark.parametrize(
    "next_check, expected",
    [
        pytest.param(NOW + MICROSECOND, NOW + MICROSECOND, id="to-come"),
        pytest.param(NOW, NOW + DAY, id="now"),
        pytest.param(NOW - 400 * DAY, NOW + DAY, id="long-gone"),
        pytest.param(None, None, id="never"),
    ],
)
def test_the_next_check_date_is_asked_at_and_one_that_is_gone_the_next_day(
    next_check: datetime | None, expected: datetime | None
) -> None:
    assert planned(next_check, NOW) == expected


def test_a_claim_moves_the_due_time_so_that_nobody_claims_it_again() -> None:
    claim = claimed(DUE, NOW, 0.5)
    assert claim == Checks(NOW + 2 * MINUTE, 1, CheckResult.ASKING, NOW)
    assert not claim.is_due(NOW)


def test_a_claim_that_was_left_behind_is_due_again() -> None:
    claim = claimed(DUE, NOW, 0.5)
    assert claim.is_due(NOW + 2 * MINUTE)
    assert claimed(claim, NOW + 2 * MINUTE, 0.5).failures == 2


def test_retries_double_from_two_minutes_for_seventeen_hours() -> None:
    dues = [state.due for state in outage([0.5] * RETRIES)]
    waits = [(b - a) / MINUTE for a, b in pairwise(dues) if a and b]
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512]
    assert round(sum(waits) / 60) == 17


@pytest.mark.parametrize(
    "chance, factor", [(0.0, 0.75), (0.5, 1.0), (0.75, 1.125)], ids=["least", "middle", "more"]
)
def test_retries_differ_by_chance(chance: float, factor: float) -> None:
    assert attempt(DUE, NOW, chance).due == NOW + 2 * MINUTE * factor


def test_after_the_last_retry_administrators_are_told_once_and_it_goes_on_daily() -> None:
    states = outage([0.5] * (RETRIES + 4))
    told = [gives_up(a, b) for a, b in pairwise(states)]
    assert told == [False] * RETRIES + [True] + [False] * 3
    results = [state.result for state in states[1:]]
    assert results == [CheckResult.FAILED] * RETRIES + [CheckResult.GIVEN_UP] * 4
    given_up = states[RETRIES + 1]
    assert given_up.attempted is not None
    assert given_up.due == given_up.attempted + DAY
    assert given_up.reason.code == "timeout"


def test_giving_up_is_told_also_when_the_last_attempt_was_stopped_in_the_middle() -> None:
    last = outage([0.5] * RETRIES)[-1]
    assert last.due is not None
    stopped = claimed(last, last.due, 0.5)
    assert stopped.due is not None
    assert gives_up(stopped, attempt(stopped, stopped.due))


@pytest.mark.parametrize(
    "result", ["unchanged", "activated", "waiting", "decision", "told"], ids=str
)
def test_an_answer_ends_the_retries_and_plans_the_next_check(result: str) -> None:
    claim = claimed(outage([0.5] * 3)[-1], NOW + DAY, 0.5)
    what, then = CheckResult(result), NOW + 30 * DAY
    done = answered(claim, what, next_check=then, now=NOW + DAY, reason=Reason("over-use"))
    assert done == Checks(then, 0, what, NOW + DAY, Reason("over-use"))


@pytest.mark.parametrize("due", [NOW + DAY, None], ids=["later", "never"])
def test_an_administrator_who_asks_before_the_time_moves_nothing(due: datetime | None) -> None:
    before = Checks(due, result=CheckResult.UNCHANGED)
    claim = claimed(before, NOW, 0.5)
    assert (claim.due, claim.failures, claim.result) == (due, 0, CheckResult.ASKING)
    assert failed(claim, Reason("refused")) == Checks(
        due, 0, CheckResult.FAILED, NOW, Reason("refused")
    )
    done = answered(claim, CheckResult.UNCHANGED, next_check=due, now=NOW)
    assert done == Checks(due, 0, CheckResult.UNCHANGED, NOW)


@given(st.lists(st.tuples(st.timedeltas(-DAY, 3 * DAY), CHANCES, st.booleans())))
def test_whatever_happens_a_check_is_due_again_and_never_twice_at_once(
    events: list[tuple[timedelta, float, bool]],
) -> None:
    checks = DUE
    for passed, chance, answers in events:
        assert checks.due is not None
        now = checks.due + passed
        claim = claimed(checks, now, chance)
        assert claim.due is not None
        assert not claim.is_due(now)
        assert claim.due <= max(checks.due, now + 1.25 * DAY)
        next_check = now - DAY
        if answers:
            checks = answered(claim, CheckResult.UNCHANGED, next_check=next_check, now=now)
        else:
            checks = failed(claim, Reason("timeout"))


@given(st.lists(CHANCES, min_size=RETRIES, max_size=RETRIES))
def test_retries_take_about_seventeen_hours_whatever_the_chance(chances: list[float]) -> None:
    last = outage(chances)[-1].due
    assert last is not None
    assert timedelta(hours=12) < last - NOW < timedelta(hours=22)


@pytest.mark.parametrize(
    "due, next_check, expected",
    [
        pytest.param(None, NOW + 9 * DAY, None, id="never"),
        pytest.param(NOW + MINUTE, None, NOW + MINUTE, id="sooner-than-planned"),
        pytest.param(NOW + 400 * DAY, NOW + 9 * DAY, NOW + 9 * DAY, id="next-check-date"),
        pytest.param(NOW + 400 * DAY, NOW - DAY, NOW + DAY, id="date-that-has-passed"),
        pytest.param(NOW + 400 * DAY, None, NOW + DAY, id="retry-without-a-date"),
    ],
)
def test_once_the_clock_is_right_a_check_is_due_no_later_than_planned(
    due: datetime | None, next_check: datetime | None, expected: datetime | None
) -> None:
    assert put_right(Checks(due, failures=2), next_check, NOW) == Checks(expected, failures=2)
