"""Request codes at the licence server: each is answered once, by HTTP and in the shop."""

from __future__ import annotations

from dataclasses import replace

import pytest

from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.request_code import NONCE, RequestCode
from tests.issuer.server.conftest import NEIGHBOUR, Server
from tests.support.crowd import at_once
from tests.support.signing import COMPANY, SERIAL
from tests.support.visitor import Visitor

ME = RequestCode("SUPEROFFICE", Identity(COMPANY, SERIAL), 0, bytes(NONCE))
STRANGER = Identity(NEIGHBOUR["company"], SERIAL)


def ask(server: Server, code: object) -> tuple[int, bytes]:
    answer = server.app.test_client().post("/requests/SUPEROFFICE", json={"code": code})
    return answer.status_code, answer.data


def test_a_code_is_answered_with_its_customer_s_package(server: Server) -> None:
    answer = server.app.test_client().post("/requests/SUPEROFFICE", json={"code": ME.text()})
    assert server.read(answer).package.identity == ME.identity


def test_a_code_is_answered_once_and_a_new_one_again(server: Server) -> None:
    assert ask(server, ME.text())[0] == 200
    status, problem = ask(server, ME.text().lower())
    assert (status, b"answered already" in problem) == (409, True)
    assert ask(server, replace(ME, nonce=b"x" * NONCE).text())[0] == 200


def test_of_two_who_send_it_at_once_one_is_answered(server: Server) -> None:
    answers = at_once(8, lambda _: ask(server, ME.text())[0])
    assert (answers.count(200), answers.count(409)) == (1, 7)


@pytest.mark.parametrize(
    "code, status",
    [
        pytest.param(ME.text()[:-1], 422, id="mistyped"),
        pytest.param(replace(ME, owner="ACME").text(), 404, id="of-another-owner"),
        pytest.param(replace(ME, identity=STRANGER).text(), 404, id="of-a-stranger"),
        pytest.param(replace(ME, issue_number=999).text(), 409, id="with-a-newer-licence"),
        pytest.param(7, 400, id="no-text"),
    ],
)
def test_what_cannot_be_answered_says_why(server: Server, code: object, status: int) -> None:
    assert ask(server, code)[0] == status


def test_a_refused_code_is_not_used_up(server: Server) -> None:
    file = server.folder.path / f"licences/{SERIAL}.json"
    content = file.read_bytes()
    file.unlink()
    assert ask(server, ME.text())[0] == 404
    file.write_bytes(content)
    assert ask(server, ME.text())[0] == 200


def test_the_shop_answers_a_pasted_code_with_a_file_to_save(server: Server) -> None:
    page = Visitor(server.app).open("/shop/code")
    answer = page.press("Get the licence file", code=ME.text()).response
    name = answer.headers["Content-Disposition"]
    assert (name, answer.status_code) == ('attachment; filename="superoffice-1.licence"', 200)
    assert server.read(answer).package.identity == ME.identity


def test_the_shop_says_why_it_does_not_and_keeps_what_was_pasted(server: Server) -> None:
    page = Visitor(server.app).open("/shop/code")
    refused = page.press("Get the licence file", code="SL1-ABC")
    assert refused.status == 422
    assert "something in it has been changed" in refused.root.text
    assert "SL1-ABC" in refused.root.text


def test_a_form_of_somebody_else_answers_nothing(server: Server) -> None:
    answer = server.app.test_client().post("/shop/code", data={"code": ME.text()})
    assert answer.status_code == 400
    assert ask(server, ME.text())[0] == 200
