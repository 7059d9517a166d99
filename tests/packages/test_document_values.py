"""Texts, numbers, dates and answers of a document: of another type, each is refused by name."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.errors import Fault
from solicense_plugin.domain.licence import ModuleLicence
from tests.support.documents import document_refusal, of_licence, parsed
from tests.support.signing import document, module

INT32 = 2**31 - 1


def licence(fields: dict[str, object]) -> ModuleLicence:
    (found,) = parsed(of_licence(fields)).licences
    return found


TEXTS = ["CompanyName", "SerialNr", "OwnerDescription", "SupportText", "LicenseVersion"]
MODULE_TEXTS = ["ModuleDescription", "ModuleTooltip", "ModuleVersion", "ExtraInfo"]
NUMBERS = ["IssueNumber", "DeploymentType", "ExtraFlags"]
MODULE_NUMBERS = ["NumberOfLicenses", "ExtraFlags", "SortOrder"]
DATES = [
    "IssuedAt",
    "AdminWarningDate",
    "ExpiryDate",
    "GraceDate",
    "MaintenanceDate",
    "NextCheckDate",
]
URLS = ["LicenseUrl", "ShopUrl", "SupportUrl"]


@pytest.mark.parametrize("value", [7, 1.5, True, False, [], ["x"], {}], ids=repr)
@pytest.mark.parametrize("name", [*TEXTS, *URLS, *DATES, "OwnerName", "Language"])
def test_a_text_of_another_type_is_refused(name: str, value: object) -> None:
    assert document_refusal(document() | {name: value}) == (Fault.MALFORMED, name)


@pytest.mark.parametrize("value", [7, 1.5, True, False, [], ["x"], {}], ids=repr)
@pytest.mark.parametrize(
    "name",
    [*MODULE_TEXTS, "ModuleName", "LicenseType", "AllowedUserType", "PrerequisiteModuleName"],
)
def test_a_text_of_a_licence_of_another_type_is_refused(name: str, value: object) -> None:
    fields = of_licence({name: value})
    assert document_refusal(fields) == (Fault.MALFORMED, f"ModuleLicenses[0].{name}")


WRONG_NUMBERS = [
    pytest.param(-1, id="negative"),
    pytest.param(INT32 + 1, id="beyond-32-bits"),
    pytest.param(10**400, id="huge"),
    pytest.param(1.0, id="float"),
    pytest.param(1e300, id="huge-float"),
    pytest.param(True, id="true"),
    pytest.param(False, id="false"),
    pytest.param("1.0", id="text-of-a-float"),
    pytest.param("-1", id="text-of-a-negative"),
    pytest.param(" 1", id="text-with-a-space"),
    pytest.param("٣", id="digit-beyond-ascii"),
    pytest.param("9" * 5000, id="text-of-a-huge-one"),
    pytest.param("one", id="word"),
    pytest.param([1], id="list"),
    pytest.param({}, id="object"),
]


@pytest.mark.parametrize("value", WRONG_NUMBERS)
@pytest.mark.parametrize("name", NUMBERS)
def test_what_is_no_number_is_refused(name: str, value: object) -> None:
    assert document_refusal(document() | {name: value}) == (Fault.MALFORMED, name)


@pytest.mark.parametrize("value", WRONG_NUMBERS)
@pytest.mark.parametrize("name", MODULE_NUMBERS)
def test_what_is_no_number_of_a_licence_is_refused(name: str, value: object) -> None:
    fields = of_licence({name: value})
    assert document_refusal(fields) == (Fault.MALFORMED, f"ModuleLicenses[0].{name}")


def test_an_issue_number_begins_with_one() -> None:
    assert document_refusal(document(issue=0)) == (Fault.MALFORMED, "IssueNumber")


def test_a_quantity_of_nothing_contradicts_itself() -> None:
    assert document_refusal(document(module("web", 0))) == (Fault.CONTRADICTORY, "web")


@pytest.mark.parametrize("value", [1, INT32, "0001", str(INT32)], ids=repr)
def test_a_number_is_a_number_also_as_text(value: object) -> None:
    assert licence({"NumberOfLicenses": value}).quantity == int(str(value))


@pytest.mark.parametrize("name", ["Unrestricted", "IsHidden"])
@pytest.mark.parametrize("value", [0, 1, "yes", "True", " true", "2", [], {}, 1.0], ids=repr)
def test_what_is_neither_true_nor_false_is_refused(name: str, value: object) -> None:
    fields = of_licence({name: value})
    assert document_refusal(fields) == (Fault.MALFORMED, f"ModuleLicenses[0].{name}")


@pytest.mark.parametrize(
    "value, expected",
    [
        (True, True),
        ("true", True),
        ("1", True),
        (False, False),
        ("false", False),
        ("0", False),
        ("", False),
        (None, False),
    ],
    ids=repr,
)
def test_true_and_false_have_the_spellings_of_json_and_xml(value: object, expected: bool) -> None:
    found = licence({"Unrestricted": value, "IsHidden": value})
    assert (found.unrestricted, found.hidden) == (expected, expected)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("tomorrow", id="word"),
        pytest.param("2027-02-30", id="no-such-day"),
        pytest.param("0001-01-01T00:00:00 or so", id="never-and-more"),
        pytest.param("9999-12-31T23:59:59Z", id="too-far-to-be-shown"),
        pytest.param(" ", id="space"),
    ],
)
@pytest.mark.parametrize("name", DATES)
def test_what_is_no_date_is_refused(name: str, value: str) -> None:
    assert document_refusal(document() | {name: value}) == (Fault.MALFORMED, name)
