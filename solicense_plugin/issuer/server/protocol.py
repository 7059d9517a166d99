"""The protocol of a licence server (docs/licence-server.md)."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Mapping

from flask import Blueprint, Response, abort, g, jsonify, request

from solicense_plugin.domain.errors import PackageRefused
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.status import LicenceStatus
from solicense_plugin.issuer.server import requests
from solicense_plugin.issuer.server.desk import Desk
from solicense_plugin.issuer.server.folder import FolderFault
from solicense_plugin.issuer.server.issuing import Issued
from solicense_plugin.issuer.server.statuses import Answer
from solicense_plugin.packages import revocations, strict_json
from solicense_plugin.packages.documents import SHORT
from solicense_plugin.packages.lines import MEDIA_TYPE

_ISSUE = re.compile(r"[0-9]{1,10}")

_log = logging.getLogger(__name__)


def routes(desk: Desk) -> Blueprint:
    """Return the protocol's routes for the owner of a desk's folder."""
    protocol = Blueprint("protocol", __name__)

    @protocol.get("/packages/<owner>")
    def package(owner: str) -> Response:
        _demand_owner(desk, owner)
        _number()
        return file(desk.package(_asking()))

    @protocol.get("/status/<owner>")
    def status(owner: str) -> Response:
        _demand_owner(desk, owner)
        return jsonify(_status(desk, _asking(), _number()).fields())

    @protocol.get("/history/<owner>/<module>")
    def history(owner: str, module: str) -> Response:
        _demand_owner(desk, owner)
        entries = list(desk.history(_asking(), module))
        return jsonify({"moduleName": module, "history": entries})

    @protocol.post("/changes/<owner>")
    def change(owner: str) -> Response:
        _demand_owner(desk, owner)
        fields = _body()
        old = identity(fields, serial="serial", company="company")
        new = identity(fields, serial="newSerial", company="newCompany")
        return file(desk.change(old, new))

    @protocol.get("/revocations")
    def revoked() -> Response:
        found = desk.folder.revocations
        if not found.exists():
            abort(404, "Nothing has been revoked.")
        return _cached(found.read_bytes(), revocations.MEDIA_TYPE)

    _add_requests(protocol, desk)
    return protocol


def _add_requests(protocol: Blueprint, desk: Desk) -> None:
    @protocol.post("/requests/<owner>")
    def request_code(owner: str) -> Response:
        _demand_owner(desk, owner)
        code = _body().get("code")
        if not isinstance(code, str):
            abort(400, "code must be the request code.")
        return file(requests.answer(desk, code))


def identity(fields: Mapping[str, object], *, serial: str, company: str) -> Identity:
    """Return who is asked for, as it is stored and compared; its serial number is logged."""
    found = Identity.of(_text(fields, company), _text(fields, serial))
    g.serial = found.serial_number
    return found


def _text(fields: Mapping[str, object], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or len(value) > SHORT:
        abort(400, f"{name} must be a text of {SHORT} characters at the most.")
    return value


def _asking() -> Identity:
    found = identity(request.args, serial="serial", company="company")
    if not found.serial_number or not found.company_name:
        abort(400, "serial and company say whose licence it is.")
    return found


def _number() -> int | None:
    text = request.args.get("issue", "")
    if text and not _ISSUE.fullmatch(text):
        abort(400, "issue must be the number of a package.")
    return int(text) if text else None


def _body() -> dict[str, object]:
    if not request.is_json:
        abort(415, "The body must be application/json.")
    try:
        fields = strict_json.loads(request.get_data())
    except (PackageRefused, UnicodeDecodeError):
        fields = None
    if not isinstance(fields, dict):
        abort(400, "The body must be a JSON object.")
    return fields


def _demand_owner(desk: Desk, owner: str) -> None:
    if owner != desk.owner():
        abort(404, "This is the licence server of another owner.")


def _status(desk: Desk, asking: Identity, issue: int | None) -> Answer:
    try:
        return desk.status(asking, issue)
    except FolderFault as error:
        _log.error("%s", error)
        return Answer(LicenceStatus.UNKNOWN_ERROR)


def file(issued: Issued) -> Response:
    """Send a package."""
    return _cached(issued.content(), MEDIA_TYPE)


def _cached(content: bytes, media_type: str) -> Response:
    """Send nothing to whoever has the same already."""
    answer = Response(content, content_type=media_type)
    answer.set_etag(hashlib.sha256(content).hexdigest())
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.make_conditional(request)
    answer.headers.pop("Date", None)  # the web server writes its own
    return answer
