"""What an administrator says of a database that looks like a copy."""

from __future__ import annotations

from contextlib import suppress

from flask import abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin.domain.copies import CopyDecision
from solicense_plugin.services import copies
from solicense_plugin.services.context import AlreadyDone
from solicense_plugin.web import pages
from solicense_plugin.web.desk import desk
from solicense_plugin.web.pages import Form


def decide() -> AnyResponse:
    """Keep what the administrator says, and show the screen."""
    mine, form, said = desk(), Form.sent(), request.form.get("decision", "")
    if said not in set(CopyDecision):
        abort(422)
    with suppress(AlreadyDone):  # the screen shows what holds
        copies.decide(mine.context, decision=CopyDecision(said), actor=mine.actor, token=form.once)
    return redirect(pages.link("screen"), 303)
