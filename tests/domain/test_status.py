"""SuperOffice's license statuses, and what the host does about each."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.status import Consequence, LicenceStatus, ServerStatus

#: domain.md 1.2, CheckLicenceStatusResult.
TABLE = {
    "Ok": Consequence.NOTHING,
    "NewLicenseAvailable": Consequence.FETCH,
    "NewCompanyNameAvailable": Consequence.FETCH,
    "NewSerialAvailable": Consequence.FETCH,
    "UseCustomMessage": Consequence.TELL,
    "UseCustomMessageAndUrl": Consequence.TELL,
    "NewLicenseActivated": Consequence.NOTHING,
    "ProblemWithLicense": Consequence.DECIDE,
    "UnknownError": Consequence.ASK_AGAIN,
}


@pytest.mark.parametrize("status", LicenceStatus)
def test_every_status_has_its_consequence(status: LicenceStatus) -> None:
    assert status.consequence is TABLE[status.value]


def test_there_are_no_other_statuses() -> None:
    assert [status.value for status in LicenceStatus] == list(TABLE)


@pytest.mark.parametrize(
    ("company", "serial", "expected"),
    [
        pytest.param("", "", None, id="nothing-said"),
        pytest.param("Nordlys", " 1 ", None, id="the-same"),
        pytest.param("Nordlys Group", "", Identity("Nordlys Group", "1"), id="another-company"),
        pytest.param("", "2", Identity("Nordlys", "2"), id="another-serial-number"),
        pytest.param("Acme", "2", Identity("Acme", "2"), id="both"),
    ],
)
def test_what_the_server_leaves_out_of_a_new_identity_stays(
    company: str, serial: str, expected: Identity | None
) -> None:
    said = ServerStatus(
        LicenceStatus.NEW_SERIAL_AVAILABLE, company_name=company, serial_number=serial
    )
    assert said.new_identity(Identity("Nordlys", "1")) == expected
