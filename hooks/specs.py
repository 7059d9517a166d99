"""Every hook. A host implements the first kind once; anybody may implement the second.

An implementation may take fewer arguments than a hook has, so that hooks can grow.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import tzinfo
from typing import Protocol

import pluggy
from flask import Flask

from solicense_plugin.hooks.values import DatabaseFacts, HostUser, LicenceTab, Screen

#: The name under which implementations are marked.
PROJECT = "solicense"

hookspec = pluggy.HookspecMarker(PROJECT)


class HostHooks(Protocol):
    """What the host CRM tells us, and is told."""

    @hookspec(firstresult=True)
    def solicense_current_user(self) -> HostUser | None:
        """Return who is signed in, or ``None`` for nobody.

        Called once in each request to one of our pages. If it fails, the request fails:
        nobody is let in on a guess.

        .. versionadded:: 0.1
        """

    @hookspec(firstresult=True)
    def solicense_users(self, installation: str, ids: Collection[str] | None) -> Iterable[HostUser]:
        """Return an installation's users, all of them or those with these ids.

        Called by ``flask licences sync-users``, outside any transaction of ours. An id
        that the host does not know is left out of the answer.

        .. versionadded:: 0.1
        """

    @hookspec(firstresult=True)
    def solicense_sign_in_url(self, next: str) -> str:  # noqa: A002  the host's word for it
        """Return where somebody signs in who is not signed in.

        :param next: a path on this site, to come back to.

        .. versionadded:: 0.1
        """

    @hookspec(firstresult=True)
    def solicense_page_template(self) -> str | None:
        """Return the template that our pages extend.

        It has the blocks ``solicense_title``, ``solicense_head`` and
        ``solicense_content``. ``None``, or no implementation: a plain layout of ours.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_register_screen(self, app: Flask, screen: Screen) -> None:
        """Put the Licences screen into the menu, under Settings and maintenance.

        Called once, when the plugin is set up.

        .. versionadded:: 0.1
        """

    @hookspec
    def solicense_register_user_tab(self, app: Flask, tab: Screen) -> None:
        """Put the tab User licences on the Users screen.

        Called once, when the plugin is set up.

        .. versionadded:: 0.1
        """

    @hookspec(firstresult=True)
    def solicense_installation(self) -> str | None:
        """Return the host's key of the installation that this request is about.

        Needed only where one deployment holds several.

        .. versionadded:: 0.1
        """

    @hookspec(firstresult=True)
    def solicense_timezone(self, installation: str) -> tzinfo | None:
        """Return the installation's time zone, for dates that have no offset.

        Without it, ``SOLICENSE_TIMEZONE``.

        .. versionadded:: 0.1
        """

    @hookspec(firstresult=True)
    def solicense_database_facts(self, installation: str) -> DatabaseFacts | None:
        """Return which database this is, so that a copy of it is recognised.

        Called with each request to a page of ours, each page with notices and each
        command, outside any transaction of ours: keep it cheap. ``None``, no
        implementation, or one that fails (it is logged): copies are not recognised.

        .. versionadded:: 0.1
        """


class AddOnHooks(Protocol):
    """What add-ons contribute. Our own tabs come through the same hooks."""

    @hookspec
    def solicense_licence_tabs(self) -> Sequence[LicenceTab] | None:
        """Add tabs to the Licences screen.

        Called once, when the plugin is set up; titles are lazy. An add-on whose hook
        fails is logged and left out, the others are not affected.

        :returns: the tabs, or ``None`` for none.

        .. versionadded:: 0.1
        """
