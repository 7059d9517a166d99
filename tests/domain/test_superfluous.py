"""Superfluous licences: how many must go, from whom, and what can be given instead."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.comparison import Comparison
from solicense_plugin.domain.licence import ModuleLicence
from solicense_plugin.domain.plans import Implications, implications
from solicense_plugin.domain.superfluous import Excess, excess, targets
from tests.support.values import compared, current, hidden, licence, package, plan

SALES = plan("sales", 10, implies="user,quote")
SERVICE = plan("service", 10, implies="user")
OWNED = (SALES, SERVICE, hidden("user", 20), hidden("quote", 10), licence("pocket", 10))


def over(assigned: dict[str, int], *new: ModuleLicence) -> Comparison:
    return compared(current(*OWNED, assigned=assigned), package(*new))


def found(comparison: Comparison, key: str) -> Excess:
    excessive = excess(comparison, key)
    assert excessive is not None
    return excessive


def free(
    comparison: Comparison, key: str, use: dict[str, int], implied: Implications | None = None
) -> dict[str, int | None]:
    """Return what can be given instead, and how often."""
    everything = dict.fromkeys((found.key for found in OWNED), 0) | use
    implied = implied or implications(OWNED)
    return {t.licence.name: t.free for t in targets(comparison, key, everything, implied)}


def test_a_licence_that_is_in_neither_package_has_no_excess() -> None:
    assert excess(over({}, *OWNED), "gone") is None


def test_an_over_used_licence_must_lose_its_own_excess() -> None:
    sales = found(over({"sales": 10}, plan("sales", 8)), "sales")
    assert [line.licence.key for line in sales.because] == ["sales"]
    assert (sales.must_remove, sales.available) == (2, 8)


def test_a_licence_in_order_has_nothing_to_lose() -> None:
    pocket = found(over({"pocket": 4}, *OWNED), "pocket")
    assert (pocket.because, pocket.must_remove, pocket.available) == ((), 0, 4)


def test_the_excess_of_a_hidden_licence_is_taken_from_the_plans_that_imply_it() -> None:
    comparison = over({"sales": 9, "service": 8}, SALES, SERVICE, hidden("user", 14))
    for name, in_use in (("sales", 9), ("service", 8)):
        assert found(comparison, name).must_remove == 3
        assert found(comparison, name).available == in_use - 3


def test_whoever_goes_goes_from_everything_at_once() -> None:
    comparison = over({"sales": 10}, plan("sales", 9, implies="user"), hidden("user", 4))
    sales = found(comparison, "sales")
    assert {line.licence.key: line.must_remove for line in sales.because} == {"sales": 1, "user": 6}
    assert sales.must_remove == 6


def test_no_more_go_than_hold_it() -> None:
    comparison = over({"sales": 2, "user": 30}, SALES, hidden("user", 5))
    assert found(comparison, "sales").available == 0


def test_a_visible_licence_is_nobody_elses_excess() -> None:
    """What a plan implies and shows can be taken by hand."""
    comparison = over({"sales": 5}, plan("sales", implies="pocket"), licence("pocket", 3))
    assert found(comparison, "sales").because == ()


def test_taking_a_licence_always_counts() -> None:
    comparison = over({"sales": 10}, plan("sales", 8))
    assert found(comparison, "sales").counts(None, implications(OWNED))


@pytest.mark.parametrize(
    "target, expected",
    [
        pytest.param("service", False, id="brings-the-hidden-one-again"),
        pytest.param("pocket", True, id="brings-nothing"),
    ],
)
def test_giving_another_licence_counts_unless_it_brings_the_excess_along(
    target: str, expected: bool
) -> None:
    comparison = over({"sales": 9}, SALES, SERVICE, hidden("user", 4), licence("pocket"))
    assert found(comparison, "sales").counts(target, implications(OWNED)) is expected


def test_a_plan_is_replaced_by_the_other_plans_with_their_free_seats() -> None:
    comparison = over({"sales": 10, "service": 4}, plan("sales", 8), *OWNED[1:])
    assert free(comparison, "sales", {"sales": 10, "service": 4, "user": 14}) == {"service": 6}


def test_a_seat_must_be_free_now_and_afterwards() -> None:
    fewer = over({"service": 4}, plan("sales", 8), plan("service", 5, implies="user"), *OWNED[2:])
    assert free(fewer, "sales", {"service": 4}) == {"service": 1}
    more = over({"service": 9}, plan("sales", 8), plan("service", 50, implies="user"), *OWNED[2:])
    assert free(more, "sales", {"service": 9}) == {"service": 1}


def test_what_a_target_implies_needs_seats_too() -> None:
    comparison = over({"service": 9, "sales": 1}, *OWNED)
    use = {"service": 9, "sales": 1, "user": 10, "quote": 8}
    assert free(comparison, "service", use) == {"sales": 2}


def test_what_is_held_already_needs_no_new_seat() -> None:
    comparison = over({"sales": 10}, *OWNED[:2], hidden("user", 10), *OWNED[3:])
    assert free(comparison, "sales", {"sales": 10, "user": 20, "quote": 10}) == {"service": 10}


def test_an_unrestricted_target_has_seats_without_number() -> None:
    anyone = plan("service", 1, unrestricted=True)
    comparison = compared(current(SALES, anyone), package(plan("sales", 8), anyone))
    use = {"sales": 10, "service": 4}
    assert free(comparison, "sales", use, implications([SALES, anyone])) == {"service": None}


def test_no_seat_is_less_than_none() -> None:
    comparison = over({"service": 14}, plan("sales", 8), *OWNED[1:])
    assert free(comparison, "sales", {"service": 14}) == {"service": 0}


@pytest.mark.parametrize(
    "key",
    [
        pytest.param("gone", id="a-licence-in-neither-package"),
        pytest.param("new", id="a-licence-that-nobody-can-hold-yet"),
    ],
)
def test_what_nobody_holds_is_replaced_by_nothing(key: str) -> None:
    assert free(over({}, *OWNED, licence("new")), key, {}) == {}


def test_what_is_only_in_one_package_is_given_to_nobody() -> None:
    comparison = over({"sales": 10}, plan("sales", 8), plan("new", 50))
    assert free(comparison, "sales", {}) == {}
