"""What stands on the screen, seen by whoever looks at it."""

from __future__ import annotations

import pytest
from acme_signatures.archive import MOST_WAITING, Archive

from solicense_plugin import HostUser
from solicense_plugin.testing.conformance import Conformance
from solicense_plugin.testing.crm import LicenceScreen, Packages
from solicense_plugin.testing.signing import module

_DOCUMENTS = "/add-ons/acme-signatures/documents"


class TestConformance(Conformance):
    add_on = "acme-signatures"


@pytest.mark.parametrize(
    ("language", "text"),
    [
        pytest.param("en", "1 document waits for a signature.", id="in English"),
        pytest.param("da", "1 dokument venter på underskrift.", id="in Danish"),
        pytest.param("de", "1 Dokument wartet auf eine Unterschrift.", id="in German"),
        pytest.param("sv", "1 document waits for a signature.", id="without Swedish in English"),
    ],
)
def test_the_tab_says_what_waits(licence_screen: LicenceScreen, language: str, text: str) -> None:
    licence_screen.language = language
    page = licence_screen.tab("acme")
    assert text in page.text
    assert "Lease Cecilie Eng" in page.text
    assert "Order" not in page.text


def test_the_tab_has_the_licences_too(licence_screen: LicenceScreen, packages: Packages) -> None:
    packages.activate(module("signature", 25, ModuleDescription="Signature user"))
    page = licence_screen.tab("acme")
    assert "Signature user" in page.text
    assert "Lease Cecilie Eng" in page.text


def test_a_document_is_sent_and_signed(licence_screen: LicenceScreen, archive: Archive) -> None:
    page = licence_screen.open(_DOCUMENTS)
    page = page.press("Send", title="Contract", signer="Bo Dahl", user_id="2")
    assert "Contract (Bo Dahl)" in page.text
    page = page.press("Signed")
    assert "Lease" not in page.text
    assert [document.title for document in archive.waiting()] == ["Contract"]


def test_the_tab_opens_the_documents_in_a_dialog(licence_screen: LicenceScreen) -> None:
    link = licence_screen.tab("acme").link("Documents …")
    assert link["hx-target"] == "#solicense-dialog-body"
    assert link["href"].endswith(_DOCUMENTS)


def test_a_document_without_a_signer_is_refused(licence_screen: LicenceScreen) -> None:
    page = licence_screen.open(_DOCUMENTS).press("Send", title="Contract")
    assert page.status == 422
    assert "Say what is signed, by whom" in page.text


def test_a_full_archive_takes_no_more(licence_screen: LicenceScreen, archive: Archive) -> None:
    document = archive.waiting()[0]
    for _ in range(MOST_WAITING - 1):
        archive.send("Contract", signer="Bo Dahl", user_id="2", sent=document.sent)
    page = licence_screen.open(_DOCUMENTS)
    page = page.press("Send", title="One more", signer="Bo Dahl", user_id="2")
    assert page.status == 422
    assert "until one has been signed" in page.text


def test_who_may_only_look_sends_nothing(licence_screen: LicenceScreen, viewer: HostUser) -> None:
    page = licence_screen.open(_DOCUMENTS)
    licence_screen.sign_in(viewer)
    assert page.press("Send", title="A", signer="B", user_id="2").status == 403
