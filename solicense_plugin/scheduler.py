"""Automatic updates in process: a thread that looks for what is due."""

from __future__ import annotations

import logging
import os
from datetime import UTC, datetime
from threading import Lock

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from solicense_plugin.parts import EXTENSION, Parts
from solicense_plugin.services import installations, updates

_log = logging.getLogger("solicense.updates")

#: How often each process looks. Many that look at once ask a licence server once.
_SECONDS = 300
_JITTER = 60


class Scheduler:
    """The thread of one application, one in each process that serves it."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._starting = Lock()
        self._process = 0

    def begin(self) -> None:
        """Start the thread of this process, unless it runs.

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
        for key in installations.keys(mine.store):
            try:
                updates.run(mine.context(key))
            except Exception:  # noqa: BLE001  the thread goes on, whatever it was
                _log.exception("Updates of installation %s failed", key)
