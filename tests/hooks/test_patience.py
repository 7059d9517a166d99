"""Those who are late one after another do not add up."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event

import pytest

from solicense_plugin.hooks.boundary import AddOnFailed, Boundary
from solicense_plugin.hooks.patience import Patience


@pytest.fixture
def gate() -> Iterator[Event]:
    gate = Event()
    yield gate
    gate.set()


def test_whoever_is_late_leaves_half_of_the_patience(gate: Event) -> None:
    patience = Patience(0.04)
    for name in ("one", "two"):
        with pytest.raises(AddOnFailed):
            patience.call(Boundary(name), "import", gate.wait)
    assert patience.seconds == 0.01


def test_whoever_answers_or_fails_in_time_leaves_all_of_it() -> None:
    patience = Patience(5)
    assert patience.call(Boundary("one"), "import", lambda: "here") == "here"
    with pytest.raises(AddOnFailed):
        patience.call(Boundary("two"), "import", lambda: 1 // 0)
    assert patience.seconds == 5
