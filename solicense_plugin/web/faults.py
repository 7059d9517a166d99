"""Errors at the edge: one table from what was refused to a status and a sentence."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable

from flask import Blueprint, Response, make_response, render_template
from werkzeug.exceptions import HTTPException, InternalServerError, RequestEntityTooLarge

from solicense_plugin import htmx, messages
from solicense_plugin.domain.errors import (
    Fault,
    LicenceError,
    NotACopy,
    NotFound,
    NothingWaiting,
    NotIdentified,
    PackageRefused,
    PlatformStays,
    WhichInstallation,
)
from solicense_plugin.i18n import gettext as _
from solicense_plugin.parts import parts
from solicense_plugin.services.busy import is_busy
from solicense_plugin.web.guard import Forbidden, ForgedForm

_log = logging.getLogger("solicense.web")

_ANSWERS: dict[type[LicenceError], tuple[int, Callable[[], str]]] = {
    Forbidden: (
        403,
        lambda: _("Licences are managed by administrators. Ask one of yours for access."),
    ),
    ForgedForm: (
        400,
        lambda: _("This page was open for too long. Reload it and try again."),
    ),
    NotFound: (404, lambda: _("There is no such licence here (any more).")),
    NothingWaiting: (
        409,
        lambda: _("No new licence is waiting. It may have been activated meanwhile."),
    ),
    NotIdentified: (
        409,
        lambda: _("Say first whose installation this is: company name and serial number."),
    ),
    PlatformStays: (409, messages.platform_stays),
    NotACopy: (
        409,
        lambda: _("This database is no copy (any more). Nothing has been changed."),
    ),
    WhichInstallation: (
        500,
        lambda: _("Several installations live here, and the CRM does not say which one is meant."),
    ),
}


def register(pages: Blueprint) -> None:
    """Let the blueprint answer what its pages refuse."""
    pages.register_error_handler(LicenceError, _refused)
    pages.register_error_handler(PackageRefused, _distrusted)
    pages.register_error_handler(RequestEntityTooLarge, _too_large)
    pages.register_error_handler(HTTPException, _http)
    pages.register_error_handler(InternalServerError, _failed)


def _refused(error: LicenceError) -> Response:
    status, sentence = _ANSWERS[type(error)]
    return _answer(status, sentence())


def _distrusted(error: PackageRefused) -> Response:
    """Say why a package that is stored here can no longer be trusted."""
    return _answer(409, messages.refusal(error))


def _too_large(_error: RequestEntityTooLarge) -> Response:
    return _answer(413, messages.refusal(PackageRefused(Fault.TOO_LARGE)))


def _http(error: HTTPException) -> Response | HTTPException:
    """Leave what the web server says to the host, but not inside a part of a page."""
    if not htmx.wants_fragment():
        return error
    return _answer(error.code or 500, error.description or "")


def _failed(error: InternalServerError) -> Response:
    """Say that something failed, with a reference that stands in the log."""
    reference, cause = secrets.token_hex(3).upper(), error.original_exception or error
    _log.error("failure %s", reference, exc_info=cause)
    if is_busy(cause):
        return _answer(503, _busy(reference))
    sentence = _(
        "This could not be done; nothing has been changed. Try again, or give the reference "
        "%(reference)s to whoever runs this installation.",
        reference=reference,
    )
    return _answer(500, sentence)


def _busy(reference: str) -> str:
    return _(
        "The database is busy: something else has been writing to it for too long. Nothing has "
        "been changed. Try again, or give the reference %(reference)s to whoever runs this "
        "installation.",
        reference=reference,
    )


def of_add_on(add_on: str, reference: str) -> Response:
    """Say that a page of an add-on failed; the log has the reference."""
    sentence = _(
        "The add-on %(add_on)s could not do this. Try again, or give the reference "
        "%(reference)s to whoever runs this installation.",
        add_on=add_on,
        reference=reference,
    )
    return _answer(500, sentence)


def _answer(status: int, sentence: str) -> Response:
    if htmx.wants_fragment():
        html = render_template("solicense/parts/_alert.html", sentence=sentence)
        return htmx.fragment(html, status=status, into="#solicense-alert")
    page = render_template(
        "solicense/fault.html",
        sl_layout=parts().layout,
        sl_title=_("Licences"),
        sl_bundled=parts().config.htmx == "bundled",
        sentence=sentence,
    )
    return make_response(page, status)
