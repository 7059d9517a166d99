"""The table of our pages, behind the one guard."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from solicense_plugin import htmx
from solicense_plugin.web import (
    activated,
    activation,
    add_ons,
    check,
    copies,
    faults,
    frames,
    guard,
    history,
    installation,
    keepers,
    licence,
    licence_panels,
    news,
    package,
    parts_of_vendors,
    removal,
    request_code,
    status,
    superfluous,
    tab,
    users,
)

_View = Callable[..., Response]

_PACKAGE = Path(__file__).parent.parent
_STATIC = _PACKAGE / "static"
_OWNER, _LICENCE = "/owners/<owner>", "/owners/<owner>/licences/<licence>"
#: Address, endpoint, and who answers a GET and a POST.
_PAGES: tuple[tuple[str, str, _View, _View | None], ...] = (
    ("/", "screen", tab.screen, None),
    ("/tabs/<key>", "tab", tab.tab, None),
    ("/tabs/<key>/part", "tab_part", parts_of_vendors.tab_part, None),
    ("/tabs/<key>/badge", "badge", parts_of_vendors.badge, None),
    ("/status", "status", status.show, None),
    (
        "/status/parts/<add_on>/<any(limits,meters,events):kind>",
        "status_part",
        status.part,
        None,
    ),
    (_LICENCE, "licence", licence.show, None),
    (f"{_LICENCE}/panels/<add_on>", "licence_panels", licence_panels.show, None),
    (f"{_LICENCE}/superfluous", "superfluous", superfluous.show, superfluous.decide),
    (f"{_LICENCE}/superfluous/keepers/<add_on>", "keepers", keepers.show, None),
    (f"{_OWNER}/activation", "activation", activation.show, activation.activate),
    (
        f"{_OWNER}/activations/<int(max=2147483647):issue>",
        "activated",
        activated.show,
        activated.open_for_the_first_time,
    ),
    (f"{_OWNER}/package", "package", package.show, package.load),
    (f"{_OWNER}/removal", "removal", removal.show, removal.remove),
    (f"{_OWNER}/request-code", "request_code", request_code.show, None),
    (f"{_OWNER}/news", "news", news.news, None),
    ("/installation", "installation", installation.show, installation.change),
    ("/users", "users", users.show, None),
    ("/history", "history", history.show, None),
    ("/add-ons", "add_ons", add_ons.show, add_ons.resume),
)


def make_assets(url_prefix: str) -> Blueprint:
    """Make the blueprint of our styles and scripts, which anybody may load and keep."""
    assets = Blueprint(
        "solicense_assets",
        __name__,
        static_folder=str(_STATIC),
        static_url_path=f"{url_prefix}/static",
    )
    assets.add_app_template_global(asset, "sl_asset")
    return assets


def asset(name: str) -> str:
    """Return the address of a style or script; it changes with the content."""
    return url_for("solicense_assets.static", filename=name, v=_fingerprint(name))


@cache
def _fingerprint(name: str) -> str:
    return hashlib.sha256((_STATIC / name).read_bytes()).hexdigest()[:12]


def make(url_prefix: str) -> Blueprint:
    """Make the blueprint of one application."""
    pages = Blueprint(
        "solicense",
        __name__,
        url_prefix=url_prefix,
        template_folder=str(_PACKAGE / "templates"),
    )
    pages.before_request(guard.admit)
    pages.after_request(guard.seal)
    faults.register(pages)
    _help_add_ons(pages)
    for path, endpoint, get, post in _PAGES:
        pages.add_url_rule(path, endpoint, get, methods=["GET"])
        if post is not None:
            pages.add_url_rule(path, f"{endpoint}_post", post, methods=["POST"])
    pages.add_url_rule("/installation/copy", "copy_post", copies.decide, methods=["POST"])
    pages.add_url_rule(f"{_OWNER}/check", "check_post", check.check, methods=["POST"])
    return pages


def _help_add_ons(pages: Blueprint) -> None:
    """Give templates of add-ons what solicense/add_on.html and add_on_page.html stand on."""
    pages.add_app_template_global(frames.layout, "sl_add_on_layout")
    pages.add_app_template_global(htmx.wants_fragment, "sl_is_part")
    pages.add_app_template_global(frames.tab_bar, "sl_tab_bar")
    pages.add_app_template_global(frames.csrf_hidden, "sl_csrf_field")
    pages.add_app_template_global(frames.is_bundled, "sl_is_bundled")
