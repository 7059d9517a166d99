"""A host application for tests, built with the plugin's public API alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from flask import Flask, url_for
from flask_babel import Babel
from jinja2 import BytecodeCache, DictLoader
from jinja2.bccache import Bucket
from sqlalchemy import Engine

from solicense_plugin import Access, DatabaseFacts, HostUser, Licences, Screen, hookimpl

ADMINISTRATOR = HostUser(id="1", login="user1", name="Person 0001", access=Access.ADMINISTER)
VIEWER = replace(ADMINISTRATOR, access=Access.VIEW)
STRANGER = replace(ADMINISTRATOR, access=Access.NONE)

PREFIX = "/settings/licences"
#: The layout of a host that has one.
LAYOUT = """<!DOCTYPE html>
<html lang="en">
  <head><title>{% block solicense_title %}{% endblock %}</title>
  {% block solicense_head %}{% endblock %}</head>
  <body id="of-the-host"><nav id="menu-of-the-host">{{ _("Licences") }}</nav>
  {% block solicense_content %}{% endblock %}</body>
</html>
"""


class Host:
    """The host's side of the plugin; tests change what it answers."""

    def __init__(self) -> None:
        #: Who is signed in.
        self.user: HostUser | None = ADMINISTRATOR
        #: Everybody, by installation; ``None`` for any.
        self.people: dict[str | None, list[HostUser]] = {}
        #: Which installation a request is about; ``None`` where there is only one.
        self.installation: str | None = None
        #: Which database it runs on; ``None`` where it does not say.
        self.database: DatabaseFacts | None = None
        #: The language of a host that has Babel.
        self.language = "en"
        #: A layout of the host's own, or ours.
        self.template: str | None = None
        #: What the host was handed for its menu and its Users screen.
        self.screens: list[Screen] = []

    @hookimpl
    def solicense_current_user(self) -> HostUser | None:
        return self.user

    @hookimpl
    def solicense_users(self, installation: str, ids: Collection[str] | None) -> Iterable[HostUser]:
        people = self.people.get(installation, self.people.get(None, []))
        return [person for person in people if ids is None or person.id in ids]

    @hookimpl
    def solicense_sign_in_url(self, next: str) -> str:  # noqa: A002  the hook's word for it
        return url_for("sign_in", next=next)

    @hookimpl
    def solicense_page_template(self) -> str | None:
        return self.template

    @hookimpl
    def solicense_register_screen(self, screen: Screen) -> None:
        self.screens.append(screen)

    @hookimpl
    def solicense_register_user_tab(self, tab: Screen) -> None:
        self.screens.append(tab)

    @hookimpl
    def solicense_database_facts(self) -> DatabaseFacts | None:
        return self.database

    @hookimpl
    def solicense_installation(self) -> str | None:
        return self.installation


class _Compiled(BytecodeCache):
    """Templates that were compiled for one application, for the next ones."""

    def __init__(self) -> None:
        self._known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._known:
            bucket.bytecode_from_string(self._known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key] = bucket.bytecode_to_string()


_compiled = _Compiled()


def make_app(
    host: object,
    *,
    engine: Engine | None = None,
    clock: Callable[[], datetime] | None = None,
    set_up: Callable[[Flask], None] | None = None,
    add_ons: Mapping[str, object] | None = None,
    **settings: Any,
) -> Flask:
    """Make a host application with the plugin in it.

    :param engine: of the host's database; without it the plugin has one of its own.
    :param set_up: whatever else the host has; called before the plugin is set up.
    :param add_ons: what is installed beside the plugin.
    :param settings: the application's configuration.
    """
    app = Flask(__name__, static_folder=None, instance_path=str(Path.cwd()))
    app.config.update(SECRET_KEY="of the tests", SOLICENSE_TIMEZONE="Europe/Oslo")
    # A thread beside a test would find databases that are gone.
    app.config["SOLICENSE_SCHEDULER"] = "SOLICENSE_LICENCE_HOSTS" in settings
    app.config.update(settings)
    app.jinja_options = {"bytecode_cache": _compiled}
    app.jinja_loader = DictLoader({"crm.html": LAYOUT})
    app.add_url_rule("/sign-in", "sign_in", lambda: "Sign in here")
    if set_up is not None:
        set_up(app)
    licences = Licences(clock=clock) if clock else Licences()
    licences.init_app(
        app, host=host, engine=(lambda: engine) if engine else None, add_ons=add_ons or {}
    )
    app.extensions["licences"] = licences
    return app


def with_babel(host: Host) -> Callable[[Flask], None]:
    """Give a host a Babel of its own, which speaks the host's language."""

    def set_up(app: Flask) -> None:
        Babel(app, locale_selector=lambda: host.language)

    return set_up
