"""The demo CRM's own pages: sign-in, start page, users, language."""

from __future__ import annotations

from flask import Flask, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import Engine
from werkzeug.security import check_password_hash
from werkzeug.wrappers import Response

from solicense_plugin import Licences
from solicense_plugin.demo import database
from solicense_plugin.demo.crm import current_user, host_user

#: The languages of the CRM, each by its own name.
LANGUAGES = {
    "da": "Dansk",
    "de": "Deutsch",
    "en": "English",
    "nb": "Norsk",
    "nl": "Nederlands",
    "sv": "Svenska",
}
#: On which list of the Users screen a kind of user stands.
_LISTS = {
    "associates": (lazy_gettext("Associates"), {"InternalAssociate", "ResourceAssociate"}),
    "other": (
        lazy_gettext("Other users"),
        {"ExternalAssociate", "AnonymousAssociate", "SystemAssociate"},
    ),
}


class Screens:
    """The CRM's pages."""

    def __init__(self, engine: Engine, licences: Licences) -> None:
        self._engine = engine
        self._licences = licences

    def register(self, app: Flask) -> None:
        """Add the pages to the application."""
        app.add_url_rule("/", "start", self.start)
        app.add_url_rule("/login", "sign_in", self.sign_in_form, methods=["GET"])
        app.add_url_rule("/login", "sign_in_post", self.sign_in, methods=["POST"])
        app.add_url_rule("/logout", "sign_out", self.sign_out, methods=["POST"])
        app.add_url_rule("/language", "choose_language", self.choose_language, methods=["POST"])
        app.add_url_rule("/users/", "users", self.users, defaults={"which": "associates"})
        app.add_url_rule("/users/<which>", "users", self.users)

    def start(self) -> str | Response:
        """Greet, and show administrators the ways to their dialogs."""
        user = current_user(self._engine)
        if user is None:
            return redirect(url_for("sign_in"))
        links = self._licences.links if host_user(user).access else None
        return render_template("demo/start.html", user=user, links=links)

    def sign_in_form(self) -> str:
        """Ask for user name and password."""
        return render_template("demo/login.html")

    def sign_in(self) -> str | Response:
        """Let somebody in, to the page that he wanted."""
        user = database.user_by_login(self._engine, request.form.get("username", ""))
        password = request.form.get("password", "")
        if user is None or not user.password or not check_password_hash(user.password, password):
            flash(_("User name and password do not match."))
            return self.sign_in_form()
        session.clear()
        session["user_id"] = user.id
        database.signed_in(self._engine, user.id)
        return redirect(_inside(request.args.get("next", "")))

    def sign_out(self) -> Response:
        """Forget who it was."""
        session.clear()
        return redirect(url_for("sign_in"))

    def choose_language(self) -> Response:
        """Speak another language from now on."""
        language = request.form.get("language", "")
        if language not in LANGUAGES:
            abort(422)
        session["language"] = language
        if user := current_user(self._engine):
            database.set_language(self._engine, user.id, language)
        return redirect(_inside(request.form.get("next", "")))

    def users(self, which: str) -> str | Response:
        """Show Associates or Other users."""
        if current_user(self._engine) is None:
            return redirect(url_for("sign_in", next=request.path))
        if which not in _LISTS:
            abort(404)
        title, types = _LISTS[which]
        people = [user for user in database.all_users(self._engine) if user.user_type in types]
        return render_template(
            "demo/users.html", lists=_LISTS, which=which, title=title, people=people
        )


def _inside(path: str) -> str:
    """Return a path on this site, the start page for anything else."""
    is_path = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if is_path else url_for("start")
