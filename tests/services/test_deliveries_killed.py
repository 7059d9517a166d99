"""A process killed between commit and delivery, or between parts, loses no event."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from solicense_plugin.services import deliveries
from tests.support.listening import Listener, install
from tests.support.processes import Place
from tests.support.signing import plan
from tests.support.telling import Telling, is_killed_telling
from tests.support.world import World


@pytest.mark.slow
def test_what_was_told_before_a_kill_is_not_told_again_but_for_one_part(
    world: World, database_url: str, tmp_path: Path
) -> None:
    world.own(plan("sales", 3000))
    world.people(2500)
    install(world, acme=Listener())
    world.give("sales", range(1, 2501))
    work = Telling(Place.of(world, database_url), tmp_path / "told", later=0)
    assert is_killed_telling(work, 2)
    assert parts(work) == ["1", "2"]
    assert not is_killed_telling(work, 9)
    assert parts(work) == ["1", "2"]  # it is still the dead one's
    assert not is_killed_telling(replace(work, later=1), 9)
    assert parts(work) == ["1", "2", "2", "3"]
    assert deliveries.backlog(world.context) == []


def parts(work: Telling) -> list[str]:
    return [identifier.rsplit("-", 1)[1] for identifier in work.ids()]
