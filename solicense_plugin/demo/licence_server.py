"""The licence servers and shops of the demo world, on this machine: SuperOffice's and ACME's."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

from solicense_plugin.demo.app import State
from solicense_plugin.issuer.server import create_server

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def _now() -> datetime:
    return datetime.now(UTC)


def choose_port(state: State) -> None:
    """Find a free port. Packages name it, so that it stays the same as long as the world."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        state.licence_server.mkdir()
        (state.licence_server / "port").write_text(str(probe.getsockname()[1]))


@contextmanager
def serving(state: State, clock: Callable[[], datetime] = _now) -> Iterator[None]:
    """Serve licences and shops in threads, each owner's from a folder of his own.

    :raises OSError: the port is taken.
    """
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app: WSGIApplication = create_server(state.licence_server, clock=clock, with_shop=True)
    if state.partner_server.exists():
        partner = create_server(state.partner_server, clock=clock, with_shop=True)
        app = DispatcherMiddleware(app, {urlsplit(state.partner_url).path: partner})
    server = make_server("127.0.0.1", state.licence_port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
