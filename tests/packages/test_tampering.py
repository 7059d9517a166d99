"""A file that was changed, anywhere and anyhow: refused, and never anything but refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.issuer.documents import to_json, to_xml
from tests.conftest import rounds
from tests.support.hostile import read
from tests.support.signing import Issuer, document

#: What may be said of a file whose signatures do not hold. Not among it: anything that
#: calls it signed.
NOT_SIGNED = {
    Fault.NOT_TEXT,
    Fault.NOT_A_PACKAGE,
    Fault.ALGORITHM,
    Fault.UNKNOWN_ROOT,
    Fault.CERTIFICATE_SIGNATURE,
    Fault.PACKAGE_SIGNATURE,
}
#: Every bit on its own and some of them together; when soaking, every other byte.
PATTERNS = [*(1 << bit for bit in range(8)), 0xFF, 0x07, 0x27, 0x55, *range(1, rounds(1, 256))]
ISSUER = Issuer()
GOOD = ISSUER.sign(document())
BOM = b"\xef\xbb\xbf"


def is_mailed(content: bytes) -> bool:
    """Tell whether this is the good file, but for what mail does to it."""
    lines = content.removeprefix(BOM).replace(b"\r\n", b"\n").rstrip(b"\n")
    return lines == GOOD.rstrip(b"\n")


def fault_of(content: bytes) -> Fault | None:
    """Return why a file is refused, or nothing. No other exception ever comes out."""
    try:
        read(content, ISSUER.roots)
    except PackageRefused as refused:
        return refused.fault
    return None


@pytest.mark.slow
def test_a_file_with_any_byte_changed_is_refused() -> None:
    assert fault_of(GOOD) is None
    changed = bytearray(GOOD)
    for place in range(len(GOOD)):
        for pattern in PATTERNS:
            changed[place] = GOOD[place] ^ pattern
            assert fault_of(bytes(changed)) in NOT_SIGNED, (place, pattern)
        changed[place] = GOOD[place]


def test_a_file_without_any_one_byte_is_refused() -> None:
    for place in range(len(GOOD) - 1):
        assert fault_of(GOOD[:place] + GOOD[place + 1 :]) in NOT_SIGNED, place


@pytest.mark.parametrize("byte", [b"\n", b"\r", b" ", b".", b"=", b"A", b"\x00", b"\xff"])
def test_a_file_with_one_byte_more_is_refused(byte: bytes) -> None:
    for place in range(len(GOOD) + 1):
        changed = GOOD[:place] + byte + GOOD[place:]
        expected = {None} if is_mailed(changed) else NOT_SIGNED
        assert fault_of(changed) in expected, place


PIECES = st.binary(max_size=20) | st.sampled_from(
    [b"\n", b"\r\n", b".", b"=", b"eyJ", BOM, *GOOD.split(b"\n"), *GOOD.split(b".")]
)


@given(st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 50), PIECES), max_size=4))
def test_whatever_is_done_to_a_good_file_it_is_the_same_or_refused(
    edits: list[tuple[int, int, bytes]],
) -> None:
    content = GOOD
    for place, taken, put in edits:
        content = content[:place] + put + content[place + taken :]
    assert (fault_of(content) is None) == is_mailed(content)


@given(st.binary(max_size=300) | st.lists(PIECES).map(b"".join))
def test_whatever_arrives_is_the_same_or_refused(content: bytes) -> None:
    assert (fault_of(content) is None) == is_mailed(content)


SPOILT = st.sampled_from(
    [b"", b'"', b"{", b"]", b",", b"\\ud800", b"<", b"&#1;", b"<Text/>", b"<!--", b"\xff", b"\x00"]
)


@given(
    st.sampled_from([to_json, to_xml]),
    st.lists(st.tuples(st.integers(0, 700), st.integers(0, 9), SPOILT | st.binary(max_size=5))),
)
def test_whatever_is_signed_is_read_or_refused(
    notation: Callable[[dict[str, Any]], bytes], edits: list[tuple[int, int, bytes]]
) -> None:
    payload = notation(document())
    for place, taken, put in edits:
        payload = payload[:place] + put + payload[place + taken :]
    media_type = "application/json" if notation is to_json else "application/xml"
    fault_of(ISSUER.sign(payload, media_type))
