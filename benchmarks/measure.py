"""Measuring: CPU time, in turns with what it is compared with, so that noise hits both."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask
from werkzeug.test import EnvironBuilder

Run = Callable[[], object]


def request(app: Flask, path: str, **headers: str) -> Run:
    """Return what makes one GET request to an application, without a client around it."""
    environment = EnvironBuilder(path, headers=list(headers.items())).get_environ()

    def run() -> bytes:
        statuses: list[str] = []

        def start(status: str, _headers: Any, _error: Any = None) -> Callable[[bytes], object]:  # noqa: ANN401
            statuses.append(status)
            return statuses.append  # type: ignore[return-value]  # nobody writes

        body = b"".join(app.wsgi_app(dict(environment), start))
        if statuses != ["200 OK"]:
            raise RuntimeError(statuses)
        return body

    return run


@dataclass(frozen=True)
class Pair:
    """Two things measured in turns: medians in milliseconds, and the median of the ratios."""

    ours: float
    bare: float
    ratio: float


def in_turns(ours: Run, bare: Run, *, before: Run = int, rounds: int = 300) -> Pair:
    """Measure two things in turns.

    :param before: done before each of ours, and not measured.
    """
    taken = []
    for _ in range(rounds):
        before()
        taken.append((_cpu(ours), _cpu(bare)))
    del taken[:5]
    return Pair(
        ours=statistics.median(mine for mine, _ in taken) * 1000,
        bare=statistics.median(theirs for _, theirs in taken) * 1000,
        ratio=statistics.median(mine / theirs for mine, theirs in taken),
    )


def _cpu(run: Run) -> float:
    before = time.process_time()
    run()
    return time.process_time() - before
