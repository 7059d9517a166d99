"""How the demo CRM meets the plugin: the host hooks."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC
from typing import Any

from flask import Flask, g, session, url_for
from sqlalchemy import Engine, Row

from solicense_plugin import Access, DatabaseFacts, HostUser, Screen, UserType, hookimpl
from solicense_plugin.demo import database


class DemoCrm:
    """The host's side of the plugin."""

    def __init__(self, engine: Engine, database: str) -> None:
        self._engine = engine
        self._database = database

    @hookimpl
    def solicense_current_user(self) -> HostUser | None:
        """Return who is signed in."""
        return viewer(self._engine)

    @hookimpl
    def solicense_users(self, ids: Collection[str] | None) -> Iterable[HostUser]:
        """Return the CRM's users."""
        users = map(host_user, database.all_users(self._engine))
        return (user for user in users if ids is None or user.id in ids)

    @hookimpl
    def solicense_sign_in_url(self, next: str) -> str:  # noqa: A002  the hook's word for it
        """Return the sign-in page."""
        return url_for("sign_in", next=next)

    @hookimpl
    def solicense_page_template(self) -> str:
        """Return the CRM's layout."""
        return "demo/layout.html"

    @hookimpl
    def solicense_register_screen(self, app: Flask, screen: Screen) -> None:
        """Put the Licences screen under Settings and maintenance."""
        app.config["CRM_SETTINGS"].append(screen)

    @hookimpl
    def solicense_register_user_tab(self, app: Flask, tab: Screen) -> None:
        """Put User licences on the Users screen."""
        app.config["CRM_USER_TABS"].append(tab)

    @hookimpl
    def solicense_database_facts(self) -> DatabaseFacts:
        """Return what the CRM's database is called."""
        return DatabaseFacts(identity=self._database, type="demo")


def current_user(engine: Engine) -> Row[Any] | None:
    """Return who is signed in, read once in a request."""
    if "crm_user" not in g:
        identifier = session.get("user_id")
        g.crm_user = database.user_by_id(engine, identifier) if identifier else None
    user: Row[Any] | None = g.crm_user
    return user


def viewer(engine: Engine) -> HostUser | None:
    """Return who is signed in, as the plugin knows people."""
    user = current_user(engine)
    return host_user(user) if user else None


def host_user(user: Row[Any]) -> HostUser:
    """Return one of the CRM's users as the plugin knows people."""
    name = f"{user.first_name} {user.last_name}".strip()
    return HostUser(
        id=str(user.id),
        login=user.login,
        name=name or user.login,
        access=Access.ADMINISTER if user.role == "Administrator" else Access.NONE,
        locale=user.language,
        first_name=user.first_name,
        last_name=user.last_name,
        email=user.email,
        user_type=UserType(user.user_type),
        primary_group=user.primary_group,
        groups=tuple(group for group in user.groups.split(";") if group),
        role=user.role,
        owning_company=user.owning_company,
        can_log_in=user.can_log_in,
        last_login=user.last_login.replace(tzinfo=UTC) if user.last_login else None,
        former_employee=user.former_employee,
        waiting_for_approval=user.waiting_for_approval,
    )
