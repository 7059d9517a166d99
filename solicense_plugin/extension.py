"""The Flask extension: the only place where the parts meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

from flask import Flask, request_started
from markupsafe import Markup
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from solicense_plugin import i18n
from solicense_plugin.cli import licences as licence_commands
from solicense_plugin.config import Config, ConfigError
from solicense_plugin.contexts import Contexts
from solicense_plugin.courier import Courier
from solicense_plugin.hooks.host import Host, find_host
from solicense_plugin.hooks.registry import AddOns
from solicense_plugin.hooks.values import HostUser, Screen
from solicense_plugin.i18n import lazy_gettext
from solicense_plugin.links import Links
from solicense_plugin.parts import EXTENSION, Parts, parts
from solicense_plugin.people import People
from solicense_plugin.recent import Recent
from solicense_plugin.scheduler import Scheduler
from solicense_plugin.services.context import now_in_utc
from solicense_plugin.store.engine import own_engine
from solicense_plugin.store.session import Store
from solicense_plugin.web import blueprint, notices, vendor_pages, vendor_titles
from solicense_plugin.web.our_tabs import OurTabs

_OWN_LAYOUT = "solicense/layout.html"


class Licences:
    """The licence administration of one or several applications.

    ::

        licences = Licences()
        licences.init_app(app, host=MyCrm(), engine=lambda: db.engine)
    """

    def __init__(self, *, clock: Callable[[], datetime] = now_in_utc) -> None:
        self._clock = clock
        #: Addresses of our pages and dialogs, for the host's own.
        self.links = Links()
        #: The host's people and their licences, for the current application.
        self.people = People(lambda key: parts().context(key))

    def init_app(
        self,
        app: Flask,
        *,
        host: object | None = None,
        engine: Callable[[], Engine] | None = None,
        add_ons: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        """Set the plugin up in an application.

        Call it after the host's own extensions (Flask-Babel, Flask-WTF's
        ``CSRFProtect``, …).

        :param host: implements the host hooks; left out where one entry point in the
            group ``solicense.host`` is installed.
        :param engine: called when a connection is needed; left out for a database of
            our own (``SOLICENSE_DATABASE_URL``).
        :param add_ons: beside the installed ones: name → add-on, as an entry point in the
            group ``solicense.addons`` would give it.
        :raises ConfigError: a setting cannot work; the message begins with its key.
        :raises HostError: the host's hooks are missing.
        """
        config, courier = _config(app), Courier(app)
        the_host = Host(host if host is not None else find_host())
        store = Store(engine or _engine_of_our_own(config), config.table_prefix)
        mine = _add_ons(add_ons)
        contexts = Contexts(
            config, the_host, store, add_ons=mine, clock=self._clock, wake=courier.wake
        )
        app.extensions[EXTENSION] = _parts(config, the_host, store, mine, contexts)
        _serve(app, config, the_host, mine)
        if config.scheduler:
            _begin_with_requests(app, Scheduler(app, courier))

    def notices(self, user: HostUser | None) -> Markup:
        """Return what administrators have to know, to be put on every page of the host.

        Empty for everybody else, and when there is nothing. It never fails: what goes
        wrong is logged, and nothing is shown.

        :param user: who looks at the page; ``None`` for nobody.
        """
        return notices.slot(user)


def _add_ons(more: Mapping[str, object]) -> AddOns:
    found = AddOns()
    found.register("solicense", OurTabs(), ours=True)
    for name, add_on in more.items():
        found.register(name, add_on)
    found.load_installed()
    return found


def _engine_of_our_own(config: Config) -> Callable[[], Engine]:
    @cache
    def engine() -> Engine:
        url = make_url(config.database_url)
        if url.drivername.startswith("sqlite") and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        return own_engine(config.database_url)

    return engine


def _parts(config: Config, host: Host, store: Store, add_ons: AddOns, contexts: Contexts) -> Parts:
    layout = host.page_template() or _OWN_LAYOUT
    return Parts(
        config=config,
        host=host,
        add_ons=add_ons,
        store=store,
        context=contexts,
        clock=contexts.clock,
        layout=layout,
        sends_policy=config.csp or layout == _OWN_LAYOUT,
        drawn=Recent(64),
        around=Recent(256),
    )


def _config(app: Flask) -> Config:
    config = Config.read(app.config, instance_path=app.instance_path)
    _demand_free_prefix(app, config)
    return config


def _demand_free_prefix(app: Flask, config: Config) -> None:
    for rule in app.url_map.iter_rules():
        if f"{rule.rule}/".startswith(f"{config.url_prefix}/"):
            raise ConfigError("SOLICENSE_URL_PREFIX", f"is taken: the host has {rule.rule}")


def _begin_with_requests(app: Flask, scheduler: Scheduler) -> None:
    """Let it begin by a signal: the host's own functions before a request stay as they are."""
    request_started.connect(lambda _app, **_: scheduler.begin(), app, weak=False)


def _serve(app: Flask, config: Config, host: Host, add_ons: AddOns) -> None:
    i18n.init_app(app)
    app.cli.add_command(licence_commands)
    _register_pages(app, config)
    _register_screens(app, host)
    add_ons.prepare()
    vendor_titles.read(app, add_ons)
    vendor_pages.register(app, add_ons, config.url_prefix)


def _register_pages(app: Flask, config: Config) -> None:
    app.register_blueprint(blueprint.make_assets(config.url_prefix))
    pages = blueprint.make(config.url_prefix)
    app.register_blueprint(pages)
    if protection := app.extensions.get("csrf"):
        # Our guard checks the same token itself, and says it in our words.
        protection.exempt(pages)


def _register_screens(app: Flask, host: Host) -> None:
    host.register_screen(app, Screen("licences", lazy_gettext("Licences"), "solicense.screen"))
    tab = Screen("user-licences", lazy_gettext("User licences"), "solicense.users")
    host.register_user_tab(app, tab)
