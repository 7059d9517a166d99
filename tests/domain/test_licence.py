"""A module licence: what it is, whom it is for, and what it implies."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.licence import LicenceKind, UserType, by_key
from tests.support.values import licence, plan


def test_a_licence_is_found_by_any_spelling_of_its_name() -> None:
    both = licence("Ten-Sales"), licence("web")
    assert by_key(both) == {"ten-sales": both[0], "web": both[1]}


@pytest.mark.parametrize(
    "kind, flags, expected",
    [
        pytest.param(LicenceKind.USER, 1, True, id="user-licence-with-the-flag"),
        pytest.param(LicenceKind.USER, 3, True, id="with-another-flag-too"),
        pytest.param(LicenceKind.USER, 0, False, id="without-the-flag"),
        pytest.param(LicenceKind.USER, 2, False, id="a-plan-marker"),
        pytest.param(LicenceKind.SITE, 1, False, id="site-licence"),
        pytest.param(LicenceKind.SATELLITE, 1, False, id="satellite-licence"),
    ],
)
def test_a_plan_is_a_user_licence_with_the_first_flag(
    kind: LicenceKind, flags: int, expected: bool
) -> None:
    assert licence("ten-sales", kind=kind, extra_flags=flags).is_plan is expected


@pytest.mark.parametrize(
    "extra_info, expected",
    [
        pytest.param("set=user,web,sale-cal", ("user", "web", "sale-cal"), id="as-documented"),
        pytest.param("", (), id="nothing"),
        pytest.param("set=", (), id="an-empty-set"),
        pytest.param("set", (), id="no-set-at-all"),
        pytest.param("asset=web", (), id="another-key-that-ends-so"),
        pytest.param("set=web,,web, user ,", ("web", "user"), id="spaces-gaps-and-repetition"),
        pytest.param("colour=red; set=web ;x", ("web",), id="among-others"),
        pytest.param("set=web;set=user", ("web",), id="the-first-of-two"),
        pytest.param("set=a=b", ("a=b",), id="a-second-equals-sign"),
    ],
)
def test_the_names_in_its_set_come_each_once_in_their_order(
    extra_info: str, expected: tuple[str, ...]
) -> None:
    assert licence("ten-sales", extra_flags=1, extra_info=extra_info).implied_names == expected


@pytest.mark.parametrize("user_type", UserType)
def test_a_licence_without_user_types_is_for_everybody(user_type: UserType) -> None:
    assert plan("ten-sales").allows(user_type)


@pytest.mark.parametrize("user_type", UserType)
def test_a_licence_with_user_types_is_for_those_alone(user_type: UserType) -> None:
    mine = frozenset({UserType.INTERNAL, UserType.RESOURCE})
    assert licence("ten-sales", user_types=mine).allows(user_type) == (user_type in mine)
