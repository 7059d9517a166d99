"""The boundary around every call of somebody else's code: what fails costs its caller only.

Whatever an add-on raises (``SystemExit`` too) is logged with a traceback, its name and a
short reference, and becomes a value. A call with a budget runs in a thread of its own, which
is left behind when it is late: Python cannot end it.
"""

from __future__ import annotations

import logging
import secrets
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar

_log = logging.getLogger("solicense.add_ons")

#: Threads that an add-on may have left behind before it is asked nothing more.
_MOST_LATE = 8

Answer = TypeVar("Answer")


class FaultKind(StrEnum):
    """What went wrong in somebody else's code."""

    RAISED = "raised"
    LATE = "late"
    #: It answered with something that the hook does not take.
    WRONG_VALUE = "wrong-value"


@dataclass(frozen=True, slots=True)
class Fault:
    """One call that failed."""

    #: Six hexadecimal digits, shown on the screen and written into the log.
    reference: str
    add_on: str
    #: What was asked: a hook, or a tab and what of it.
    contribution: str
    kind: FaultKind
    #: The exception in a line.
    message: str
    #: Its traceback; for administrators and the log only.
    details: str


class AddOnFailed(Exception):
    """A call of an add-on failed; it is logged already."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(f"add-on {fault.add_on}: {fault.contribution} ({fault.reference})")
        self.fault = fault


class WrongValue(Exception):
    """An add-on answered with something that the hook does not take; the message says what."""


@dataclass(slots=True)
class Boundary:
    """The boundary around one add-on."""

    add_on: str
    _late: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(_MOST_LATE))

    def call(
        self, contribution: str, function: Callable[[], Answer], *, budget: float | None = None
    ) -> Answer:
        """Return what the function returns.

        :param contribution: what is asked, for the log and the Add-ons page.
        :param budget: for how many seconds to wait; ``None`` for as long as it takes.
        :raises AddOnFailed: it raised, was late, or answered with the wrong thing.
        """
        answer = _ask(function) if budget is None else self._ask_within(function, budget)
        if answer.error is None:
            return answer.value  # type: ignore[return-value]  # without an error there is a value
        fault = self._fault(contribution, answer.error)
        _log.error(
            "add-on %s: %s failed, reference %s",
            self.add_on,
            contribution,
            fault.reference,
            exc_info=answer.error,
        )
        raise AddOnFailed(fault) from answer.error

    def _ask_within(self, function: Callable[[], Answer], budget: float) -> _Answer[Answer]:
        if not self._late.acquire(blocking=False):
            return _Answer(None, TimeoutError("too many earlier calls have not ended"))
        answers: SimpleQueue[_Answer[Answer]] = SimpleQueue()

        def ask() -> None:
            try:
                answers.put(_ask(function))
            finally:
                self._late.release()

        threading.Thread(target=ask, daemon=True, name=f"add-on {self.add_on}").start()
        try:
            return answers.get(timeout=budget)
        except Empty:
            return _Answer(None, TimeoutError(f"no answer within {budget:g} s"))

    def _fault(self, contribution: str, error: BaseException) -> Fault:
        kind = FaultKind.RAISED
        if isinstance(error, WrongValue):
            kind = FaultKind.WRONG_VALUE
        elif isinstance(error, TimeoutError):
            kind = FaultKind.LATE
        return Fault(
            reference=secrets.token_hex(3).upper(),
            add_on=self.add_on,
            contribution=contribution,
            kind=kind,
            message=_one_line(error),
            details="".join(traceback.format_exception(error)),
        )


@dataclass(frozen=True, slots=True)
class _Answer(Generic[Answer]):
    value: Answer | None
    error: BaseException | None


def _ask(function: Callable[[], Answer]) -> _Answer[Answer]:
    try:
        return _Answer(function(), None)
    except (Exception, SystemExit) as error:  # noqa: BLE001  what an add-on raises is its own loss
        return _Answer(None, error)


def _one_line(error: BaseException) -> str:
    """Return an exception in a line; its own ``__str__`` is somebody else's code too."""
    try:
        text = " ".join(str(error).split())
    except (Exception, SystemExit):  # noqa: BLE001  what an add-on raises is its own loss
        text = ""
    return f"{type(error).__name__}: {text}"[:500] if text else type(error).__name__
