"""Use of a licence, counted: nobody twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.plans import Implications, implications
from tests.support.values import hidden, plan, use

PLANS = ["ten-sales", "ten-service", "ess-sales"]
IMPLIED = ["user", "web", "sale-cal"]


@dataclass(frozen=True)
class Person:
    """Somebody with one plan at the most, and licences of his own."""

    plan: str | None
    own: frozenset[str]

    def uses(self, licence: str, implied: Implications) -> bool:
        return (
            licence in self.own
            or licence == self.plan
            or licence in implied.of_plan.get(self.plan or "", ())
        )


PEOPLE = st.lists(
    st.builds(
        Person,
        plan=st.none() | st.sampled_from(PLANS),
        own=st.frozensets(st.sampled_from(IMPLIED)),
    ),
    max_size=30,
)
SETS = st.fixed_dictionaries({name: st.sets(st.sampled_from(IMPLIED)) for name in PLANS})


@given(PEOPLE, SETS)
def test_use_is_the_number_of_people_who_use_it(
    people: list[Person], sets: dict[str, set[str]]
) -> None:
    modules = [plan(name, implies=",".join(sorted(names))) for name, names in sets.items()]
    implied = implications([*modules, *map(hidden, IMPLIED)])
    counted = use(
        Counter(held for p in people for held in {p.plan, *p.own} if held),
        Counter((own, p.plan) for p in people for own in p.own if p.plan),
    )
    for licence in (*PLANS, *IMPLIED):
        users = sum(person.uses(licence, implied) for person in people)
        assert counted.in_use(licence, implied) == users


def test_somebody_with_the_plan_and_the_licence_itself_counts_once() -> None:
    implied = implications([plan("ten-sales", implies="web"), hidden("web")])
    counted = use({"ten-sales": 3, "web": 2}, {("web", "ten-sales"): 1})
    assert counted.in_use("web", implied) == 4
    assert counted.in_use("ten-sales", implied) == 3


def test_what_nobody_holds_is_not_in_use() -> None:
    assert use().in_use("web", implications([])) == 0
