"""Two notations, one meaning: a document says the same as JSON and as XML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin import demo
from solicense_plugin.domain.licence import LicenceKind
from solicense_plugin.domain.package import LicencePackage
from solicense_plugin.domain.plans import implications
from solicense_plugin.issuer.documents import to_json, to_xml
from tests.support.hostile import read
from tests.support.signing import COMPANY, NOW, SERIAL, Issuer, document, module, plan

SOURCES = Path(demo.__path__[0]) / "sources"


def source(name: str) -> bytes:
    """Return a source of the demo with dates instead of ``today+126``."""

    def date(match: re.Match[str]) -> str:
        return (NOW + timedelta(days=int(match[1]))).isoformat()

    text = (SOURCES / name).read_text(encoding="utf-8")
    return re.sub(r"today([+-]\d+)", date, text).encode()


def both(issuer: Issuer, fields: Mapping[str, Any]) -> tuple[LicencePackage, LicencePackage]:
    """Return what the same fields are when they come as JSON and as XML."""
    as_json = issuer.sign(to_json(fields), "application/json")
    as_xml = issuer.sign(to_xml(fields), "application/xml")
    return read(as_json, issuer.roots).package, read(as_xml, issuer.roots).package


def test_the_demos_package_is_the_same_in_both_notations(issuer: Issuer) -> None:
    as_json, as_xml = both(issuer, json.loads(source("superoffice.json")))
    assert as_json == as_xml


def test_the_demos_package_is_what_the_issue_asks_for(issuer: Issuer) -> None:
    package = read(issuer.sign(source("superoffice.json")), issuer.roots).package
    by_key = {found.key: found for found in package.licences}
    assert package.identity.company_name == COMPANY
    assert package.identity.serial_number == SERIAL
    assert 55 <= len(by_key) <= 65
    assert (by_key["ten-sales"].description.default, by_key["ten-sales"].quantity) == (
        "Sales Premium",
        21,
    )
    assert {found.kind for found in package.licences} >= {LicenceKind.SITE, LicenceKind.USER}
    implied = implications(package.licences)
    assert implied.unknown == {}
    assert all(by_key[key].hidden for keys in implied.of_plan.values() for key in keys)
    for found in package.licences:
        assert {*found.description.translations} == {"da", "de", "nb", "nl", "sv"}


def test_the_partners_package_is_read_from_its_xml(issuer: Issuer) -> None:
    acme = Issuer("ACME", root=issuer.root)
    package = read(acme.sign(source("acme.xml"), "application/xml"), issuer.roots).package
    assert (package.owner.name, package.issue_number) == ("ACME", 3)
    assert package.owner.dates.expiry is None
    assert [found.name for found in package.licences if found.unrestricted] == ["external-signer"]
    tooltip = package.licences[0].tooltip
    assert tooltip.translations["sv"] == "Förseglar signerade dokument och bevarar beviset"


def test_a_package_of_five_hundred_licences_is_the_same_in_both_notations(issuer: Issuer) -> None:
    modules = [module(f"module-{n}", n, SortOrder=n, IsHidden=True) for n in range(1, 500)]
    names = ",".join(str(found["ModuleName"]) for found in modules[:300])
    as_json, as_xml = both(issuer, document(plan("everything", 5000, names), *modules))
    assert as_json == as_xml
    assert len(as_json.licences) == 500
    assert len(implications(as_json.licences).of_plan["everything"]) == 300


@pytest.mark.parametrize("nothing", [None, "", "0001-01-01T00:00:00"], ids=repr)
def test_never_is_never_in_both_notations(issuer: Issuer, nothing: str | None) -> None:
    as_json, as_xml = both(issuer, document(ExpiryDate=nothing, GraceDate=nothing))
    assert as_json == as_xml
    assert as_json.owner.dates.expiry is None


@pytest.mark.parametrize("notation", [to_json, to_xml])
def test_a_document_is_readable_and_keeps_its_letters(notation: Any) -> None:
    written = notation(document(SupportText="Blåbær & <Søn>")).decode()
    assert "Blåbær" in written
    assert len(written.splitlines()) > 10


# What XML cannot write, and what no notation may say.
WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), max_size=40).filter(
    lambda text: not set(text) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
)
NAMES = st.from_regex(r"[A-Za-z][A-Za-z0-9._-]{0,20}", fullmatch=True)
TRANSLATIONS = st.dictionaries(st.sampled_from(["da", "de", "nb", "nl", "sv", "pt_BR"]), WORDS)
DATES = st.none() | st.datetimes(NOW.replace(tzinfo=None), NOW.replace(year=2090, tzinfo=None)).map(
    lambda moment: moment.isoformat()
)
NUMBERS = st.integers(0, 2**31 - 1)
MODULES = st.fixed_dictionaries(
    {
        "ModuleName": NAMES,
        "LicenseType": st.sampled_from(["SiteLicense", "SatelliteLicense", "UserLicense"]),
        "NumberOfLicenses": st.integers(1, 2**31 - 1),
    },
    optional={
        "ModuleDescription": WORDS,
        "ModuleDescriptions": TRANSLATIONS,
        "ModuleTooltip": WORDS,
        "ModuleTooltips": TRANSLATIONS,
        "Unrestricted": st.booleans() | st.none(),
        "IsHidden": st.booleans(),
        "AllowedUserType": st.sampled_from(["", "InternalAssociate", "Unknown,SystemAssociate"]),
        "ExtraFlags": st.sampled_from([0, 2, 4]),
        "ExtraInfo": WORDS,
        "SortOrder": NUMBERS,
        "Unheard": WORDS,
    },
)
DOCUMENTS = st.fixed_dictionaries(
    {
        "CompanyName": WORDS.filter(str.strip),
        "SerialNr": st.from_regex("[0-9]{1,20}", fullmatch=True),
        "OwnerName": st.just("SUPEROFFICE"),
        "IssueNumber": st.integers(1, 2**31 - 1),
        "IssuedAt": st.just(NOW.isoformat()),
        "ModuleLicenses": st.lists(
            MODULES,
            min_size=1,
            max_size=5,
            unique_by=lambda found: str(found["ModuleName"]).lower(),
        ),
    },
    optional={
        "OwnerDescription": WORDS,
        "OwnerDescriptions": TRANSLATIONS,
        "Language": st.sampled_from(["en", "nb", ""]),
        "ExpiryDate": DATES,
        "MaintenanceDate": DATES,
        "DeploymentType": NUMBERS,
        "SupportText": WORDS,
        "ShopUrl": st.sampled_from(["", "https://shop.example/?a=1&b=<2>"]),
        "Unheard": NUMBERS | WORDS | TRANSLATIONS,
    },
)


@given(DOCUMENTS)
def test_any_document_is_the_same_in_both_notations(issuer: Issuer, fields: dict[str, Any]) -> None:
    as_json, as_xml = both(issuer, fields)
    assert as_json == as_xml
