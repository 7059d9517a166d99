"""How near a limit of the plan is."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.limits import Nearness, nearness


@pytest.mark.parametrize(
    ("used", "maximum", "near"),
    [
        pytest.param(0, 1000, Nearness.FAR, id="nothing is used"),
        pytest.param(849, 1000, Nearness.FAR, id="84.9 %"),
        pytest.param(850, 1000, Nearness.NEAR, id="85 %"),
        pytest.param(999, 1000, Nearness.NEAR, id="99.9 %"),
        pytest.param(1000, 1000, Nearness.REACHED, id="100 %"),
        pytest.param(1001, 1000, Nearness.REACHED, id="100.1 %"),
        pytest.param(10**18 * 85 - 1, 10**20, Nearness.FAR, id="one less than 85 % of very many"),
    ],
)
def test_a_limit_is_near_from_85_and_reached_from_100_per_cent(
    used: int, maximum: int, near: Nearness
) -> None:
    assert nearness(used, maximum) is near
