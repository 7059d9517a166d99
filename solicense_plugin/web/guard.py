"""The one guard before every page of ours: nothing else decides who may do what."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from flask import Response, current_app, g, redirect, request
from flask_wtf.csrf import validate_csrf
from werkzeug.wrappers import Response as AnyResponse
from wtforms import ValidationError

from solicense_plugin import htmx, i18n
from solicense_plugin.domain.errors import LicenceError
from solicense_plugin.hooks.values import Access
from solicense_plugin.packages.lines import MAX_BYTES
from solicense_plugin.parts import parts
from solicense_plugin.web.desk import Desk

#: No form of ours is larger than the one with a licence file in it.
MAX_REQUEST = MAX_BYTES + 64 * 1024
#: A form is as good as the session that it belongs to.
_AS_LONG_AS_THE_SESSION = 10 * 365 * 24 * 3600
#: Pages that are a form or lead to one, of no use to whoever may not send it; and what add-ons'
#: errors tell.
_ADMINISTRATORS_ALONE = frozenset(
    f"solicense.{page}"
    for page in (
        "add_ons",
        "installation",
        "keepers",
        "package",
        "removal",
        "request_code",
        "superfluous",
    )
)
#: What a page asks for by itself: nobody is taken from his page for it.
_QUIET = "solicense.news"
#: Scripts and styles only from this site, nothing in line, no frames around us.
POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)


class Forbidden(LicenceError):
    """The user may not do this."""


class ForgedForm(LicenceError):
    """A form without the session's token: too old, or somebody else's."""


def admit() -> AnyResponse | None:
    """Let in who may do what the request asks for.

    :raises Forbidden: the user may not.
    :raises ForgedForm: a POST without this session's token.
    """
    i18n.forget_speech()
    mine = parts()
    user = mine.host.current_user()
    if user is None:
        quiet = request.endpoint == _QUIET and htmx.wants_fragment()
        return Response(status=204) if quiet else _to_sign_in()
    request.max_content_length = MAX_REQUEST
    reads = request.method in {"GET", "HEAD", "OPTIONS"}
    may_look = reads and request.endpoint not in _ADMINISTRATORS_ALONE
    if user.access < (Access.VIEW if may_look else Access.ADMINISTER):
        raise Forbidden
    if not reads:
        _demand_token()
    g.solicense_desk = Desk.of(mine, user)
    return None


def _to_sign_in() -> AnyResponse:
    """Send somebody to the host's sign-in, and back to the page that he was on."""
    if not htmx.wants_fragment():
        return redirect(parts().host.sign_in_url(_path(urlsplit(request.url))), 303)
    return htmx.go_to(parts().host.sign_in_url(_path(htmx.page_around())), status=401)


def _path(url: SplitResult) -> str:
    """Return the path of an address, so that nobody is sent to another site."""
    path = "/" + url.path.lstrip("/\\")
    return f"{path}?{url.query}" if url.query else path


def csrf_field() -> str:
    """Return the name of the hidden field, which the host may have chosen."""
    name: str = current_app.config.get("WTF_CSRF_FIELD_NAME", "csrf_token")
    return name


def _demand_token() -> None:
    try:
        validate_csrf(request.form.get(csrf_field()), time_limit=_AS_LONG_AS_THE_SESSION)
    except ValidationError as error:
        raise ForgedForm from error


def seal(response: Response) -> Response:
    """Put the headers on that every page of ours has."""
    response.vary.add("HX-Request")
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    if parts().sends_policy:
        response.headers["Content-Security-Policy"] = POLICY
    return response
