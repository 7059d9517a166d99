"""The dialog that asks for company name and serial number the first time."""

from __future__ import annotations

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin import htmx, messages
from solicense_plugin.domain.errors import InvalidField
from solicense_plugin.domain.names import SUPEROFFICE
from solicense_plugin.i18n import gettext as _
from solicense_plugin.services import installations
from solicense_plugin.web import pages
from solicense_plugin.web.desk import desk
from solicense_plugin.web.pages import Form


def show() -> Response:
    """Ask whose installation this is."""
    return _dialog()


def identify() -> AnyResponse:
    """Store whose installation this is."""
    mine = desk()
    try:
        installations.identify(
            mine.context,
            company_name=request.form.get("company_name", ""),
            serial_number=request.form.get("serial_number", ""),
            actor=mine.actor,
        )
    except InvalidField as invalid:
        return _dialog({invalid.field: messages.invalid(invalid)}, status=422)
    url = pages.link("package", owner=SUPEROFFICE)
    return htmx.go_to(url) if htmx.wants_fragment() else redirect(url, 303)


def _dialog(problems: dict[str, str] | None = None, status: int = 200) -> Response:
    return pages.show_dialog(
        "dialogs/_identify.html",
        title=_("Company and serial number"),
        owner=SUPEROFFICE,
        status=status,
        form=Form.new(),
        problems=problems or {},
        company_name=request.form.get("company_name", ""),
        serial_number=request.form.get("serial_number", ""),
        back=pages.link("screen"),
    )
