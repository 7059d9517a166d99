"""Assignments: who may be given a licence, and what goes when one is taken."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.assignments import can_replace, demand_assignable, dependants
from solicense_plugin.domain.associate import Associate
from solicense_plugin.domain.errors import AssignmentFault, AssignmentRefused
from solicense_plugin.domain.licence import LicenceKind, ModuleLicence, UserType
from solicense_plugin.domain.validity import Validity
from tests.support.values import hidden, licence, plan

STAFF = frozenset({UserType.INTERNAL})


def associate(user_type: UserType) -> Associate:
    return Associate(7, "7", "ane", "Ane Berg", user_type)


@pytest.mark.parametrize("state", [s for s in Validity if s is not Validity.LAPSED])
def test_a_visible_user_licence_can_be_given_until_it_lapses(state: Validity) -> None:
    demand_assignable(
        licence("web", user_types=STAFF, prerequisite="Ten-Sales"),
        associate(UserType.INTERNAL),
        held={"ten-sales"},
        state=state,
    )


@pytest.mark.parametrize(
    "wanted, state, fault, named",
    [
        pytest.param(
            hidden("web"), Validity.IN_ORDER, AssignmentFault.NOT_ASSIGNABLE, "web", id="hidden"
        ),
        pytest.param(
            licence("server", kind=LicenceKind.SITE),
            Validity.IN_ORDER,
            AssignmentFault.NOT_ASSIGNABLE,
            "server",
            id="site-licence",
        ),
        pytest.param(
            licence("satellite", kind=LicenceKind.SATELLITE),
            Validity.IN_ORDER,
            AssignmentFault.NOT_ASSIGNABLE,
            "satellite",
            id="satellite-licence",
        ),
        pytest.param(licence("web"), Validity.LAPSED, AssignmentFault.LAPSED, "web", id="lapsed"),
        pytest.param(
            licence("web", user_types=STAFF),
            Validity.IN_ORDER,
            AssignmentFault.USER_TYPE,
            "web",
            id="another-user-type",
        ),
        pytest.param(
            licence("web", prerequisite="Ten-Sales"),
            Validity.IN_ORDER,
            AssignmentFault.PREREQUISITE,
            "web",
            id="prerequisite",
        ),
    ],
)
def test_the_rule_that_stands_against_it_is_named(
    wanted: ModuleLicence, state: Validity, fault: AssignmentFault, named: str
) -> None:
    with pytest.raises(AssignmentRefused) as refused:
        demand_assignable(wanted, associate(UserType.EXTERNAL), held={"user"}, state=state)
    assert (refused.value.fault, refused.value.licence) == (fault, named)
    assert refused.value.associate == "Ane Berg"


FAMILY = [
    plan("sales", implies="user,quote"),
    plan("service", implies="user"),
    hidden("user"),
    hidden("quote"),
    licence("pocket", prerequisite="Sales"),
    licence("remote", prerequisite="pocket"),
    licence("far", prerequisite="remote"),
    licence("templates", prerequisite="quote"),
    licence("mobile", prerequisite="user"),
    licence("alone"),
]


@pytest.mark.parametrize(
    "taken, instead, expected",
    [
        pytest.param("alone", None, [], id="what-nothing-needs"),
        pytest.param("remote", None, ["far"], id="a-child"),
        pytest.param("pocket", None, ["remote", "far"], id="children-of-children"),
        pytest.param(
            "sales",
            None,
            ["pocket", "templates", "mobile", "remote", "far"],
            id="what-needs-something-implied",
        ),
        pytest.param(
            "sales",
            "service",
            ["pocket", "templates", "remote", "far"],
            id="what-the-other-plan-brings-stays",
        ),
        pytest.param("service", "sales", [], id="the-other-plan-brings-everything"),
        pytest.param("pocket", "remote", [], id="what-is-given-instead-stays-with-its-children"),
        pytest.param("gone", None, [], id="a-licence-that-is-no-more"),
    ],
)
def test_what_needs_a_taken_licence_goes_with_it_parents_first(
    taken: str, instead: str | None, expected: list[str]
) -> None:
    assert [found.name for found in dependants(iter(FAMILY), taken, instead)] == expected


@given(st.lists(st.integers(-1, 30), min_size=1, max_size=30), st.integers(0, 29))
def test_exactly_those_whose_chain_leads_to_the_taken_one_go(
    parents: list[int], taken: int
) -> None:
    """A parent is an earlier number, so that there is no circle."""
    above = {n: parent if parent < n else -1 for n, parent in enumerate(parents)}
    licences = [licence(f"m{n}", prerequisite=f"m{p}" if p >= 0 else "") for n, p in above.items()]

    def leads_to_taken(number: int) -> bool:
        return number in above and (above[number] == taken or leads_to_taken(above[number]))

    going = [found.name for found in dependants(licences, f"m{taken}")]
    assert set(going) == {f"m{n}" for n in above if leads_to_taken(n)}
    assert len(going) == len(set(going))
    order = {name: place for place, name in enumerate(going)}
    for found in going:
        parent = f"m{above[int(found[1:])]}"
        assert order.get(parent, -1) < order[found]


def test_a_circle_that_was_stored_all_the_same_has_an_end() -> None:
    circle = [licence("one", prerequisite="two"), licence("two", prerequisite="one")]
    assert [found.name for found in dependants(circle, "one")] == ["two"]


@pytest.mark.parametrize(
    "held, target, expected",
    [
        pytest.param(plan("sales"), plan("service"), True, id="plan-by-plan"),
        pytest.param(licence("web"), licence("pocket"), True, id="extra-by-extra"),
        pytest.param(plan("sales"), licence("web"), False, id="plan-by-extra"),
        pytest.param(licence("web"), plan("sales"), False, id="extra-by-plan"),
        pytest.param(plan("sales"), plan("SALES"), False, id="by-itself"),
        pytest.param(plan("sales"), plan("service", hidden=True), False, id="by-a-hidden-one"),
        pytest.param(
            licence("web"), licence("server", kind=LicenceKind.SITE), False, id="by-a-site-licence"
        ),
        pytest.param(
            licence("web"), licence("web-plus", prerequisite="Web"), False, id="by-what-needs-it"
        ),
    ],
)
def test_a_licence_is_replaced_by_one_of_its_own_sort(
    held: ModuleLicence, target: ModuleLicence, expected: bool
) -> None:
    assert can_replace(held, target) is expected
