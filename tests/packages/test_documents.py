"""The document of a package: what its fields mean, and what may be missing."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.domain.licence import LicenceKind, ModuleLicence, UserType
from solicense_plugin.domain.owner import Dates
from solicense_plugin.domain.texts import Text
from solicense_plugin.packages.documents import parse_document
from tests.support.documents import document_refusal, parsed
from tests.support.signing import document, module


def test_every_documented_field_is_read() -> None:
    package = parsed(
        document(
            module(
                "ten-sales",
                21,
                ModuleDescription="Sales Premium",
                ModuleDescriptions={"de": "Vertrieb Premium", "nb": ""},
                ModuleTooltip="For sellers",
                ModuleTooltips={"de": "Für Verkäufer"},
                ModuleVersion="12.4",
                Unrestricted=True,
                AllowedUserType="InternalAssociate, ExternalAssociate",
                ExtraFlags=1,
                ExtraInfo="set=user,web",
                IsHidden=True,
                PrerequisiteModuleName="user",
                SortOrder=73,
                OwnerName="SUPEROFFICE",
            ),
            issue=7,
            OwnerDescriptions={"sv": "SuperOffice"},
            Language="nb",
            IssuedAt="2026-11-01T12:00:00+01:00",
            AdminWarningDate="2027-02-27",
            ExpiryDate="2027-03-27T00:00:00",
            GraceDate="2027-04-08T00:00:00",
            MaintenanceDate="0001-01-01T00:00:00",
            NextCheckDate=None,
            DeploymentType=1,
            LicenseUrl="https://licences.superoffice.example/",
            ShopUrl="http://shop.superoffice.example/buy?a=1#b",
            SupportText="Support",
            SupportUrl="https://support.superoffice.example:8443/",
            LicenseVersion="12.4",
            ProductType="CRM",
            ProductDescription="SuperOffice CRM",
            ExtraInfo="more",
            ExtraFlags=4,
        )
    )
    assert package.licences == (
        ModuleLicence(
            name="ten-sales",
            description=Text("Sales Premium", {"de": "Vertrieb Premium", "nb": ""}),
            tooltip=Text("For sellers", {"de": "Für Verkäufer"}),
            kind=LicenceKind.USER,
            quantity=21,
            version="12.4",
            unrestricted=True,
            hidden=True,
            user_types=frozenset({UserType.INTERNAL, UserType.EXTERNAL}),
            extra_flags=1,
            extra_info="set=user,web",
            prerequisite="user",
            sort_order=73,
        ),
    )
    owner = package.owner
    assert (package.issue_number, package.issued_at.hour) == (7, 11)
    assert (owner.name, owner.language, owner.deployment_type, owner.extra_flags) == (
        "SUPEROFFICE",
        "nb",
        1,
        4,
    )
    assert owner.description == Text("SuperOffice", {"sv": "SuperOffice"})
    assert owner.dates == Dates(
        admin_warning=datetime(2027, 2, 26, 23, tzinfo=UTC),
        expiry=datetime(2027, 3, 26, 23, tzinfo=UTC),
        grace=datetime(2027, 4, 7, 22, tzinfo=UTC),
    )
    assert [owner.licence_url, owner.shop_url, owner.support_url, owner.support_text] == [
        "https://licences.superoffice.example/",
        "http://shop.superoffice.example/buy?a=1#b",
        "https://support.superoffice.example:8443/",
        "Support",
    ]
    assert [owner.licence_version, owner.product_type, owner.product_description] == [
        "12.4",
        "CRM",
        "SuperOffice CRM",
    ]
    assert owner.extra_info == "more"


def test_what_may_be_missing_has_its_default() -> None:
    package = parsed(
        {
            "CompanyName": " Nordlys Design AS ",
            "SerialNr": "1010000006",
            "OwnerName": "ACME",
            "IssueNumber": 1,
            "IssuedAt": "2026-11-01",
            "ModuleLicenses": [
                {"ModuleName": "sign", "LicenseType": "SiteLicense", "NumberOfLicenses": 1}
            ],
        }
    )
    (sign,) = package.licences
    assert package.identity.company_name == "Nordlys Design AS"
    assert (package.owner.description, package.owner.language) == (Text("ACME"), "en")
    assert package.owner.dates == Dates()
    assert (sign.description, sign.tooltip, sign.kind) == (Text("sign"), Text(""), LicenceKind.SITE)
    assert not sign.unrestricted
    assert not sign.hidden


@pytest.mark.parametrize(
    "name",
    ["CompanyName", "SerialNr", "OwnerName", "IssueNumber", "IssuedAt", "ModuleLicenses"],
)
@pytest.mark.parametrize("missing", [None, "", "left-out"], ids=["null", "empty", "left-out"])
def test_a_missing_field_is_named(name: str, missing: str | None) -> None:
    fields = document() | {name: missing}
    if missing == "left-out":
        del fields[name]
    assert document_refusal(fields) == (Fault.MALFORMED, name)


@pytest.mark.parametrize("name", ["ModuleName", "LicenseType", "NumberOfLicenses"])
@pytest.mark.parametrize("missing", [None, "", "left-out"], ids=["null", "empty", "left-out"])
def test_a_missing_field_of_a_licence_is_named_with_its_place(
    name: str, missing: str | None
) -> None:
    second = module("web") | {name: missing}
    if missing == "left-out":
        del second[name]
    expected = (Fault.MALFORMED, f"ModuleLicenses[1].{name}")
    assert document_refusal(document(module("user"), second)) == expected


@pytest.mark.parametrize("name", ["CompanyName", "SerialNr", "OwnerName"])
def test_spaces_are_no_name(name: str) -> None:
    assert document_refusal(document() | {name: " \u00a0 "}) == (Fault.MALFORMED, name)


@pytest.mark.parametrize(
    "licences, place",
    [
        pytest.param([], "ModuleLicenses", id="none"),
        pytest.param({}, "ModuleLicenses", id="an-object"),
        pytest.param("ten-sales", "ModuleLicenses", id="a-text"),
        pytest.param([module("web"), "user"], "ModuleLicenses[1]", id="a-text-among-them"),
        pytest.param([None], "ModuleLicenses[0]", id="null"),
        pytest.param([[]], "ModuleLicenses[0]", id="a-list-in-the-list"),
    ],
)
def test_a_list_of_licences_is_a_list_of_licences(licences: object, place: str) -> None:
    assert document_refusal(document() | {"ModuleLicenses": licences}) == (Fault.MALFORMED, place)


def test_fields_that_we_do_not_know_are_no_harm() -> None:
    plain = parsed(document(module("web")))
    more = document(module("web", Colour="red"), PublicKey={"Key": [1, None]}, Signature="x")
    assert parsed(more) == plain


def test_a_media_type_that_we_do_not_know_is_refused() -> None:
    with pytest.raises(PackageRefused) as refused:
        parse_document(b"{}", media_type="text/yaml", zone=UTC)
    assert (refused.value.fault, refused.value.detail) == (Fault.MALFORMED, "text/yaml")
