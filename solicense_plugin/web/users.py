"""The tab User licences of the Users screen: which are in use, and by whom."""

from __future__ import annotations

from flask import Response

from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import language
from solicense_plugin.services import overview
from solicense_plugin.web import pages
from solicense_plugin.web.desk import desk
from solicense_plugin.web.licence_list import Words


def show() -> Response:
    """Show the user licences of every owner; each leads to its holders."""
    owned = overview.user_licences(desk().context, language=language())
    sections = [
        (title.owner, list(map(Words(title.owner).row, rows))) for title, rows in owned if rows
    ]
    return pages.show_panel(
        "tabs/_users.html",
        title=_("User licences"),
        key="",
        titles=[title for title, _rows in owned],
        sections=sections,
    )
