"""What a licence server says in JSON: as agreed, or one fault, whatever it is."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.fetch_faults import FetchFailed, FetchFault
from solicense_plugin.domain.status import LicenceStatus, ServerStatus
from solicense_plugin.fetching.answers import read_status


def read(**fields: Any) -> ServerStatus:
    return read_status(json.dumps({"code": "UseCustomMessageAndUrl", **fields}).encode())


@pytest.mark.parametrize("status", LicenceStatus)
def test_a_status_alone_is_enough(status: LicenceStatus) -> None:
    assert read_status(json.dumps({"code": status.value}).encode()) == ServerStatus(status)


def test_null_is_as_good_as_nothing_and_other_fields_are_left_alone() -> None:
    nothing = dict.fromkeys(("issueNumber", "companyName", "serialNr", "message", "url"))
    found = read(**nothing, title="Gone", status=[404], detail={"a": 1})
    assert found == ServerStatus(LicenceStatus.USE_CUSTOM_MESSAGE_AND_URL)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"{", id="broken-off"),
        pytest.param(b'{"code": "Ok"} x', id="and-more"),
        pytest.param(b'"Ok"', id="text"),
        pytest.param(b"[]", id="list"),
        pytest.param(b"null", id="null"),
        pytest.param(b"\xff\xfe", id="no-utf-8"),
        pytest.param('{"code": "Ok"}'.encode("utf-16"), id="utf-16"),
        pytest.param(b"[" * 60_000, id="deep"),
        pytest.param(b'{"a":' * 12_000 + b"1" + b"}" * 12_000, id="deep-and-whole"),
        pytest.param(b'{"code": "Ok", "issueNumber": ' + b"9" * 5_000 + b"}", id="5000-digits"),
    ],
)
def test_what_is_no_json_object_is_a_fault(content: bytes) -> None:
    with pytest.raises(FetchFailed) as failed:
        read_status(content)
    assert failed.value.fault is FetchFault.UNEXPECTED_ANSWER
    assert failed.value.detail == "JSON"


@pytest.mark.parametrize(
    "field, value",
    [
        pytest.param("code", None, id="no-code"),
        pytest.param("code", "ok", id="code-in-lower-case"),
        pytest.param("code", 0, id="code-by-number"),
        pytest.param("code", ["Ok"], id="code-in-a-list"),
        pytest.param("issueNumber", 0, id="issue-0"),
        pytest.param("issueNumber", -1, id="issue-negative"),
        pytest.param("issueNumber", 2**31, id="issue-huge"),
        pytest.param("issueNumber", 1e308, id="issue-with-a-point"),
        pytest.param("issueNumber", float("inf"), id="issue-infinite"),
        pytest.param("issueNumber", float("nan"), id="issue-no-number"),
        pytest.param("issueNumber", True, id="issue-true"),
        pytest.param("issueNumber", "7", id="issue-as-text"),
        pytest.param("companyName", 7, id="company-as-number"),
        pytest.param("companyName", "A\u202eB", id="company-that-changes-direction"),
        pytest.param("companyName", "x" * 255, id="company-too-long"),
        pytest.param("serialNr", 1010000006, id="serial-as-number"),
        pytest.param("serialNr", "101\n", id="serial-of-two-lines"),
        pytest.param("message", {"en": "x"}, id="message-as-object"),
        pytest.param("url", "javascript:alert(1)", id="url-of-a-script"),
        pytest.param("url", "JavaScript://x/%0aalert(1)", id="url-of-a-script-in-disguise"),
        pytest.param("url", "data:text/html,x", id="url-of-data"),
        pytest.param("url", "//shop.example", id="url-without-scheme"),
        pytest.param("url", "https://", id="url-of-nothing"),
        pytest.param("url", " https://shop.example", id="url-after-a-space"),
        pytest.param("url", "https://shop.example/\nx", id="url-of-two-lines"),
        pytest.param("url", "https://shop.example/" + "x" * 2_000, id="url-too-long"),
        pytest.param("url", ["https://shop.example"], id="url-in-a-list"),
    ],
)
def test_a_field_that_is_not_as_agreed_is_a_fault(field: str, value: object) -> None:
    with pytest.raises(FetchFailed) as failed:
        read(**{field: value})
    assert failed.value.fault is FetchFault.UNEXPECTED_ANSWER
    assert failed.value.detail.startswith(field)


@pytest.mark.parametrize(
    "message, shown",
    [
        pytest.param("Call <b>us</b>!", "Call <b>us</b>!", id="markup-is-for-pages-to-escape"),
        pytest.param(" two \r\n\t lines ", "two lines", id="lines"),
        pytest.param("\x1b[2Jcleared\x00", "[2Jcleared", id="control-characters"),
        pytest.param("a\u202eb\u200bc", "abc", id="directions"),
        pytest.param("half \ud800 of it", "half  of it", id="half-a-surrogate"),
        pytest.param("x" * 60_000, "x" * 1_000, id="without-end"),
    ],
)
def test_a_message_is_one_line_that_can_be_shown(message: str, shown: str) -> None:
    assert read(message=message).message == shown


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
FIELDS = ["issueNumber", "companyName", "serialNr", "message", "url"]


@given(fields=st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_whatever_the_fields_are_it_is_a_status_that_can_be_shown_or_a_fault(
    fields: dict[str, object],
) -> None:
    with suppress(FetchFailed):
        told = read(**fields)
        texts = (told.company_name, told.serial_number, told.message, told.url)
        assert all(text.isprintable() for text in texts)
        assert told.url == "" or told.url.lower().startswith("http")
        assert told.issue_number is None or 0 < told.issue_number < 2**31


@given(content=st.binary() | st.text(alphabet='{}[]",:0e.-Ok ').map(str.encode))
def test_whatever_bytes_come_it_is_a_status_or_a_fault(content: bytes) -> None:
    with suppress(FetchFailed):
        assert isinstance(read_status(content), ServerStatus)
