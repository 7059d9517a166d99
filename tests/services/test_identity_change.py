"""Changing serial number and licence owner: who authorises it, and what stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import pytest

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.errors import (
    Fault,
    IdentityMoved,
    InvalidField,
    LicenceError,
    PackageRefused,
)
from solicense_plugin.domain.fetch_faults import FetchFailed, FetchFault
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.ledger import Action
from solicense_plugin.domain.licence_hosts import licence_host
from solicense_plugin.domain.status import LicenceStatus
from solicense_plugin.domain.updates import CheckResult
from solicense_plugin.services import history, identity_change, packages, updates
from solicense_plugin.services.context import AlreadyDone
from solicense_plugin.services.identity_change import ChangeDeclined, Outcome
from tests.services.test_activation_objections import Objector, fail
from tests.support.crowd import at_once
from tests.support.cutting import CutOffError, cut_off_at
from tests.support.dumps import Dump, dump
from tests.support.fetching import AMPLE
from tests.support.licence_server import LicenceServer, licence_server
from tests.support.listening import install
from tests.support.signing import COMPANY, SERIAL, Issuer, document, plan
from tests.support.world import ADMIN, OWNER, World

OLD, NEW = Identity(COMPANY, SERIAL), Identity("Nordlys Group AS", "2020000001")


@pytest.fixture(scope="session")
def serving(issuer: Issuer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LicenceServer]:
    with licence_server(tmp_path_factory.mktemp("changing") / "superoffice", issuer) as server:
        yield server


@pytest.fixture
def server(serving: LicenceServer) -> Iterator[LicenceServer]:
    """The issuer's licence server; what a test did to it is undone."""
    yield serving
    for kind in ("changes", "messages"):
        for file in (serving.folder.path / kind).iterdir():
            file.unlink()


@pytest.fixture
def trial(world: World, server: LicenceServer) -> World:
    """A demo with two of three plans in use; the bought licence is ready at the issuer."""
    hosts = (licence_host(server.url),)
    world.context = replace(world.context, licence_hosts=hosts, network=AMPLE)
    world.own(plan("sales", 3), ProductType="Trial", **server.addresses)
    world.people(3)
    world.assign("sales", 1, 2)
    buys(server, 5)
    return world


def buys(server: LicenceServer, quantity: int) -> None:
    """Let the new customer have so many, authorised for whoever has the demo."""
    server.customer(
        plan("sales", quantity),
        SerialNr=NEW.serial_number,
        CompanyName=NEW.company_name,
        IssueNumber=10 + quantity,
    )
    server.folder.trial()


def change(world: World, new: Identity = NEW, **options: Any) -> Outcome:
    return identity_change.change(
        world.context,
        company_name=new.company_name,
        serial_number=new.serial_number,
        actor=ADMIN,
        **options,
    )


def identity(world: World) -> Identity | None:
    return identity_change.standing(world.context).identity


def everything(world: World) -> Dump:
    """Return what is stored, without what tells that somebody tried."""
    tables = world.context.store.tables
    found = dump(world.context.store, world.context.installation_id)
    return {
        n: r for n, r in found.items() if n not in {tables.ledger.name, tables.installation.name}
    }


def bought(world: World, quantity: int = 5, issue: int = 9, **fields: Any) -> bytes:
    """Return the file that the licence owner sends to the new customer."""
    names = {"CompanyName": NEW.company_name, "SerialNr": NEW.serial_number}
    return world.issuer.sign(document(plan("sales", quantity), issue=issue, **(names | fields)))


def entries(world: World, owner: str) -> list[history.Happened]:
    return history.since(world.context, owner=owner, revision=0, language="en")


# --- by the licence server -----------------------------------------------------------------------


def test_the_licence_server_authorises_the_change_and_its_licences_become_active(
    trial: World,
) -> None:
    assert change(trial) is Outcome.CHANGED
    assert identity(trial) == NEW
    assert trial.in_use() == {"sales": (2, 5)}
    told = [(entry.action, entry.actor.kind.value) for entry in entries(trial, OWNER)][-2:]
    assert told == [(Action.PACKAGE_LOADED, "user"), (Action.PACKAGE_ACTIVATED, "system")]


def test_the_ledger_keeps_who_it_was_before(trial: World) -> None:
    change(trial)
    (entry,) = [e for e in entries(trial, "") if e.action is Action.IDENTITY_CHANGED]
    assert entry.actor == ADMIN
    assert entry.facts == {
        "old_company": COMPANY,
        "old_serial": SERIAL,
        "company": NEW.company_name,
        "serial": NEW.serial_number,
        "source": "licence-server",
        "others": [],
    }


def test_a_package_with_too_few_waits_under_the_new_identity(
    trial: World, server: LicenceServer
) -> None:
    buys(server, 1)
    assert change(trial) is Outcome.CHANGED
    assert identity(trial) == NEW
    assert trial.in_use() == {"sales": (2, 3)}
    trial.unassign("sales", 2)
    trial.activate()
    assert trial.in_use() == {"sales": (1, 1)}


def test_where_activation_is_left_to_people_the_package_waits(trial: World) -> None:
    trial.context = replace(trial.context, auto_activate=False)
    change(trial)
    assert trial.in_use() == {"sales": (2, 3)}
    trial.activate()
    assert trial.in_use() == {"sales": (2, 5)}


@pytest.mark.parametrize(
    ("prepare", "status"),
    [
        pytest.param(
            lambda folder: (folder.path / f"changes/{SERIAL}.json").unlink(),
            LicenceStatus.PROBLEM_WITH_LICENCE,
            id="not authorised",
        ),
        pytest.param(
            lambda folder: folder.say("UseCustomMessage", serial=NEW.serial_number, message="Pay"),
            LicenceStatus.USE_CUSTOM_MESSAGE,
            id="something to say",
        ),
    ],
)
def test_what_the_licence_server_declines_changes_nothing(
    trial: World, server: LicenceServer, prepare: Callable[[Any], object], status: LicenceStatus
) -> None:
    before = everything(trial)
    prepare(server.folder)
    with pytest.raises(ChangeDeclined) as declined:
        change(trial)
    assert declined.value.said.status is status
    assert (identity(trial), everything(trial)) == (OLD, before)


def test_a_licence_server_that_may_not_be_asked_changes_nothing(trial: World) -> None:
    trial.context = replace(trial.context, licence_hosts=())
    before = everything(trial)
    with pytest.raises(FetchFailed) as failed:
        change(trial)
    assert failed.value.fault is FetchFault.NOT_PERMITTED
    assert (identity(trial), everything(trial)) == (OLD, before)


def test_the_same_identity_again_asks_nobody_and_changes_nothing(trial: World) -> None:
    trial.context = replace(trial.context, licence_hosts=())
    before = everything(trial)
    assert change(trial, OLD) is Outcome.SAME
    assert everything(trial) == before


def test_a_name_that_cannot_be_one_is_refused(trial: World) -> None:
    with pytest.raises(InvalidField) as invalid:
        change(trial, Identity("Nordlys", " "))
    assert (invalid.value.field, invalid.value.rule) == ("serial_number", "empty")


# --- by a file -----------------------------------------------------------------------------------


def test_a_file_for_exactly_what_was_typed_authorises_the_change_and_waits(trial: World) -> None:
    assert change(trial, content=bought(trial)) is Outcome.CHANGED
    assert identity(trial) == NEW
    assert trial.in_use() == {"sales": (2, 3)}
    trial.activate()
    assert trial.in_use() == {"sales": (2, 5)}


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        pytest.param({"SerialNr": "3"}, Fault.UNKNOWN_SERIAL, id="another serial number"),
        pytest.param({"CompanyName": "Acme"}, Fault.WRONG_COMPANY, id="another company"),
        pytest.param({"IssueNumber": 1}, Fault.SAME_ISSUE_OTHER_CONTENT, id="an old number"),
    ],
)
def test_a_file_that_does_not_fit_changes_nothing_and_its_refusal_is_kept(
    trial: World, fields: dict[str, Any], fault: Fault
) -> None:
    before = everything(trial)
    with pytest.raises(PackageRefused) as refused:
        change(trial, content=bought(trial, **fields))
    assert refused.value.fault is fault
    assert (identity(trial), everything(trial)) == (OLD, before)
    last = entries(trial, OWNER)[-1]
    assert (last.action, last.facts["fault"]) == (Action.PACKAGE_REFUSED, fault.value)


def test_loading_a_file_alone_never_changes_whose_installation_it_is(trial: World) -> None:
    with pytest.raises(PackageRefused) as refused:
        packages.load(trial.context, content=bought(trial), source=Source.FILE, actor=ADMIN)
    assert refused.value.fault is Fault.UNKNOWN_SERIAL
    assert identity(trial) == OLD


def test_a_partners_file_never_changes_it(trial: World) -> None:
    acme = Issuer("ACME", trial.issuer.root)
    with pytest.raises(PackageRefused) as refused:
        change(trial, content=bought(World(trial.context, acme), OwnerName="ACME"))
    assert refused.value.fault is Fault.OTHER_OWNER
    assert identity(trial) == OLD


def test_licences_of_other_owners_stay_active_and_are_named_in_the_ledger(
    trial: World, partner: World
) -> None:
    partner.context = trial.context
    partner.own(plan("signing", 4))
    change(trial)
    assert trial.in_use("ACME") == {"signing": (0, 4)}
    (entry,) = [e for e in entries(trial, "") if e.action is Action.IDENTITY_CHANGED]
    assert entry.facts["others"] == ["ACME"]


# --- with add-ons that are asked ------------------------------------------------------------------


def test_what_an_add_on_objects_to_waits_under_the_new_identity(trial: World) -> None:
    objector = Objector("An import is running.")
    install(trial, acme=objector)
    assert change(trial) is Outcome.CHANGED
    assert identity(trial) == NEW
    assert trial.in_use() == {"sales": (2, 3)}
    (asked,) = objector.asked
    assert [(c.name, c.change, c.before, c.after) for c in asked.changes] == [
        ("sales", "raised", 3, 5)
    ]


def test_an_add_on_that_agrees_is_asked_before_the_one_transaction(trial: World) -> None:
    objector = Objector()
    seen: list[Identity | None] = []
    objector.before = lambda: seen.append(identity(trial))
    install(trial, acme=objector)
    change(trial)
    assert seen == [OLD]
    assert trial.in_use() == {"sales": (2, 5)}


def test_an_add_on_that_cannot_be_asked_stops_no_change_and_the_ledger_keeps_that(
    trial: World,
) -> None:
    objector = Objector()
    objector.before = fail
    install(trial, acme=objector)
    change(trial)
    assert trial.in_use() == {"sales": (2, 5)}
    assert entries(trial, OWNER)[-1].facts["not_asked"] == ["acme"]


def test_what_is_not_any_more_what_add_ons_were_asked_about_waits(trial: World) -> None:
    objector = Objector()

    def activate_another() -> None:
        objector.before = lambda: None
        trial.own(plan("sales", 4), plan("service", 1), issue=2, ProductType="Trial")

    objector.before = activate_another
    install(trial, acme=objector)
    assert change(trial) is Outcome.CHANGED
    assert identity(trial) == NEW
    assert trial.in_use() == {"sales": (2, 4), "service": (0, 1)}


# --- once ----------------------------------------------------------------------------------------


def test_a_form_that_arrives_twice_has_one_effect(trial: World, server: LicenceServer) -> None:
    change(trial, token="once")
    before = everything(trial)
    trial.context = replace(trial.context, licence_hosts=())
    with pytest.raises(AlreadyDone) as already:
        change(trial, token="once")
    assert Outcome(already.value.result) is Outcome.CHANGED
    assert everything(trial) == before


def test_of_a_double_click_one_has_the_effect(trial: World) -> None:
    outcomes = at_once(4, lambda _number: change(trial, token="once"))
    assert outcomes.count(Outcome.CHANGED) == 1
    assert sum(isinstance(outcome, AlreadyDone) for outcome in outcomes) == 3
    assert [e.action for e in entries(trial, "")].count(Action.IDENTITY_CHANGED) == 1


def test_of_two_who_change_it_at_once_the_first_is_believed(trial: World) -> None:
    def to_another(number: int) -> Outcome:
        serial = f"20{number}"
        content = bought(trial, SerialNr=serial, issue=9 + number)
        return change(trial, Identity(NEW.company_name, serial), content=content)

    outcomes = at_once(4, to_another)
    refused = [o for o in outcomes if isinstance(o, LicenceError)]
    assert outcomes.count(Outcome.CHANGED) == 4 - len(refused) >= 1
    assert all(isinstance(o, (IdentityMoved, PackageRefused)) for o in refused)
    changed = [e for e in entries(trial, "") if e.action is Action.IDENTITY_CHANGED]
    assert len(changed) == outcomes.count(Outcome.CHANGED)
    assert changed[-1].facts["serial"] == (identity(trial) or OLD).serial_number


# --- what the licence owner changed --------------------------------------------------------------


def test_a_changed_company_name_is_announced_by_a_check_and_followed(
    trial: World, server: LicenceServer
) -> None:
    renamed = Identity("Nordlys Group AS", SERIAL)
    server.customer(plan("sales", 4), CompanyName=renamed.company_name, IssueNumber=7)
    server.folder.authorise(new_company=renamed.company_name)
    done = updates.check(trial.context, owner=OWNER, actor=ADMIN).checks
    assert done.result is CheckResult.DECISION
    assert identity_change.standing(trial.context).announced == renamed
    assert change(trial, renamed) is Outcome.CHANGED
    assert trial.in_use() == {"sales": (2, 4)}
    assert identity_change.standing(trial.context).announced is None


def test_a_new_serial_number_is_announced_by_a_check(trial: World, server: LicenceServer) -> None:
    server.folder.authorise(new_serial=NEW.serial_number, new_company=NEW.company_name)
    updates.check(trial.context, owner=OWNER, actor=ADMIN)
    assert identity_change.standing(trial.context).announced == NEW


# --- whole or not at all -------------------------------------------------------------------------


@pytest.mark.parametrize("is_asked", [False, True], ids=["nobody objects", "an add-on is asked"])
def test_a_change_that_is_cut_off_at_any_statement_has_not_happened(
    trial: World, *, is_asked: bool
) -> None:
    engine, before = trial.context.store.engine, everything(trial)
    if is_asked:
        install(trial, acme=Objector())
    for number in count(1):
        with cut_off_at(engine, number) as reached:
            outcome = tried(trial)
        if not reached():
            break
        assert outcome is None
        assert (identity(trial), everything(trial)) == (OLD, before)
    assert outcome is Outcome.CHANGED
    assert number > 20
    assert trial.is_sound


def tried(world: World) -> Outcome | None:
    try:
        return change(world)
    except CutOffError:
        return None
