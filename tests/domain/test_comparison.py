"""Comparison: what a new package would change, line by line, and what stands against it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from solicense_plugin.domain.comparison import Change, DateLine, LicenceLine
from solicense_plugin.domain.licence import LicenceKind, ModuleLicence, UserType
from solicense_plugin.domain.texts import Text
from tests.support.signing import NOW
from tests.support.values import compared, current, hidden, licence, owner, package, plan, use

LATER = NOW + timedelta(days=100)


def line(before: ModuleLicence | None, after: ModuleLicence | None, in_use: int = 0) -> LicenceLine:
    found = after or before
    assert found is not None
    return LicenceLine(found, before, after, in_use=in_use, dropped=0, implied_by=())


def test_the_figures_of_a_line_are_those_of_the_documented_example() -> None:
    """domain.md 1.4: 21 owned, 20 in use, 18 to come."""
    shown = line(plan("ten-sales", 21), plan("ten-sales", 18), in_use=20)
    assert (shown.total, shown.free, shown.added) == (21, 1, -3)
    assert (shown.new_total, shown.new_free, shown.must_remove) == (18, -2, 2)


def test_a_side_that_is_not_there_counts_as_none() -> None:
    assert (line(None, licence("web", 5)).total, line(None, licence("web", 5)).added) == (0, 5)
    assert (line(licence("web", 5), None).new_total, line(licence("web", 5), None).added) == (0, -5)


@pytest.mark.parametrize(
    "before, after, in_use, expected",
    [
        pytest.param(licence("web", 5), licence("web", 3), 3, 0, id="just-enough"),
        pytest.param(licence("web", 5), licence("web", 3), 4, 1, id="one-too-many"),
        pytest.param(licence("web", 5), None, 4, 4, id="vanishes"),
        pytest.param(licence("web", 5), None, 0, 0, id="vanishes-and-nobody-holds-it"),
        pytest.param(None, licence("web", 3), 4, 1, id="comes-and-is-implied-to-too-many"),
        pytest.param(
            licence("web", 5), licence("web", 1, unrestricted=True), 4, 0, id="becomes-unrestricted"
        ),
        pytest.param(
            licence("web", 1, unrestricted=True), licence("web", 3), 4, 1, id="becomes-restricted"
        ),
        pytest.param(plan("web", 5), licence("web", 9), 4, 4, id="is-a-plan-no-longer"),
        pytest.param(
            licence("web", 5), plan("web", 9, unrestricted=True), 4, 4, id="becomes-a-plan"
        ),
        pytest.param(
            licence("web", 5), licence("web", 9, kind=LicenceKind.SITE), 4, 4, id="another-kind"
        ),
    ],
)
def test_nobody_may_hold_more_than_there_will_be(
    before: ModuleLicence | None, after: ModuleLicence | None, in_use: int, expected: int
) -> None:
    assert line(before, after, in_use).must_remove == expected


@pytest.mark.parametrize(
    "before, after, expected",
    [
        pytest.param(None, licence("web"), Change.ADDED, id="added"),
        pytest.param(licence("web"), None, Change.REMOVED, id="removed"),
        pytest.param(licence("web", 5), licence("web", 6), Change.RAISED, id="raised"),
        pytest.param(licence("web", 5), licence("web", 4), Change.LOWERED, id="lowered"),
        pytest.param(licence("web"), hidden("web"), Change.ALTERED, id="hidden"),
        pytest.param(
            licence("web", 5, unrestricted=True),
            licence("web", 4, unrestricted=True),
            Change.ALTERED,
            id="a-number-that-never-meant-anything",
        ),
        pytest.param(
            licence("web", 5),
            licence("web", 4, unrestricted=True),
            Change.LOWERED,
            id="the-number-first",
        ),
    ],
)
def test_a_line_says_how_its_licence_changes(
    before: ModuleLicence | None, after: ModuleLicence | None, expected: Change
) -> None:
    assert line(before, after).change is expected


@pytest.mark.parametrize(
    "granted",
    [
        pytest.param({"quantity": 11}, id="quantity"),
        pytest.param({"unrestricted": True}, id="unrestricted"),
        pytest.param({"hidden": True}, id="hidden"),
        pytest.param({"kind": LicenceKind.SATELLITE}, id="kind"),
        pytest.param({"user_types": frozenset({UserType.EXTERNAL})}, id="user-types"),
        pytest.param({"extra_flags": 2}, id="flags"),
        pytest.param({"extra_info": "set=user"}, id="what-it-implies"),
        pytest.param({"prerequisite": "user"}, id="prerequisite"),
    ],
)
def test_a_licence_that_grants_something_else_is_a_changed_line(granted: dict[str, Any]) -> None:
    comparison = compared(current(licence("web")), package(licence("web", **granted)))
    assert [changed.licence.key for changed in comparison.changed] == ["web"]


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"description": Text("World Wide Web")}, id="description"),
        pytest.param({"tooltip": Text("Everywhere")}, id="tooltip"),
        pytest.param({"version": "13.0"}, id="version"),
        pytest.param({"sort_order": 7}, id="order"),
        pytest.param({"extra_info": "colour=red"}, id="extra-info-without-a-set"),
    ],
)
def test_a_licence_that_is_only_told_otherwise_is_no_changed_line(told: dict[str, Any]) -> None:
    comparison = compared(current(licence("web")), package(licence("web", **told)))
    assert comparison.changed == ()


def test_an_unchanged_line_that_too_many_use_is_a_changed_line() -> None:
    comparison = compared(
        current(licence("web", 3), assigned={"web": 4}), package(licence("web", 3))
    )
    assert comparison.changed == comparison.over_used != ()


def test_lines_are_in_the_new_packages_order_with_vanishing_ones_last() -> None:
    comparison = compared(
        current(licence("gone"), licence("one"), licence("two")),
        package(licence("two"), licence("new"), licence("one")),
    )
    assert [shown.licence.name for shown in comparison.lines] == ["two", "new", "one", "gone"]


def test_a_licence_in_another_spelling_is_the_same_one() -> None:
    comparison = compared(current(licence("WEB", 5)), package(licence("Web", 5)))
    assert comparison.changed == ()
    assert [shown.licence.name for shown in comparison.lines] == ["Web"]


def test_without_anything_current_every_licence_is_added() -> None:
    comparison = compared(None, package(licence("web"), plan("ten-sales")))
    assert comparison.current is None
    assert {shown.change for shown in comparison.changed} == {Change.ADDED}
    assert comparison.can_activate


def test_use_is_counted_by_what_the_new_plans_imply() -> None:
    before = current(
        plan("ten-sales", implies="web"),
        plan("ten-service"),
        hidden("web"),
        usage=use({"ten-sales": 3, "ten-service": 2, "web": 2}, {("web", "ten-service"): 1}),
    )
    comparison = compared(
        before, package(plan("ten-sales"), plan("ten-service", implies="web"), hidden("web", 2))
    )
    web = comparison.lines[2]
    assert (web.in_use, web.must_remove, web.implied_by) == (3, 1, ("ten-service",))


def test_direct_assignments_of_a_hidden_licence_that_vanishes_go_with_it() -> None:
    comparison = compared(current(hidden("web"), assigned={"web": 4}), package(licence("user")))
    gone = comparison.lines[-1]
    assert (gone.in_use, gone.dropped, gone.must_remove) == (0, 4, 0)
    assert comparison.can_activate


def test_a_visible_licence_that_vanishes_must_be_taken_from_everybody_first() -> None:
    comparison = compared(current(licence("web"), assigned={"web": 4}), package(licence("user")))
    gone = comparison.lines[-1]
    assert (gone.in_use, gone.dropped, gone.must_remove) == (4, 0, 4)


def test_the_dates_that_change_are_shown_beside_each_other() -> None:
    before = current(licence("web"), owner=owner(admin_warning=NOW, expiry=LATER))
    comparison = compared(
        before, package(licence("web"), owner=owner(expiry=LATER, grace=LATER, maintenance=NOW))
    )
    assert comparison.dates == (
        DateLine("admin_warning", NOW, None),
        DateLine("grace", None, LATER),
        DateLine("maintenance", None, NOW),
    )


def test_without_anything_current_every_date_that_is_set_is_new() -> None:
    comparison = compared(None, package(licence("web"), owner=owner(next_check=NOW)))
    assert comparison.dates == (DateLine("next_check", None, NOW),)


@pytest.mark.parametrize(
    "web, assigned, expected",
    [
        pytest.param(10, {}, 0, id="nobody"),
        pytest.param(20, {"sales": 12}, 2, id="a-plan"),
        pytest.param(25, {"sales": 12, "service": 13}, 5, id="two-plans"),
        pytest.param(10, {"web": 15}, 5, id="a-hidden-licence-alone"),
        pytest.param(10, {"sales": 10, "web": 5}, 5, id="a-hidden-licence-and-a-plan-in-order"),
        pytest.param(10, {"sales": 12}, 2, id="whoever-goes-from-the-plan-is-enough"),
        pytest.param(10, {"sales": 12, "service": 10}, 12, id="more-than-go-from-the-plan"),
    ],
)
def test_whoever_goes_from_a_plan_goes_from_what_it_implies_too(
    web: int, assigned: dict[str, int], expected: int
) -> None:
    modules = (plan("sales", implies="web"), plan("service", implies="web"), hidden("web", web))
    assert compared(current(*modules, assigned=assigned), package(*modules)).still_to_go == expected
