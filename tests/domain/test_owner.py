"""A module owner: its dates in their order, and who is the platform."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from solicense_plugin.domain.owner import Dates
from tests.support.signing import NOW
from tests.support.values import MICROSECOND, owner


@pytest.mark.parametrize(
    "dates, expected",
    [
        pytest.param(Dates(), True, id="none"),
        pytest.param(Dates(NOW, NOW, NOW), True, id="all-the-same"),
        pytest.param(Dates(NOW, None, NOW), True, id="without-expiry"),
        pytest.param(Dates(NOW, NOW - MICROSECOND, NOW), False, id="expiry-too-early"),
        pytest.param(Dates(None, NOW, NOW - MICROSECOND), False, id="grace-too-early"),
        pytest.param(Dates(NOW, None, NOW - MICROSECOND), False, id="grace-before-warning"),
    ],
)
def test_warning_expiry_and_grace_come_in_this_order(dates: Dates, expected: bool) -> None:
    assert dates.in_order() is expected


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_no_other_order_will_do(order: tuple[int, int, int]) -> None:
    dates = Dates(*(NOW + n * MICROSECOND for n in order))
    assert dates.in_order() == (order == (0, 1, 2))


def test_maintenance_and_next_check_stand_in_no_order() -> None:
    dates = Dates(expiry=NOW, maintenance=NOW - MICROSECOND, next_check=NOW + MICROSECOND)
    assert dates.in_order()


def test_only_superoffice_is_the_platform() -> None:
    assert owner("SUPEROFFICE").is_platform
    assert not owner("SUPEROFFICE2").is_platform


@pytest.mark.parametrize(
    "name, product_type, expected",
    [
        pytest.param("SUPEROFFICE", "Trial", True, id="trial"),
        pytest.param("SUPEROFFICE", " DEMO ", True, id="demo"),
        pytest.param("SUPEROFFICE", "CRM", False, id="bought"),
        pytest.param("SUPEROFFICE", "", False, id="nothing-said"),
        pytest.param("SUPEROFFICE", "Demographics", False, id="another-word"),
        pytest.param("ACME", "Trial", False, id="a-partners"),
    ],
)
def test_a_demo_is_what_superoffice_says_is_one(
    name: str, product_type: str, expected: bool
) -> None:
    assert replace(owner(name), product_type=product_type).is_demo is expected
