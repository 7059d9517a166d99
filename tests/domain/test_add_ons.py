"""What fails three times in a row is left alone until somebody resumes it."""

from __future__ import annotations

from datetime import UTC, datetime

from solicense_plugin.domain.add_ons import FAULTS_UNTIL_PAUSE, WELL, Standing

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 22, 12, tzinfo=UTC)


def failed(times: int) -> Standing:
    now = WELL
    for _ in range(times):
        now = now.failed(NOW)
    return now


def test_fewer_faults_pause_nothing() -> None:
    assert failed(FAULTS_UNTIL_PAUSE - 1) == Standing(FAULTS_UNTIL_PAUSE - 1)
    assert not failed(FAULTS_UNTIL_PAUSE - 1).is_paused


def test_so_many_faults_in_a_row_pause_it_from_then_on() -> None:
    assert failed(FAULTS_UNTIL_PAUSE) == Standing(FAULTS_UNTIL_PAUSE, NOW)


def test_a_fault_during_a_pause_does_not_move_its_beginning() -> None:
    assert failed(FAULTS_UNTIL_PAUSE).failed(LATER) == Standing(FAULTS_UNTIL_PAUSE + 1, NOW)
