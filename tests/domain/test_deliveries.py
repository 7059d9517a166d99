"""When an event that could not be told is told again, and until when."""

from __future__ import annotations

from datetime import timedelta

import pytest

from solicense_plugin.domain.deliveries import KEPT, due_again, event_id, expired_before
from tests.support.signing import NOW

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.mark.parametrize(
    "failures, chance, wait",
    [
        pytest.param(1, 0.5, MINUTE, id="first"),
        pytest.param(2, 0.5, 2 * MINUTE, id="second"),
        pytest.param(9, 0.5, 256 * MINUTE, id="ninth"),
        pytest.param(10, 0.5, 6 * HOUR, id="longest"),
        pytest.param(100_000, 0.5, 6 * HOUR, id="for-ever"),
        pytest.param(1, 0.0, 54 * timedelta(seconds=1), id="earliest"),
        pytest.param(10, 0.0, 0.9 * 6 * HOUR, id="earliest-of-the-longest"),
    ],
)
def test_each_failure_doubles_the_wait_up_to_six_hours(
    failures: int, chance: float, wait: timedelta
) -> None:
    assert due_again(failures, NOW, chance) == NOW + wait


def test_an_event_is_told_for_thirty_days() -> None:
    assert timedelta(days=30) == KEPT
    assert expired_before(NOW) == NOW - KEPT


def test_a_part_of_an_event_has_an_id_of_its_own() -> None:
    assert event_id("default", 17, 2) == "default-17-2"
