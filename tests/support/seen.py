"""A state that has been brought about, for tests that only look at it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, Page

from tests.support.chromium import Watch, open_context
from tests.support.crm_server import CrmServer
from tests.support.crm_world import CrmWorld
from tests.support.states import State


@dataclass(frozen=True)
class Seen:
    """A state, and the page that shows it."""

    state: State
    page: Page
    watch: Watch


@contextmanager
def see(
    state: State, world: CrmWorld, server: CrmServer, browser: Browser, **options: Any
) -> Iterator[Seen]:
    """Bring a state about in a world of its own."""
    state.world(world)
    watch = Watch()
    cookie = world.cookie(state.login) if state.login else ""
    url = server.serve(world.folder, settings=dict(state.settings), vendors=state.vendors)
    context = open_context(browser, watch, url, cookie=cookie, **options)
    page = context.new_page()
    state.reach(page, world)
    yield Seen(state, page, watch)
    context.close()
    server.stop(url)
    world.close()
