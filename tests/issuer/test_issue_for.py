"""`solicense issuer issue --for CODE`: only what answers the code is signed."""

from __future__ import annotations

from pathlib import Path

import pytest

from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.request_code import NONCE, RequestCode
from tests.support.issuer_desk import Desk
from tests.support.signing import COMPANY, SERIAL

ASKED = RequestCode("ACME", Identity(COMPANY, SERIAL), 6, bytes(NONCE)).text()
OTHER = RequestCode("ACME", Identity("Fjord Fisk AS", SERIAL), 6, bytes(NONCE)).text()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk with a root key and the key of ACME, who is approved."""
    made = Desk(tmp_path)
    made.done("keygen", tmp_path / "root")
    made.done("keygen", tmp_path / "acme")
    made.done(*made.approve())
    return made


def test_what_answers_the_code_is_signed(desk: Desk) -> None:
    desk.done(*desk.issue(desk.source(IssueNumber=7), **{"for": ASKED}))
    assert desk.read().package.issue_number == 7


@pytest.mark.parametrize(
    "code, number, said",
    [
        pytest.param(ASKED[:-1], 7, "no request code", id="mistyped"),
        pytest.param(OTHER, 7, "SOURCE is something else", id="of-somebody-else"),
        pytest.param(ASKED, 6, "must have a higher one", id="answered-already"),
        pytest.param(ASKED, 0, "Not signed", id="no-package"),
    ],
)
def test_what_does_not_answer_it_is_not_signed(
    desk: Desk, code: str, number: int, said: str
) -> None:
    refused = desk.refused(*desk.issue(desk.source(IssueNumber=number), **{"for": code}))
    assert said in " ".join(refused.replace("│", " ").split())
