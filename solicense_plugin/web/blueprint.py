"""The table of our pages, behind the one guard."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Blueprint, url_for

from solicense_plugin.web import (
    activated,
    activation,
    check,
    copies,
    faults,
    guard,
    history,
    installation,
    licence,
    news,
    package,
    removal,
    request_code,
    superfluous,
    tab,
    users,
)

_PACKAGE = Path(__file__).parent.parent
_STATIC = _PACKAGE / "static"


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
    owner, of_licence = "/owners/<owner>", "/owners/<owner>/licences/<licence>"
    for path, endpoint, get, post in (
        ("/", "screen", tab.screen, None),
        ("/tabs/<key>", "tab", tab.tab, None),
        (of_licence, "licence", licence.show, None),
        (f"{of_licence}/superfluous", "superfluous", superfluous.show, superfluous.decide),
        (f"{owner}/activation", "activation", activation.show, activation.activate),
        (
            f"{owner}/activations/<int(max=2147483647):issue>",
            "activated",
            activated.show,
            activated.open_for_the_first_time,
        ),
        (f"{owner}/package", "package", package.show, package.load),
        (f"{owner}/removal", "removal", removal.show, removal.remove),
        (f"{owner}/request-code", "request_code", request_code.show, None),
        (f"{owner}/news", "news", news.news, None),
        ("/installation", "installation", installation.show, installation.change),
        ("/users", "users", users.show, None),
        ("/history", "history", history.show, None),
    ):
        pages.add_url_rule(path, endpoint, get, methods=["GET"])
        if post is not None:
            pages.add_url_rule(path, f"{endpoint}_post", post, methods=["POST"])
    pages.add_url_rule("/installation/copy", "copy_post", copies.decide, methods=["POST"])
    pages.add_url_rule(f"{owner}/check", "check_post", check.check, methods=["POST"])
    return pages
