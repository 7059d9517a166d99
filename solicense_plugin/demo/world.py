"""The demo world: made at the first start, with keys of its own and dates from today."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from joserfc.jwk import OKPKey
from sqlalchemy import Engine, inspect

from solicense_plugin import Licences
from solicense_plugin.demo import database, licence_server
from solicense_plugin.demo.app import State, create_app
from solicense_plugin.issuer import documents, keys, signing
from solicense_plugin.issuer.server.editing import editable

#: Stands in a folder that is ours to take away.
_MARK, _MADE, _TRIAL = "demo-world", "made", "trial"
COMPANY, SERIAL = "Nordlys Design AS", "1010000006"
#: Whose licences a trial has.
_TRIAL_COMPANY, _TRIAL_SERIAL = "Demo version", "1010000099"
#: How many of each user licence a trial has at the most.
_FEW = 5
_TRIAL_FIELDS = {
    "CompanyName": _TRIAL_COMPANY,
    "SerialNr": _TRIAL_SERIAL,
    "IssueNumber": 1,
    "ProductType": "Trial",
    "AdminWarningDate": "today+20",
    "ExpiryDate": "today+30",
    "GraceDate": "today+30",
    "MaintenanceDate": "today+30",
    "NextCheckDate": "today+20",
}
#: What the partner's licence server has newer than the first package, and how many more.
_PARTNER_FIELDS = {"IssueNumber": 4, "IssuedAt": "today-2", "NextCheckDate": "today+20"}
_PARTNER_MORE = {"signature": 5}
#: How long ago the first package was activated, and everybody got a licence.
_BEGAN = timedelta(days=89)


@dataclass
class _Past:
    """A clock that stands where the world is being made."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


def is_made(state: State) -> bool:
    """Tell whether a world is there, whole."""
    return (state.folder / _MADE).exists()


def is_trial(state: State) -> bool:
    """Tell whether the world that is there began as a trial."""
    return (state.folder / _TRIAL).exists()


def make(state: State, *, trial: bool = False) -> None:
    """Make the world in a folder, if it is not there; one that was begun is made anew.

    :param trial: begin with a demo licence; the licence server has the bought one.
    """
    if is_made(state):
        return
    if (state.folder / _MARK).exists():
        forget(state)
    state.folder.mkdir(parents=True, exist_ok=True)
    (state.folder / _MARK).touch()
    if trial:
        (state.folder / _TRIAL).touch()
    licence_server.choose_port(state)
    packages = _Packages.make(state, trial=trial)
    database.fill(state.engine)
    past = _Past(datetime.now(UTC) - _BEGAN)
    licences = Licences(clock=past)
    app = create_app(state, licences=licences)
    _run(app, "init-db", "--company", packages.company, "--serial", packages.serial)
    _run(app, "sync-users")
    for owner, file in packages.files.items():
        past.now = datetime.now(UTC) - (_BEGAN if owner == "SUPEROFFICE" else timedelta(days=39))
        _run(app, "load", str(file))
        _run(app, "activate", owner)
    if not trial:
        _assign(app, licences, state.engine, past)
        past.now = datetime.now(UTC) - timedelta(hours=20)
        with licence_server.serving(state, past):
            _run(app, "run-updates")
    (state.folder / _MADE).touch()


def forget(state: State) -> None:
    """Take the world away, so that it is made anew; what is no demo world stays."""
    if (state.folder / _MARK).exists():
        shutil.rmtree(state.folder)
    if state.database:
        tables = [t for t in inspect(state.engine).get_table_names() if _is_ours(t)]
        with state.engine.begin() as connection:
            for table in tables:
                connection.exec_driver_sql(f"DROP TABLE {table}")


def _is_ours(table: str) -> bool:
    return table.startswith(("crm_", "solicense_"))


def _run(app: Flask, *arguments: str) -> None:
    """Run a command of the plugin, as an operator would."""
    done = app.test_cli_runner().invoke(args=["licences", *arguments])
    if done.exit_code:
        raise RuntimeError(done.output) from done.exception


def _assign(app: Flask, licences: Licences, engine: Engine, past: _Past) -> None:
    """Give everybody what the source says, spread over the weeks."""
    with app.app_context():
        logins = {user.login: str(user.id) for user in database.all_users(engine)}
        for number, person in enumerate(database.read_people()):
            for owner, licence in _licences_of(person):
                weeks = 38 if owner == "ACME" else 88
                past.now = datetime.now(UTC) - timedelta(days=weeks - number * 5 % weeks, hours=1)
                licences.people.assign(
                    logins[person["login"]], licence, owner=owner, by=logins["admin"]
                )


def _licences_of(person: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield owner and module of what somebody holds."""
    for name in person["licences"].split(";"):
        owner, _colon, licence = name.rpartition(":")
        if licence:
            yield owner or "SUPEROFFICE", licence


@dataclass(frozen=True)
class _Packages:
    """The signed packages of the world, and whose they are."""

    company: str
    serial: str
    #: The licence files to begin with, by owner.
    files: Mapping[str, Path]

    @classmethod
    def make(cls, state: State, *, trial: bool) -> _Packages:
        """Make the keys, sign the sources with dates from today, and stock the licence server."""
        folder, server = state.folder, state.licence_server
        root = _key(folder, "root")
        superoffice = _Signer(folder, root, "SUPEROFFICE")
        addresses = {"LicenseUrl": state.licence_url, "ShopUrl": f"{state.licence_url}/shop"}
        bought = _source("superoffice.json") | addresses
        superoffice.set_up(server, documents.to_xml(_renewal(bought)))
        if trial:
            first = bought | _trial(bought)
            _know_trial(server, first)
            file = superoffice.sign("superoffice-1", documents.to_json(first), "json")
            return cls(_TRIAL_COMPANY, _TRIAL_SERIAL, {"SUPEROFFICE": file})
        acme, partner = _Signer(folder, root, "ACME"), _partner(state)
        acme.set_up(state.partner_server, _newer(partner))
        files = {
            "SUPEROFFICE": superoffice.sign("superoffice-7", documents.to_json(bought), "json"),
            "ACME": acme.sign("acme-3", partner, "xml"),
        }
        return cls(COMPANY, SERIAL, files)


def _trial(bought: dict[str, Any]) -> dict[str, Any]:
    """Return what is otherwise in a trial: whose it is, how long, and how many."""
    fields: dict[str, Any] = json.loads(_dated(json.dumps(_TRIAL_FIELDS)))
    modules = [
        module | {"NumberOfLicenses": min(module["NumberOfLicenses"], _FEW)}
        for module in bought["ModuleLicenses"]
    ]
    return fields | {"ModuleLicenses": modules}


def _know_trial(server: Path, first: dict[str, Any]) -> None:
    """Let the licence server know a trial, which may become any of its customers."""
    newer = documents.to_json(first | {"IssueNumber": first["IssueNumber"] + 1})
    (server / "licences" / f"{_TRIAL_SERIAL}.json").write_bytes(newer)
    (server / "changes").mkdir()
    change = {"serial": _TRIAL_SERIAL, "company": _TRIAL_COMPANY, "trial": True}
    (server / "changes" / f"{_TRIAL_SERIAL}.json").write_text(json.dumps(change))


def _key(folder: Path, name: str) -> OKPKey:
    key = keys.generate(f"demo-{name}")
    keys.save(key, keys.KeyFiles.named(folder / name))
    return key


class _Signer:
    """An approved owner."""

    def __init__(self, folder: Path, root: OKPKey, owner: str) -> None:
        self._folder, self._name = folder, owner.lower()
        self._key = _key(folder, self._name)
        now = datetime.now(UTC).replace(microsecond=0)
        self._certificate = signing.approve(
            owner,
            self._key,
            root=root,
            issued_at=now,
            not_before=now - timedelta(days=400),
            expires_at=now + timedelta(days=400),
        )

    def set_up(self, server: Path, source: bytes) -> None:
        """Give a licence server the owner's certificate and key, and the customer's source."""
        (server / "licences").mkdir(parents=True)
        (server / "licences" / f"{SERIAL}.xml").write_bytes(source)
        (server / "certificate").write_bytes(self._certificate)
        shutil.copyfile(keys.KeyFiles.named(self._folder / self._name).private, server / "key")
        (server / "key").chmod(0o600)

    def sign(self, name: str, document: bytes, notation: str) -> Path:
        """Sign a document, and write the licence file."""
        file = self._folder / f"{name}.licence"
        media_type = f"application/{notation}"
        file.write_bytes(
            signing.sign(
                document, media_type=media_type, certificate=self._certificate, key=self._key
            )
        )
        return file


def _source(name: str) -> dict[str, Any]:
    text = (database.SOURCES / name).read_text(encoding="utf-8")
    fields: dict[str, Any] = json.loads(_dated(text))
    return fields


def _renewal(first: dict[str, Any]) -> dict[str, Any]:
    """Return the newer package: the first one with the changes of its source."""
    changes = _source("superoffice-renewal.json")
    removed = {*changes.pop("Removed"), changes.pop("Extends")}
    modules = {module["ModuleName"]: module for module in first["ModuleLicenses"]}
    for module in changes.pop("ModuleLicenses"):
        name = module["ModuleName"]
        modules[name] = modules.get(name, {}) | module
    kept = [module for name, module in modules.items() if name not in removed]
    return first | changes | {"ModuleLicenses": kept}


def _partner(state: State) -> bytes:
    """Return the first package of the partner, with the addresses of its licence server."""
    text = (database.SOURCES / "acme.xml").read_text(encoding="utf-8")
    document = editable(_dated(text).encode(), "application/xml")
    document.put("LicenseUrl", state.partner_url)
    document.put("ShopUrl", f"{state.partner_url}/shop")
    return document.content()


def _newer(first: bytes) -> bytes:
    """Return the partner's newer package, against which nothing stands."""
    document = editable(first, "application/xml")
    for name, value in _PARTNER_FIELDS.items():
        document.put(name, _dated(str(value)))
    document.raise_quantities(_PARTNER_MORE)
    return document.content()


def _dated(text: str) -> str:
    """Put dates in the place of ``today+126`` and ``today-90``."""
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)

    def date(match: re.Match[str]) -> str:
        return (midnight + timedelta(days=int(match[1]))).isoformat()

    return re.sub(r"today([+-]\d+)", date, text)
