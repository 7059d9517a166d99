"""Check now: asking an owner's licence server."""

from __future__ import annotations

from contextlib import suppress

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin import htmx
from solicense_plugin.services import updates
from solicense_plugin.services.context import AlreadyDone
from solicense_plugin.web import pages, tab
from solicense_plugin.web.desk import desk
from solicense_plugin.web.pages import Form


def check(owner: str) -> AnyResponse:
    """Ask the owner's licence server now, and show the tab with what came of it.

    A page that finds it overdue asks by itself, and then only the first one does. Of an
    owner that is not here only a page asks that knew so.
    """
    mine, form = desk(), Form.sent()
    with suppress(AlreadyDone):  # the tab says how it stands
        updates.check(
            mine.context,
            owner=owner,
            actor=mine.actor,
            token=form.once,
            only_if_due="overdue" in request.args,
            absent_too="absent" in request.form,
        )
    if htmx.wants_fragment():
        return tab.owner_panel(owner, checked=True)
    return redirect(pages.back_to_tab(owner, checked=1), 303)
