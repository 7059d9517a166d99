"""JSON behind a valid signature: read strictly, or refused with its fault."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.packages import strict_json
from solicense_plugin.packages.strict_json import MAX_DEPTH
from tests.support.hostile import refusal
from tests.support.signing import Issuer, document

GOOD = json.dumps(document())


def nested(depth: int, left: str = "[", right: str = "]") -> str:
    return left * depth + "1" + right * depth


@pytest.mark.parametrize(
    "content, fault, detail",
    [
        pytest.param(GOOD[:-1], Fault.MALFORMED, "JSON", id="cut-off"),
        pytest.param(GOOD + "}", Fault.MALFORMED, "JSON", id="more-behind-it"),
        pytest.param(" ", Fault.MALFORMED, "JSON", id="a-space"),
        pytest.param("\ufeff" + GOOD, Fault.MALFORMED, "JSON", id="bom"),
        pytest.param(GOOD[:-1] + ',"x":1,}', Fault.MALFORMED, "JSON", id="a-last-comma"),
        pytest.param(GOOD[:-1] + ',"x":01}', Fault.MALFORMED, "JSON", id="a-zero-before"),
        pytest.param(GOOD[:-1] + ',"x":"\t"}', Fault.MALFORMED, "JSON", id="a-tab"),
        pytest.param(GOOD[:-1] + ',"x":NaN}', Fault.MALFORMED, "NaN", id="no-number"),
        pytest.param(GOOD[:-1] + ',"x":-Infinity}', Fault.MALFORMED, "-Infinity", id="no-end"),
        pytest.param(
            GOOD[:-1] + f',"x":{"9" * 5000}}}', Fault.MALFORMED, "JSON", id="a-number-too-long"
        ),
        pytest.param(
            GOOD[:-1] + ',"SerialNr":"1"}', Fault.DUPLICATE_KEY, "SerialNr", id="a-field-twice"
        ),
        pytest.param(
            GOOD[:-1] + ',"Serial\\u004er":"1"}',
            Fault.DUPLICATE_KEY,
            "SerialNr",
            id="a-field-twice-in-another-spelling",
        ),
        pytest.param(
            GOOD[:-1] + ',"x":{"y":[{"z":1,"z":1}]}}',
            Fault.DUPLICATE_KEY,
            "z",
            id="twice-in-an-unknown-field",
        ),
        pytest.param(
            GOOD[:-1] + ',"\\ud800":1,"\\ud800":1}',
            Fault.DUPLICATE_KEY,
            "\ufffd",
            id="half-a-surrogate-twice",
        ),
        pytest.param(
            GOOD[:-1] + f',"x":{nested(MAX_DEPTH)}}}', Fault.TOO_DEEP, "", id="too-many-lists"
        ),
        pytest.param(
            GOOD[:-1] + f',"x":{nested(MAX_DEPTH, chr(123) + chr(34) * 2 + ":", "}")}}}',
            Fault.TOO_DEEP,
            "",
            id="too-many-objects",
        ),
        pytest.param(nested(100_000), Fault.TOO_DEEP, "", id="lists-without-end"),
        pytest.param("[" * 700_000, Fault.TOO_DEEP, "", id="lists-that-are-never-closed"),
        pytest.param('{"":' * 150_000, Fault.TOO_DEEP, "", id="objects-without-end"),
        pytest.param("[]", Fault.MALFORMED, "LicenseInfo", id="a-list"),
        pytest.param("null", Fault.MALFORMED, "LicenseInfo", id="null"),
        pytest.param('"SUPEROFFICE"', Fault.MALFORMED, "LicenseInfo", id="a-text"),
        pytest.param("7", Fault.MALFORMED, "LicenseInfo", id="a-number"),
    ],
)
def test_a_signed_document_that_is_no_sound_json_is_refused(
    issuer: Issuer, content: str, fault: Fault, detail: str
) -> None:
    refused = refusal(issuer.sign(content.encode()), issuer.roots)
    assert (refused.fault, refused.detail) == (fault, detail)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(GOOD.encode("utf-16"), id="utf-16"),
        pytest.param(GOOD.encode("utf-32-le"), id="utf-32"),
        pytest.param(GOOD.encode()[:-1] + b',"x":"\xff"}', id="a-byte-that-is-no-utf-8"),
        pytest.param(GOOD.encode()[:-1] + b',"x":"\xed\xa0\x80"}', id="a-surrogate-in-utf-8"),
        pytest.param(GOOD.encode()[:-1] + b',"x":"\xc0\xaf"}', id="an-overlong-slash"),
        pytest.param(GOOD.encode() + b"\x00", id="nul"),
    ],
)
def test_a_signed_document_that_is_no_utf_8_is_refused(issuer: Issuer, content: bytes) -> None:
    refused = refusal(issuer.sign(content), issuer.roots)
    assert (refused.fault, refused.detail) == (Fault.MALFORMED, "JSON")


def test_a_payload_of_nothing_makes_no_package(issuer: Issuer) -> None:
    assert refusal(issuer.sign(b""), issuer.roots).fault is Fault.NOT_A_PACKAGE


def test_the_greatest_depth_is_accepted() -> None:
    assert strict_json.loads(nested(MAX_DEPTH - 1).encode()) == json.loads(nested(MAX_DEPTH - 1))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(JSON.filter(lambda value: "Infinity" not in json.dumps(value)))
def test_sound_json_means_what_it_says(value: object) -> None:
    assert strict_json.loads(json.dumps(value).encode()) == value


@given(st.binary())
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        strict_json.loads(content)
    except PackageRefused:
        return
