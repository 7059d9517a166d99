"""Problem documents (RFC 9457) for whatever is not the answer that was asked for."""

from __future__ import annotations

import json
import logging
from http import HTTPStatus

from flask import Flask, Response
from werkzeug.exceptions import HTTPException

from solicense_plugin.domain.status import LicenceStatus
from solicense_plugin.issuer.server.folder import FolderFault
from solicense_plugin.issuer.server.statuses import Answer, Declined

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger(__name__)


def register(app: Flask) -> None:
    """Answer every error of an application with a problem document."""
    app.register_error_handler(Declined, declined)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def declined(error: Declined) -> Response:
    """Return the problem document of a customer who gets no package."""
    return _problem(error.http, error.detail, error.answer)


def _http(error: HTTPException) -> Response:
    """Return the problem document of a request that is none of ours."""
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    ours = status >= HTTPStatus.INTERNAL_SERVER_ERROR
    code = LicenceStatus.UNKNOWN_ERROR if ours else LicenceStatus.PROBLEM_WITH_LICENCE
    answer = _problem(status, error.description or status.description, Answer(code))
    kept = {"Allow", "Retry-After"}
    answer.headers.extend((n, v) for n, v in error.get_headers() if n in kept)
    return answer


def _failed(error: Exception) -> Response:
    """Return that the fault is here. What it is stands in the log alone."""
    if isinstance(error, FolderFault):
        _log.error("%s", error)
    else:
        _log.exception("unexpected")
    return declined(Declined.failed())


def _problem(status: HTTPStatus, detail: str, answer: Answer) -> Response:
    document = {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
    } | answer.fields()
    return Response(json.dumps(document), status.value, content_type=MEDIA_TYPE)
