"""The demo CRM behind a real HTTP server: a process of its own that serves many worlds.

Started as a program it reads one JSON order a line and answers each with one line, so
that starting Python and importing Flask is paid once and a world costs milliseconds.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import threading
from collections.abc import Collection
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from flask import Blueprint, Flask
from werkzeug.serving import BaseWSGIServer, make_server

from solicense_plugin import Licences, hookimpl
from solicense_plugin.demo.app import State, create_app
from solicense_plugin.demo.crm import DemoCrm
from solicense_plugin.testing import bestiary
from tests.support.moving_clock import MovingClock
from tests.support.vendors import VENDORS

ROOT = Path(__file__).parents[2]
VENDOR = ROOT / "tests" / "data" / "vendor"
#: Among the names of add-ons: all of those that do what none should.
BESTIARY = "bestiary"


class _Htmx4Crm(DemoCrm):
    """A host whose layout loads htmx 4.0.1 itself."""

    @hookimpl
    def solicense_page_template(self) -> str:
        return "htmx4/layout.html"


class _Htmx4Licences(Licences):
    def init_app(
        self, app: Flask, *, host: object | None = None, engine: Any = None, add_ons: Any = None
    ) -> None:
        app.register_blueprint(
            Blueprint(
                "htmx4",
                __name__,
                static_folder=str(VENDOR),
                static_url_path="/vendor",
                template_folder=str(ROOT / "tests" / "browser" / "templates"),
            )
        )
        crm = _Htmx4Crm(engine(), "of the tests")
        super().init_app(app, host=crm, engine=engine, add_ons=add_ons or {})


class _With(Licences):
    """The plugin beside vendors' add-ons."""

    def __init__(self, inner: Licences, vendors: Collection[str]) -> None:
        super().__init__()
        self._inner = inner
        self._vendors = vendors

    def init_app(
        self, app: Flask, *, host: object | None = None, engine: Any = None, add_ons: Any = None
    ) -> None:
        add_ons = {name: VENDORS[name]() for name in self._vendors if name != BESTIARY}
        with bestiary.released() if BESTIARY in self._vendors else nullcontext():
            self._inner.init_app(app, host=host, engine=engine, add_ons=add_ons)


def make_crm(
    state: State,
    htmx: str,
    settings: dict[str, object],
    *,
    clock: str = "",
    vendors: Collection[str] = (),
) -> Flask:
    """Make the demo CRM with the plugin's own htmx 2, or in a host that loads htmx 4.

    :param clock: the file of the clock that it goes by; the machine's own where empty.
    :param vendors: names of the add-ons that it has.
    """
    settings = {"SOLICENSE_SCHEDULER": False} | settings
    if htmx == "2":
        licences = Licences(clock=MovingClock(Path(clock))) if clock else Licences()
    else:
        licences = _Htmx4Licences()
        settings["SOLICENSE_HTMX"] = "host"
    if vendors:
        licences = _With(licences, vendors)
    return create_app(state, licences=licences, settings=settings)


@dataclass
class CrmServer:
    """The process, seen from a test."""

    _process: subprocess.Popen[str] = field(init=False)

    def __post_init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def serve(
        self,
        folder: Path,
        htmx: str = "2",
        settings: dict[str, object] | None = None,
        port: int = 0,
        clock: str = "",
        vendors: Collection[str] = (),
    ) -> str:
        """Serve the world in a folder, on a free port unless told, and return its address."""
        order = {
            "folder": str(folder),
            "htmx": htmx,
            "settings": settings or {},
            "port": port,
            "clock": clock,
            "vendors": list(vendors),
        }
        return f"http://127.0.0.1:{self._order(**order)}"

    def stop(self, url: str) -> None:
        """Stop serving a world."""
        self._order(stop=int(url.rpartition(":")[2]))

    def _order(self, **order: object) -> int:
        stdin, stdout = cast("IO[str]", self._process.stdin), cast("IO[str]", self._process.stdout)
        stdin.write(json.dumps(order) + "\n")
        stdin.flush()
        return int(stdout.readline())

    def kill(self) -> None:
        """End the process in the middle of whatever it does."""
        self._process.kill()
        self._process.communicate()


def _start(order: dict[str, Any]) -> tuple[BaseWSGIServer, State]:
    state = State(Path(order["folder"]))
    app = make_crm(
        state,
        order["htmx"],
        order["settings"],
        clock=order["clock"],
        vendors=order["vendors"],
    )
    server = make_server("127.0.0.1", order["port"], app, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server, state


def _obey() -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    served: dict[int, tuple[BaseWSGIServer, State]] = {}
    for line in sys.stdin:
        order = json.loads(line)
        if "stop" in order:
            port = order["stop"]
            server, state = served.pop(port)
            server.shutdown()
            server.server_close()
            state.engine.dispose()
        else:
            server, state = _start(order)
            port = server.server_port
            served[port] = server, state
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _obey()
