"""An open tab follows what happens elsewhere: it asks often, and mostly hears nothing."""

from __future__ import annotations

from flask import Response, request

from solicense_plugin.services import installations
from solicense_plugin.web import numbers, tab
from solicense_plugin.web.desk import desk


def news(owner: str) -> Response:
    """Send what has changed on an owner's tab since a revision; nothing where nothing has."""
    seen = request.args.get("revision", default=0, type=numbers.large)
    if seen == installations.revision(desk().context):
        return Response(status=204)
    return tab.changed_rows(owner)
