"""The tab User licences of the Users screen: which are in use, and by whom."""

from __future__ import annotations

from flask import Response

from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import language
from solicense_plugin.services import overview
from solicense_plugin.web import pages, tab
from solicense_plugin.web.desk import desk


def show() -> Response:
    """Show the user licences of every owner; each leads to its holders."""
    mine = desk()
    titles = overview.titles(mine.context)
    sections = []
    for title in titles:
        seen = overview.overview(
            mine.context, owner=title.owner.name, language=language(), viewer=mine.user.id
        )
        kinds = tab.sections(seen, tab.ListWanted("", "", descending=False, hidden=False))
        sections += [(title, section) for section in kinds if section.key == "user"]
    return pages.show_panel(
        "tabs/_users.html", title=_("User licences"), key="", titles=titles, sections=sections
    )
