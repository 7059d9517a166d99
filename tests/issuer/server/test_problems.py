"""Problem documents: every error of the protocol is one, and tells nothing of the inside."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest

from solicense_plugin.domain.status import LicenceStatus
from tests.issuer.server.conftest import ME, Server, said
from tests.support.signing import SERIAL


@pytest.mark.parametrize(
    "method, path, query, status",
    [
        pytest.param("GET", "/", {}, 404, id="nothing-there"),
        pytest.param("GET", "/packages/", {}, 404, id="no-owner"),
        pytest.param("GET", "/packages/ACME", ME, 404, id="another-owner"),
        pytest.param("GET", "/status/ACME", ME, 404, id="status-of-another-owner"),
        pytest.param("GET", "/history/ACME/web", ME, 404, id="history-of-another-owner"),
        pytest.param("POST", "/changes/ACME", {}, 404, id="change-at-another-owner"),
        pytest.param("GET", "/packages/%2e%2e%2fkey", ME, 404, id="a-path-for-an-owner"),
        pytest.param("GET", "/key", {}, 404, id="the-private-key"),
        pytest.param("GET", "/static/../key", {}, 404, id="the-key-by-a-way-around"),
        pytest.param("GET", "/revocations", {}, 404, id="no-revocations"),
        pytest.param("GET", "/packages/SUPEROFFICE", {}, 400, id="nobody"),
        pytest.param("GET", "/packages/SUPEROFFICE", {"serial": SERIAL}, 400, id="no-company"),
        pytest.param("GET", "/status/SUPEROFFICE", {"company": "x"}, 400, id="no-serial"),
        pytest.param("GET", "/status/SUPEROFFICE", {**ME, "serial": " "}, 400, id="blank-serial"),
        pytest.param(
            "GET", "/status/SUPEROFFICE", {**ME, "company": ""}, 400, id="no-company-name"
        ),
        pytest.param(
            "GET", "/status/SUPEROFFICE", {**ME, "company": "x" * 255}, 400, id="a-long-company"
        ),
        pytest.param("POST", "/packages/SUPEROFFICE", ME, 405, id="a-package-by-post"),
        pytest.param("DELETE", "/status/SUPEROFFICE", ME, 405, id="a-status-deleted"),
        pytest.param("GET", "/changes/SUPEROFFICE", ME, 405, id="a-change-by-get"),
    ],
)
def test_every_error_is_a_problem_document_with_a_status(
    server: Server, method: str, path: str, query: dict[str, Any], status: int
) -> None:
    answer = server.app.test_client().open(path, method=method, query_string=query)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    document = said(answer)
    assert document.keys() >= {"type", "title", "status", "detail", "code"}
    assert document["status"] == status
    assert LicenceStatus(document["code"])
    assert str(server.folder.path) not in answer.text
    if status == 405:
        assert answer.headers["Allow"]


def test_a_fault_of_the_folder_is_told_to_the_log_alone(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.folder.write("certificate", b"none")
    with caplog.at_level(logging.ERROR):
        answer = server.package()
    assert (answer.status_code, said(answer)["code"]) == (500, "UnknownError")
    assert "certificate" not in answer.text
    assert "is no certificate" in caplog.text


def test_a_fault_that_nobody_thought_of_is_a_problem_document_too(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    (server.folder.path / "revocations").mkdir()
    answer = server.get("/revocations")
    assert (answer.status_code, said(answer)["code"]) == (500, "UnknownError")
    assert "IsADirectoryError" in caplog.text


def test_hostile_text_comes_back_as_json_if_at_all(server: Server) -> None:
    answer = server.get("/packages/SUPEROFFICE", {**ME, "issue": "<script>alert(1)</script>"})
    assert answer.content_type == "application/problem+json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "<script>" not in answer.text


def test_revocations_are_sent_as_they_are(server: Server) -> None:
    server.folder.write("revocations", b"a.b.c\n")
    answer = server.get("/revocations")
    assert (answer.data, answer.content_type) == (b"a.b.c\n", "application/jose")
    again = server.get("/revocations", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_every_request_stands_in_the_access_log(server: Server) -> None:
    server.package()
    server.status()
    server.get("/packages/ACME\x1b[2J")
    server.change(serial="", company="", newSerial="1", newCompany="x")
    lines = (server.folder.path / "access.log").read_text().splitlines()
    assert [tuple(json.loads(line).values())[1:] for line in lines] == [
        ("GET /packages/SUPEROFFICE", SERIAL, 200),
        ("GET /status/SUPEROFFICE", SERIAL, 200),
        ("GET /packages/ACME\x1b[2J", "", 404),
        ("POST /changes/SUPEROFFICE", "1", 403),
    ]
    assert {json.loads(line)["when"] for line in lines} == {server.clock.now.isoformat()}


def test_whose_package_was_refused_stands_in_the_log_as_far_as_it_is_a_serial(
    server: Server,
) -> None:
    server.package({**ME, "serial": " \x00" * 100})
    server.package({**ME, "serial": "9" * 10_000})
    lines = (server.folder.path / "access.log").read_text().splitlines()
    assert len(lines) == 2
    assert all(len(line) < 2_000 for line in lines)
