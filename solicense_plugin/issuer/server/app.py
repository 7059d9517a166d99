"""The licence server as a Flask application."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, Response

from solicense_plugin.issuer import keys
from solicense_plugin.issuer.server import access_log, problems, protocol, shop
from solicense_plugin.issuer.server.desk import Desk
from solicense_plugin.issuer.server.folder import Folder

#: No request of ours is longer, in bytes.
MAX_REQUEST = 64 * 1024


def utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def create_server(
    folder: Path | str,
    *,
    clock: Callable[[], datetime] = utc_now,
    key: keys.Private | None = None,
    with_shop: bool = False,
) -> Flask:
    """Make the licence server of an owner from his folder (docs/licence-server.md).

    :param clock: the time, aware; packages are dated by it.
    :param key: where the owner's private key is, unless it is the file ``key``.
    :param with_shop: add the shop page, which takes orders without a login: for demos,
        or behind a login of your own.
    :raises FolderFault: the folder has no certificate and key that fit.
    """
    desk = Desk(Folder.at(Path(folder), key), clock)
    app = Flask(__name__, static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = MAX_REQUEST
    app.json.sort_keys = False  # type: ignore[attr-defined]  # of the default provider
    app.after_request(_harden)
    problems.register(app)
    app.register_blueprint(protocol.routes(desk))
    if with_shop:
        shop.register(app, desk)
    access_log.register(app, access_log.AccessLog(desk.folder.access_log), clock)
    return app


def _harden(answer: Response) -> Response:
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers.setdefault("Cache-Control", "no-store")
    return answer
