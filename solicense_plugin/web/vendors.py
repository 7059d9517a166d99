"""Asking an add-on during a request: behind its boundary, in a thread, for a limited time.

The thread has a context of the request of its own, so that the add-on can make addresses and
speaks the language of the request; ``flask.g`` is empty there, since what the host keeps in
it (a connection, for instance) belongs to the request's own thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import copy_current_request_context, url_for

from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.boundary import AddOnFailed, WrongValue
from solicense_plugin.hooks.tabs import LicenceTab, TabContext
from solicense_plugin.i18n import language, spoken_as_here
from solicense_plugin.services import add_ons
from solicense_plugin.web.desk import Desk, desk

#: For how many seconds a part of an add-on's may be waited for: nothing else waits with it.
PATIENCE = 10.0
#: For how many seconds a page waits to hear whether a tab is visible.
GLANCE = 0.05

Answer = TypeVar("Answer")


def ask(add_on: AddOn, contribution: str, call: Callable[[], Answer]) -> Answer:
    """Ask an add-on something.

    :param contribution: what is asked, for the log and the Add-ons page.
    :raises AddOnFailed: it raised, was late, or answered with the wrong thing.
    :raises ContributionPaused: it failed too often, and was not asked.
    """
    inside = copy_current_request_context(spoken_as_here(call))
    return add_ons.ask(desk().context, add_on, contribution, inside, budget=PATIENCE)


def own_pages(add_on: AddOn) -> str:
    """Return what the addresses of an add-on's own pages begin with."""
    return f"{url_for('solicense.screen')}add-ons/{add_on.name}/"


def context_of(mine: Desk) -> TabContext:
    """Return what an add-on is told about who looks."""
    return TabContext(mine.user, mine.installation, language())


def title_of(tab: LicenceTab) -> str:
    """Return a tab's title, which was read when the plugin was set up."""
    return desk().parts.add_ons.title_of(tab, language())


def may_see(add_on: AddOn, tab: LicenceTab) -> bool:
    """Return whether the tab is for this user; who cannot say so in time shows it.

    It is asked once a request, and its faults are only logged: a page makes no query for them.
    After three in a row it is not asked for a minute.
    """
    if tab.visible is None:
        return True
    known = desk().visible
    if tab.key not in known:
        known[tab.key] = _visible(add_on, tab.key, tab.visible)
    return known[tab.key]


def _visible(add_on: AddOn, key: str, visible: Callable[[TabContext], bool]) -> bool:
    if add_on.glances.rests(f"visible {key}"):
        return True
    context = context_of(desk())

    def look() -> bool:
        answer: object = visible(context)
        if not isinstance(answer, bool):
            raise WrongValue(f"visible must answer True or False, not {answer!r:.100}")
        return answer

    inside = copy_current_request_context(spoken_as_here(look))
    try:
        return add_on.glances.take(f"visible {key}", inside, budget=GLANCE)
    except AddOnFailed:
        return True
