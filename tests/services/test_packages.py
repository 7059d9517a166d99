"""Loading a package: kept to be looked at, or refused with nothing kept but the reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.arrival import Arrival
from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.domain.ledger import Action
from solicense_plugin.issuer import keys
from solicense_plugin.issuer.documents import to_xml
from solicense_plugin.packages.trust import RootKeys
from solicense_plugin.services import activation, history, overview, packages
from solicense_plugin.services.context import AlreadyDone
from solicense_plugin.services.history import Happened
from tests.support.dumps import Dump, dump
from tests.support.signing import NOW, Issuer, document, module
from tests.support.tampering import with_another_letter
from tests.support.world import ADMIN, OWNER, World

ONE, OTHER = module("one"), module("other")


def load(world: World, content: bytes, **more: Any) -> packages.Loaded:
    return packages.load(world.context, content=content, source=Source.FILE, actor=ADMIN, **more)


def stored(world: World) -> Dump:
    """Return everything but the ledger and the revision that it is numbered by."""
    tables = world.context.store.tables
    found = dump(world.context.store, world.context.installation_id)
    for table in (tables.ledger, tables.installation):
        del found[table.name]
    return found


def told(world: World, owner: str = OWNER) -> list[Happened]:
    return history.since(world.context, owner=owner, revision=0, language="en")


# --- accepted ----------------------------------------------------------------------------------


def test_a_package_waits_and_changes_nothing_yet(world: World) -> None:
    world.own(ONE)
    loaded = world.load(ONE, OTHER, issue=2)
    seen = overview.overview(world.context, owner=OWNER, language="en", viewer="1")
    assert loaded == packages.Loaded(OWNER, 2, Arrival.NEW)
    assert world.in_use() == {"one": (0, 10)}
    assert seen.waiting is not None
    assert (seen.issue_number, seen.titles[0].is_waiting) == (1, True)


def test_an_owner_is_known_as_soon_as_its_first_package_waits(world: World) -> None:
    world.load(ONE)
    seen = overview.overview(world.context, owner=OWNER, language="en", viewer="1")
    assert (seen.issue_number, seen.licences) == (0, ())


def test_loading_is_told_with_number_hash_and_source(world: World) -> None:
    world.load(ONE, issue=7)
    (entry,) = told(world)
    assert (entry.action, entry.actor, entry.at) == (Action.PACKAGE_LOADED, ADMIN, NOW)
    assert (entry.facts["issue"], entry.facts["source"]) == (7, "file")
    assert len(str(entry.facts["hash"])) == 64


def test_a_package_in_xml_is_the_same_package(world: World) -> None:
    xml = to_xml(document(ONE, OTHER))
    load(world, world.issuer.sign(xml, "application/xml"))
    world.activate()
    assert world.in_use() == {"one": (0, 10), "other": (0, 10)}


@dataclass(frozen=True)
class Case:
    """What is active, what waits, and what arrives: numbers and what differs."""

    active: int | None
    waits: int | None
    issue: int
    other_content: bool = False


ARRIVALS = [
    pytest.param(Case(None, None, 1), Arrival.NEW, id="first"),
    pytest.param(Case(None, 1, 1), Arrival.ALREADY_WAITING, id="waits-already"),
    pytest.param(Case(None, 1, 2), Arrival.NEW, id="newer-than-what-waits"),
    pytest.param(Case(1, None, 1), Arrival.ALREADY_CURRENT, id="is-current"),
    pytest.param(Case(1, None, 2), Arrival.NEW, id="newer-than-current"),
    pytest.param(Case(1, 2, 1), Arrival.ALREADY_CURRENT, id="is-current-while-another-waits"),
    pytest.param(Case(1, 2, 2), Arrival.ALREADY_WAITING, id="waits-beside-a-current"),
    pytest.param(Case(1, 2, 9, True), Arrival.NEW, id="newer-than-both"),
    pytest.param(Case(None, 2, 1), Fault.LOWER_ISSUE_NUMBER, id="older-than-what-waits"),
    pytest.param(Case(2, None, 1), Fault.LOWER_ISSUE_NUMBER, id="older-than-current"),
    pytest.param(Case(1, 3, 2), Fault.LOWER_ISSUE_NUMBER, id="between-both"),
    pytest.param(Case(None, 1, 1, True), Fault.SAME_ISSUE_OTHER_CONTENT, id="number-that-waits"),
    pytest.param(Case(1, None, 1, True), Fault.SAME_ISSUE_OTHER_CONTENT, id="current-number"),
]


@pytest.mark.parametrize("case, expected", ARRIVALS)
def test_what_becomes_of_a_package_is_decided_by_its_number(
    world: World, case: Case, expected: Arrival | Fault
) -> None:
    if case.active is not None:
        world.own(ONE, issue=case.active)
    if case.waits is not None:
        world.load(ONE, issue=case.waits)
    before = stored(world)
    try:
        came: Arrival | Fault = world.load(
            OTHER if case.other_content else ONE, issue=case.issue
        ).arrival
    except PackageRefused as refused:
        came = refused.fault
    assert came is expected
    assert (stored(world) == before) is (expected is not Arrival.NEW)


def test_of_two_that_wait_only_the_newer_one_is_kept(world: World) -> None:
    world.load(ONE, issue=1)
    world.load(OTHER, issue=2)
    assert len(stored(world)[world.context.store.tables.package.name]) == 1
    assert world.activate().issue_number == 2


def test_a_new_signature_under_the_same_document_is_the_same_package(world: World) -> None:
    world.load(ONE)
    renewed = Issuer(OWNER, root=world.issuer.root)
    assert World(world.context, renewed).load(ONE).arrival is Arrival.ALREADY_WAITING


def test_what_mail_does_to_a_file_makes_no_other_file_of_it(world: World) -> None:
    content = world.issuer.sign(document(ONE))
    load(world, content)
    mailed = b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n") + b"\r\n\r\n"
    assert load(world, mailed).arrival is Arrival.ALREADY_WAITING


def test_two_owners_each_have_a_package_that_waits(world: World) -> None:
    partner = World(world.context, Issuer("ACME", root=world.issuer.root), world.clock)
    world.load(ONE)
    partner.load(OTHER)
    titles = overview.titles(world.context, language="en")
    assert [(t.owner.name, t.is_waiting) for t in titles] == [("ACME", True), (OWNER, True)]


# --- refused -----------------------------------------------------------------------------------


def with_root(kid: str) -> Callable[[World], bytes]:
    """Return a package that a root key of somebody else vouches for."""
    return lambda _world: Issuer(OWNER, root=keys.generate(kid)).sign(document(ONE))


def foreign_owner(world: World) -> bytes:
    partner = Issuer("ACME", root=world.issuer.root)
    return partner.sign(document(ONE, OwnerName=OWNER))


def changed(world: World) -> bytes:
    return with_another_letter(world.issuer.sign(document(ONE)))


def other(**fields: Any) -> Callable[[World], bytes]:
    return lambda world: world.issuer.sign(document(ONE, **fields))


REFUSED = [
    pytest.param(lambda _: b"", Fault.EMPTY, id="empty"),
    pytest.param(lambda _: b"<LicenseInfo/>", Fault.UNSIGNED, id="unsigned"),
    pytest.param(lambda _: b"\xff\xfe\x00", Fault.NOT_TEXT, id="no-text"),
    pytest.param(with_root("elsewhere"), Fault.UNKNOWN_ROOT, id="unknown-root"),
    pytest.param(with_root("test-root"), Fault.CERTIFICATE_SIGNATURE, id="root-by-our-name"),
    pytest.param(foreign_owner, Fault.FOREIGN_OWNER, id="partner-as-superoffice"),
    pytest.param(other(SerialNr="2020000004"), Fault.UNKNOWN_SERIAL, id="wrong-serial"),
    pytest.param(other(CompanyName="Nordlys design AS"), Fault.WRONG_COMPANY, id="wrong-company"),
    pytest.param(other(ModuleLicenses=[]), Fault.MALFORMED, id="without-modules"),
    pytest.param(other(ModuleLicenses=[ONE, ONE]), Fault.CONTRADICTORY, id="one-module-twice"),
    pytest.param(changed, Fault.PACKAGE_SIGNATURE, id="changed"),
]


@pytest.mark.parametrize("content, fault", REFUSED)
def test_of_a_refused_package_nothing_is_kept_but_the_reason(
    world: World, content: Callable[[World], bytes], fault: Fault
) -> None:
    world.load(ONE)
    before = stored(world)
    with pytest.raises(PackageRefused) as refused:
        load(world, content(world), owner=OWNER)
    entry = told(world)[-1]
    assert refused.value.fault is fault
    assert (entry.action, entry.actor) == (Action.PACKAGE_REFUSED, ADMIN)
    assert entry.facts == {"fault": fault, "detail": refused.value.detail, "source": "file"}
    assert stored(world) == before
    assert world.is_sound


def test_a_hostile_detail_is_told_as_text(world: World) -> None:
    content = with_root("\x00'; DROP TABLE x; --\u202e")(world)
    with pytest.raises(PackageRefused):
        load(world, content, owner=OWNER)
    (entry,) = told(world)
    assert entry.facts["fault"] == Fault.UNKNOWN_ROOT
    assert entry.facts["detail"] == "\ufffd'; DROP TABLE x; --\ufffd"


def test_a_package_of_another_owner_is_refused_where_one_is_expected(world: World) -> None:
    partner = Issuer("ACME", root=world.issuer.root)
    with pytest.raises(PackageRefused) as refused:
        load(world, partner.sign(document(ONE, OwnerName="ACME")), owner=OWNER)
    assert (refused.value.fault, refused.value.detail) == (Fault.OTHER_OWNER, "ACME")
    assert overview.titles(world.context, language="en") == ()


def test_without_root_keys_nothing_is_accepted(world: World) -> None:
    object.__setattr__(world.context, "roots", RootKeys({}))
    with pytest.raises(PackageRefused) as refused:
        world.load(ONE)
    assert refused.value.fault is Fault.NO_ROOT_KEYS


def test_an_owner_s_key_must_be_valid_on_the_day_of_loading_only(world: World) -> None:
    world.load(ONE)
    world.clock.now += timedelta(days=500)
    with pytest.raises(PackageRefused) as refused:
        world.load(ONE, issue=2)
    assert refused.value.fault is Fault.OWNER_KEY_EXPIRED
    proposal = activation.propose(world.context, owner=OWNER)
    assert proposal.comparison.new.issue_number == 1


# --- once --------------------------------------------------------------------------------------


def test_the_same_form_twice_loads_once(world: World) -> None:
    content = world.issuer.sign(document(ONE))
    load(world, content, token="form")
    with pytest.raises(AlreadyDone) as done:
        load(world, content, token="form")
    assert done.value.result == OWNER
    assert len(told(world)) == 1


def test_a_form_whose_file_was_refused_can_be_sent_again(world: World) -> None:
    with pytest.raises(PackageRefused):
        load(world, b"<LicenseInfo/>", token="form")
    assert load(world, world.issuer.sign(document(ONE)), token="form").arrival is Arrival.NEW
