"""What a licence server answers: a status and what belongs to it (domain.md 1.2)."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from solicense_plugin.domain.status import LicenceStatus


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, and what belongs to it."""

    code: LicenceStatus
    #: Of the current package, 0 when that is not known.
    issue_number: int = 0
    #: The new ones, with a status that says that there are.
    company_name: str = ""
    serial_number: str = ""
    #: In the issuer's own words.
    message: str = ""
    url: str = ""

    def fields(self) -> dict[str, object]:
        """Return what a client reads; what is not known is left out."""
        values = {
            "issueNumber": self.issue_number,
            "companyName": self.company_name,
            "serialNr": self.serial_number,
            "message": self.message,
            "url": self.url,
        }
        return {"code": self.code.value} | {name: value for name, value in values.items() if value}


class Declined(Exception):
    """No package, and why."""

    def __init__(self, answer: Answer, http: HTTPStatus, detail: str) -> None:
        super().__init__(answer, http, detail)
        self.answer = answer
        #: For an answer that is a package otherwise.
        self.http = http
        #: For whoever reads the problem document.
        self.detail = detail

    @classmethod
    def unknown(cls) -> Declined:
        """Return the same for an unknown serial number and another company's.

        Nobody learns which serial numbers there are.
        """
        detail = "There is no licence for this serial number and company."
        return cls(Answer(LicenceStatus.PROBLEM_WITH_LICENCE), HTTPStatus.NOT_FOUND, detail)

    @classmethod
    def failed(cls) -> Declined:
        """Return that it is the server's own fault; its log says more than its answer."""
        detail = "The licence cannot be issued now. Its issuer has been told."
        return cls(Answer(LicenceStatus.UNKNOWN_ERROR), HTTPStatus.INTERNAL_SERVER_ERROR, detail)
