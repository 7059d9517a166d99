"""The pictures of the documentation: SOLICENSE_SCREENSHOTS=1 writes them to docs/screenshots.

Without it, too, every state is brought about, so that no picture can become impossible.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.support.chromium import picture
from tests.support.crm_server import ROOT, CrmServer
from tests.support.crm_world import CrmWorld
from tests.support.seen import Seen, see
from tests.support.states import STATES, State

_WANTED = os.environ.get("SOLICENSE_SCREENSHOTS") == "1"
_STORY = ["tab-waiting", "activate-blocked", "superfluous-chosen", "details-plan", "load-refused"]
_GERMAN = [state for state in STATES if state.name in {*_STORY, "user-licences", "start"}]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the pictures go: kept only where that was asked for."""
    return ROOT / "docs" / "screenshots" if _WANTED else tmp_path


def test_every_picture_can_be_taken(seen: Seen, folder: Path) -> None:
    """In every state where pictures are wanted; else in those with the most to show."""
    page = seen.page
    is_story = seen.state.name in _STORY
    if is_story or _WANTED:
        _take(seen, folder / f"{seen.state.name}.png")
    if is_story:
        page.emulate_media(color_scheme="dark")
        _take(seen, folder / f"{seen.state.name}-dark.png")
        page.emulate_media(color_scheme="light", forced_colors="active")
        _take(seen, folder / f"{seen.state.name}-forced-colours.png")
        page.emulate_media(forced_colors="none")
        page.set_viewport_size({"width": 320, "height": 800})
        _take(seen, folder / f"{seen.state.name}-320.png")


@pytest.mark.parametrize("state", _GERMAN, ids=lambda state: state.name)
def test_pictures_can_be_taken_in_german(
    state: State, world: CrmWorld, crm_server: CrmServer, chromium: Browser, folder: Path
) -> None:
    with see(state, world, crm_server, chromium, locale="de-DE") as seen:
        _take(seen, folder / f"{state.name}-de.png")
        seen.watch.saw_nothing()


def _take(seen: Seen, file: Path) -> None:
    """Take a picture of an open dialog in its window, or of a whole page."""
    is_open = seen.page.locator("dialog[open]").count()
    picture(seen.page, seen.watch, file, whole=not is_open)
    assert file.stat().st_size > 0
