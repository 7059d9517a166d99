"""Objections: every reason against an activation has its stable code."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from solicense_plugin.domain.clock import TOLERANCE
from solicense_plugin.domain.comparison import Comparison, Objection, ObjectionCode
from solicense_plugin.domain.errors import ActivationRefused, StaleComparison
from solicense_plugin.domain.installation import Identity
from tests.support.signing import COMPANY, NOW, SERIAL
from tests.support.values import MICROSECOND, compared, current, licence, owner, package, plan

VETO = Objection(ObjectionCode.VETO, vendor="ACME", detail="Not before Monday")


def codes(comparison: Comparison) -> list[ObjectionCode]:
    return [objection.code for objection in comparison.objections]


def test_the_codes_are_stable() -> None:
    assert [code.value for code in ObjectionCode] == [
        "over-use",
        "unknown-serial",
        "wrong-company",
        "lower-issue-number",
        "not-yet-valid",
        "expired",
        "veto",
    ]


def test_what_nothing_stands_against_can_be_activated() -> None:
    comparison = compared(current(licence("web")), package(licence("web", 20)))
    comparison.demand(comparison.digest)
    assert comparison.can_activate


def test_each_over_used_licence_is_an_objection_with_its_count() -> None:
    before = current(plan("ten-sales"), licence("web"), assigned={"ten-sales": 10, "web": 4})
    comparison = compared(before, package(plan("ten-sales", 8), licence("web", 3)))
    assert comparison.objections == (
        Objection(ObjectionCode.OVER_USE, "ten-sales", 2),
        Objection(ObjectionCode.OVER_USE, "web", 1),
    )


@pytest.mark.parametrize(
    "company, serial, expected",
    [
        pytest.param(
            COMPANY, "7", Objection(ObjectionCode.UNKNOWN_SERIAL, detail="7"), id="another-serial"
        ),
        pytest.param(
            "Other AS",
            SERIAL,
            Objection(ObjectionCode.WRONG_COMPANY, detail="Other AS"),
            id="another-company",
        ),
        pytest.param(
            "Other AS", "7", Objection(ObjectionCode.UNKNOWN_SERIAL, detail="7"), id="both"
        ),
    ],
)
def test_a_package_for_somebody_else_stays_visible_with_the_reason(
    company: str, serial: str, expected: Objection
) -> None:
    sent = package(licence("web"), identity=Identity.of(company, serial))
    assert compared(None, sent).objections == (expected,)


@pytest.mark.parametrize(
    "number, expected",
    [
        pytest.param(4, [ObjectionCode.LOWER_ISSUE_NUMBER], id="lower"),
        pytest.param(5, [ObjectionCode.LOWER_ISSUE_NUMBER], id="the-same"),
        pytest.param(6, [], id="higher"),
    ],
)
def test_an_issue_number_only_rises(number: int, expected: list[ObjectionCode]) -> None:
    before = current(licence("web"), issue_number=5)
    assert codes(compared(before, package(licence("web"), issue_number=number))) == expected


@pytest.mark.parametrize(
    "now, expected",
    [
        pytest.param(
            NOW - TOLERANCE - MICROSECOND, [ObjectionCode.NOT_YET_VALID], id="a-microsecond-before"
        ),
        pytest.param(NOW - TOLERANCE, [], id="by-a-clock-that-is-behind-the-issuer-s"),
        pytest.param(NOW, [], id="at-its-moment"),
    ],
)
def test_a_package_is_valid_from_the_moment_at_which_it_was_issued(
    now: datetime, expected: list[ObjectionCode]
) -> None:
    assert codes(compared(None, package(licence("web"), issued_at=NOW), moment=now)) == expected


def test_a_date_that_lay_ahead_when_the_package_came_holds_to_the_second() -> None:
    new = package(licence("web"), issued_at=NOW)
    before = compared(None, new, moment=NOW - MICROSECOND, begins=NOW)
    assert (before.is_early, codes(before)) == (True, [ObjectionCode.NOT_YET_VALID])
    at_its_moment = compared(None, new, moment=NOW, begins=NOW)
    assert (at_its_moment.is_early, codes(at_its_moment)) == (False, [])


def test_beside_the_date_that_it_waits_for_everything_else_stands_in_the_way() -> None:
    new = package(licence("web"), issued_at=NOW, owner=owner(expiry=NOW - MICROSECOND))
    waiting = compared(None, new, moment=NOW - MICROSECOND, begins=NOW)
    assert [found.code for found in waiting.in_the_way] == [ObjectionCode.EXPIRED]
    unknown = compared(None, new, moment=NOW - TOLERANCE - MICROSECOND)
    assert ObjectionCode.NOT_YET_VALID in {found.code for found in unknown.in_the_way}


@pytest.mark.parametrize(
    "dates, expected",
    [
        pytest.param({"admin_warning": NOW}, [], id="administrators-are-warned"),
        pytest.param({"expiry": NOW + MICROSECOND}, [], id="not-yet-expired"),
        pytest.param({"expiry": NOW}, [ObjectionCode.EXPIRED], id="expired"),
        pytest.param({"grace": NOW}, [ObjectionCode.EXPIRED], id="lapsed"),
        pytest.param({"maintenance": NOW}, [], id="without-maintenance"),
        pytest.param({"next_check": NOW}, [], id="to-be-checked"),
    ],
)
def test_an_expired_package_cannot_be_activated(
    dates: dict[str, Any], expected: list[ObjectionCode]
) -> None:
    assert codes(compared(None, package(licence("web"), owner=owner(**dates)))) == expected


def test_a_vendors_veto_comes_last_in_its_own_words() -> None:
    before = current(licence("web"), assigned={"web": 11})
    comparison = compared(before, package(licence("web")), vetoes=iter([VETO]))
    assert codes(comparison) == [ObjectionCode.OVER_USE, ObjectionCode.VETO]
    assert comparison.objections[-1] == VETO


def test_every_objection_is_named_when_an_activation_is_refused() -> None:
    comparison = compared(None, package(licence("web"), owner=owner(expiry=NOW)), vetoes=[VETO])
    with pytest.raises(ActivationRefused) as refused:
        comparison.demand(comparison.digest)
    assert refused.value.objections == comparison.objections


def test_what_was_not_seen_is_stale_before_it_is_blocked() -> None:
    comparison = compared(None, package(licence("web")), vetoes=[VETO])
    with pytest.raises(StaleComparison):
        comparison.demand("0" * 64)


def test_an_older_number_does_not_stand_against_being_restored() -> None:
    before = current(licence("web"), issue_number=5, assigned={"web": 9})
    fewer = package(licence("web", 8), issue_number=4, owner=owner(expiry=NOW))
    assert codes(compared(before, fewer, restoring=True)) == [
        ObjectionCode.EXPIRED,
        ObjectionCode.OVER_USE,
    ]
