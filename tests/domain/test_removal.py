"""Removal: who may be removed, and that what was looked at is what goes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solicense_plugin.domain.errors import PlatformStays, StaleRemoval
from solicense_plugin.domain.lists import LicenceRow
from solicense_plugin.domain.removal import Loss, demand_removable
from tests.support.values import owner

ROW = LicenceRow(
    id=7,
    name="signing",
    description="Signing",
    tooltip="",
    is_default_description=False,
    is_default_tooltip=False,
    kind=3,
    quantity=5,
    unrestricted=False,
    hidden=False,
    extra_flags=0,
    extra_info="",
    prerequisite="",
    version="",
    in_use=2,
)
LOSS = Loss(owner("ACME"), active=3, waiting=None, later=(), licences=(ROW,), people=2)


def test_the_platform_stays() -> None:
    with pytest.raises(PlatformStays):
        demand_removable("SUPEROFFICE")


def test_a_partner_may_be_removed() -> None:
    demand_removable("ACME")


def test_what_was_looked_at_may_go() -> None:
    LOSS.demand(LOSS.digest)


@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param(replace(LOSS, active=4), id="another licence is active"),
        pytest.param(replace(LOSS, waiting=4), id="a licence waits"),
        pytest.param(replace(LOSS, later=(4,)), id="a licence waits for its date"),
        pytest.param(replace(LOSS, people=3), id="one more has something"),
        pytest.param(replace(LOSS, licences=()), id="a licence less"),
        pytest.param(replace(LOSS, licences=(replace(ROW, in_use=3),)), id="more in use"),
        pytest.param(replace(LOSS, licences=(replace(ROW, quantity=9),)), id="more bought"),
        pytest.param(replace(LOSS, licences=(replace(ROW, unrestricted=True),)), id="unrestricted"),
    ],
)
def test_what_has_changed_since_is_looked_at_again(meanwhile: Loss) -> None:
    with pytest.raises(StaleRemoval):
        meanwhile.demand(LOSS.digest)


def test_the_language_of_the_names_is_no_change() -> None:
    replace(LOSS, licences=(replace(ROW, description="Signatur"),)).demand(LOSS.digest)
