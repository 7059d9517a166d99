"""One application's host and add-ons: loaded, called one by one, never shared."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator
from datetime import tzinfo
from functools import cached_property
from importlib.metadata import entry_points
from typing import Any

import pluggy
from flask import Flask

from solicense_plugin.hooks.specs import PROJECT, AddOnHooks, HostHooks
from solicense_plugin.hooks.values import RESERVED_KEYS, DatabaseFacts, HostUser, LicenceTab, Screen

hookimpl = pluggy.HookimplMarker(PROJECT)

_HOST_ENTRY_POINTS = "solicense.host"
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
    found = list(entry_points(group=_HOST_ENTRY_POINTS))
    if len(found) != 1:
        names = ", ".join(point.name for point in found) or "none"
        message = f"give host=…, or install one entry point {_HOST_ENTRY_POINTS} (found: {names})"
        raise HostError(message)
    host = found[0].load()
    return host() if isinstance(host, type) else host


class AddOns:
    """Whatever contributes to our screens, ourselves first."""

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager(PROJECT)
        self._manager.add_hookspecs(AddOnHooks)
        self._ours: set[str] = set()

    def register(self, name: str, plugin: object, *, ours: bool = False) -> None:
        """Take an add-on in. Only our own may use the reserved keys."""
        self._manager.register(plugin, name)
        if ours:
            self._ours.add(name)

    @cached_property
    def tabs(self) -> tuple[LicenceTab, ...]:
        """The tabs, by weight and key, collected once.

        Each add-on is asked on its own: what fails is logged and left out.
        """
        found: dict[str, LicenceTab] = {}
        for name, tab in self._contributed_tabs():
            if tab.key in found or (tab.key in RESERVED_KEYS and name not in self._ours):
                _log.error("add-on %s: the tab key %s is taken", name, tab.key)
            else:
                found[tab.key] = tab
        return tuple(sorted(found.values(), key=lambda tab: (tab.weight, tab.key)))

    def _contributed_tabs(self) -> Iterator[tuple[str, LicenceTab]]:
        hook = self._manager.hook.solicense_licence_tabs
        for implementation in hook.get_hookimpls():  # in the order in which they came
            name = implementation.plugin_name
            contribute: Any = implementation.function
            try:
                tabs = [_demand_tab(tab) for tab in contribute() or ()]
            except (Exception, SystemExit):  # noqa: BLE001  what an add-on raises is its own loss
                _log.exception("add-on %s: solicense_licence_tabs failed", name)
                continue
            yield from ((name, tab) for tab in tabs)


def _demand_tab(value: object) -> LicenceTab:
    if not isinstance(value, LicenceTab):
        message = f"a LicenceTab is needed, not {value!r}"
        raise TypeError(message)
    return value
