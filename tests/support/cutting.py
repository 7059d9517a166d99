"""Statements that fail in the middle of a transaction, as a lost connection would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count

from sqlalchemy import Engine, event


class CutOffError(Exception):
    """What ends a transaction in the middle."""


@contextmanager
def cut_off_at(engine: Engine, number: int) -> Iterator[Callable[[], bool]]:
    """Let the n-th statement fail, and tell whether it was reached."""
    statements = count(1)
    reached: list[int] = []

    def come(*_event: object) -> None:
        if next(statements) == number:
            reached.append(number)
            raise CutOffError

    event.listen(engine, "before_cursor_execute", come)
    yield lambda: bool(reached)
    event.remove(engine, "before_cursor_execute", come)
