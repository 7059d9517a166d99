"""Removing a licence owner: what goes, what stays, who may not, and that it is one thing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from sqlalchemy import or_, select

from solicense_plugin.domain.errors import (
    InvalidField,
    LicenceError,
    NotFound,
    PlatformStays,
    StaleRemoval,
)
from solicense_plugin.domain.ledger import Action
from solicense_plugin.domain.removal import Loss
from solicense_plugin.services import activation, history, overview, removing
from solicense_plugin.services.context import AlreadyDone
from tests.conftest import rounds
from tests.support.crowd import at_once
from tests.support.cutting import CutOffError, cut_off_at
from tests.support.dumps import Dump, dump
from tests.support.recount import recount
from tests.support.signing import module, plan
from tests.support.world import ADMIN, OWNER, World

ACME = "ACME"


@pytest.fixture
def acme(world: World, partner: World) -> World:
    """Two owners; of the partner's licences four people hold some, and a newer one waits."""
    world.own(plan("sales", 5))
    world.people(5)
    world.give("sales", [1, 2])
    licences = plan("basic", 4, "web"), module("web", 9, IsHidden=True), module("extra", 3)
    partner.own(*licences, module("server", 1, LicenseType="SiteLicense"))
    partner.give("basic", [1, 2, 3], ACME)
    partner.give("extra", [3, 4], ACME)
    partner.load(plan("basic", 5, "web"), issue=2)
    return partner


def lost(world: World, owner: str = ACME) -> Loss:
    return removing.propose(world.context, owner=owner, language="en").loss


def remove(world: World, owner: str = ACME, **options: Any) -> Loss:
    known = {"digest": options.pop("digest", None) or lost(world, owner).digest, "reason": "Sold."}
    return removing.remove(world.context, owner=owner, actor=ADMIN, **(known | options))


def entries(world: World) -> list[history.Happened]:
    return history.since(world.context, owner=ACME, revision=0, language="en")


def titles(world: World) -> list[str]:
    return [title.owner.name for title in overview.titles(world.context, language="en")]


def everything(world: World) -> Dump:
    return dump(world.context.store, world.context.installation_id)


def lines(world: World) -> set[tuple[int, int | None, int, int]]:
    """Return the lines of the newest ledger entry: licence, associate, before and after."""
    row = world.context.store.tables.line
    with world.context.reading() as reading:
        found = reading.connection.execute(
            select(row.c.licence_id, row.c.associate_id, row.c.before, row.c.after).where(
                row.c.installation_id == reading.installation_id,
                row.c.sequence == reading.installation.revision,
            )
        )
        return {tuple(line) for line in found}


# --- what goes -----------------------------------------------------------------------------------


def test_what_would_be_lost_is_counted_before(acme: World) -> None:
    loss = lost(acme)
    assert {row.name: (row.in_use, row.quantity) for row in loss.licences} == {
        "basic": (3, 4),
        "web": (3, 9),
        "extra": (2, 3),
        "server": (0, 1),
    }
    assert loss.people == 4
    assert loss.waiting is not None


def test_licences_and_whoever_has_them_go_and_other_owners_are_left_alone(acme: World) -> None:
    remove(acme)
    assert titles(acme) == [OWNER]
    assert acme.in_use() == {"sales": (2, 5)}
    found = {k: v for k, v in recount(acme).items() if k.startswith(ACME)}
    assert {(v.quantity, v.assigned, v.in_use, v.direct) for v in found.values()} == {
        (0, 0, 0, frozenset())
    }
    assert acme.is_sound


def test_checks_and_what_was_seen_go(acme: World) -> None:
    activation.acknowledge(acme.context, owner=ACME, issue_number=1, viewer="1")
    remove(acme)
    stored = everything(acme)
    tables = acme.context.store.tables
    assert (stored[tables.check.name], stored[tables.seen.name]) == ([], [])


def test_one_ledger_entry_says_what_each_person_and_each_licence_had(acme: World) -> None:
    ids = {name: acme.licence_id(name, ACME) for name in acme.in_use(ACME)}
    remove(acme, reason="  Sold\n to others. ")
    entry = entries(acme)[-1]
    assert (entry.action, entry.actor, entry.reason) == (
        Action.OWNER_REMOVED,
        ADMIN,
        "Sold to others.",
    )
    assert entry.facts == {"issue": 1, "licences": 4, "people": 4, "waiting": True}
    quantities = {"basic": 4, "web": 9, "extra": 3, "server": 1}
    assert lines(acme) == {
        *((ids["basic"], person, 1, 0) for person in (1, 2, 3)),
        *((ids["extra"], person, 1, 0) for person in (3, 4)),
        *((ids[name], None, quantity, 0) for name, quantity in quantities.items()),
    }


def test_an_owner_of_whom_only_something_waits_can_be_removed(partner: World) -> None:
    partner.load(module("extra", 3))
    loss = remove(partner)
    assert (loss.licences, loss.people) == ((), 0)
    assert titles(partner) == []
    assert partner.is_sound


# --- what stays ----------------------------------------------------------------------------------


def test_the_history_stays(acme: World) -> None:
    remove(acme)
    page = history.page(acme.context, language="en")
    assert [(row.owner, row.issue_number) for row in page.rows] == [(ACME, 1), (OWNER, 1)]
    assert page.removed == {ACME}
    found = history.of_owner(acme.context, owner=ACME)
    assert [row.issue_number for row in found.rows] == [1]
    assert found.removed == {ACME}
    past = activation.past(acme.context, owner=ACME, issue_number=1, language="en")
    assert past.names["extra"] == "Extra"


def test_who_was_removed_is_known_and_who_is_here_was_not(acme: World) -> None:
    def removed(owner: str) -> str | None:
        found = removing.removed(acme.context, owner=owner, language="en")
        return found.name if found else None

    assert removed(ACME) is None
    remove(acme)
    assert [removed(owner) for owner in (ACME, OWNER, "NOBODY")] == [ACME, None, None]


# --- what is refused -----------------------------------------------------------------------------


def refused(world: World, error: type[LicenceError], **options: Any) -> LicenceError:
    """Try to remove, and see that nothing has changed."""
    before = everything(world)
    with pytest.raises(error) as found:
        remove(world, digest=options.pop("digest", "x"), **options)
    unchanged = everything(world)
    assert unchanged == before
    return found.value


def test_the_platform_is_never_removed(acme: World) -> None:
    refused(acme, PlatformStays, owner=OWNER)
    with pytest.raises(PlatformStays):
        lost(acme, OWNER)


@pytest.mark.parametrize(
    ("reason", "rule"),
    [
        pytest.param(" \n", "empty", id="none"),
        pytest.param("x" * 255, "too-long", id="too much"),
    ],
)
def test_a_reason_is_needed(acme: World, reason: str, rule: str) -> None:
    error = refused(acme, InvalidField, reason=reason, digest=lost(acme).digest)
    assert error.args == ("reason", rule)


def test_whoever_is_not_here_cannot_be_removed(acme: World) -> None:
    refused(acme, NotFound, owner="NOBODY")
    remove(acme)
    refused(acme, NotFound)
    with pytest.raises(NotFound):
        lost(acme)


@pytest.mark.parametrize(
    "meanwhile",
    [
        pytest.param(lambda acme: acme.assign("extra", 5, owner=ACME), id="given to one more"),
        pytest.param(lambda acme: acme.unassign("extra", 4, owner=ACME), id="taken from one"),
        pytest.param(lambda acme: acme.load(module("extra"), issue=3), id="a newer one came"),
    ],
)
def test_what_has_changed_since_it_was_looked_at_is_not_removed(
    acme: World, meanwhile: Callable[[World], object]
) -> None:
    digest = lost(acme).digest
    meanwhile(acme)
    refused(acme, StaleRemoval, digest=digest)


def test_a_form_that_arrives_twice_removes_once(acme: World) -> None:
    digest = lost(acme).digest
    remove(acme, digest=digest, token="once")
    with pytest.raises(AlreadyDone):
        remove(acme, digest=digest, token="once")
    assert [e.action for e in entries(acme)].count(Action.OWNER_REMOVED) == 1


# --- at the same moment --------------------------------------------------------------------------


def orphans(world: World) -> list[tuple[int, int]]:
    """Return assignments of licences that nobody owns."""
    held, licence = world.context.store.tables.assignment, world.context.store.tables.licence
    same = (licence.c.installation_id == held.c.installation_id) & (
        licence.c.id == held.c.licence_id
    )
    with world.context.reading() as reading:
        found = reading.connection.execute(
            select(held.c.licence_id, held.c.associate_id)
            .outerjoin(licence, same)
            .where(
                held.c.installation_id == reading.installation_id,
                or_(licence.c.id.is_(None), licence.c.quantity == 0),
            )
        )
        return [tuple(row) for row in found]


@pytest.mark.slow
def test_a_colleague_who_assigns_at_the_same_moment_never_leaves_an_orphan(
    world: World, partner: World
) -> None:
    world.people(20)
    for issue in range(1, rounds(3, 60) + 1):
        partner.own(module("extra", 30), plan("basic", 30), issue=issue)

        def act(number: int) -> None:
            if number == 0:
                remove_at_last(partner)
            else:
                partner.assign("extra" if number % 2 else "basic", number, owner=ACME)

        outcomes = at_once(20, act)
        assert all(o is None or isinstance(o, NotFound) for o in outcomes), outcomes
        assert outcomes[0] is None
        assert titles(partner) == []
        assert orphans(partner) == []
        assert partner.is_sound


def remove_at_last(world: World) -> None:
    """Remove, looking again as often as somebody changes something."""
    while True:
        try:
            remove(world)
        except StaleRemoval:
            continue
        return


@pytest.mark.slow
def test_of_two_administrators_one_removes_and_the_other_is_told(acme: World) -> None:
    digest = lost(acme).digest
    outcomes = at_once(4, lambda _number: remove(acme, digest=digest))
    assert sum(isinstance(outcome, Loss) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, NotFound) for outcome in outcomes) == 3
    assert acme.is_sound


# --- whole or not at all -------------------------------------------------------------------------


def test_a_removal_that_is_cut_off_at_any_statement_has_not_happened(acme: World) -> None:
    before, digest = everything(acme), lost(acme).digest
    for number in count(1):
        with cut_off_at(acme.context.store.engine, number) as reached:
            done = tried(acme, digest)
        if not reached():
            break
        assert done is None
        assert everything(acme) == before
    assert done is not None
    assert number > 15
    assert titles(acme) == [OWNER]
    assert acme.is_sound


def tried(world: World, digest: str) -> Loss | None:
    try:
        return remove(world, digest=digest)
    except CutOffError:
        return None
