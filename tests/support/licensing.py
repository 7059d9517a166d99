"""Anything that people can do to an installation, in any order (Hypothesis)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from solicense_plugin.domain.errors import (
    ActivationRefused,
    AssignmentRefused,
    InvalidField,
    NotFound,
    NothingWaiting,
    StaleChoice,
)
from solicense_plugin.hooks.values import HostUser
from solicense_plugin.services import people, superfluous
from tests.support.recount import plans_of_people, recount
from tests.support.signing import module, plan
from tests.support.world import ADMIN, OWNER, World

PLANS, HIDDEN, VISIBLE = ["sales", "service", "basic"], ["web", "core"], ["extra", "more"]
NAMES = [*PLANS, *HIDDEN, *VISIBLE, "changeling"]
PEOPLE = range(1, 6)

persons = st.sampled_from(PEOPLE)
licences = st.sampled_from(NAMES)
quantities = st.integers(2, 7)
Wishes = list[tuple[str, int]]
wishes = st.lists(st.tuples(licences, persons), min_size=4, max_size=12)
IMPLIED = st.sampled_from(HIDDEN + VISIBLE)


def most_of(names: list[str]) -> st.SearchStrategy[list[str]]:
    """Draw all names, or all but one: activations of anything else are mostly refused."""
    return st.sampled_from([names, *([n for n in names if n != gone] for gone in names)])


@st.composite
def packages(draw: st.DrawFn) -> list[dict[str, object]]:
    """Draw a package: most of the licences, with any quantities, implying anything."""
    content = [
        plan(name, draw(quantities), ",".join(sorted(draw(st.sets(IMPLIED)))))
        for name in draw(most_of(PLANS))
    ]
    content += [
        module(name, draw(quantities), IsHidden=draw(st.booleans()))
        for name in draw(most_of(HIDDEN))
    ]
    content += [
        module(name, draw(quantities), PrerequisiteModuleName=draw(st.sampled_from(["", "core"])))
        for name in draw(most_of(VISIBLE))
    ]
    make = plan if draw(st.integers(0, 3)) == 0 else module
    content.append(make("changeling", draw(quantities)))
    return [one | {"Unrestricted": draw(st.booleans())} for one in content]


class Licensing(RuleBasedStateMachine):
    """An installation to which anything happens; whatever is refused changes nothing."""

    def __init__(self, new_world: Callable[[], World]) -> None:
        super().__init__()
        self.world = new_world()
        self.issue = 0
        self.is_waiting = False
        self.forms = 0

    @initialize(content=packages(), wishes=wishes)
    def begin(self, content: list[dict[str, object]], wishes: Wishes) -> None:
        self.world.people(len(PEOPLE))
        self.load_and_activate(content)
        self.assign(wishes)

    @rule(listed=st.sets(persons))
    def synchronise(self, listed: set[int]) -> None:
        users = [HostUser(id=str(n), login=f"u{n}", name=f"Name {n}") for n in listed]
        people.synchronise(self.world.context, users=users)

    @rule(wishes=wishes)
    def assign(self, wishes: Wishes) -> None:
        for licence, person in wishes:
            with suppress(AssignmentRefused, NotFound):
                self.world.assign(licence, person)

    @rule(licence=licences, person=persons)
    def unassign(self, licence: str, person: int) -> None:
        with suppress(AssignmentRefused, NotFound):
            self.world.unassign(licence, person)

    @rule(content=packages())
    def load(self, content: list[dict[str, object]]) -> None:
        self.issue += 1
        self.world.load(*content, issue=self.issue)
        self.is_waiting = True

    @rule(content=packages())
    def load_and_activate(self, content: list[dict[str, object]]) -> None:
        self.load(content)
        self.activate()

    @precondition(lambda self: self.is_waiting)
    @rule()
    def activate(self) -> None:
        with suppress(ActivationRefused):
            self.world.activate()
            self.is_waiting = False

    @rule(licence=licences, suggest=st.booleans(), data=st.data())
    def take_superfluous(self, licence: str, suggest: bool, data: st.DataObject) -> None:
        """Press OK on a choice of people, some of whom are given something else."""
        self.forms += 1
        form = f"form-{self.forms}"
        context = self.world.context
        targets = st.none() | st.sampled_from(self.owned())
        chosen = data.draw(st.dictionaries(persons, targets, max_size=4))
        superfluous.choose(context, token=form, shown=frozenset(chosen), chosen=chosen)
        with suppress(AssignmentRefused, InvalidField, NotFound, NothingWaiting, StaleChoice):
            if suggest:
                superfluous.suggest(context, owner=OWNER, licence=licence, token=form)
            superfluous.apply(context, owner=OWNER, licence=licence, token=form, actor=ADMIN)

    def owned(self) -> list[int]:
        return [self.world.licence_id(name) for name in self.world.in_use()] or [0]

    @invariant()
    def counters_are_what_a_recount_finds(self) -> None:
        found = recount(self.world)
        assert [name for name, licence in found.items() if not licence.is_right] == []
        assert [name for name, licence in found.items() if licence.is_oversold] == []

    @invariant()
    def nobody_has_two_plans(self) -> None:
        assert [plans for plans in plans_of_people(self.world).values() if len(plans) > 1] == []

    @invariant()
    def counters_assignments_and_ledger_agree(self) -> None:
        assert self.world.is_sound
