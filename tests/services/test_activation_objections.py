"""Add-ons may object to an activation; who cannot be asked stops nothing."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable

import pytest

from solicense_plugin import hookimpl
from solicense_plugin.domain.comparison import Objection, ObjectionCode
from solicense_plugin.domain.errors import ActivationRefused, StaleComparison
from solicense_plugin.hooks.contributions import ActivationObjection
from solicense_plugin.hooks.facts import ComparisonFacts
from solicense_plugin.services import activation, objections
from solicense_plugin.store import ledger
from tests.support.listening import install
from tests.support.signing import plan
from tests.support.world import ADMIN, OWNER, World


class Objector:
    """An add-on that is asked, and answers as a test wants it."""

    api = "solicense-addon/1"

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        self.asked: list[ComparisonFacts] = []
        self.before: Callable[[], object] = lambda: None

    @hookimpl
    def solicense_object_to_activation(
        self, comparison: ComparisonFacts
    ) -> list[ActivationObjection]:
        self.asked.append(comparison)
        self.before()
        return [ActivationObjection(reason) for reason in self.reasons]


@pytest.fixture
def objector(world: World) -> Objector:
    """A package waits that raises a plan, and an add-on is asked about it."""
    world.own(plan("Sales", 3))
    world.load(plan("Sales", 5), issue=2)
    plugin = Objector()
    install(world, acme=plugin)
    return plugin


def digest(world: World) -> str:
    return activation.propose(world.context, owner=OWNER).comparison.digest


def activate(world: World, seen: str) -> None:
    activation.activate(world.context, owner=OWNER, digest=seen, actor=ADMIN)


def facts(world: World) -> dict[str, object]:
    with world.context.reading() as reading:
        *_, newest = ledger.entries(reading)
    found: dict[str, object] = json.loads(newest.text)["facts"]
    return found


def test_an_add_on_is_asked_about_what_would_change(world: World, objector: Objector) -> None:
    activation.propose(world.context, owner=OWNER)
    (asked,) = objector.asked
    assert (asked.owner_name, asked.issue_number) == (OWNER, 2)
    assert [(c.name, c.change, c.before, c.after) for c in asked.changes] == [
        ("Sales", "raised", 3, 5)
    ]


def test_an_objection_is_shown_and_refuses_the_activation(world: World, objector: Objector) -> None:
    objector.reasons = ("An import is running.",)
    seen = activation.propose(world.context, owner=OWNER).comparison
    veto = Objection(ObjectionCode.VETO, vendor="acme", detail="An import is running.")
    assert seen.objections == (veto,)
    with pytest.raises(ActivationRefused) as refused:
        activate(world, seen.digest)
    assert refused.value.objections == (veto,)
    assert world.in_use() == {"Sales": (0, 3)}


def test_an_objection_that_came_after_the_look_is_a_conflict(
    world: World, objector: Objector
) -> None:
    seen = digest(world)
    objector.reasons = ("An import is running.",)
    with pytest.raises(StaleComparison):
        activate(world, seen)


def test_an_objection_that_has_gone_stops_nothing(world: World, objector: Objector) -> None:
    objector.reasons = ("An import is running.",)
    digest(world)
    objector.reasons = ()
    activate(world, digest(world))
    assert world.in_use() == {"Sales": (0, 5)}
    assert "not_asked" not in facts(world)


def fail() -> None:
    message = "the vendor's database is away"
    raise RuntimeError(message)


@pytest.mark.parametrize(
    "before", [fail, lambda: sys.exit("gone")], ids=["raises", "calls-sys.exit"]
)
def test_an_add_on_that_fails_stops_nothing_and_the_ledger_keeps_that(
    world: World, objector: Objector, before: Callable[[], object]
) -> None:
    objector.before = before
    seen = activation.propose(world.context, owner=OWNER).comparison
    assert (seen.can_activate, seen.not_asked) == (True, ("acme",))
    activate(world, seen.digest)
    assert facts(world)["not_asked"] == ["acme"]


def test_an_add_on_that_is_late_stops_nothing(
    world: World, objector: Objector, monkeypatch: pytest.MonkeyPatch
) -> None:
    awake = threading.Event()
    objector.before = lambda: awake.wait(30)
    monkeypatch.setattr(objections, "THINKS", 0.02)
    assert activation.propose(world.context, owner=OWNER).comparison.not_asked == ("acme",)
    awake.set()


def test_nothing_of_ours_is_open_while_an_add_on_is_asked(world: World, objector: Objector) -> None:
    engine = world.context.store.engine
    out: list[int] = []
    objector.before = lambda: out.append(engine.pool.checkedout())  # type: ignore[attr-defined]  # QueuePool's
    activate(world, digest(world))
    assert out == [0, 0]


def test_one_that_objects_does_not_keep_another_from_being_asked(
    world: World, objector: Objector
) -> None:
    objector.before = fail
    install(world, acme=objector, other=Objector("Not now."))
    seen = activation.propose(world.context, owner=OWNER).comparison
    assert [found.vendor for found in seen.objections] == ["other"]
    assert seen.not_asked == ("acme",)


def test_what_comes_back_can_be_objected_to(world: World, objector: Objector) -> None:
    activate(world, digest(world))
    objector.reasons = ("Not now.",)
    with pytest.raises(ActivationRefused):
        activation.restore(
            world.context, owner=OWNER, issue_number=1, reason="A mistake", actor=ADMIN
        )
