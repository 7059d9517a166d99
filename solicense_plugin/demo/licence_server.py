"""SuperOffice's licence server and shop in the demo world, on this machine."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from werkzeug.serving import make_server

from solicense_plugin.demo.app import State
from solicense_plugin.issuer.server import create_server


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
    """Serve licences and shop in a thread.

    :raises OSError: the port is taken.
    """
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    app = create_server(state.licence_server, clock=clock, with_shop=True)
    server = make_server("127.0.0.1", state.licence_port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
