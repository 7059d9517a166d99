"""The Flask extension: the only place where the parts meet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

from flask import Flask
from markupsafe import Markup
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from solicense_plugin import cli, i18n
from solicense_plugin.config import Config, ConfigError
from solicense_plugin.courier import Courier
from solicense_plugin.domain.lists import LicenceRow
from solicense_plugin.domain.notices import Notice
from solicense_plugin.hooks.host import Host, find_host
from solicense_plugin.hooks.registry import AddOns
from solicense_plugin.hooks.values import HostUser, Screen
from solicense_plugin.i18n import lazy_gettext
from solicense_plugin.links import Links
from solicense_plugin.packages.reading import SignedPackage
from solicense_plugin.packages.revocations import (
    NOTHING_REVOKED,
    Marks,
    Revocations,
    RevocationsRefused,
    read_revocations,
)
from solicense_plugin.packages.trust import RootKeys
from solicense_plugin.parts import EXTENSION, Parts, parts
from solicense_plugin.people import People
from solicense_plugin.recent import Recent
from solicense_plugin.scheduler import Scheduler
from solicense_plugin.services import installations
from solicense_plugin.services.context import Context, now_in_utc
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
        config = Config.read(app.config, instance_path=app.instance_path)
        _demand_free_prefix(app, config)
        the_host = Host(host if host is not None else find_host())
        store = Store(engine or _engine_of_our_own(config), config.table_prefix)
        contributors, courier = _add_ons(add_ons), Courier(app)
        layout = the_host.page_template() or _OWN_LAYOUT
        app.extensions[EXTENSION] = Parts(
            config=config,
            host=the_host,
            add_ons=contributors,
            store=store,
            context=self._contexts(config, the_host, store, contributors, courier.wake),
            clock=self._clock,
            layout=layout,
            sends_policy=config.csp or layout == _OWN_LAYOUT,
            drawn=Recent(64),
            around=Recent(256),
        )
        if config.scheduler:
            app.before_request(Scheduler(app, courier).begin)
        _serve(app, config, the_host, contributors)

    def notices(self, user: HostUser | None) -> Markup:
        """Return what administrators have to know, to be put on every page of the host.

        Empty for everybody else, and when there is nothing. It never fails: what goes
        wrong is logged, and nothing is shown.

        :param user: who looks at the page; ``None`` for nobody.
        """
        return notices.slot(user)

    def _contexts(
        self,
        config: Config,
        host: Host,
        store: Store,
        add_ons: AddOns,
        wake: Callable[[], None],
    ) -> Callable[[str | None], Context]:
        """Return what makes the context of an installation."""
        roots = _roots(config)
        revocations = _revocations(config, roots)
        verified, lists = Recent[SignedPackage](16), Recent[tuple[LicenceRow, ...]](256)
        told = Recent[tuple[Notice, ...]](64)
        sent, marks = Recent[Revocations](16), Recent[tuple[Marks | None]](256)
        ids: dict[str | None, int] = {}  # an installation keeps its id

        def context(key: str | None) -> Context:
            if key not in ids:
                ids[key] = installations.resolve(store, key)
            zone = host.timezone(key or installations.ONLY) or config.timezone
            return Context(
                store=store,
                installation_id=ids[key],
                roots=roots,
                zone=zone,
                clock=self._clock,
                verified=verified,
                lists=lists,
                only=key is None,
                revocations=revocations,
                sent=sent,
                marks=marks,
                licence_hosts=config.licence_hosts,
                auto_activate=config.auto_activate,
                database=host.database_facts(key or installations.ONLY),
                notices=told,
                add_ons=add_ons,
                wake=wake,
            )

        return context


def _add_ons(more: Mapping[str, object]) -> AddOns:
    found = AddOns()
    found.register("solicense", OurTabs(), ours=True)
    for name, add_on in more.items():
        found.register(name, add_on)
    found.load_installed()
    return found


def _roots(config: Config) -> RootKeys:
    try:
        return RootKeys.from_jwks(config.root_keys) if config.root_keys else RootKeys({})
    except ValueError as error:
        raise ConfigError("SOLICENSE_ROOT_KEYS", str(error)) from error


def _revocations(config: Config, roots: RootKeys) -> Revocations:
    if not config.revocations:
        return NOTHING_REVOKED
    try:
        return read_revocations(config.revocations, roots=roots)
    except RevocationsRefused as refused:
        problem = f"is no list that a root key signed: {refused.fault.value} {refused.detail}"
        raise ConfigError("SOLICENSE_REVOCATIONS", problem.rstrip()) from refused


def _engine_of_our_own(config: Config) -> Callable[[], Engine]:
    @cache
    def engine() -> Engine:
        url = make_url(config.database_url)
        if url.drivername.startswith("sqlite") and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        return own_engine(config.database_url)

    return engine


def _demand_free_prefix(app: Flask, config: Config) -> None:
    for rule in app.url_map.iter_rules():
        if f"{rule.rule}/".startswith(f"{config.url_prefix}/"):
            raise ConfigError("SOLICENSE_URL_PREFIX", f"is taken: the host has {rule.rule}")


def _serve(app: Flask, config: Config, host: Host, add_ons: AddOns) -> None:
    i18n.init_app(app)
    app.cli.add_command(cli.licences)
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
