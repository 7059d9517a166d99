"""The boundary around somebody else's code: what fails is a value, a log line and a reference."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Iterator
from threading import Event
from threading import enumerate as threads

import pytest

from solicense_plugin.domain.add_ons import FaultKind
from solicense_plugin.hooks.boundary import AddOnFailed, Boundary, WrongValue

NAME = "acme"


@pytest.fixture
def boundary() -> Boundary:
    return Boundary(NAME)


@pytest.fixture
def gate() -> Iterator[Event]:
    """What late calls wait for; they end with the test."""
    gate = Event()
    yield gate
    gate.set()
    for thread in threads():
        if thread.name == f"add-on {NAME}":
            thread.join(10)


def raising(error: BaseException) -> Callable[[], object]:
    def call() -> object:
        raise error

    return call


class Mute(Exception):
    """An exception that cannot even be read."""

    def __str__(self) -> str:
        raise SystemExit(4)


@pytest.mark.parametrize("budget", [None, 5.0], ids=["at once", "in a thread"])
def test_an_answer_is_passed_on(boundary: Boundary, budget: float | None) -> None:
    assert boundary.call("tab acme", lambda: 5, budget=budget) == 5


@pytest.mark.parametrize("budget", [None, 5.0], ids=["at once", "in a thread"])
@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        pytest.param(OSError("a\nb"), FaultKind.RAISED, "OSError: a b", id="an error"),
        pytest.param(KeyError(), FaultKind.RAISED, "KeyError", id="an error without a word"),
        pytest.param(SystemExit(3), FaultKind.RAISED, "SystemExit: 3", id="the program's end"),
        pytest.param(
            asyncio.CancelledError(), FaultKind.RAISED, "CancelledError", id="a cancellation"
        ),
        pytest.param(TimeoutError("x"), FaultKind.LATE, "TimeoutError: x", id="its own time-out"),
        pytest.param(
            WrongValue("no tab"), FaultKind.WRONG_VALUE, "WrongValue: no tab", id="a wrong value"
        ),
        pytest.param(Mute(), FaultKind.RAISED, "Mute", id="an error that cannot be read"),
        pytest.param(
            OSError("\x00\ud800\x1b[31m"), FaultKind.RAISED, "OSError: ���[31m", id="no characters"
        ),
    ],
)
def test_whatever_it_raises_is_a_fault(
    boundary: Boundary, budget: float | None, error: BaseException, kind: FaultKind, message: str
) -> None:
    with pytest.raises(AddOnFailed) as failed:
        boundary.call("tab acme", raising(error), budget=budget)
    fault = failed.value.fault
    assert (fault.add_on, fault.contribution, fault.kind) == (NAME, "tab acme", kind)
    assert fault.message == message
    assert "in call" in fault.details
    fault.details.encode()


def test_a_long_message_is_cut(boundary: Boundary) -> None:
    with pytest.raises(AddOnFailed) as failed:
        boundary.call("tab acme", raising(OSError("x" * 10_000)))
    assert len(failed.value.fault.message) == 500


def test_somebody_at_the_terminal_is_obeyed(boundary: Boundary) -> None:
    with pytest.raises(KeyboardInterrupt):
        boundary.call("tab acme", raising(KeyboardInterrupt()))


def test_a_fault_is_logged_with_its_reference_its_add_on_and_a_traceback(
    boundary: Boundary, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(AddOnFailed) as failed:
        boundary.call("tab acme", raising(OSError("away")))
    (record,) = caplog.records
    reference = failed.value.fault.reference
    assert re.fullmatch("[0-9A-F]{6}", reference)
    assert record.getMessage() == f"add-on acme: tab acme failed, reference {reference}"
    assert (record.levelno, record.name) == (logging.ERROR, "solicense.add_ons")
    assert record.exc_info is not None


def test_a_traceback_that_no_encoding_takes_is_logged_all_the_same(
    boundary: Boundary, caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(AddOnFailed):
        boundary.call("tab acme", raising(OSError("away \ud800")))
    assert b"OSError: away \xef\xbf\xbd" in caplog.text.encode()


def test_a_fault_within_a_fault_is_taken_as_it_is_and_logged_once(
    boundary: Boundary, caplog: pytest.LogCaptureFixture
) -> None:
    def within() -> object:
        return boundary.call("solicense_plan_limits", raising(OSError("away")), budget=5)

    with pytest.raises(AddOnFailed) as failed:
        boundary.call("limits", within)
    assert failed.value.fault.contribution == "solicense_plan_limits"
    assert len(caplog.records) == 1


def test_a_late_answer_is_not_waited_for(boundary: Boundary, gate: Event) -> None:
    with pytest.raises(AddOnFailed) as failed:
        boundary.call("badge acme", gate.wait, budget=0.01)
    assert failed.value.fault.kind is FaultKind.LATE
    assert failed.value.fault.message == "TimeoutError: no answer within 0.01 s"


def test_threads_that_are_left_behind_are_bounded_and_an_end_makes_room(
    boundary: Boundary, gate: Event
) -> None:
    messages = set()
    for _ in range(12):
        with pytest.raises(AddOnFailed) as failed:
            boundary.call("badge acme", gate.wait, budget=0.001)
        messages.add(failed.value.fault.message)
    mine = [thread for thread in threads() if thread.name == f"add-on {NAME}"]
    assert len(mine) == 8
    assert "TimeoutError: too many earlier calls have not ended" in messages
    gate.set()
    for thread in mine:
        thread.join(10)
    assert boundary.call("badge acme", lambda: "well", budget=5) == "well"


def test_one_add_on_that_hangs_takes_no_thread_from_another(gate: Event) -> None:
    hanging = Boundary(NAME)
    for _ in range(9):
        with pytest.raises(AddOnFailed):
            hanging.call("badge acme", gate.wait, budget=0.001)
    assert Boundary("globex").call("badge globex", lambda: 1, budget=5) == 1
