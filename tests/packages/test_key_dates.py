"""An owner's key is valid from one date to another, to the second, by local clocks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

import pytest

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.packages.envelope import payload_of
from solicense_plugin.packages.trust import OwnerKey, parse_owner_key
from tests.support.boundaries import DATES, LOOKING, around, moment_of
from tests.support.signing import Issuer

YEAR = timedelta(days=365)


def approved(issuer: Issuer, not_before: datetime, expires_at: datetime) -> OwnerKey:
    """Return what the certificate of a key says that is valid between two moments."""
    certificate = issuer.approve(not_before=not_before, expires_at=expires_at)
    return parse_owner_key(payload_of(certificate))


def refusals(demand: Callable[[datetime], None], means: str, looking: tzinfo) -> list[Fault | None]:
    """Return what is said against a moment a second before it, on it and a second after."""
    return [_refusal(demand, now) for now in around(means, looking)]


def _refusal(demand: Callable[[datetime], None], now: datetime) -> Fault | None:
    try:
        demand(now)
    except PackageRefused as refused:
        return refused.fault
    return None


@pytest.mark.parametrize("text, zone, means", DATES)
@LOOKING
def test_a_key_is_valid_from_the_second_of_its_first_date(
    issuer: Issuer, text: str, zone: tzinfo, means: str, looking: tzinfo
) -> None:
    begins = moment_of(text, zone)
    key = approved(issuer, begins, begins + YEAR)
    early, outside = Fault.OWNER_KEY_NOT_YET_VALID, Fault.ISSUED_OUTSIDE_KEY
    assert refusals(key.demand_valid, means, looking) == [early, None, None]
    assert refusals(key.demand_issued_within, means, looking) == [outside, None, None]


@pytest.mark.parametrize("text, zone, means", DATES)
@LOOKING
def test_a_key_has_expired_on_the_second_of_its_last_date(
    issuer: Issuer, text: str, zone: tzinfo, means: str, looking: tzinfo
) -> None:
    ends = moment_of(text, zone)
    key = approved(issuer, ends - YEAR, ends)
    late, outside = Fault.OWNER_KEY_EXPIRED, Fault.ISSUED_OUTSIDE_KEY
    assert refusals(key.demand_valid, means, looking) == [None, late, late]
    assert refusals(key.demand_issued_within, means, looking) == [None, outside, outside]
