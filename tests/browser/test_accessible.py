"""Nobody is shut out: axe finds nothing in any state, in whatever colours."""

from __future__ import annotations

from solicense_plugin.testing.browser import axe
from tests.support.seen import Seen


def test_axe_finds_nothing_in_light_and_in_dark(seen: Seen) -> None:
    """What the dark changes is colours."""
    assert axe(seen.page) == []
    seen.page.emulate_media(color_scheme="dark")
    assert axe(seen.page, "color-contrast") == []
