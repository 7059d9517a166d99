"""A licence file as it arrives: what mail does to it is accepted, nothing else."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC

import pytest

from solicense_plugin.domain.errors import Fault
from solicense_plugin.packages.lines import MAX_BYTES, two_lines
from solicense_plugin.packages.reading import reread_package
from tests.support.hostile import PACKAGE_HEADER, file, line, read, refusal
from tests.support.signing import Issuer, document

BOM = b"\xef\xbb\xbf"
XML = b'<?xml version="1.0"?><LicenseInfo><ModuleLicenses/></LicenseInfo>'


def word_document() -> bytes:
    """Return what a .docx is: a zip of XML."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document/>")
    return file.getvalue()


@pytest.fixture(scope="module")
def good(issuer: Issuer) -> bytes:
    return issuer.sign(document())


@pytest.mark.parametrize(
    "before, line_end, after",
    [
        pytest.param(b"", b"\n", b"\n", id="as-it-was-signed"),
        pytest.param(b"", b"\n", b"", id="no-final-newline"),
        pytest.param(b"", b"\r\n", b"\r\n", id="crlf"),
        pytest.param(b"", b"\r\n", b"\n", id="crlf-and-lf"),
        pytest.param(BOM, b"\n", b"\n", id="bom"),
        pytest.param(b"", b"\n", b"\n\n\n", id="more-newlines"),
        pytest.param(BOM, b"\r\n", b"\r\n\r\n", id="everything-at-once"),
    ],
)
def test_what_mail_does_to_a_good_file_makes_no_difference(
    issuer: Issuer, good: bytes, before: bytes, line_end: bytes, after: bytes
) -> None:
    mailed = before + good.rstrip(b"\n").replace(b"\n", line_end) + after
    assert read(mailed, issuer.roots) == read(good, issuer.roots)
    assert read(mailed, issuer.roots).hash == read(good, issuer.roots).hash


@pytest.mark.parametrize(
    "old, new",
    [
        pytest.param(b"\n", b"\r", id="cr-alone"),
        pytest.param(b"\n", b"\r\r\n", id="cr-twice"),
        pytest.param(b"\n", b" \n", id="space-at-a-lines-end"),
        pytest.param(b"\n", b"\t\n", id="tab-at-a-lines-end"),
        pytest.param(b"\n", b"\n\n", id="an-empty-line-between"),
        pytest.param(b"\n", b"\x0b", id="vertical-tab"),
        pytest.param(b"\n", "\u2028".encode(), id="line-separator"),
        pytest.param(b".", b".\n", id="folded-by-a-mail-program"),
        pytest.param(b".", b"=\n.", id="quoted-printable"),
        pytest.param(b".", b"=.", id="padding"),
        pytest.param(b".", b"..", id="an-empty-part"),
    ],
)
def test_anything_else_makes_it_no_package(
    issuer: Issuer, good: bytes, old: bytes, new: bytes
) -> None:
    assert refusal(good.replace(old, new), issuer.roots).fault is Fault.NOT_A_PACKAGE


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda good: b"\n" + good, id="newline-before"),
        pytest.param(lambda good: b" " + good, id="space-before"),
        pytest.param(lambda good: BOM + BOM + good, id="bom-twice"),
        pytest.param(lambda good: good + BOM, id="bom-behind"),
        pytest.param(lambda good: good + b" ", id="space-behind"),
        pytest.param(lambda good: good + good, id="two-packages"),
        pytest.param(lambda good: good + good.split(b"\n")[1], id="a-third-line"),
        pytest.param(lambda good: good.split(b"\n")[0], id="the-certificate-alone"),
        pytest.param(lambda good: good.split(b"\n")[1], id="the-package-alone"),
        pytest.param(lambda good: b"> " + good.replace(b"\n", b"\n> "), id="quoted-in-a-reply"),
        pytest.param(lambda _: b"Kind regards\n", id="prose"),
        pytest.param(lambda _: b"%PDF-1.7\n%%EOF\n", id="a-plain-pdf"),
        pytest.param(lambda _: b"{\\rtf1\\ansi Hello}", id="rich-text"),
        pytest.param(lambda _: b"<html><body>Sign in</body></html>", id="a-web-page"),
        pytest.param(lambda _: b"{}", id="some-json"),
    ],
)
def test_a_file_of_another_shape_is_no_package(
    issuer: Issuer, good: bytes, change: Callable[[bytes], bytes]
) -> None:
    assert refusal(change(good), issuer.roots).fault is Fault.NOT_A_PACKAGE


@pytest.mark.parametrize(
    "content, fault",
    [
        pytest.param(b"", Fault.EMPTY, id="empty"),
        pytest.param(b"\n\r\n\n", Fault.EMPTY, id="newlines-alone"),
        pytest.param(BOM, Fault.EMPTY, id="a-bom-alone"),
        pytest.param(b" \t \n", Fault.EMPTY, id="spaces-alone"),
        pytest.param(XML, Fault.UNSIGNED, id="bare-xml"),
        pytest.param(BOM + b"\r\n" + XML, Fault.UNSIGNED, id="bare-xml-from-mail"),
        pytest.param(b'{"ModuleLicenses": []}', Fault.UNSIGNED, id="bare-json"),
        pytest.param(XML.decode().encode("utf-16"), Fault.NOT_TEXT, id="utf-16"),
        pytest.param(XML.decode().encode("utf-16-be"), Fault.NOT_TEXT, id="utf-16-without-a-bom"),
        pytest.param("Æble".encode("latin-1"), Fault.NOT_TEXT, id="latin-1"),
        pytest.param(word_document(), Fault.NOT_TEXT, id="docx"),
        pytest.param(b"text\x00more", Fault.NOT_TEXT, id="nul"),
        pytest.param(b"\x89PNG\r\n\x1a\n", Fault.NOT_TEXT, id="picture"),
    ],
)
def test_another_kind_of_file_is_told_apart(issuer: Issuer, content: bytes, fault: Fault) -> None:
    assert refusal(content, issuer.roots).fault is fault


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_good_package_in_another_encoding_is_no_text(
    issuer: Issuer, good: bytes, encoding: str
) -> None:
    assert refusal(good.decode().encode(encoding), issuer.roots).fault is Fault.NOT_TEXT


def test_every_truncation_is_refused(issuer: Issuer, good: bytes) -> None:
    without_newline = len(good) - 1
    for length in range(without_newline):
        refusal(good[:length], issuer.roots)
    read(good[:without_newline], issuer.roots)


def of_size(issuer: Issuer, size: int) -> bytes:
    """Return a good file of exactly this many bytes, its final newline included."""
    for spaces in range(4):
        header = json.dumps(PACKAGE_HEADER).encode() + b" " * spaces
        empty = len(_padded(issuer, header, 0))
        for padding in range((size - empty) * 3 // 4 - 2, (size - empty) * 3 // 4 + 3):
            content = _padded(issuer, header, padding)
            if len(content) == size:
                return content
    raise AssertionError(size)


def _padded(issuer: Issuer, header: bytes, padding: int) -> bytes:
    payload = json.dumps(document(Padding="x" * padding)).encode()
    return file(issuer.certificate, line(header, payload, issuer.key))


def test_a_package_of_one_mebibyte_is_accepted_and_can_be_read_again(issuer: Issuer) -> None:
    accepted = read(of_size(issuer, MAX_BYTES), issuer.roots)
    assert len(accepted.content) == MAX_BYTES
    assert reread_package(accepted.content, roots=issuer.roots, zone=UTC) == accepted


def test_one_byte_more_is_too_large(issuer: Issuer) -> None:
    refused = refusal(of_size(issuer, MAX_BYTES + 1), issuer.roots)
    assert (refused.fault, refused.detail) == (Fault.TOO_LARGE, str(MAX_BYTES))


def test_what_would_be_stored_may_not_be_larger_either(issuer: Issuer) -> None:
    """Without its final newline it fits, but could never be read again."""
    content = of_size(issuer, MAX_BYTES + 1).removesuffix(b"\n")
    assert len(content) == MAX_BYTES
    assert refusal(content, issuer.roots).fault is Fault.TOO_LARGE


def test_size_is_told_before_anything_else(issuer: Issuer) -> None:
    assert refusal(b"\x00" * (MAX_BYTES + 1), issuer.roots).fault is Fault.TOO_LARGE


def test_the_stored_file_is_its_two_lines(issuer: Issuer, good: bytes) -> None:
    first, second = good.split()
    assert two_lines(BOM + first + b"\r\n" + second).content() == good
