"""Taking superfluous licences: suggested, chosen page by page, applied all at once."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from solicense_plugin.domain.errors import NotFound, NothingWaiting
from solicense_plugin.domain.ledger import Action
from solicense_plugin.domain.lists import Order, Place, Wanted
from solicense_plugin.services import history, superfluous
from solicense_plugin.services.context import AlreadyDone
from tests.support.recount import plans_of_people
from tests.support.signing import module, plan
from tests.support.world import ADMIN, OWNER, World

FORM = "form"


@pytest.fixture
def over(world: World) -> World:
    """Eight hold sales, of which four will be left; service has two seats free.

    The lower somebody's number, the later was the last sign-in.
    """
    world.own(plan("sales", 8), plan("service", 3), plan("basic", 1, Unrestricted=True))
    world.people(10)
    world.give("sales", range(1, 9))
    world.give("service", [9])
    world.load(plan("sales", 4), plan("service", 3), plan("basic", 1, Unrestricted=True), issue=2)
    return world


def look(
    world: World, licence: str = "sales", wanted: Wanted | None = None
) -> superfluous.Superfluous:
    return superfluous.superfluous(
        world.context,
        owner=OWNER,
        licence=licence,
        token=FORM,
        wanted=wanted or Wanted(),
        language="en",
    )


def choose(world: World, chosen: Mapping[int, str | None]) -> None:
    """Choose people on one page: to lose the licence, or to be given another one."""
    targets = {n: world.licence_id(name) if name else None for n, name in chosen.items()}
    superfluous.choose(world.context, token=FORM, shown=frozenset(chosen), chosen=targets)


def suggest(world: World, licence: str = "sales", form: str = FORM) -> int:
    return superfluous.suggest(world.context, owner=OWNER, licence=licence, token=form)


def apply(world: World, licence: str = "sales", form: str = FORM) -> superfluous.Applied:
    return superfluous.apply(world.context, owner=OWNER, licence=licence, token=form, actor=ADMIN)


def free(world: World) -> dict[str, int | None]:
    """Return what can be given instead, and how many of it."""
    return {t.licence.name: t.free for t in look(world).targets.values()}


# --- what is shown -----------------------------------------------------------------------------


def test_the_dialog_shows_who_holds_it_and_how_many_must_go(over: World) -> None:
    shown = look(over, wanted=Wanted(Order.LAST_LOGIN))
    assert [row.associate_id for row in shown.holders.rows] == [8, 7, 6, 5, 4, 3, 2, 1]
    assert (shown.excess.must_remove, shown.excess.available) == (4, 4)
    assert (shown.still_to_go, shown.total_to_go, shown.choices.total) == (4, 4, 0)
    assert shown.use == {"sales": 8, "service": 1, "basic": 0}


def test_only_plans_can_be_given_instead_of_a_plan_with_the_seats_that_stay_free(
    world: World,
) -> None:
    old = [plan("sales", 8), plan("more", 9), plan("fewer", 9), plan("gone", 9), module("extra")]
    new = [plan("sales", 4), plan("more", 20), plan("fewer", 2), module("extra"), plan("new", 5)]
    world.own(*old)
    world.people(8)
    world.give("sales", range(1, 9))
    world.load(*new, issue=2)
    assert free(world) == {"more": 9, "fewer": 2}


def test_free_seats_count_down_with_the_choice(over: World) -> None:
    assert free(over) == {"service": 2, "basic": None}
    choose(over, {1: "service", 2: "basic", 3: None})
    assert free(over) == {"service": 1, "basic": None}
    choose(over, {4: "service", 5: "service"})
    assert free(over) == {"service": -1, "basic": None}


def test_a_page_shows_what_is_chosen_on_it(over: World) -> None:
    choose(over, {1: None, 2: "service", 3: None})
    choose(over, {3: None, 8: None})
    shown = look(over, wanted=Wanted(after=Place("person 0001", 1)))
    assert shown.chosen == {2: over.licence_id("service"), 3: None, 8: None}
    assert (shown.choices.total, shown.still_to_go) == (4, 0)


def test_whom_a_search_finds_can_be_chosen_beside_the_others(over: World) -> None:
    choose(over, {1: None})
    shown = look(over, wanted=Wanted(search="0007"))
    assert [row.associate_id for row in shown.holders.rows] == [7]
    choose(over, {7: None})
    assert look(over).choices.total == 2


def test_the_licences_with_too_many_holders_are_listed(over: World) -> None:
    assert superfluous.over_used(over.context, owner=OWNER) == ("sales",)


# --- suggested ---------------------------------------------------------------------------------


def test_those_longest_without_sign_in_are_suggested_as_many_as_must_go(over: World) -> None:
    assert suggest(over) == 4
    assert look(over).chosen == dict.fromkeys([5, 6, 7, 8])
    assert suggest(over) == 0


def test_suggestions_fill_up_what_was_chosen(over: World) -> None:
    choose(over, {1: None, 8: "service"})
    assert suggest(over) == 2
    assert look(over).chosen == {1: None, 8: over.licence_id("service"), 7: None, 6: None}


def test_a_suggestion_can_be_taken_back_and_more_can_be_chosen_than_must_go(over: World) -> None:
    suggest(over)
    choose(over, dict.fromkeys((1, 2, 3, 4, 5)) | {8: None})
    superfluous.choose(over.context, token=FORM, shown=frozenset([8]), chosen={})
    assert look(over).chosen == dict.fromkeys([1, 2, 3, 4, 5, 6, 7])
    assert look(over).still_to_go == 0


def test_everybody_who_is_chosen_can_be_given_the_same_instead(over: World) -> None:
    suggest(over)
    superfluous.aim(over.context, token=FORM, target_id=over.licence_id("basic"))
    assert apply(over) == superfluous.Applied(removed=0, reassigned=4)
    assert over.holders("basic") == [5, 6, 7, 8]


# --- applied -----------------------------------------------------------------------------------


def test_removed_and_reassigned_people_change_together(over: World) -> None:
    choose(over, {1: None, 2: "service", 3: "service", 4: "basic"})
    assert apply(over) == superfluous.Applied(removed=1, reassigned=3)
    assert {n: p for n, (p,) in plans_of_people(over).items()} == {
        2: "service", 3: "service", 4: "basic",
        5: "sales", 6: "sales", 7: "sales", 8: "sales", 9: "service",
    }  # fmt: skip
    assert over.in_use() == {"sales": (4, 8), "service": (3, 3), "basic": (1, 1)}
    assert over.is_sound
    over.activate()


def test_fewer_than_must_go_can_go_first(over: World) -> None:
    choose(over, {1: None})
    assert apply(over) == superfluous.Applied(1, 0)
    assert look(over).still_to_go == 3
    assert over.in_use()["sales"] == (7, 8)


def test_a_choice_is_forgotten_once_it_has_been_applied(over: World) -> None:
    choose(over, {1: None})
    apply(over)
    assert look(over).choices.total == 0


def test_what_was_done_is_told_with_a_line_for_each_person(over: World) -> None:
    choose(over, {1: None, 2: "service", 3: "service"})
    apply(over)
    entry = history.since(over.context, owner=OWNER, revision=0, language="en")[-1]
    assert (entry.action, entry.actor) == (Action.SUPERFLUOUS_REMOVED, ADMIN)
    assert entry.facts == {"licence": "sales", "removed": 1, "reassigned": {"service": 2}}
    line = over.context.store.tables.line
    with over.context.reading() as reading:
        mine = line.c.installation_id == over.context.installation_id
        rows = reading.connection.execute(
            line.select().where(mine).order_by(line.c.sequence.desc(), line.c.line)
        ).all()
    sales, service = over.licence_id("sales"), over.licence_id("service")
    newest = [(r.licence_id, r.associate_id, r.before, r.after) for r in rows[:5]]
    assert sorted(newest) == sorted(
        [
            (sales, 1, 1, 0),
            (sales, 2, 1, 0),
            (sales, 3, 1, 0),
            (service, 2, 0, 1),
            (service, 3, 0, 1),
        ]
    )


def test_what_needs_the_licence_goes_along(world: World) -> None:
    child = module("child", 9, PrerequisiteModuleName="sales")
    world.own(plan("sales", 8), plan("service", 8), child)
    world.people(4)
    world.give("sales", range(1, 5))
    world.give("child", [1, 2, 3])
    world.load(plan("sales", 2), plan("service", 8), child, issue=2)
    choose(world, {1: None, 2: "service"})
    apply(world)
    assert (world.holders("sales"), world.holders("child")) == ([3, 4], [3])
    assert world.is_sound


def test_the_same_form_twice_takes_once(over: World) -> None:
    choose(over, {1: None, 2: "service"})
    apply(over)
    choose(over, {3: None})
    with pytest.raises(AlreadyDone) as done:
        apply(over)
    assert done.value.result == "1 1"
    assert over.in_use()["sales"] == (6, 8)


# --- because of a hidden licence ---------------------------------------------------------------


@pytest.fixture
def hidden(world: World) -> World:
    """Five use web through two plans, and three seats of it will be left."""
    plans = plan("sales", 9, "web"), plan("service", 9, "web"), plan("basic", 9)
    world.own(*plans, module("web", 9, IsHidden=True))
    world.people(5)
    world.give("sales", [1, 2, 3])
    world.give("service", [4, 5])
    world.load(*plans, module("web", 3, IsHidden=True), issue=2)
    return world


def test_too_many_of_a_hidden_licence_are_taken_off_the_plans_that_imply_it(
    hidden: World,
) -> None:
    assert superfluous.over_used(hidden.context, owner=OWNER) == ("web",)
    for licence in ("sales", "service"):
        shown = look(hidden, licence)
        assert [line.licence.name for line in shown.excess.because] == ["web"]
        assert (shown.excess.must_remove, shown.still_to_go) == (2, 2)
    assert look(hidden, "basic").excess.because == ()


def test_only_a_plan_that_does_not_imply_it_helps(hidden: World) -> None:
    choose(hidden, {1: "service", 2: "basic"})
    assert look(hidden).still_to_go == 1
    apply(hidden)
    assert look(hidden, "service").still_to_go == 1


def test_people_of_several_plans_can_be_taken_until_it_fits(hidden: World) -> None:
    choose(hidden, {1: None})
    apply(hidden)
    assert suggest(hidden, "service", form="second") == 1
    apply(hidden, "service", form="second")
    assert (hidden.holders("sales"), hidden.holders("service")) == ([2, 3], [4])
    hidden.activate()
    assert hidden.in_use()["web"] == (3, 3)
    assert hidden.is_sound


def test_no_more_are_suggested_than_are_left(hidden: World) -> None:
    choose(hidden, {1: "service", 2: "service"})
    assert suggest(hidden) == 1
    assert look(hidden).choices.total == 3


# --- nothing there -----------------------------------------------------------------------------


def test_without_a_package_that_waits_nothing_is_superfluous(world: World) -> None:
    world.own(module("one"))
    with pytest.raises(NothingWaiting):
        look(world, "one")
    with pytest.raises(NothingWaiting):
        superfluous.over_used(world.context, owner=OWNER)


@pytest.mark.parametrize("licence", ["nothing", "new"])
def test_a_licence_that_nobody_can_hold_yet_is_not_found(world: World, licence: str) -> None:
    world.own(module("one"))
    world.load(module("one"), module("new"), issue=2)
    with pytest.raises(NotFound):
        look(world, licence)
