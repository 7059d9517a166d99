"""Plans: what each implies, derived and never stored."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.licence import LicenceKind
from solicense_plugin.domain.plans import implications, plans_implying, plans_in_sets
from tests.support.values import hidden, licence, plan

NAMES = ["user", "web", "sale-cal", "service-t2", "Unheard-Of"]


def test_a_plan_implies_what_stands_in_its_set_in_that_order() -> None:
    implied = implications([plan("ten-sales", implies="web,user"), hidden("user"), hidden("web")])
    assert implied.of_plan == {"ten-sales": ("web", "user")}
    assert implied.by_plans == {"web": ("ten-sales",), "user": ("ten-sales",)}
    assert implied.unknown == {}


def test_names_that_the_owner_lacks_imply_nothing_and_are_reported_as_they_stand() -> None:
    implied = implications([plan("ten-sales", implies="web,Quote-Cal"), hidden("web")])
    assert implied.of_plan == {"ten-sales": ("web",)}
    assert implied.unknown == {"ten-sales": ("Quote-Cal",)}


def test_a_set_is_read_without_regard_to_case() -> None:
    implied = implications([plan("Ten-Sales", implies="WEB,Web"), hidden("web")])
    assert implied.of_plan == {"ten-sales": ("web",)}


def test_only_user_licences_are_implied() -> None:
    implied = implications(
        [plan("ten-sales", implies="server"), licence("server", kind=LicenceKind.SITE)]
    )
    assert implied.of_plan == {"ten-sales": ()}
    assert implied.unknown == {"ten-sales": ("server",)}


def test_a_set_means_nothing_outside_a_plan() -> None:
    implied = implications([licence("web", extra_info="set=user"), hidden("user")])
    assert (implied.of_plan, implied.by_plans, implied.unknown) == ({}, {}, {})


@given(st.dictionaries(st.sampled_from(["one", "two", "three"]), st.sets(st.sampled_from(NAMES))))
def test_both_directions_tell_the_same(sets: dict[str, set[str]]) -> None:
    modules = [plan(name, implies=",".join(sorted(names))) for name, names in sets.items()]
    implied = implications([*modules, *map(hidden, NAMES[:-1])])
    forwards = {(p, key) for p, keys in implied.of_plan.items() for key in keys}
    backwards = {(p, key) for key, plans in implied.by_plans.items() for p in plans}
    assert forwards == backwards == {(p, n) for p, ns in sets.items() for n in ns - {NAMES[-1]}}
    assert implied.unknown == {p: (NAMES[-1],) for p, ns in sets.items() if NAMES[-1] in ns}


@given(st.dictionaries(st.sampled_from(["one", "two", "three"]), st.sets(st.sampled_from(NAMES))))
def test_the_plans_that_imply_one_licence_are_found_without_the_others(
    sets: dict[str, set[str]],
) -> None:
    plans = [plan(name, implies=",".join(sorted(names)).upper()) for name, names in sets.items()]
    modules = [*plans, *map(hidden, NAMES[:-1]), licence("Unheard-Of", kind=LicenceKind.SITE)]
    implied = implications(modules)
    for found in modules:
        keys = tuple(implying.key for implying in plans_implying(found, iter(modules)))
        assert keys == implied.by_plans.get(found.key, ())


def test_a_plan_in_a_set_is_found() -> None:
    modules = [plan("one", implies="TWO,web"), plan("two"), hidden("web")]
    assert plans_in_sets(modules) == ("two",)


def test_a_plan_in_its_own_set_is_found() -> None:
    assert plans_in_sets([plan("one", implies="one")]) == ("one",)


@given(st.integers(2, 40))
def test_a_circle_of_plans_is_found_whole(length: int) -> None:
    names = [f"plan-{n}" for n in range(length)]
    circle = [plan(name, implies=names[n - 1]) for n, name in enumerate(names)]
    assert set(plans_in_sets(circle)) == set(names)


def test_sets_of_hidden_licences_alone_are_in_order() -> None:
    assert plans_in_sets([plan("one", implies="web,gone"), hidden("web")]) == ()
