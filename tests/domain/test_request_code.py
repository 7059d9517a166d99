"""Request codes: what goes in comes out, and what was altered is recognised."""

from __future__ import annotations

import base64
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.request_code import NONCE, RequestCode, UnreadableCode

NORDLYS = RequestCode("SUPEROFFICE", Identity("Nordlys Design AS", "1010000006"), 7, bytes(NONCE))
LETTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=254)


def checked(content: bytes) -> str:
    """Return a content as a code whose check agrees."""
    check = hashlib.sha256(b"SL1" + content).digest()[:5]
    return "SL1" + base64.b32encode(content + check).decode().rstrip("=")


@given(LETTERS, LETTERS, st.integers(0, 2**31 - 1), st.binary(min_size=NONCE, max_size=NONCE))
def test_names_in_any_script_survive(
    company: str, serial: str, issue_number: int, nonce: bytes
) -> None:
    code = RequestCode("ACME", Identity.of(company, serial), issue_number, nonce)
    assert RequestCode.read(code.text()) == code


def test_the_longest_names_fit() -> None:
    code = RequestCode("A" * 239, Identity("𝔸" * 254, "𝔸" * 254), 2**31 - 1, bytes(NONCE))
    assert RequestCode.read(code.text()) == code


def test_a_usual_code_is_short_and_fits_the_short_form_of_a_qr_code() -> None:
    text = NORDLYS.text()
    assert len(text) < 130
    assert set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
    assert text.startswith("SL1-")


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param(NORDLYS.text().lower(), id="in-small-letters"),
        pytest.param(NORDLYS.text().replace("-", " "), id="with-spaces"),
        pytest.param(NORDLYS.text().replace("-", "\r\n  "), id="in-lines"),
        pytest.param(
            "SL1-" + NORDLYS.text()[4:].replace("O", "0").replace("I", "1"), id="with-look-alikes"
        ),
    ],
)
def test_how_it_is_typed_does_not_matter(typed: str) -> None:
    assert RequestCode.read(typed) == NORDLYS


@pytest.mark.parametrize("at", range(4, len(NORDLYS.text()), 7))
def test_a_slip_is_recognised(at: int) -> None:
    text = NORDLYS.text()
    other = "B" if text[at] != "B" else "C"
    with pytest.raises(UnreadableCode):
        RequestCode.read(text[:at] + other + text[at + 1 :])


_HEAD = bytes(NONCE + 4)
_ACME = b"\0\4ACME"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("SL1", id="its-beginning"),
        pytest.param("SL1-ÄÖÜ", id="no-such-letters"),
        pytest.param("SL1-A", id="no-such-length"),
        pytest.param("SL2" + NORDLYS.text()[3:], id="another-version"),
        pytest.param(NORDLYS.text()[:-3], id="cut-off"),
        pytest.param("A" * 100_000, id="without-end"),
        pytest.param(checked(_HEAD + _ACME), id="one-text"),
        pytest.param(checked(_HEAD + _ACME * 4), id="four-texts"),
        pytest.param(checked(_HEAD + _ACME + b"\0\1\xff\0\1a"), id="no-utf-8"),
        pytest.param(checked(_HEAD + _ACME + b"\0\2 a\0\1a"), id="not-trimmed"),
        pytest.param(checked(_HEAD + b"\0\4acme\0\1a\0\1a"), id="no-owner-s-name"),
    ],
)
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(UnreadableCode):
        RequestCode.read(text)
