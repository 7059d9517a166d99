"""A package that contradicts itself, or is somebody else's, is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.licence import ModuleLicence
from solicense_plugin.domain.package import LicencePackage
from tests.support.signing import COMPANY, NOW, SERIAL
from tests.support.values import MICROSECOND, US, hidden, licence, owner, package, plan

LATER = NOW + MICROSECOND


def refusal(sent: LicencePackage) -> tuple[Fault, str]:
    with pytest.raises(PackageRefused) as refused:
        sent.demand_sense()
    return refused.value.fault, refused.value.detail


def test_a_sensible_package_is_accepted() -> None:
    package(
        plan("ten-sales", implies="user,gone"),
        hidden("user"),
        licence("pocket", prerequisite="ten-sales"),
        licence("remote", prerequisite="pocket"),
        licence("far", 1, prerequisite="not-in-this-package"),
        owner=owner(admin_warning=NOW, expiry=NOW, grace=NOW),
    ).demand_sense()


@pytest.mark.parametrize(
    "licences, named",
    [
        pytest.param([licence("web"), licence("WEB")], "web", id="a-module-twice"),
        pytest.param([licence("web", 0)], "web", id="a-quantity-of-nothing"),
        pytest.param([licence("web", 0, unrestricted=True)], "web", id="nothing-but-unrestricted"),
        pytest.param(
            [plan("one", implies="two"), plan("two")], "two", id="a-plan-in-another-plans-set"
        ),
        pytest.param([licence("web", prerequisite="Web")], "web", id="its-own-prerequisite"),
    ],
)
def test_a_contradiction_is_refused_by_name(licences: list[ModuleLicence], named: str) -> None:
    assert refusal(package(*licences)) == (Fault.CONTRADICTORY, named)


@given(length=st.integers(1, 60), before=st.integers(0, 5))
def test_a_circle_of_prerequisites_of_any_length_is_refused(length: int, before: int) -> None:
    circle = [licence(f"m{n}", prerequisite=f"m{(n + 1) % length}") for n in range(length)]
    chain = [licence(f"to{n}", prerequisite=f"to{n - 1}" if n else "m0") for n in range(before)]
    fault, named = refusal(package(*chain, *circle))
    assert (fault, named[0]) == (Fault.CONTRADICTORY, "m")


@given(length=st.integers(2, 60))
def test_a_circle_of_plans_of_any_length_is_refused(length: int) -> None:
    plans = [plan(f"p{n}", implies=f"p{(n + 1) % length}") for n in range(length)]
    assert refusal(package(*plans))[0] is Fault.CONTRADICTORY


@given(length=st.integers(1, 200))
def test_a_long_chain_of_prerequisites_is_no_circle(length: int) -> None:
    chain = [licence(f"m{n}", prerequisite=f"m{n + 1}") for n in range(length)]
    package(*chain).demand_sense()


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(package(owner=owner(admin_warning=LATER, expiry=NOW)), id="warned-too-late"),
        pytest.param(package(owner=owner(expiry=LATER, grace=NOW)), id="grace-before-expiry"),
        pytest.param(package(owner=owner(admin_warning=LATER, grace=NOW)), id="no-expiry-between"),
    ],
)
def test_dates_out_of_order_are_refused(sent: LicencePackage) -> None:
    assert refusal(sent)[0] is Fault.CONTRADICTORY


def test_a_package_is_for_the_company_and_the_serial_that_it_names() -> None:
    package(licence("web")).demand_for(US)


@pytest.mark.parametrize(
    "company, serial, fault, named",
    [
        pytest.param(
            COMPANY, "1010000007", Fault.UNKNOWN_SERIAL, "1010000007", id="another-serial"
        ),
        pytest.param("Other AS", SERIAL, Fault.WRONG_COMPANY, "Other AS", id="another-company"),
        pytest.param(
            COMPANY.lower(), SERIAL, Fault.WRONG_COMPANY, COMPANY.lower(), id="another-case"
        ),
        pytest.param("Other AS", "7", Fault.UNKNOWN_SERIAL, "7", id="the-serial-is-named-first"),
    ],
)
def test_a_package_of_somebody_else_is_refused(
    company: str, serial: str, fault: Fault, named: str
) -> None:
    sent = package(licence("web"), identity=Identity.of(company, serial))
    with pytest.raises(PackageRefused) as refused:
        sent.demand_for(US)
    assert (refused.value.fault, refused.value.detail) == (fault, named)
