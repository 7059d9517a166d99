"""What an add-on contributes is paused after three faults in a row, on every worker."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from sqlalchemy import event

from solicense_plugin.domain.add_ons import FAULTS_UNTIL_PAUSE, FaultKind
from solicense_plugin.domain.ledger import Action
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.boundary import AddOnFailed
from solicense_plugin.recent import Recent
from solicense_plugin.services import add_ons
from solicense_plugin.services.add_ons import ContributionPaused
from solicense_plugin.services.context import AlreadyDone, Context
from solicense_plugin.store import ledger
from tests.support.world import ADMIN, World

TAB = "tab acme"


class Vendor:
    """An add-on that is not there on bad days, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_well = False
        self.add_on = AddOn.of("acme", object(), ours=True)

    def answer(self) -> str:
        self.asked += 1
        if not self.is_well:
            message = "the vendor's <database> is away"
            raise RuntimeError(message)
        return "fine"


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


def request(context: Context) -> Context:
    """Return the context as the next request, maybe of another worker, has it."""
    return replace(context, standings=Recent(1))


def ask(world: World, vendor: Vendor, contribution: str = TAB) -> AddOnFailed | str:
    try:
        return add_ons.ask(request(world.context), vendor.add_on, contribution, vendor.answer)
    except AddOnFailed as failed:
        return failed


def fail(world: World, vendor: Vendor, times: int) -> None:
    for _ in range(times):
        assert isinstance(ask(world, vendor), AddOnFailed)


def entries(world: World) -> list[ledger.EntryRecord]:
    with world.context.reading() as reading:
        return list(ledger.entries(reading))


def test_an_answer_is_passed_on_and_leaves_no_trace(world: World, vendor: Vendor) -> None:
    vendor.is_well = True
    assert ask(world, vendor) == "fine"
    assert add_ons.ailments(world.context) == []


def test_a_fault_is_kept_with_its_reference_its_moment_and_its_traceback(
    world: World, vendor: Vendor
) -> None:
    failed = ask(world, vendor)
    assert isinstance(failed, AddOnFailed)
    (kept,) = add_ons.ailments(world.context)
    assert (kept.fault.add_on, kept.fault.contribution) == ("acme", TAB)
    assert kept.fault.reference == failed.fault.reference
    assert kept.fault.kind is FaultKind.RAISED
    assert kept.fault.message == "RuntimeError: the vendor's <database> is away"
    assert "in answer" in kept.fault.details
    assert (kept.at, kept.standing.faults) == (world.clock.now, 1)


def test_three_faults_in_a_row_pause_it_and_it_is_not_asked_any_more(
    world: World, vendor: Vendor
) -> None:
    fail(world, vendor, FAULTS_UNTIL_PAUSE)
    before = vendor.asked
    paused = ask(world, vendor)
    assert isinstance(paused, ContributionPaused)
    assert paused.standing.paused_since == world.clock.now
    assert vendor.asked == before == FAULTS_UNTIL_PAUSE
    (kept,) = add_ons.ailments(world.context)
    assert paused.fault == kept.fault


def test_an_answer_ends_the_row(world: World, vendor: Vendor) -> None:
    fail(world, vendor, FAULTS_UNTIL_PAUSE - 1)
    vendor.is_well = True
    assert ask(world, vendor) == "fine"
    vendor.is_well = False
    fail(world, vendor, FAULTS_UNTIL_PAUSE - 1)
    (kept,) = add_ons.ailments(world.context)
    assert (kept.standing.faults, kept.standing.is_paused) == (FAULTS_UNTIL_PAUSE - 1, False)


def test_an_answer_that_was_on_its_way_does_not_end_a_pause(world: World, vendor: Vendor) -> None:
    fail(world, vendor, FAULTS_UNTIL_PAUSE - 1)

    def late() -> str:
        fail(world, vendor, 1)
        return "fine"

    assert add_ons.ask(request(world.context), vendor.add_on, TAB, late) == "fine"
    (kept,) = add_ons.ailments(world.context)
    assert kept.standing.is_paused


def test_another_contribution_add_on_or_installation_is_asked_on(
    world: World, vendor: Vendor, new_world: Callable[[], World]
) -> None:
    fail(world, vendor, FAULTS_UNTIL_PAUSE)
    before = vendor.asked
    assert not isinstance(ask(world, vendor, "badge acme"), ContributionPaused)
    other = Vendor()
    other.add_on = AddOn.of("globex", object(), ours=True)
    assert not isinstance(ask(world, other), ContributionPaused)
    assert not isinstance(ask(new_world(), vendor), ContributionPaused)
    assert (vendor.asked, other.asked) == (before + 2, 1)


def test_the_state_is_read_once_a_request_and_nothing_is_written_while_all_is_well(
    world: World, vendor: Vendor
) -> None:
    vendor.is_well = True
    context = request(world.context)
    seen: list[str] = []
    engine = world.context.store.engine

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        seen.append(statement.split(maxsplit=1)[0])

    event.listen(engine, "before_cursor_execute", note)
    for contribution in ("tab a", "badge a", "tab b"):
        assert add_ons.ask(context, vendor.add_on, contribution, vendor.answer) == "fine"
    event.remove(engine, "before_cursor_execute", note)
    assert seen == ["SELECT"]


@pytest.mark.slow
def test_faults_of_many_workers_are_all_counted(world: World, vendor: Vendor) -> None:
    many = 8
    together = Barrier(many)

    def work(_: int) -> None:
        def call() -> None:
            together.wait(30)
            message = "away"
            raise OSError(message)

        with pytest.raises(AddOnFailed):
            add_ons.ask(request(world.context), vendor.add_on, TAB, call)

    with ThreadPoolExecutor(many) as workers:
        list(workers.map(work, range(many)))
    (kept,) = add_ons.ailments(world.context)
    assert (kept.standing.faults, kept.standing.is_paused) == (many, True)


def test_an_administrator_resumes_it_and_the_ledger_keeps_who(world: World, vendor: Vendor) -> None:
    fail(world, vendor, FAULTS_UNTIL_PAUSE)
    add_ons.resume(world.context, add_on="acme", contribution=TAB, actor=ADMIN)
    vendor.is_well = True
    assert ask(world, vendor) == "fine"
    newest = entries(world)[-1]
    assert (newest.action, newest.actor) == (Action.ADD_ON_RESUMED, ADMIN)
    assert '"contribution":"tab acme"' in newest.text
    assert world.is_sound


def test_a_resumed_one_that_fails_again_needs_three_faults_again(
    world: World, vendor: Vendor
) -> None:
    fail(world, vendor, FAULTS_UNTIL_PAUSE)
    add_ons.resume(world.context, add_on="acme", contribution=TAB, actor=ADMIN)
    fail(world, vendor, FAULTS_UNTIL_PAUSE - 1)
    assert not isinstance(ask(world, vendor), ContributionPaused)
    assert isinstance(ask(world, vendor), ContributionPaused)


def test_what_is_not_paused_is_not_resumed(world: World, vendor: Vendor) -> None:
    fail(world, vendor, 1)
    before = len(entries(world))
    add_ons.resume(world.context, add_on="acme", contribution=TAB, actor=ADMIN)
    add_ons.resume(world.context, add_on="nobody", contribution=TAB, actor=ADMIN)
    assert len(entries(world)) == before


def test_a_form_resumes_once(world: World, vendor: Vendor) -> None:
    def resume() -> None:
        add_ons.resume(world.context, add_on="acme", contribution=TAB, actor=ADMIN, token="t")

    fail(world, vendor, FAULTS_UNTIL_PAUSE)
    resume()
    fail(world, vendor, FAULTS_UNTIL_PAUSE)
    with pytest.raises(AlreadyDone):
        resume()
    assert isinstance(ask(world, vendor), ContributionPaused)
