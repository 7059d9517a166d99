"""SuperOffice's license statuses, and what the host does about each."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.status import Consequence, LicenceStatus

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
