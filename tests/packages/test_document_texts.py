"""Texts of a signed document that would be shown to people: none may deceive or do harm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.domain.licence import UserType
from solicense_plugin.packages.documents import EXTRA_INFO, LONG, SHORT
from tests.support.documents import document_refusal, of_licence, parsed
from tests.support.signing import document, module

FIELDS = {
    "CompanyName": SHORT,
    "SerialNr": SHORT,
    "OwnerDescription": SHORT,
    "SupportText": SHORT,
    "LicenseVersion": SHORT,
    "ProductType": SHORT,
    "ProductDescription": SHORT,
    "ExtraInfo": EXTRA_INFO,
}
MODULE_FIELDS = {
    "ModuleDescription": SHORT,
    "ModuleTooltip": LONG,
    "ModuleVersion": SHORT,
    "ExtraInfo": EXTRA_INFO,
}
HARM = [
    pytest.param("\n", id="newline"),
    pytest.param("\t", id="tab"),
    pytest.param("\x00", id="nul"),
    pytest.param("\x1b", id="escape"),
    pytest.param("\x7f", id="delete"),
    pytest.param("\x85", id="next-line"),
    pytest.param("\ud800", id="half-a-surrogate"),
    pytest.param("\udfff", id="the-other-half"),
    pytest.param("\u202e", id="right-to-left-override"),
    pytest.param("\u202a", id="left-to-right-embedding"),
    pytest.param("\u2067", id="right-to-left-isolate"),
    pytest.param("\u2069", id="end-of-an-isolate"),
]


@pytest.mark.parametrize("character", HARM)
@pytest.mark.parametrize("name", FIELDS)
def test_a_text_that_does_harm_is_refused(name: str, character: str) -> None:
    assert document_refusal(document() | {name: f"Nord{character}lys"}) == (Fault.MALFORMED, name)


@pytest.mark.parametrize("character", HARM)
@pytest.mark.parametrize("name", MODULE_FIELDS)
def test_a_text_of_a_licence_that_does_harm_is_refused(name: str, character: str) -> None:
    fields = of_licence({name: f"W{character}b"})
    assert document_refusal(fields) == (Fault.MALFORMED, f"ModuleLicenses[0].{name}")


@pytest.mark.parametrize(
    "shown",
    [
        pytest.param("<script>alert(1)</script>", id="markup-is-escaped-where-it-is-shown"),
        pytest.param("{{ 7 * 7 }} ${x} %(detail)s", id="placeholders-are-text"),
        pytest.param("'; DROP TABLE licence; --", id="statements-are-parameters"),
        pytest.param("Blåbærsyltetøj 🫐 שלום", id="any-script"),
    ],
)
def test_any_other_text_is_kept_as_it_is(shown: str) -> None:
    assert parsed(document(module("web", ModuleTooltip=shown))).licences[0].tooltip.default == shown


@pytest.mark.parametrize("name, longest", FIELDS.items(), ids=list(FIELDS))
def test_a_text_that_is_too_long_is_refused(name: str, longest: int) -> None:
    parsed(document() | {name: "ø" * longest})
    assert document_refusal(document() | {name: "ø" * (longest + 1)}) == (Fault.MALFORMED, name)


@pytest.mark.parametrize("name, longest", MODULE_FIELDS.items(), ids=list(MODULE_FIELDS))
def test_a_text_of_a_licence_that_is_too_long_is_refused(name: str, longest: int) -> None:
    parsed(of_licence({name: "ø" * longest}))
    fields = of_licence({name: "ø" * (longest + 1)})
    assert document_refusal(fields) == (Fault.MALFORMED, f"ModuleLicenses[0].{name}")


@pytest.mark.parametrize("owner", ["USER", "SITE", "Acme", "ACME NORD", "ＡＣＭＥ", "A" * 240])
def test_an_owner_that_cannot_be_is_refused(owner: str) -> None:
    assert document_refusal(document(OwnerName=owner)) == (Fault.MALFORMED, "OwnerName")


@pytest.mark.parametrize("name", ["9", "a b", "a,b", "ø", "a" * 240, "../etc", "a\n"], ids=repr)
@pytest.mark.parametrize("field", ["ModuleName", "PrerequisiteModuleName"])
def test_a_module_that_cannot_be_is_refused(field: str, name: str) -> None:
    fields = document(module("web") | {field: name})
    assert document_refusal(fields) == (Fault.MALFORMED, f"ModuleLicenses[0].{field}")


def test_a_licence_that_calls_itself_somebody_elses_is_refused() -> None:
    fields = document(module("web", OwnerName="ACME"))
    assert document_refusal(fields) == (Fault.MALFORMED, "ModuleLicenses[0].OwnerName")


@pytest.mark.parametrize("kind", ["Unknown", "UserLicence", "userlicense", "3"])
def test_a_kind_of_licence_that_we_do_not_know_is_refused(kind: str) -> None:
    fields = document(module("web", LicenseType=kind))
    assert document_refusal(fields) == (Fault.MALFORMED, "ModuleLicenses[0].LicenseType")


@pytest.mark.parametrize(
    "names, expected",
    [
        pytest.param("", set(), id="anybody"),
        pytest.param("Unknown", set(), id="unknown-is-anybody"),
        pytest.param("SystemAssociate", {UserType.SYSTEM}, id="one"),
        pytest.param(
            "ResourceAssociate,,ResourceAssociate , AnonymousAssociate",
            {UserType.RESOURCE, UserType.ANONYMOUS},
            id="several",
        ),
    ],
)
def test_user_types_are_a_list_of_names(names: str, expected: set[UserType]) -> None:
    (web,) = parsed(document(module("web", AllowedUserType=names))).licences
    assert web.user_types == expected


@pytest.mark.parametrize("names", ["1", "internalassociate", "InternalAssociate;ExternalAssociate"])
def test_a_user_type_that_we_do_not_know_is_refused(names: str) -> None:
    fields = document(module("web", AllowedUserType=names))
    assert document_refusal(fields) == (Fault.MALFORMED, "ModuleLicenses[0].AllowedUserType")


@pytest.mark.parametrize("name", ["LicenseUrl", "ShopUrl", "SupportUrl"])
@pytest.mark.parametrize(
    "address",
    [
        pytest.param("javascript:alert(1)", id="javascript"),
        pytest.param("JaVaScRiPt:alert(1)//https://", id="javascript-in-disguise"),
        pytest.param("data:text/html,<script>", id="data"),
        pytest.param("vbscript:x", id="vbscript"),
        pytest.param("file:///etc/passwd", id="file"),
        pytest.param("ftp://shop.example/", id="ftp"),
        pytest.param("//shop.example/", id="no-scheme"),
        pytest.param("shop.example", id="no-scheme-at-all"),
        pytest.param("/settings", id="a-path-here"),
        pytest.param("https:shop.example", id="no-slashes"),
        pytest.param("https:///shop.example", id="no-host"),
        pytest.param("https://", id="nothing-but-a-scheme"),
        pytest.param("https://[::1", id="half-an-address"),
        pytest.param("https://shop.example:99999/", id="no-such-port"),
        pytest.param("https://shop.example:port/", id="a-word-for-a-port"),
        pytest.param("https://shop.example:0/", id="port-0"),
        pytest.param(" https://shop.example/", id="space-before"),
        pytest.param("https://shop.example/a b", id="space-within"),
        pytest.param("https://shop.example/\u00a0", id="another-space"),
        pytest.param("https://shop.example\\@evil.example/", id="backslash"),
        pytest.param("https://superoffice.example@evil.example/", id="a-name-before-the-host"),
        pytest.param("https://user:secret@shop.example/", id="a-password"),
        pytest.param("https://@evil.example/", id="an-empty-name-before-the-host"),
        pytest.param("java\nscript:alert(1)", id="a-newline-in-the-scheme"),
        pytest.param("https://shop.example℀.evil.example/", id="a-sign-that-becomes-a-slash"),
        pytest.param("https://shop.example/" + "a" * LONG, id="too-long"),
    ],
)
def test_an_address_leads_to_a_web_server_or_is_refused(name: str, address: str) -> None:
    assert document_refusal(document() | {name: address}) == (Fault.MALFORMED, name)


@pytest.mark.parametrize(
    "name", ["OwnerDescription", "ModuleDescription", "ModuleTooltip"], ids=str
)
@pytest.mark.parametrize(
    "translations, what",
    [
        pytest.param([], "", id="a-list"),
        pytest.param(False, "", id="false"),
        pytest.param(0, "", id="nought"),
        pytest.param("Web", "", id="a-text"),
        pytest.param({"klingon": "x"}, "klingon", id="no-language"),
        pytest.param({"": "x"}, "", id="an-empty-language"),
        pytest.param({"nb-NO": "x"}, "nb-NO", id="another-spelling"),
        pytest.param({"\x1b[2J": "x"}, "\ufffd[2J", id="an-order-to-a-terminal"),
        pytest.param({"da": 7}, "da", id="a-number"),
        pytest.param({"da": ["x"]}, "da", id="a-list-of-texts"),
        pytest.param({"da": "\u202e"}, "da", id="a-change-of-direction"),
        pytest.param({"da": "x" * 1001}, "da", id="too-long"),
    ],
)
def test_a_translation_that_is_none_is_refused(name: str, translations: object, what: str) -> None:
    in_licence = name.startswith("Module")
    place = f"ModuleLicenses[0].{name}s" if in_licence else f"{name}s"
    more = {f"{name}s": translations}
    fields = of_licence(more) if in_licence else document() | more
    expected = f"{place}.{what}" if isinstance(translations, dict) else place
    assert document_refusal(fields) == (Fault.MALFORMED, expected)


@pytest.mark.parametrize("language", ["english", "EN", "e", "en-GB", '"><script>', "en_gb"])
def test_a_language_that_is_none_is_refused(language: str) -> None:
    assert document_refusal(document(Language=language)) == (Fault.MALFORMED, "Language")


@pytest.mark.parametrize("language", ["en", "nb", "nds", "pt_BR"])
def test_a_language_is_named_as_a_locale(language: str) -> None:
    assert parsed(document(Language=language)).owner.language == language


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters())
    | st.sampled_from(["UserLicense", "2027-01-01", "https://a.example", "true", "1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
NAMES = sorted(document(Language="", OwnerDescriptions={}, ExtraInfo="", ShopUrl=""))
MODULE_NAMES = sorted(
    module("x", ExtraFlags=0, IsHidden=0, ModuleTooltips={}, SortOrder=0, AllowedUserType="")
)


@given(
    st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=3),
    st.dictionaries(st.sampled_from(MODULE_NAMES), VALUES, max_size=3),
)
def test_any_values_are_read_or_refused(
    fields: dict[str, object], licence: dict[str, object]
) -> None:
    try:
        parsed(document(module("web") | licence) | fields)
    except PackageRefused:
        return
