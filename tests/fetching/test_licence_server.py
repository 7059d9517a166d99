"""The protocol of a licence server: what is asked, and each answer that is agreed on."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import partial
from urllib.parse import parse_qs, urlsplit

import pytest

from solicense_plugin.domain.fetch_faults import FetchFault
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.licence_hosts import LicenceServer
from solicense_plugin.domain.status import LicenceStatus, ServerStatus
from solicense_plugin.fetching.licence_server import (
    FetchedPackage,
    Unchanged,
    ask_change,
    ask_package,
    ask_revocations,
    ask_status,
)
from tests.support.fetching import failure, permitted
from tests.support.hostile_server import answering, http, serving

US = Identity("Bjørn & Søn <A/S>", "1010000006")
NEW = Identity("Nordlys Design AS", "1010000007")
PACKAGE = "application/vnd.solicense.package"
PROBLEM = "application/problem+json"

Ask = Callable[[LicenceServer], object]
for_package: Ask = partial(ask_package, owner="ACME", identity=US, issue=7)
for_status: Ask = partial(ask_status, owner="ACME", identity=US, issue=7)
for_change: Ask = partial(ask_change, owner="ACME", identity=US, new=NEW)


def asked(ask: Ask, answer: bytes) -> tuple[object, str]:
    """Ask a server that answers so, and return what came of it and what was asked."""
    with serving(answering(answer)) as server:
        return ask(permitted(f"{server.url}/licences/v1/")), server.asked()


def refused(ask: Ask, answer: bytes) -> FetchFault:
    """Return the fault of an answer."""
    return failure(lambda: asked(ask, answer)).fault


def _json(**fields: object) -> bytes:
    return json.dumps(fields).encode()


@pytest.mark.parametrize(
    "ask, path", [(for_package, "packages"), (for_status, "status")], ids=["package", "status"]
)
def test_a_question_names_owner_installation_and_issue_number(ask: Ask, path: str) -> None:
    answer = http(_json(code="Ok"), PROBLEM, "409 Conflict")
    _, request = asked(ask, answer)
    method, target, _ = request.splitlines()[0].split(" ")
    url = urlsplit(target)
    assert (method, url.path) == ("GET", f"/licences/v1/{path}/ACME")
    assert parse_qs(url.query, strict_parsing=True) == {
        "serial": ["1010000006"],
        "company": ["Bjørn & Søn <A/S>"],
        "issue": ["7"],
    }


def test_a_package_comes_as_it_is_with_its_tag() -> None:
    content = bytes(range(256))
    answer = http(content, f"{PACKAGE.upper()}; charset=utf-8", headers='ETag: W/"of-7"')
    assert asked(for_package, answer)[0] == FetchedPackage(content, 'W/"of-7"')


@pytest.mark.parametrize("tag", ["no-quotes", '"a b"', f'"{"x" * 201}"', '"\xe6"'])
def test_a_tag_that_cannot_be_sent_back_is_left_out(tag: str) -> None:
    found, _ = asked(for_package, http(b"x", PACKAGE, headers=f"ETag: {tag}"))
    assert found == FetchedPackage(b"x", "")


def test_a_package_that_is_the_same_still_is_not_sent() -> None:
    ask = partial(ask_package, owner="ACME", identity=US, etag='"of-7"')
    found, request = asked(ask, b"HTTP/1.1 304 Not Modified\r\n\r\n")
    assert found == Unchanged()
    assert '\r\nIf-None-Match: "of-7"\r\n' in request


@pytest.mark.parametrize("etag", ["", '"a"\r\nX-Header: b', "of-7"])
def test_a_tag_is_sent_only_as_it_may_stand_in_a_header(etag: str) -> None:
    ask = partial(ask_package, owner="ACME", identity=US, etag=etag)
    _, request = asked(ask, http(b"x", PACKAGE))
    assert "If-None-Match" not in request
    assert "X-Header" not in request


def test_a_change_is_posted_with_the_old_and_the_new_identity() -> None:
    found, request = asked(for_change, http(b"package", PACKAGE))
    head, _, content = request.partition("\r\n\r\n")
    assert found == FetchedPackage(b"package")
    assert head.startswith("POST /licences/v1/changes/ACME HTTP/1.1\r\n")
    assert "\r\nContent-Type: application/json\r\n" in head
    assert json.loads(content) == {
        "serial": "1010000006",
        "company": "Bjørn & Søn <A/S>",
        "newSerial": "1010000007",
        "newCompany": "Nordlys Design AS",
    }


@pytest.mark.parametrize(
    "answer, expected",
    [
        pytest.param(http(b"list", "application/jose"), b"list", id="a-list"),
        pytest.param(http(b"list"), b"list", id="of-no-type"),
        pytest.param(http(b"", status="404 Not Found"), None, id="none"),
    ],
)
def test_revocations_are_a_list_or_none(answer: bytes, expected: bytes | None) -> None:
    found, request = asked(ask_revocations, answer)
    assert found == expected
    assert request.startswith("GET /licences/v1/revocations HTTP/1.1\r\n")


FIELDS: Mapping[str, object] = {
    "code": "NewSerialAvailable",
    "issueNumber": 8,
    "companyName": "Nordlys Design AS",
    "serialNr": "1010000007",
    "message": "Welcome.",
    "url": "https://shop.example/x",
}
TOLD = ServerStatus(
    LicenceStatus.NEW_SERIAL_AVAILABLE,
    8,
    "Nordlys Design AS",
    "1010000007",
    "Welcome.",
    "https://shop.example/x",
)


@pytest.mark.parametrize(
    "ask, answer",
    [
        pytest.param(for_status, http(_json(**FIELDS), "application/json"), id="status"),
        *[
            pytest.param(ask, http(_json(**FIELDS), PROBLEM, status), id=f"{name}-{status[:3]}")
            for name, ask in (("s", for_status), ("p", for_package), ("c", for_change))
            for status in ("403 Forbidden", "404 Not Found", "409 Conflict", "500 Error")
        ],
    ],
)
def test_a_status_comes_as_the_answer_or_in_a_problem_document(ask: Ask, answer: bytes) -> None:
    assert asked(ask, answer)[0] == TOLD


_PAGE = b"<html>Please sign in</html>"
EVERYWHERE = [
    pytest.param(http(status="204 No Content"), FetchFault.UNEXPECTED_ANSWER, id="204"),
    pytest.param(http(), FetchFault.UNEXPECTED_ANSWER, id="empty"),
    pytest.param(http(_PAGE, "text/html"), FetchFault.UNEXPECTED_ANSWER, id="a-page"),
    pytest.param(http(_PAGE, "Text/HTML; charset=x"), FetchFault.UNEXPECTED_ANSWER, id="a-PAGE"),
    pytest.param(b"HTTP/1.1 304 x\r\n\r\n", FetchFault.UNEXPECTED_ANSWER, id="304-unasked"),
    pytest.param(
        http(_PAGE, "text/html", "401 Sign in"), FetchFault.UNEXPECTED_ANSWER, id="sign-in"
    ),
    pytest.param(http(_PAGE, "text/html", "502 Bad Gateway"), FetchFault.SERVER_PROBLEM, id="502"),
    pytest.param(http(b"", "", "503 Busy"), FetchFault.SERVER_PROBLEM, id="503"),
]
NO_PROBLEM = [
    pytest.param(http(_PAGE, "text/html", "404 x"), FetchFault.UNEXPECTED_ANSWER, id="404-page"),
    pytest.param(http(b"{}", PROBLEM, "404 x"), FetchFault.UNEXPECTED_ANSWER, id="of-no-code"),
    pytest.param(http(b"{}", PROBLEM, "500 x"), FetchFault.SERVER_PROBLEM, id="500-of-no-code"),
    pytest.param(
        http(_json(code="Ok"), PROBLEM), FetchFault.UNEXPECTED_ANSWER, id="problem-below-200"
    ),
    pytest.param(
        http(_json(code="Ok"), "application/json", "404 x"),
        FetchFault.UNEXPECTED_ANSWER,
        id="json-below-404",
    ),
]
OF_PACKAGES = [
    pytest.param(
        http(b"x", "application/json"), FetchFault.UNEXPECTED_ANSWER, id="of-another-type"
    ),
    pytest.param(http(b"", PACKAGE), FetchFault.UNEXPECTED_ANSWER, id="of-nothing"),
    pytest.param(http(b"x" * (2**20 + 1), PACKAGE), FetchFault.TOO_LARGE, id="too-large"),
]


@pytest.mark.parametrize("answer, fault", EVERYWHERE)
@pytest.mark.parametrize(
    "ask",
    [for_package, for_status, for_change, ask_revocations],
    ids=["package", "status", "change", "revocations"],
)
def test_an_answer_that_was_not_agreed_on_is_a_fault(
    ask: Ask, answer: bytes, fault: FetchFault
) -> None:
    assert refused(ask, answer) is fault


@pytest.mark.parametrize("answer, fault", NO_PROBLEM)
@pytest.mark.parametrize("ask", [for_package, for_status, for_change], ids=["p", "s", "c"])
def test_a_problem_without_a_status_is_a_fault(ask: Ask, answer: bytes, fault: FetchFault) -> None:
    assert refused(ask, answer) is fault


@pytest.mark.parametrize("answer, fault", OF_PACKAGES)
@pytest.mark.parametrize("ask", [for_package, for_change], ids=["package", "change"])
def test_what_is_no_package_at_first_sight_is_a_fault(
    ask: Ask, answer: bytes, fault: FetchFault
) -> None:
    assert refused(ask, answer) is fault


def test_a_status_is_small() -> None:
    answer = http(b" " * 2**16 + _json(code="Ok"), "application/json")
    assert refused(for_status, answer) is FetchFault.TOO_LARGE
