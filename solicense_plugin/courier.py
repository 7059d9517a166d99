"""Events in process: a thread that tells add-ons what has happened."""

from __future__ import annotations

import logging
from threading import Event, Thread

from flask import Flask

from solicense_plugin.parts import EXTENSION, Parts
from solicense_plugin.services import deliveries, installations

_log = logging.getLogger("solicense.deliveries")

#: How often each process looks for events that failed, or that others left behind.
_SECONDS = 60


class Courier:
    """The thread of one application, one in each process that serves it."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._woken = Event()

    def start(self) -> None:
        """Start the thread of this process."""
        Thread(target=self._go_round, daemon=True, name="solicense courier").start()

    def wake(self) -> None:
        """Say that there is something to tell; where no thread runs, others find it."""
        self._woken.set()

    def _go_round(self) -> None:
        while True:
            self.deliver()
            self._woken.wait(_SECONDS)
            self._woken.clear()

    def deliver(self) -> None:
        """Tell what is due; a failure is logged and does not end the thread."""
        mine: Parts = self._app.extensions[EXTENSION]
        try:
            with self._app.app_context():  # the host's engine may need it
                for key in installations.keys(mine.store):
                    deliveries.deliver(mine.context(key))
        except Exception:  # noqa: BLE001  the thread goes on, whatever it was
            _log.exception("Events could not be told")
