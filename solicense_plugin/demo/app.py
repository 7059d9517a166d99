"""The demo CRM as a Flask application."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from flask import Flask, Response, request, session
from flask_babel import Babel, get_locale
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Engine, create_engine, event

from solicense_plugin import Licences
from solicense_plugin.demo import screens
from solicense_plugin.demo.crm import DemoCrm, current_user, viewer

_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
#: What browsers send for Norwegian, and the language that speaks it.
_NORWEGIAN = {"no": "nb", "nn": "nb"}


@dataclass(frozen=True)
class State:
    """Where the demo world is kept."""

    folder: Path
    #: Another database than the SQLite file in the folder, or empty.
    database: str = ""

    @cached_property
    def engine(self) -> Engine:
        """The CRM's database."""
        engine = create_engine(self.database or f"sqlite:///{self.folder / 'crm.sqlite'}")
        if engine.dialect.name == "sqlite":
            event.listen(engine, "connect", _write_ahead)
        return engine

    @property
    def root_keys(self) -> Path:
        """The public root key."""
        return self.folder / "root.public.jwks"

    @property
    def licence_server(self) -> Path:
        """The folder of SuperOffice's licence server."""
        return self.folder / "licence-server"

    @property
    def licence_port(self) -> int:
        """The port of that server."""
        return int((self.licence_server / "port").read_text())

    @property
    def licence_url(self) -> str:
        """The address of that server."""
        return f"http://127.0.0.1:{self.licence_port}"

    @property
    def partner_server(self) -> Path:
        """The folder of the partner's licence server; a trial has no partner."""
        return self.folder / "partner-server"

    @property
    def partner_url(self) -> str:
        """The address of that server, which the same process serves."""
        return f"{self.licence_url}/acme"

    def licence_hosts(self) -> list[str]:
        """Return the licence servers that may be asked; none before the world is made."""
        return [self.licence_url] if self.licence_server.exists() else []

    def secret(self) -> str:
        """Return the key of the CRM's sessions, the same at every start."""
        return self._kept("secret.json", secrets.token_hex(32))

    def identity(self) -> str:
        """Return what this demo's database is called, the same at every start."""
        return self._kept("database.json", f"demo-{secrets.token_hex(4)}")

    def _kept(self, name: str, new: str) -> str:
        """Return a text of this folder's own, made when it is first needed."""
        file = self.folder / name
        if not file.exists():
            file.touch(0o600)
            file.write_text(json.dumps(new))
        kept: str = json.loads(file.read_text())
        return kept


def _write_ahead(connection: object, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")  # type: ignore[attr-defined]  # a raw connection


def create_app(
    state: State, *, licences: Licences | None = None, settings: dict[str, object] | None = None
) -> Flask:
    """Make the CRM.

    :param licences: the plugin, where it needs another clock.
    :param settings: more of the application's configuration.
    """
    app = Flask(
        __name__, template_folder="templates", static_folder="static", static_url_path="/crm"
    )
    app.config.update(
        SECRET_KEY=state.secret(),
        SESSION_COOKIE_SAMESITE="Lax",
        SOLICENSE_ROOT_KEYS=str(state.root_keys),
        SOLICENSE_LICENCE_HOSTS=state.licence_hosts(),
        SOLICENSE_TIMEZONE="Europe/Oslo",
        BABEL_TRANSLATION_DIRECTORIES="translations",
        CRM_SETTINGS=[],
        CRM_USER_TABS=[],
        CRM_LANGUAGES=screens.LANGUAGES,
    )
    app.config.update(settings or {})
    CSRFProtect(app)
    Babel(app, locale_selector=lambda: _language(state.engine))
    licences = licences or Licences()
    licences.init_app(
        app, host=DemoCrm(state.engine, state.identity()), engine=lambda: state.engine
    )
    screens.Screens(state.engine, licences).register(app)
    app.after_request(_protect)
    app.context_processor(
        lambda: {
            "crm_user": current_user(state.engine),
            "crm_locale": get_locale(),
            "crm_notices": lambda: licences.notices(viewer(state.engine)),
        }
    )
    return app


def _language(engine: Engine) -> str | None:
    """Return the person's choice, else what the browser prefers."""
    user = current_user(engine)
    chosen: str | None = (user.language if user else None) or session.get("language")
    if chosen:
        return chosen
    offered = [*screens.LANGUAGES, *_NORWEGIAN]
    found = request.accept_languages.best_match(offered, default="en") or "en"
    return _NORWEGIAN.get(found, found)


def _protect(response: Response) -> Response:
    response.headers.setdefault("Content-Security-Policy", _POLICY)
    return response
