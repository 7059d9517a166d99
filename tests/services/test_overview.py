"""What a tab shows of an owner, and the details of a licence."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from solicense_plugin.domain.errors import NotFound
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.lists import Wanted
from solicense_plugin.domain.validity import Validity
from solicense_plugin.services import holders, overview
from tests.support.signing import COMPANY, NOW, SERIAL, module, plan
from tests.support.world import OWNER, World


def look(world: World, owner: str = OWNER, language: str = "en") -> overview.OwnerOverview:
    return overview.overview(world.context, owner=owner, language=language, viewer="1")


def details(world: World, licence: str, owner: str = OWNER) -> holders.LicenceDetails:
    return holders.details(
        world.context, owner=owner, licence=licence, language="en", wanted=Wanted()
    )


# --- the tab -----------------------------------------------------------------------------------


def test_licences_stand_in_the_package_s_order(world: World) -> None:
    modules = module("c", SortOrder=2), module("a", SortOrder=3), module("b", SortOrder=1)
    world.own(*modules)
    assert [row.name for row in look(world).licences] == ["b", "c", "a"]


def test_the_tab_shows_whose_installation_it_is_and_every_owner(
    world: World, partner: World
) -> None:
    world.own(OwnerDescriptions={"nb": "På norsk"})
    partner.load()
    seen = look(world, language="nb")
    assert seen.installation.identity == Identity(COMPANY, SERIAL)
    assert [(t.owner.name, t.is_waiting) for t in seen.titles] == [("ACME", True), (OWNER, False)]
    assert seen.owner.description.spoken("nb", "en").text == "På norsk"


@pytest.mark.parametrize(
    "days, state",
    [
        pytest.param(9, Validity.IN_ORDER, id="in-order"),
        pytest.param(10, Validity.WARNING, id="warning"),
        pytest.param(20, Validity.EXPIRED, id="expired"),
        pytest.param(30, Validity.LAPSED, id="lapsed"),
    ],
)
def test_the_tab_shows_the_state_that_the_dates_mean_now(
    world: World, days: int, state: Validity
) -> None:
    names = {"AdminWarningDate": 10, "ExpiryDate": 20, "GraceDate": 30}
    dates = {name: (NOW + timedelta(days=n)).isoformat() for name, n in names.items()}
    world.own(**dates)  # type: ignore[arg-type]
    world.clock.now += timedelta(days=days)
    assert look(world).validity is state


def test_dates_without_an_offset_mean_the_installation_s_zone(world: World) -> None:
    world.own(ExpiryDate="2027-01-15T12:00:00")
    expiry = look(world).owner.dates.expiry
    assert expiry is not None
    assert expiry.isoformat() == "2027-01-15T11:00:00+00:00"


def test_what_is_counted_is_shown_at_once(world: World) -> None:
    world.own(plan("sales", 5, "web"), module("web", 5, IsHidden=True))
    world.people(2)
    for used in (1, 2):
        world.assign("sales", used)
        assert [row.in_use for row in look(world).licences] == [used, used]


def test_user_licences_of_every_owner_can_be_listed(world: World, partner: World) -> None:
    world.own(
        module("seen"), module("unseen", IsHidden=True), module("s", LicenseType="SiteLicense")
    )
    partner.own(module("theirs"))
    listed = overview.user_licences(world.context, language="en")
    assert [(title.owner.name, [row.name for row in rows]) for title, rows in listed] == [
        ("ACME", ["theirs"]),
        (OWNER, ["seen"]),
    ]


# --- the details -------------------------------------------------------------------------------


def test_a_plan_shows_what_it_implies_and_what_the_owner_has_not(world: World) -> None:
    world.own(plan("sales", 5, "web,mail,ghost"), module("web"), module("mail"))
    found = details(world, "sales")
    assert [row.name for row in found.implies] == ["web", "mail"]
    assert (found.unknown, found.implied_by, found.prerequisite) == (("ghost",), (), None)


def test_an_implied_licence_shows_its_plans_and_their_holders(world: World) -> None:
    world.own(plan("sales", 5, "web"), plan("service", 5, "web"), module("web"), plan("basic", 5))
    world.people(5)
    world.give("sales", [1, 2])
    world.give("service", [3])
    world.give("web", [4])
    world.give("basic", [5])
    found = details(world, "web")
    assert [row.name for row in found.implied_by] == ["sales", "service"]
    assert [row.associate_id for row in found.holders.page.rows] == [1, 2, 3, 4]
    assert found.licence.in_use == 4


def test_a_licence_shows_what_must_be_held_first(world: World) -> None:
    world.own(module("parent"), module("child", PrerequisiteModuleName="PARENT"))
    needed = details(world, "CHILD").prerequisite
    assert needed is not None
    assert needed.name == "parent"


def test_a_holder_is_shown_with_the_plan_through_which_he_holds_it(world: World) -> None:
    world.own(plan("sales", 5, "web", ModuleDescription="Sales Premium"), module("web"))
    world.people(2)
    world.assign("sales", 1)
    world.assign("web", 2)
    found = holders.page(world.context, owner=OWNER, licence="web", language="en", wanted=Wanted())
    names = [found.through.get(row.licence_id) for row in found.page.rows]
    assert names == ["Sales Premium", None]


# --- not there ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "look_at",
    [
        pytest.param(lambda w: look(w, "ACME"), id="owner"),
        pytest.param(lambda w: look(w, "superoffice"), id="owner-in-other-case"),
        pytest.param(lambda w: details(w, "one", "ACME"), id="licence-of-another-owner"),
        pytest.param(lambda w: details(w, "two"), id="licence"),
        pytest.param(lambda w: details(w, "gone"), id="licence-that-vanished"),
    ],
)
def test_what_is_not_there_is_not_found(world: World, look_at: Callable[[World], object]) -> None:
    world.own(module("one"), module("gone"))
    world.own(module("one"), issue=2)
    with pytest.raises(NotFound):
        look_at(world)
