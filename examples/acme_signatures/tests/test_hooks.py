"""What the add-on answers, asked directly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from acme_signatures.add_on import AcmeSignatures
from acme_signatures.archive import MOST_WAITING, Archive

from solicense_plugin import LicenceFacts, Person, TabContext
from solicense_plugin.testing import facts
from solicense_plugin.testing.crm import PEOPLE

_CONTEXT = TabContext(PEOPLE[0], facts.INSTALLATION, "en")


@pytest.fixture
def add_on(archive: Archive) -> AcmeSignatures:
    return AcmeSignatures(archive)


def test_whoever_has_something_to_sign_keeps_his_licence(add_on: AcmeSignatures) -> None:
    licence = facts.licence("signature", owner="ACME")
    objections = add_on.solicense_object_to_removal(licence, facts.people(4)) or []
    assert [(one.user_id, one.reason) for one in objections] == [
        ("3", "has documents waiting for signature")
    ]


@pytest.mark.parametrize(
    "licence",
    [
        pytest.param(facts.licence("brand-kit", owner="ACME"), id="another licence"),
        pytest.param(facts.licence("signature", owner="OTHER"), id="another owner"),
    ],
)
def test_nobody_is_kept_from_losing(add_on: AcmeSignatures, licence: LicenceFacts) -> None:
    assert add_on.solicense_object_to_removal(licence, facts.people(4)) is None
    assert add_on.solicense_licence_panels(licence) is None


def test_the_details_of_the_licence_list_what_waits(add_on: AcmeSignatures) -> None:
    panels = add_on.solicense_licence_panels(facts.licence("signature", owner="ACME"))
    assert panels is not None
    assert panels[0].render(_CONTEXT) == "<ul><li>Lease (Cecilie Eng)</li></ul>"


def test_a_package_without_signatures_waits_for_the_documents(
    add_on: AcmeSignatures, archive: Archive
) -> None:
    gone = replace(facts.change("signature"), change="removed")
    comparison = replace(facts.comparison(owner="ACME"), changes=[gone])
    objections = add_on.solicense_object_to_activation(comparison) or []
    assert [one.reason for one in objections] == ["Documents still wait for a signature."]
    archive.sign(1, at=date(2026, 11, 20))
    assert add_on.solicense_object_to_activation(comparison) is None


def test_the_badge_counts_what_waits(add_on: AcmeSignatures, archive: Archive) -> None:
    (tab,) = add_on.solicense_licence_tabs()
    assert tab.badge is not None
    assert tab.badge(_CONTEXT) == "1"
    archive.sign(1, at=date(2026, 11, 20))
    assert tab.badge(_CONTEXT) is None


def test_the_meter_has_a_reading_a_month(add_on: AcmeSignatures) -> None:
    (meter,) = add_on.solicense_metered_services()
    readings = [(reading.month, reading.amount) for reading in meter.readings]
    assert readings == [(date(2026, 10, 1), 1), (date(2026, 11, 1), 1)]


def test_the_limit_counts_what_waits_and_a_full_archive_is_told(
    add_on: AcmeSignatures, archive: Archive
) -> None:
    (limit,) = add_on.solicense_plan_limits()
    assert (limit.used, limit.maximum) == (1, MOST_WAITING)
    assert add_on.solicense_system_events() is None
    for _ in range(MOST_WAITING - 1):
        archive.send("Contract", signer="Bo Dahl", user_id="2", sent=date(2026, 11, 9))
    (event,) = add_on.solicense_system_events() or []
    assert event.key == "full"


def test_the_issuer_has_a_shop_and_support(add_on: AcmeSignatures) -> None:
    (issuer,) = add_on.solicense_issuers()
    assert (issuer.owner_name, issuer.shop_url) == ("ACME", "https://shop.acme.example/")


def test_an_event_that_comes_twice_is_logged_once(add_on: AcmeSignatures, archive: Archive) -> None:
    for _ in range(2):
        add_on.solicense_activated(facts.activation(owner="ACME"))
        add_on.solicense_assignments_changed(facts.assignments(owner="ACME"))
    assert archive.events() == ["licence 2 activated", "3 may signature, 4 may not signature"]


def test_events_of_others_are_not_logged(add_on: AcmeSignatures, archive: Archive) -> None:
    add_on.solicense_activated(facts.activation(owner="OTHER"))
    add_on.solicense_assignments_changed(facts.assignments(owner="OTHER"))
    assert archive.events() == []


def test_the_pages_are_one_blueprint(add_on: AcmeSignatures) -> None:
    assert [pages.name for pages in add_on.solicense_blueprints()] == ["acme_signatures"]


def test_there_are_danish_and_german_texts(add_on: AcmeSignatures) -> None:
    (folder,) = add_on.solicense_translations()
    assert {file.parts[-3] for file in folder.rglob("messages.mo")} == {"da", "de"}


def test_an_archive_that_nobody_named_begins_with_something_to_see(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ACME_SIGNATURES_FILE")
    monkeypatch.setattr("acme_signatures.archive._DEFAULT", tmp_path / "new" / "archive.sqlite")
    first = Archive().waiting()
    assert len(first) == 5
    licence = facts.licence("signature", owner="ACME")
    bente = Person(user_id="30", name="Bente")
    (objection,) = AcmeSignatures().solicense_object_to_removal(licence, [bente]) or []
    assert objection.user_id == "30"
    assert Archive().waiting() == first
