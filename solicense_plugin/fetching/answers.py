"""Reading what a licence server says in JSON: a status, or a problem that carries one.

Everything in it is a stranger's: what is not as agreed is one fault, and what people
will see is cut and cleaned.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from solicense_plugin.domain.fetch_faults import FetchFailed, FetchFault
from solicense_plugin.domain.status import LicenceStatus, ServerStatus
from solicense_plugin.domain.texts import LONGEST
from solicense_plugin.fetching.exchange import Answer

PACKAGE_TYPE = "application/vnd.solicense.package"
STATUS_TYPE = "application/json"
PROBLEM_TYPE = "application/problem+json"

_LONGEST_MESSAGE = 1_000
_LONGEST_URL = 2_000
_URL = re.compile(r"https?://[!-~]+", re.IGNORECASE)
_ISSUE_NUMBERS = range(1, 2**31)


def unexpected(detail: str) -> FetchFailed:
    """Return the failure of an answer that is none of those agreed on."""
    return FetchFailed(FetchFault.UNEXPECTED_ANSWER, detail)


def failure(answer: Answer) -> FetchFailed:
    """Return the failure that an answer means by its status or type."""
    if answer.status >= 500:
        return FetchFailed(FetchFault.SERVER_PROBLEM, str(answer.status))
    return unexpected(f"{answer.status} {answer.media_type}")


def problem(answer: Answer) -> ServerStatus:
    """Read a problem document (RFC 9457) whose ``code`` is a license status.

    :raises FetchFailed: ``server-problem`` or ``unexpected-answer``.
    """
    if answer.status < 400 or answer.media_type != PROBLEM_TYPE:
        raise failure(answer)
    try:
        return read_status(answer.content)
    except FetchFailed:
        # Other programs between us and the server have problem documents of their own.
        raise failure(answer) from None


def read_status(content: bytes) -> ServerStatus:
    """Read a license status from JSON. What is not set, or null, is empty.

    :raises FetchFailed: ``unexpected-answer``.
    """
    fields = _object(content)
    code = _text(fields, "code")
    if code not in set(LicenceStatus):
        raise unexpected(f"code {code}")
    return ServerStatus(
        LicenceStatus(code),
        _issue_number(fields),
        _name(fields, "companyName"),
        _name(fields, "serialNr"),
        _message(fields),
        _url(fields),
    )


def _object(content: bytes) -> Mapping[str, object]:
    try:
        value: object = json.loads(content.decode())
    except (ValueError, RecursionError):
        raise unexpected("JSON") from None
    if not isinstance(value, dict):
        raise unexpected("JSON")
    return value


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise unexpected(name)
    return value


def _name(fields: Mapping[str, object], name: str) -> str:
    """Read a name that is compared, so that it is taken as it is or not at all."""
    text = _text(fields, name)
    if len(text) > LONGEST or not text.isprintable():
        raise unexpected(name)
    return text


def _issue_number(fields: Mapping[str, object]) -> int | None:
    number = fields.get("issueNumber")
    if number is None:
        return None
    # True and False are whole numbers to Python.
    if not isinstance(number, int) or isinstance(number, bool) or number not in _ISSUE_NUMBERS:
        raise unexpected("issueNumber")
    return number


def _message(fields: Mapping[str, object]) -> str:
    """Read a text for people: one line, without what cannot be printed, not too long."""
    line = " ".join(_text(fields, "message").split())
    return "".join(c for c in line if c.isprintable())[:_LONGEST_MESSAGE]


def _url(fields: Mapping[str, object]) -> str:
    url = _text(fields, "url")
    if url and (len(url) > _LONGEST_URL or not _URL.fullmatch(url)):
        raise unexpected("url")
    return url
