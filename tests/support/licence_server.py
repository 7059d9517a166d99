"""The reference licence server as a process of its own, by a clock that tests move.

Started as a program (``python -m tests.support.licence_server FOLDER CLOCK PORT``) it
serves the folder, with its shop, and prints its port once it listens.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from werkzeug.serving import make_server

from solicense_plugin.issuer.server import create_server
from tests.support.licence_folder import LicenceFolder
from tests.support.moving_clock import MovingClock
from tests.support.signing import NOW, Issuer

ROOT = Path(__file__).parents[2]


@dataclass
class LicenceServer:
    """The process, its folder and its clock, seen from a test."""

    folder: LicenceFolder
    clock: MovingClock
    #: Kept over a restart; 0 is a free one at the first start.
    port: int = 0
    _process: subprocess.Popen[str] | None = field(default=None, init=False)

    @property
    def url(self) -> str:
        """What ``LicenseUrl`` says of it, also while it is stopped."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def addresses(self) -> dict[str, Any]:
        """The fields of a source that lead here."""
        return {"LicenseUrl": self.url, "ShopUrl": f"{self.url}/shop"}

    def customer(self, *modules: Mapping[str, object], **fields: Any) -> Path:
        """Write a customer's source, with the addresses of this server."""
        return self.folder.customer(*modules, **(self.addresses | fields))

    def start(self) -> None:
        """Serve the folder; returns once it answers."""
        arguments = [str(self.folder.path), str(self.clock.file), str(self.port)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__, *arguments],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(cast("IO[str]", self._process.stdout).readline())

    def stop(self) -> None:
        """Stop serving, in the middle of whatever it does."""
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


@contextmanager
def licence_server(
    folder: Path, issuer: Issuer | None = None, clock: MovingClock | None = None
) -> Iterator[LicenceServer]:
    """Make an owner's folder and serve it.

    :param folder: where it is made; the clock's file stands beside it.
    :param issuer: the owner and whoever approved him; SUPEROFFICE unless given.
    :param clock: one that a host shares; else one that begins at ``NOW``.
    """
    beside = folder.with_name(f"{folder.name}.clock")
    folder.mkdir(parents=True, exist_ok=True)
    server = LicenceServer(
        LicenceFolder.make(folder, issuer or Issuer()), clock or MovingClock.at(beside, NOW)
    )
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _serve(folder: Path, clock: Path, port: int) -> None:
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = create_server(folder, clock=MovingClock(clock), with_shop=True)
    server = make_server("127.0.0.1", port, app, threaded=True)
    sys.stdout.write(f"{server.server_port}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    _serve(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
