"""The whole story: by mouse, by keyboard alone, without JavaScript, two languages, two htmx."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.ledger import Action
from tests.browser.conftest import OpenContext, Serve
from tests.support.crm_world import CrmWorld
from tests.support.hands import Keyboard, Mouse, Scriptless
from tests.support.story import Story

pytestmark = [
    pytest.mark.parametrize("language", ["en-GB", "de-DE"]),
    pytest.mark.parametrize(
        "hand, htmx",
        [
            pytest.param(Mouse, "2", id="mouse-htmx 2.0.11"),
            pytest.param(Mouse, "4", id="mouse-htmx 4.0.1"),
            pytest.param(Keyboard, "2", id="keyboard-htmx 2.0.11"),
            pytest.param(Keyboard, "4", id="keyboard-htmx 4.0.1"),
            pytest.param(Scriptless, "2", id="no JavaScript"),
        ],
    ),
]


@pytest.fixture
def story(
    open_context: OpenContext,
    serve: Serve,
    world: CrmWorld,
    hand: type[Mouse],
    htmx: str,
    language: str,
) -> Story:
    context = open_context(serve(htmx=htmx), locale=language, java_script_enabled=hand.scripted)
    page = context.new_page()
    return Story(page, hand(page), world)


def test_superfluous_licences_are_removed_and_the_new_licence_is_activated(story: Story) -> None:
    story.sign_in()
    story.go_to_licences()
    story.look_at_new_licence()
    story.go_to_superfluous()
    story.search_and_sort()
    story.choose_people()
    story.apply()
    story.activate()
    assert story.world.count(Action.SUPERFLUOUS_REMOVED) == 1
    assert story.world.count(Action.PACKAGE_ACTIVATED) == 2


def test_holders_of_a_licence_are_searched_sorted_and_paged(story: Story) -> None:
    story.sign_in()
    story.go_to_licences()
    story.look_at_holders()
    story.close_dialog("#sl-of-web")
    story.was_not_reloaded()


def test_a_licence_file_is_refused_or_loaded_and_a_second_time_changes_nothing(
    story: Story,
) -> None:
    story.sign_in()
    story.go_to_licences()
    story.load_bad_file()
    story.load_good_file()
    story.load_same_file()
    story.was_not_reloaded()
    assert story.world.count(Action.PACKAGE_LOADED) == 3
