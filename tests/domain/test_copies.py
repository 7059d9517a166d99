"""A copied database is recognised by the host's name for it."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.copies import NOWHERE, Home, Origin


@pytest.mark.parametrize(
    "home, here, expected",
    [
        pytest.param(NOWHERE, None, Origin.ORIGINAL, id="nobody-has-named-it"),
        pytest.param(NOWHERE, "north", Origin.ORIGINAL, id="none-was-kept"),
        pytest.param(Home("north"), None, Origin.ORIGINAL, id="the-host-does-not-say"),
        pytest.param(Home("north"), "north", Origin.ORIGINAL, id="the-same"),
        pytest.param(Home("north", "south"), "north", Origin.ORIGINAL, id="back-home"),
        pytest.param(Home("north"), "south", Origin.SUSPECTED, id="another"),
        pytest.param(Home("north", "south"), "south", Origin.COPY, id="called-a-copy"),
        pytest.param(Home("north", "south"), "east", Origin.SUSPECTED, id="a-copy-of-the-copy"),
    ],
)
def test_where_licences_come_from(home: Home, here: str | None, expected: Origin) -> None:
    assert home.origin(here) is expected


def test_only_the_original_updates_itself() -> None:
    assert [origin for origin in Origin if origin.updates_itself] == [Origin.ORIGINAL]
