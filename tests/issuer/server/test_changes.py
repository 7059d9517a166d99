"""Changes of serial number and company: only as the issuer has authorised them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.issuer.server.conftest import Server, said
from tests.support.licence_folder import LicenceFolder
from tests.support.signing import COMPANY, SERIAL, module

NEW = {"newSerial": "2020000001", "newCompany": "Nordlys Group AS"}
OLD = {"serial": SERIAL, "company": COMPANY}


@pytest.fixture
def folder(folder: LicenceFolder) -> LicenceFolder:
    folder.customer(SerialNr=NEW["newSerial"], CompanyName=NEW["newCompany"])
    return folder


def allow(folder: LicenceFolder) -> Path:
    return folder.authorise(new_serial=NEW["newSerial"], new_company=NEW["newCompany"])


def test_an_authorised_change_is_answered_by_the_package_of_the_new_identity(
    server: Server,
) -> None:
    allow(server.folder)
    answer = server.change(**OLD, **NEW)
    assert answer.status_code == 200
    assert answer.content_type == "application/vnd.solicense.package"
    identity = server.read(answer).package.identity
    assert (identity.serial_number, identity.company_name) == tuple(NEW.values())


def test_the_same_change_again_is_answered_by_the_same_package(server: Server) -> None:
    allow(server.folder)
    assert server.change(**OLD, **NEW).data == server.change(**OLD, **NEW).data


def test_a_new_company_name_alone_can_be_authorised(server: Server) -> None:
    server.folder.customer(CompanyName="Nordlys Group AS")
    server.folder.authorise(new_company="Nordlys Group AS")
    answer = server.change(**OLD, newSerial=SERIAL, newCompany="Nordlys Group AS")
    assert answer.status_code == 200


def test_the_number_of_the_new_identity_is_higher_than_the_old_ones(server: Server) -> None:
    server.folder.customer(IssueNumber=12)
    server.package()
    server.package({"serial": NEW["newSerial"], "company": NEW["newCompany"]})
    allow(server.folder)
    assert server.read(server.change(**OLD, **NEW)).package.issue_number == 13
    new = {"serial": NEW["newSerial"], "company": NEW["newCompany"]}
    assert server.signed(new).package.issue_number == 13


def test_spaces_around_what_was_typed_do_not_matter(server: Server) -> None:
    allow(server.folder)
    typed = {name: f" {text}\t" for name, text in {**OLD, **NEW}.items()}
    assert server.change(**typed).status_code == 200


def test_a_trial_becomes_any_customer(server: Server) -> None:
    server.folder.trial(serial="TRIAL-1")
    trial = {"serial": "TRIAL-1", "company": COMPANY}
    assert server.change(**trial, **NEW).status_code == 200
    known = {"newSerial": SERIAL, "newCompany": COMPANY}
    assert server.change(**trial, **known).status_code == 200


def test_a_trial_keeps_its_own_licence_until_then(server: Server) -> None:
    server.folder.trial()
    assert server.status(1)["code"] == "Ok"
    assert server.package().status_code == 200


def test_an_installation_without_an_identity_becomes_any_customer(server: Server) -> None:
    assert server.change(serial="", company="", **NEW).status_code == 200


def test_an_installation_keeps_its_identity_without_leave(server: Server) -> None:
    same = {"newSerial": SERIAL, "newCompany": COMPANY}
    assert server.change(**OLD, **same).data == server.package().data


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({**OLD, **NEW, "serial": "1010000007"}, id="of-another-serial"),
        pytest.param({**OLD, **NEW, "company": "Nordlys"}, id="of-another-company"),
        pytest.param({**OLD, **NEW, "newSerial": "1010000007"}, id="to-another-serial"),
        pytest.param({**OLD, **NEW, "newCompany": "Fjord Fisk AS"}, id="to-another-company"),
        pytest.param({**OLD, **NEW, "newSerial": "../" + SERIAL}, id="to-a-path"),
        pytest.param({**OLD, "newSerial": "", "newCompany": ""}, id="to-nobody"),
        pytest.param({"serial": "", "company": COMPANY, **NEW}, id="of-half-an-identity"),
    ],
)
def test_what_is_not_authorised_is_refused(server: Server, fields: dict[str, str]) -> None:
    allow(server.folder)
    answer = server.change(**fields)
    assert (answer.status_code, answer.content_type) == (403, "application/problem+json")
    assert said(answer)["code"] == "ProblemWithLicense"


def test_nothing_is_authorised_unless_the_folder_says_so(server: Server) -> None:
    assert server.change(**OLD, **NEW).status_code == 403


def test_a_customer_whom_a_message_withholds_it_from_gets_no_package(server: Server) -> None:
    allow(server.folder)
    server.folder.say("UseCustomMessage", serial=NEW["newSerial"], message="Please pay first.")
    answer = server.change(**OLD, **NEW)
    assert (answer.status_code, said(answer)["message"]) == (403, "Please pay first.")


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{}", '{"serial": 1, "company": "x", "trial": true}', '{"trial": "yes"}', "\xff"],
)
def test_a_change_that_cannot_be_read_harms_nobody(server: Server, content: str) -> None:
    server.folder.write("changes/0.json", content.encode("latin-1"))
    allow(server.folder)
    assert server.change(**OLD, **NEW).status_code == 200


@pytest.mark.parametrize(
    "body, media_type, status",
    [
        pytest.param(b"{}", "text/plain", 415, id="another-media-type"),
        pytest.param(b"serial=1", "application/x-www-form-urlencoded", 415, id="a-form"),
        pytest.param(b"", "application/json", 400, id="empty"),
        pytest.param(b"[]", "application/json", 400, id="a-list"),
        pytest.param(b"{", "application/json", 400, id="half"),
        pytest.param(b"\xff", "application/json", 400, id="no-text"),
        pytest.param(b"[" * 20_000, "application/json", 400, id="deep"),
        pytest.param(b'{"serial": "1", "serial": "2"}', "application/json", 400, id="twice"),
        pytest.param(b'{"serial": 1}', "application/json", 400, id="a-number"),
        pytest.param(b'{"serial": "1", "company": "x"}', "application/json", 400, id="no-new-one"),
        pytest.param(
            b'{"serial": "%s"}' % (b"1" * 255), "application/json", 400, id="a-long-serial"
        ),
        pytest.param(b" " * 70_000, "application/json", 413, id="too-large"),
    ],
)
def test_a_body_that_asks_for_nothing_is_refused(
    server: Server, body: bytes, media_type: str, status: int
) -> None:
    answer = server.app.test_client().post(
        "/changes/SUPEROFFICE", data=body, content_type=media_type
    )
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


def test_whoever_comes_with_the_old_identity_still_learns_the_new_one(server: Server) -> None:
    allow(server.folder)
    server.change(**OLD, **NEW)
    server.folder.customer(module("ten-sales", 18))
    assert server.status(1)["serialNr"] == NEW["newSerial"]
