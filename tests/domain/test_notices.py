"""What administrators are told of an owner's licences."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from solicense_plugin.domain.errors import Fault
from solicense_plugin.domain.notices import Notice, NoticeKind, of_owner
from solicense_plugin.domain.updates import CheckResult, Checks
from tests.support.signing import NOW
from tests.support.values import owner

DAY = timedelta(days=1)
ACME = owner("ACME", admin_warning=NOW, expiry=NOW + DAY, grace=NOW + 2 * DAY)


def told(
    now: datetime, result: CheckResult = CheckResult.UNCHANGED, *, is_active: bool = True
) -> list[tuple[NoticeKind, datetime | None]]:
    found = list(of_owner(ACME, Checks(None, result=result), now, is_active=is_active))
    assert all(notice.owner is ACME for notice in found)
    return [(notice.kind, notice.date) for notice in found]


@pytest.mark.parametrize(
    "now, expected",
    [
        pytest.param(NOW - DAY, [], id="in-order"),
        pytest.param(NOW, [(NoticeKind.WARNING, NOW + DAY)], id="from-the-warning-date"),
        pytest.param(NOW + DAY, [(NoticeKind.EXPIRED, NOW + DAY)], id="expired-in-grace"),
        pytest.param(NOW + 2 * DAY, [(NoticeKind.LAPSED, NOW + 2 * DAY)], id="lapsed"),
    ],
)
def test_a_state_is_told_with_its_date(
    now: datetime, expected: list[tuple[NoticeKind, datetime]]
) -> None:
    assert told(now) == expected


def test_the_dates_of_what_only_waits_are_not_told() -> None:
    assert told(NOW + 2 * DAY, is_active=False) == []


@pytest.mark.parametrize("result", CheckResult)
def test_an_update_is_told_when_it_needs_somebody(result: CheckResult) -> None:
    needs = {CheckResult.GIVEN_UP, CheckResult.DECISION, CheckResult.TOLD}
    assert told(NOW - DAY, result) == ([(NoticeKind.UPDATE, None)] if result in needs else [])


def test_of_what_was_revoked_no_date_is_told_but_how_an_update_went() -> None:
    checks = Checks(None, result=CheckResult.GIVEN_UP)
    revoked = Fault.PACKAGE_REVOKED
    found = list(of_owner(ACME, checks, NOW + DAY, is_active=True, revoked=revoked))
    update = Notice(NoticeKind.UPDATE, ACME, checks=checks)
    assert found == [Notice(NoticeKind.REVOKED, ACME, revoked=revoked), update]
