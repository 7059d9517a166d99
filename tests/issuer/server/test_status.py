"""Statuses: what a customer is told about the package that he has."""

from __future__ import annotations

from datetime import timedelta

import pytest

from solicense_plugin.domain.status import LicenceStatus
from tests.issuer.server.conftest import ME, Server, said
from tests.support.signing import COMPANY, NOW, SERIAL, module


@pytest.mark.parametrize(
    "issue, code",
    [
        pytest.param(None, "NewLicenseAvailable", id="nothing-yet"),
        pytest.param("", "NewLicenseAvailable", id="an-empty-number"),
        pytest.param(6, "NewLicenseAvailable", id="an-older-one"),
        pytest.param(7, "Ok", id="the-current-one"),
        pytest.param("0000000007", "Ok", id="written-otherwise"),
        pytest.param(8, "ProblemWithLicense", id="one-that-we-never-issued"),
    ],
)
def test_the_status_compares_what_the_customer_has(
    server: Server, issue: object, code: str
) -> None:
    server.folder.customer(IssueNumber=7)
    assert server.status(issue) == {"code": code, "issueNumber": 7}


def test_a_change_of_the_source_is_a_new_licence(server: Server) -> None:
    assert server.status(1)["code"] == "Ok"
    server.folder.customer(module("ten-sales", 18))
    assert server.status(1) == {"code": "NewLicenseAvailable", "issueNumber": 2}


def test_whoever_is_not_known_has_a_problem(server: Server) -> None:
    assert server.status(company="Somebody Else AS") == {"code": "ProblemWithLicense"}


def test_a_new_company_name_is_told(server: Server) -> None:
    server.folder.customer(CompanyName="Nordlys Group AS")
    server.folder.authorise(new_company="Nordlys Group AS")
    assert server.status(1) == {
        "code": "NewCompanyNameAvailable",
        "companyName": "Nordlys Group AS",
        "serialNr": SERIAL,
    }


def test_a_new_serial_number_is_told(server: Server) -> None:
    server.folder.customer(SerialNr="2020000001")
    server.folder.authorise(new_serial="2020000001")
    assert server.status(1) == {
        "code": "NewSerialAvailable",
        "companyName": COMPANY,
        "serialNr": "2020000001",
    }
    answer = server.package()
    assert (answer.status_code, said(answer)["code"]) == (409, "NewSerialAvailable")
    assert said(answer)["serialNr"] == "2020000001"


def test_a_new_identity_without_a_source_is_not_told(server: Server) -> None:
    server.folder.authorise(new_serial="2020000001")
    assert server.status(1)["code"] == "Ok"


@pytest.mark.parametrize(
    "code, message, url",
    [
        pytest.param("UseCustomMessage", "Your invoice is open.", "", id="message"),
        pytest.param(
            "UseCustomMessageAndUrl", "Please pay.", "https://pay.example/1", id="message-and-url"
        ),
        pytest.param("ProblemWithLicense", "", "", id="problem"),
        pytest.param("UnknownError", "", "", id="unknown"),
    ],
)
def test_the_issuers_own_words_stand_in_the_place_of_a_package(
    server: Server, code: str, message: str, url: str
) -> None:
    server.folder.say(code, message=message, url=url)
    told = {"code": code, "message": message, "url": url}
    told = {name: value for name, value in told.items() if value}
    assert server.status(1) == told
    answer = server.package()
    assert answer.status_code == 403
    assert told.items() <= said(answer).items()


def test_that_a_new_licence_was_activated_withholds_nothing(server: Server) -> None:
    server.folder.say("NewLicenseActivated", message="Welcome back.")
    assert server.status(1) == {
        "code": "NewLicenseActivated",
        "issueNumber": 1,
        "message": "Welcome back.",
    }
    assert server.package().status_code == 200


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("", id="empty"),
        pytest.param("[]", id="a-list"),
        pytest.param("{}", id="no-code"),
        pytest.param('{"code": "Ok"}', id="a-code-that-follows-from-sources"),
        pytest.param('{"code": "Fine"}', id="no-such-code"),
        pytest.param('{"code": 4}', id="a-number"),
        pytest.param('{"code": "UseCustomMessage"}', id="no-message"),
        pytest.param('{"code": "UseCustomMessage", "message": 1}', id="a-number-for-a-message"),
        pytest.param('{"code": "UseCustomMessageAndUrl", "message": "x"}', id="no-url"),
    ],
)
def test_a_message_that_says_nothing_is_the_servers_fault(server: Server, content: str) -> None:
    server.folder.write(f"messages/{SERIAL}.json", content)
    assert server.status(1) == {"code": "UnknownError"}
    assert server.package().status_code == 500


@pytest.mark.parametrize("issue", ["-1", "1.0", "x", "1" * 11, "١"])
def test_an_issue_that_is_no_number_is_refused(server: Server, issue: str) -> None:
    for path in ("/status/SUPEROFFICE", "/packages/SUPEROFFICE"):
        answer = server.get(path, {**ME, "issue": issue})
        assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


def test_every_status_has_superoffices_name() -> None:
    assert [status.value for status in LicenceStatus] == [
        "Ok",
        "NewLicenseAvailable",
        "NewCompanyNameAvailable",
        "NewSerialAvailable",
        "UseCustomMessage",
        "UseCustomMessageAndUrl",
        "NewLicenseActivated",
        "ProblemWithLicense",
        "UnknownError",
    ]


def test_history_says_how_many_there_were_in_which_package_and_when(server: Server) -> None:
    for days, modules in enumerate(
        [(module("ten-sales", 21),), (module("ten-sales", 26),), (module("diary"),)]
    ):
        server.clock.now = NOW + timedelta(days=days)
        server.folder.customer(*modules)
        server.package()
    answer = server.get("/history/SUPEROFFICE/TEN-sales")
    assert said(answer)["moduleName"] == "TEN-sales"
    assert [tuple(entry.values()) for entry in said(answer)["history"]] == [
        (3, (NOW + timedelta(days=2)).isoformat(), 0),
        (2, (NOW + timedelta(days=1)).isoformat(), 26),
        (1, NOW.isoformat(), 21),
    ]


def test_history_is_for_the_customer_alone(server: Server) -> None:
    server.package()
    answer = server.get("/history/SUPEROFFICE/ten-sales", {**ME, "company": "Somebody Else AS"})
    assert answer.status_code == 404


def test_what_is_not_known_has_no_history(server: Server) -> None:
    assert said(server.get("/history/SUPEROFFICE/web"))["history"] == []
