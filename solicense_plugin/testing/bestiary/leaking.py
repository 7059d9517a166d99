"""Those that open transactions in our database, which is nobody's business but ours."""

from __future__ import annotations

from flask import current_app
from sqlalchemy import Connection, text

from solicense_plugin import LicenceTab, TabContext, hookimpl
from solicense_plugin.parts import EXTENSION
from solicense_plugin.store.engine import READ_ONLY

#: What was opened and is never ended: without it, Python would end it.
kept: list[Connection] = []


class Leaks:
    """It reads from our tables when its tab is drawn, and leaves its transaction open."""

    api = "solicense-addon/1"
    reads = True

    @hookimpl
    def solicense_licence_tabs(self) -> list[LicenceTab]:
        key = f"beast-{type(self).__name__.lower()}"
        return [LicenceTab(key, type(self).__name__, 5000, render=self._draw)]

    def _draw(self, _context: TabContext) -> str:
        engine = current_app.extensions[EXTENSION].store.engine
        connection: Connection = engine.connect().execution_options(**{READ_ONLY: self.reads})
        kept.append(connection)
        self.use(connection)
        return "opened"

    def use(self, connection: Connection) -> None:
        """Begin the transaction."""
        connection.execute(text("SELECT count(*) FROM solicense_licence")).all()


class Holds(Leaks):
    """It writes to our tables too, and holds what it has written to."""

    reads = False

    def use(self, connection: Connection) -> None:
        """Lock every installation."""
        connection.execute(text("UPDATE solicense_installation SET revision = revision"))
