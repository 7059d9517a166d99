"""What a licence server says of an owner's licences: SuperOffice's license statuses."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from solicense_plugin.domain.installation import Identity


class Consequence(StrEnum):
    """What the host does about a status."""

    #: Nothing new.
    NOTHING = "nothing"
    #: Fetch the package; activate it when nothing stands against that.
    FETCH = "fetch"
    #: Tell the administrators what the server has to say.
    TELL = "tell"
    #: Ask an administrator for a decision: the server has no licence for this installation.
    DECIDE = "decide"
    #: Ask again later, as after an answer that did not come.
    ASK_AGAIN = "ask-again"


class LicenceStatus(StrEnum):
    """SuperOffice's license statuses, as the protocol spells them (domain.md 1.2)."""

    OK = "Ok"
    NEW_LICENCE_AVAILABLE = "NewLicenseAvailable"
    NEW_COMPANY_NAME_AVAILABLE = "NewCompanyNameAvailable"
    NEW_SERIAL_AVAILABLE = "NewSerialAvailable"
    USE_CUSTOM_MESSAGE = "UseCustomMessage"
    USE_CUSTOM_MESSAGE_AND_URL = "UseCustomMessageAndUrl"
    NEW_LICENCE_ACTIVATED = "NewLicenseActivated"
    PROBLEM_WITH_LICENCE = "ProblemWithLicense"
    UNKNOWN_ERROR = "UnknownError"

    @property
    def consequence(self) -> Consequence:
        """What the host does about it."""
        return _CONSEQUENCES[self]


_CONSEQUENCES = {
    LicenceStatus.OK: Consequence.NOTHING,
    LicenceStatus.NEW_LICENCE_AVAILABLE: Consequence.FETCH,
    LicenceStatus.NEW_COMPANY_NAME_AVAILABLE: Consequence.FETCH,
    LicenceStatus.NEW_SERIAL_AVAILABLE: Consequence.FETCH,
    LicenceStatus.USE_CUSTOM_MESSAGE: Consequence.TELL,
    LicenceStatus.USE_CUSTOM_MESSAGE_AND_URL: Consequence.TELL,
    LicenceStatus.NEW_LICENCE_ACTIVATED: Consequence.NOTHING,
    LicenceStatus.PROBLEM_WITH_LICENCE: Consequence.DECIDE,
    LicenceStatus.UNKNOWN_ERROR: Consequence.ASK_AGAIN,
}


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """A licence server's word on an owner's licences. What it lacks is empty."""

    status: LicenceStatus
    #: The issue number of the owner's newest package for this installation.
    issue_number: int | None = None
    company_name: str = ""
    serial_number: str = ""
    #: For administrators, in the server's words: one line without control characters.
    #: Hostile text, so that pages escape it.
    message: str = ""
    #: An address for a link, http or https.
    url: str = ""

    def new_identity(self, known: Identity) -> Identity | None:
        """Return whose installation it is by now; ``None`` when that is nobody new.

        :param known: whose it was; what the server leaves out stays.
        """
        new = Identity.of(
            self.company_name or known.company_name, self.serial_number or known.serial_number
        )
        return None if new == known else new
