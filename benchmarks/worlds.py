"""Installations of any size, written with bare SQL, and a host around them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import Engine, insert, update

from solicense_plugin import Access, HostUser, Licences, hookimpl
from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.domain.associate import search_words, sort_key
from solicense_plugin.domain.installation import Installation
from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.services import activation, installations, packages
from solicense_plugin.services.context import Context
from solicense_plugin.store import licences, migrate, owners
from solicense_plugin.store.engine import own_engine
from solicense_plugin.store.session import Store, Writing
from tests.support.signing import COMPANY, SERIAL, Issuer, document, module, plan

ADMIN = Actor(ActorKind.USER, "1")
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
_CHUNK = 20_000
_GROUPS = ("Sales North", "Sales South", "Service", "Marketing", "Finance", "Management")
_FIRST = ("Anna", "Bo", "Carla", "Dirk", "Eva", "Finn", "Grete", "Hugo", "Ida", "Jens", "Karin")
_LAST = ("Aas", "Berg", "Dahl", "Eriksson", "Fischer", "Hansen", "Jansen", "Larsen", "Møller")


def modules(count: int) -> list[dict[str, object]]:
    """Return modules as a package has them: some plans, hidden ones that they imply, others."""
    hidden = [
        module(f"feature-{n}-cal", 10_000_000, IsHidden=True, Unrestricted=True)
        for n in range(count // 2)
    ]
    plans = [
        plan(f"plan-{n}", 2_000_000, ",".join(str(m["ModuleName"]) for m in hidden[n : n + 12]))
        for n in range(max(1, count // 10))
    ]
    rest = count - len(hidden) - len(plans)
    visible = [module(f"extra-{n}", 50 + n) for n in range(rest // 2)]
    system = [module(f"system-{n}", 1, LicenseType="SiteLicense") for n in range(rest - rest // 2)]
    texts = {"da": "på dansk", "de": "auf Deutsch", "nb": "på norsk", "nl": "in het Nederlands"}
    return [
        {
            **one,
            "SortOrder": order,
            "ModuleTooltip": f"What {one['ModuleName']} lets people do",
            "ModuleDescriptions": {k: f"{one['ModuleDescription']} {v}" for k, v in texts.items()},
        }
        for order, one in enumerate([*plans, *visible, *hidden, *system])
    ]


class World:
    """One installation with an active package."""

    def __init__(self, engine: Engine, licence_count: int) -> None:
        self.engine = engine
        self.issuer = Issuer()
        self.store = Store(lambda: engine, "solicense_")
        migrate.upgrade(self.store)
        number = installations.create(self.store, None)
        self.context = Context(
            self.store, number, self.issuer.roots, ZoneInfo("Europe/Oslo"), lambda: NOW
        )
        installations.identify(
            self.context, company_name=COMPANY, serial_number=SERIAL, actor=ADMIN
        )
        self.modules = modules(licence_count)
        self.load(1)
        self.activate()

    def load(self, issue: int, changed: Iterable[dict[str, object]] | None = None) -> None:
        """Load a package of our modules, or of changed ones."""
        fields = document(*(changed or self.modules), issue=issue)
        packages.load(
            self.context, content=self.issuer.sign(fields), source=Source.FILE, actor=ADMIN
        )

    def activate(self) -> None:
        """Activate what waits."""
        digest = activation.propose(self.context, owner="SUPEROFFICE").comparison.digest
        activation.activate(self.context, owner="SUPEROFFICE", digest=digest, actor=ADMIN)

    def hold(self, first: int, last: int, module_name: str) -> None:
        """Give a plan to new associates with ids from first to last, by bare SQL."""
        with self.store.writing(self.context.installation_id) as writing:
            record = owners.by_name(writing, "SUPEROFFICE")
            if record is None:
                raise LookupError
            known = licences.of_owner(writing, record.id)
            licence_id = known[module_name].id
            for start in range(first, last + 1, _CHUNK):
                _write(writing, range(start, min(last + 1, start + _CHUNK)), licence_id)
            count = last - first + 1
            implied = known[module_name].licence.implied_names
            _count(writing, [licence_id], assigned=count, in_use=count)
            _count(writing, [known[name].id for name in implied], assigned=0, in_use=count)

    def app(self) -> Flask:
        """Return a small host with the plugin, signed in as an administrator."""
        app = Flask("bench", instance_path=str(Path("/nonexistent")))
        app.config.update(SECRET_KEY="bench", SOLICENSE_ROOT_KEYS=self.issuer.jwks)
        licences = Licences(clock=lambda: NOW)
        licences.init_app(app, host=_Host(), engine=lambda: self.engine)
        return app


def _write(writing: Writing, ids: range, licence_id: int) -> None:
    tables, installation = writing.tables, writing.installation_id
    people = [_person(installation, identifier) for identifier in ids]
    writing.connection.execute(insert(tables.associate), people)
    words = [
        {"installation_id": installation, "associate_id": p["id"], "word": word}
        for p in people
        for word in search_words(str(p["name"]), str(p["login"]), str(p["email"]))
    ]
    writing.connection.execute(insert(tables.word), words)
    held = [
        {
            "installation_id": installation,
            "licence_id": licence_id,
            "associate_id": p["id"],
            "since": to_microseconds(NOW - timedelta(days=100)),
            "given_by": "user:1",
            "sort_key": p["sort_key"],
            "group_key": p["group_key"],
            "last_login": p["last_login"],
        }
        for p in people
    ]
    writing.connection.execute(insert(tables.assignment), held)


def _person(installation: int, number: int) -> dict[str, object]:
    first, last = _FIRST[number % len(_FIRST)], _LAST[number // 7 % len(_LAST)]
    name, group = f"{first} {last} {number}", _GROUPS[number % len(_GROUPS)]
    login = f"{first}.{last}.{number}".lower()
    return {
        "installation_id": installation,
        "id": number,
        "host_id": str(number),
        "login": login,
        "name": name,
        "sort_key": sort_key(name),
        "group_key": sort_key(group),
        "user_type": "InternalAssociate",
        "email": f"{login}@nordlys.example",
        "primary_group": group,
        "can_log_in": True,
        "last_login": to_microseconds(NOW - timedelta(days=number % 300, minutes=number % 1440)),
    }


def _count(writing: Writing, ids: list[int], *, assigned: int, in_use: int) -> None:
    row = writing.tables.licence
    writing.connection.execute(
        update(row)
        .where(row.c.installation_id == writing.installation_id, row.c.id.in_(ids))
        .values(assigned=row.c.assigned + assigned, in_use=row.c.in_use + in_use)
    )


class _Host:
    """The least that a host has to say."""

    user = HostUser(id="1", login="admin", name="Admin", access=Access.ADMINISTER)

    @hookimpl
    def solicense_current_user(self) -> HostUser:
        return self.user

    @hookimpl
    def solicense_users(self) -> Iterable[HostUser]:
        return [self.user]

    @hookimpl
    def solicense_sign_in_url(self, next: str) -> str:  # noqa: A002  the hook's word for it
        return f"/login?next={next}"


def sqlite(path: Path) -> Engine:
    """Return an engine as the plugin makes it."""
    return own_engine(f"sqlite:///{path}")


__all__ = ["ADMIN", "NOW", "Installation", "World", "modules", "sqlite"]
