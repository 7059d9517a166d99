"""The host CRM: its hooks as typed calls, and how it is found."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import tzinfo
from importlib.metadata import entry_points
from typing import Any

import pluggy
from flask import Flask

from solicense_plugin.hooks.specs import PROJECT, AddOnHooks, HostHooks
from solicense_plugin.hooks.values import DatabaseFacts, HostUser, Screen

_ENTRY_POINTS = "solicense.host"
_log = logging.getLogger("solicense.hooks")


class HostError(Exception):
    """The host's side of the plugin is missing or incomplete; the message says what to do."""


class Host:
    """The host CRM's hooks, as typed calls. Add-ons are never asked these."""

    #: Without these nothing works.
    _NEEDED = ("solicense_current_user", "solicense_users", "solicense_sign_in_url")

    def __init__(self, implementation: object) -> None:
        manager = pluggy.PluginManager(PROJECT)
        manager.add_hookspecs(HostHooks)
        manager.add_hookspecs(AddOnHooks)
        manager.register(implementation, "host")
        manager.check_pending()
        self._hook: Any = manager.hook
        for name in self._NEEDED:
            if not getattr(self._hook, name).get_hookimpls():
                message = f"the host must implement {name} (marked with hookimpl)"
                raise HostError(message)

    def current_user(self) -> HostUser | None:
        """Return who is signed in."""
        user: HostUser | None = self._hook.solicense_current_user()
        return user

    def users(self, installation: str, ids: Collection[str] | None = None) -> Iterable[HostUser]:
        """Return the installation's users, or those with these ids."""
        users: Iterable[HostUser] = self._hook.solicense_users(installation=installation, ids=ids)
        return users

    def sign_in_url(self, return_to: str) -> str:
        """Return where somebody signs in."""
        url: str = self._hook.solicense_sign_in_url(next=return_to)
        return url

    def page_template(self) -> str | None:
        """Return the layout that our pages extend."""
        template: str | None = self._hook.solicense_page_template()
        return template

    def register_screen(self, app: Flask, screen: Screen) -> None:
        """Hand the host the Licences screen for its menu."""
        self._hook.solicense_register_screen(app=app, screen=screen)

    def register_user_tab(self, app: Flask, tab: Screen) -> None:
        """Hand the host the tab for its Users screen."""
        self._hook.solicense_register_user_tab(app=app, tab=tab)

    def installation(self) -> str | None:
        """Return the installation that this request is about."""
        key: str | None = self._hook.solicense_installation()
        return key

    def timezone(self, installation: str) -> tzinfo | None:
        """Return the installation's time zone."""
        zone: tzinfo | None = self._hook.solicense_timezone(installation=installation)
        return zone

    def database_facts(self, installation: str) -> DatabaseFacts | None:
        """Return which database the installation lives in, if the host can say."""
        try:
            facts: DatabaseFacts | None = self._hook.solicense_database_facts(
                installation=installation
            )
        except Exception:  # noqa: BLE001  licences go on, whatever the host's database says
            _log.exception("the host: solicense_database_facts failed")
            return None
        return facts


def find_host() -> object:
    """Return the host of the one installed entry point, when none was given.

    :raises HostError: there is none, or more than one.
    """
    found = list(entry_points(group=_ENTRY_POINTS))
    if len(found) != 1:
        names = ", ".join(point.name for point in found) or "none"
        message = f"give host=…, or install one entry point {_ENTRY_POINTS} (found: {names})"
        raise HostError(message)
    host = found[0].load()
    return host() if isinstance(host, type) else host
