"""Request codes: each is answered once, with the package of whoever asks by it."""

from __future__ import annotations

import hashlib
from http import HTTPStatus

from flask import g

from solicense_plugin.domain.request_code import RequestCode, UnreadableCode
from solicense_plugin.domain.status import LicenceStatus
from solicense_plugin.issuer.server.desk import Desk
from solicense_plugin.issuer.server.folder import Folder
from solicense_plugin.issuer.server.issuing import Issued
from solicense_plugin.issuer.server.statuses import Answer, Declined


def answer(desk: Desk, text: str) -> Issued:
    """Return the package that a code asks for; the code is of no use after that.

    :raises Declined: it is no code or was altered, is for another owner, was answered
        before, or its customer has no package or a newer one.
    """
    code = _read(text)
    if code.owner != desk.owner():
        raise _declined(HTTPStatus.NOT_FOUND, "This request code asks another licence owner.")
    g.serial = code.identity.serial_number
    issued = desk.package(code.identity)
    if issued.number < code.issue_number:
        raise _declined(HTTPStatus.CONFLICT, "This installation has a newer licence than ours.")
    if not _is_first(desk.folder, code):
        detail = "This request code has been answered already. Open a new one and send that."
        raise _declined(HTTPStatus.CONFLICT, detail)
    return issued


def _read(text: str) -> RequestCode:
    try:
        return RequestCode.read(text)
    except UnreadableCode as error:
        detail = "This is no request code, or something in it has been changed."
        raise _declined(HTTPStatus.UNPROCESSABLE_ENTITY, detail) from error


def _is_first(folder: Folder, code: RequestCode) -> bool:
    """Remember that a code is answered; tell whether it was not before.

    A file that must not be there yet: of two who come at once, one makes it.
    """
    name = hashlib.sha256(code.text().encode()).hexdigest()
    folder.answered.mkdir(exist_ok=True)
    try:
        (folder.answered / name).open("x").close()
    except FileExistsError:
        return False
    return True


def _declined(http: HTTPStatus, detail: str) -> Declined:
    return Declined(Answer(LicenceStatus.PROBLEM_WITH_LICENCE), http, detail)
