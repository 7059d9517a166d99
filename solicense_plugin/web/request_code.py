"""The dialog Request code: asking for a licence where no network leads to its owner."""

from __future__ import annotations

import segno
from flask import Response
from markupsafe import Markup

from solicense_plugin.domain.errors import NotIdentified
from solicense_plugin.i18n import gettext as _
from solicense_plugin.services import request_codes
from solicense_plugin.web import installation, pages
from solicense_plugin.web.desk import desk


def show(owner: str) -> Response:
    """Show a new request code, and what to do with it.

    A GET may make one, since nothing is stored here: whether a code was answered is known
    to the licence owner alone, and one that is never sent costs nothing.
    """
    try:
        code = request_codes.make(desk().context, owner=owner).text()
    except NotIdentified:
        return installation.show()
    return pages.show_dialog(
        "dialogs/_request_code.html",
        title=_("Request code"),
        owner=owner,
        code=code,
        picture=_picture(code),
        load=pages.link("package", owner=owner),
        back=pages.back_to_tab(owner),
    )


def _picture(code: str) -> Markup:
    """Draw a code to be photographed, as large as the place that it is put in."""
    drawn = segno.make_qr(code, error="l").svg_inline(omitsize=True, light="#fff", border=2)
    return Markup(drawn)  # noqa: S704  lines and numbers alone
