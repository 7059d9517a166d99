"""What an activation changes: licences, dates, what plans imply, and what the history keeps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import SYSTEM
from solicense_plugin.domain.errors import NotFound
from solicense_plugin.domain.ledger import Action
from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.services import activation, history, overview
from tests.support.recount import recount
from tests.support.signing import NOW, module, plan
from tests.support.world import ADMIN, OWNER, World

Modules = list[dict[str, object]]


def look(world: World, viewer: str = "1", language: str = "en") -> overview.OwnerOverview:
    return overview.overview(world.context, owner=OWNER, language=language, viewer=viewer)


def web(quantity: int = 10, **fields: Any) -> dict[str, object]:
    return module("web", quantity, **fields)


# --- use, counted again ------------------------------------------------------------------------

#: Ann (1) holds the plan sales and web itself, Ben (2) sales, Cid (3) service, Dan (4) web.
SALES, SERVICE = plan("sales"), plan("service")
IMPLYING_SALES, IMPLYING_SERVICE = plan("sales", 10, "web"), plan("service", 10, "web")
USE = [
    pytest.param([IMPLYING_SALES, SERVICE, web()], 3, id="one-plan-implies-it-now"),
    pytest.param([IMPLYING_SALES, IMPLYING_SERVICE, web()], 4, id="both-plans-imply-it-now"),
    pytest.param([SALES, IMPLYING_SERVICE, web()], 3, id="the-other-plan-implies-it-now"),
    pytest.param([SALES, SERVICE, web(IsHidden=True)], 2, id="hidden-now"),
    pytest.param([SALES, SERVICE, web(2)], 2, id="as-many-as-are-needed"),
    pytest.param([SALES, SERVICE, web(1, Unrestricted=True)], 2, id="unrestricted-now"),
    pytest.param([plan("SALES", 10, "WEB"), SERVICE, web()], 3, id="other-spellings"),
]


@pytest.mark.parametrize("new, expected", USE)
@pytest.mark.parametrize(
    "old",
    [
        pytest.param([SALES, SERVICE, web()], id="from-nothing-implied"),
        pytest.param([IMPLYING_SALES, SERVICE, web()], id="from-one"),
        pytest.param([IMPLYING_SALES, IMPLYING_SERVICE, web()], id="from-both"),
    ],
)
def test_use_is_what_a_recount_by_people_finds_when_plans_imply_something_else(
    world: World, old: Modules, new: Modules, expected: int
) -> None:
    world.own(*old)
    world.people(4)
    world.give("sales", [1, 2])
    world.give("service", [3])
    world.give("web", [1, 4])
    world.own(*new, issue=2)
    assert world.in_use()["web"][0] == expected
    assert all(licence.is_right for licence in recount(world).values())
    assert world.is_sound


def test_a_licence_that_comes_back_keeps_its_id_and_starts_without_holders(world: World) -> None:
    world.own(module("one"), web())
    before = world.licence_id("web")
    world.own(module("one"), issue=2)
    assert "web" not in world.in_use()
    world.own(module("one"), web(3), issue=3)
    assert (world.licence_id("web"), world.in_use()["web"]) == (before, (0, 3))


def test_assignments_keep_since_when_and_by_whom(world: World) -> None:
    world.own(module("one"))
    world.people(1)
    world.assign("one", 1)
    row = world.context.store.tables.assignment
    with world.context.reading() as reading:
        before = reading.connection.execute(row.select()).all()
    world.clock.now += timedelta(days=3)
    world.own(module("one", 20), issue=2)
    with world.context.reading() as reading:
        assert reading.connection.execute(row.select()).all() == before


def test_one_owner_s_activation_leaves_another_s_licences_alone(
    world: World, partner: World
) -> None:
    world.own(module("one"))
    partner.own(module("one", 3), module("two", 3))
    world.own(module("one", 20), issue=2)
    assert partner.in_use("ACME") == {"one": (0, 3), "two": (0, 3)}
    assert world.in_use() == {"one": (0, 20)}


# --- what the history keeps --------------------------------------------------------------------


def test_raised_lowered_added_removed_and_altered_licences_are_listed(world: World) -> None:
    world.own(module("up", 3), module("down", 3), module("gone", 3), module("same"), web())
    done = world.own(
        module("up", 5),
        module("down", 2),
        module("new", 1),
        module("same", ModuleTooltip="Other words"),
        web(IsHidden=True),
        issue=2,
    )
    assert isinstance(done.changes["licences"], list)
    listed = [
        (c["licence"], c["change"], c["before"], c["after"]) for c in done.changes["licences"]
    ]
    assert listed == [
        ("up", "raised", 3, 5),
        ("down", "lowered", 3, 2),
        ("new", "added", 0, 1),
        ("web", "altered", 10, 10),
        ("gone", "removed", 3, 0),
    ]


def test_dates_that_change_are_listed_and_hold(world: World) -> None:
    later = NOW + timedelta(days=200)
    world.own(module("one"))
    done = world.own(
        module("one"), issue=2, ExpiryDate=later.isoformat(), GraceDate=later.isoformat()
    )
    assert done.changes["dates"] == [
        {
            "date": "expiry",
            "before": to_microseconds(NOW + timedelta(days=100)),
            "after": to_microseconds(later),
        },
        {"date": "grace", "before": None, "after": to_microseconds(later)},
    ]
    assert (look(world).owner.dates.expiry, look(world).owner.dates.grace) == (later, later)


def test_texts_are_shown_in_the_language_that_was_asked_for(world: World) -> None:
    spoken: dict[str, Any] = {
        "ModuleDescriptions": {"nb": "Salg", "de": "Vertrieb"},
        "ModuleTooltips": {"nb": "S"},
    }
    world.own(module("sales", ModuleDescription="Sales", **spoken), Language="en")
    shown = {
        language: (row.description, row.is_default_description, row.is_default_tooltip)
        for language in ("en", "nb", "de", "sv")
        for row in look(world, language=language).licences
    }
    assert shown == {
        "en": ("Sales", True, True),
        "nb": ("Salg", False, False),
        "de": ("Vertrieb", False, True),
        "sv": ("Sales", True, True),
    }


def test_texts_of_the_package_before_are_gone(world: World) -> None:
    world.own(module("sales", ModuleDescriptions={"nb": "Salg"}), OwnerDescriptions={"nb": "Hei"})
    world.own(module("sales"), issue=2)
    (row,) = look(world, language="nb").licences
    assert (row.description, row.is_default_description) == ("Sales", True)
    assert look(world, language="nb").owner.description.translations == {}


def test_the_ledger_tells_of_an_activation_with_a_line_for_each_changed_licence(
    world: World,
) -> None:
    world.own(module("one", 3), module("same"))
    world.own(module("one", 5), module("same"), issue=2)
    (_, _, _, entry) = history.since(world.context, owner=OWNER, revision=0, language="en")
    assert (entry.action, entry.facts["issue"]) == (Action.PACKAGE_ACTIVATED, 2)
    line = world.context.store.tables.line
    with world.context.reading() as reading:
        mine = line.c.installation_id == world.context.installation_id
        rows = reading.connection.execute(line.select().where(mine)).all()
    newest = max(row.sequence for row in rows)
    changed = [(r.licence_id, r.before, r.after) for r in rows if r.sequence == newest]
    assert changed == [(world.licence_id("one"), 3, 5)]


def test_what_was_active_stays_in_the_history(world: World) -> None:
    world.own(module("one", 3, ModuleDescription="One"))
    world.own(module("two", 3, ModuleDescription="Two"), issue=2)
    first = activation.past(world.context, owner=OWNER, issue_number=1, language="en")
    second = activation.past(world.context, owner=OWNER, issue_number=2, language="en")
    assert (first.activation.issue_number, first.activation.by) == (1, ADMIN)
    assert (first.activation.source, first.activation.at) == (Source.FILE, NOW)
    assert first.names == second.names == {"one": "One", "two": "Two"}


@pytest.mark.parametrize("issue", [0, 2, 99])
def test_what_was_never_activated_is_not_in_the_history(world: World, issue: int) -> None:
    world.own(module("one"))
    world.load(module("one"), issue=2)
    with pytest.raises(NotFound):
        activation.past(world.context, owner=OWNER, issue_number=issue, language="en")
    with pytest.raises(NotFound):
        activation.acknowledge(world.context, owner=OWNER, issue_number=issue, viewer="1")


# --- by the system -----------------------------------------------------------------------------


def activate_by_itself(world: World, issue: int) -> None:
    world.load(module("one", 10 + issue), issue=issue)
    digest = activation.propose(world.context, owner=OWNER).comparison.digest
    activation.activate(world.context, owner=OWNER, digest=digest, actor=SYSTEM)


def test_an_activation_by_the_system_is_marked_as_one(world: World) -> None:
    activate_by_itself(world, 1)
    found = activation.past(world.context, owner=OWNER, issue_number=1, language="en").activation
    assert (found.automatic, found.by) == (True, SYSTEM)


def test_what_the_system_activated_is_shown_until_each_viewer_has_looked_at_it(
    world: World,
) -> None:
    activate_by_itself(world, 1)
    activation.acknowledge(world.context, owner=OWNER, issue_number=1, viewer="1")
    assert [look(world, viewer).is_unseen for viewer in ("1", "2")] == [False, True]
    activate_by_itself(world, 2)
    assert [look(world, viewer).is_unseen for viewer in ("1", "2")] == [True, True]


def test_whoever_looks_at_an_older_activation_again_has_still_seen_the_newer_one(
    world: World,
) -> None:
    activate_by_itself(world, 1)
    activate_by_itself(world, 2)
    for issue in (2, 1):
        activation.acknowledge(world.context, owner=OWNER, issue_number=issue, viewer="1")
    assert not look(world).is_unseen


def test_what_somebody_activated_himself_is_not_shown_to_anybody(world: World) -> None:
    world.own(module("one"))
    assert not look(world).is_unseen
