"""After any sequence of what people do, use is what a recount finds and nothing is oversold."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from solicense_plugin.store.session import Store
from tests.conftest import rounds
from tests.support.licensing import Licensing
from tests.support.world import World

FEW = rounds(1, 0)  # the same examples each time in the suite, new ones in `dev.py soak`


@pytest.mark.slow
def test_use_is_a_recount_and_within_the_quantity_after_any_sequence(
    new_world: Callable[[], World], store: Store
) -> None:
    many = store.engine.dialect.name == "sqlite"

    class OfThisDatabase(Licensing):
        def __init__(self) -> None:
            super().__init__(new_world)

    run_state_machine_as_test(
        OfThisDatabase,
        settings=settings(
            max_examples=rounds(15, 400) if many else rounds(6, 60),
            stateful_step_count=rounds(25, 50),
            derandomize=bool(FEW),
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
