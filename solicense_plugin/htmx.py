"""htmx-flask behind a few functions.

Its own ``init_app`` would replace the host's request class; its reading of headers
and its responses need no such thing, so that the host's class stays as it is.
"""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from flask import Response, request
from htmx_flask import make_response
from htmx_flask.requests import HtmxHeaders


def wants_fragment() -> bool:
    """Tell whether htmx asks for a part of a page, rather than somebody for a whole one."""
    headers = HtmxHeaders(request.headers)
    return bool(headers) and not headers.boosted and not headers.history_restore_request


def page_around() -> SplitResult:
    """Return the address of the page that htmx asks from; empty where that is no address."""
    try:
        return urlsplit(request.headers.get("HX-Current-URL", ""))
    except ValueError:
        return urlsplit("")


def fragment(html: str, *, status: int = 200, into: str | None = None) -> Response:
    """Return a part of a page.

    :param into: a CSS selector, when it goes elsewhere than the request said.
    """
    response: Response = make_response(html, status, retarget=into)
    if into is not None:
        response.headers["HX-Reswap"] = "innerHTML"
    return response


def go_to(url: str, *, status: int = 200) -> Response:
    """Send the browser to another page."""
    response: Response = make_response("", status, redirect=url)
    return response
