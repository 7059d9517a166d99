"""What runs by itself in process: a thread for what is due, and the courier's."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from threading import Lock

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from solicense_plugin.courier import Courier
from solicense_plugin.parts import EXTENSION, Parts
from solicense_plugin.services import installations, updates
from solicense_plugin.services.events import HOOKS

_log = logging.getLogger("solicense.updates")

#: How often each process looks. Many that look at once ask a licence server once.
_SECONDS = 300
_JITTER = 60


class Scheduler:
    """The threads of one application, in each process that serves it."""

    def __init__(self, app: Flask, courier: Courier) -> None:
        self._app = app
        self._courier = courier
        self._starting = Lock()
        self._process = 0

    def begin(self) -> None:
        """Start the threads of this process that are needed, unless they run.

        With the first request and not before it: a server may fork after the application
        was made, and no thread comes along into a new process.
        """
        if self._process == os.getpid():
            return
        with self._starting:
            if self._process != os.getpid():
                self._process = os.getpid()
                self._start()

    def _start(self) -> None:
        mine: Parts = self._app.extensions[EXTENSION]
        self._look_from_time_to_time()
        if any(mine.add_ons.having(hook) for hook in HOOKS.values()):
            self._courier.start()

    def _look_from_time_to_time(self) -> None:
        scheduler = BackgroundScheduler(timezone=UTC)
        scheduler.add_job(
            self.look,
            "interval",
            seconds=_SECONDS,
            jitter=_JITTER,
            coalesce=True,
            next_run_time=datetime.now(UTC),
        )
        scheduler.start()

    def look(self) -> None:
        """Do what is due; a failure is logged and does not end the thread."""
        mine: Parts = self._app.extensions[EXTENSION]
        with self._app.app_context():  # the host's engine may need it
            for key in installations.keys(mine.store):
                try:
                    updates.run(mine.context(key))
                except Exception:  # noqa: BLE001  the thread goes on, whatever it was
                    _log.exception("Updates of installation %s failed", key)
