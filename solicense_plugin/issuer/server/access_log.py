"""The access log: one JSON object a line, in files that are rotated by size."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from datetime import datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path

from filelock import FileLock
from flask import Flask, Response, g, request

#: A file of the log, in bytes, and how many old ones are kept.
SIZE, KEPT = 5_000_000, 5
#: The longest text of an entry, in characters.
_LONGEST = 254


class AccessLog:
    """Writes entries; several threads and processes may write to one log."""

    def __init__(self, file: Path, *, size: int = SIZE) -> None:
        self._handler = RotatingFileHandler(
            file, maxBytes=size, backupCount=KEPT, encoding="utf-8", delay=True
        )
        self._lock = FileLock(file.with_name(f"{file.name}.lock"))

    def write(self, entry: dict[str, object]) -> None:
        """Append an entry."""
        record = logging.makeLogRecord({"msg": json.dumps(entry)})
        with self._lock:
            self._handler.emit(record)
            # Opened again next time: another process may have rotated the file meanwhile.
            self._handler.close()


def register(app: Flask, log: AccessLog, clock: Callable[[], datetime]) -> None:
    """Write an entry for every request of an application."""

    @app.after_request
    def _entry(answer: Response) -> Response:
        log.write(
            {
                "when": clock().isoformat(),
                "what": f"{request.method} {request.path}"[:_LONGEST],
                "serial": str(g.get("serial", ""))[:_LONGEST],
                "status": answer.status_code,
            }
        )
        return answer
