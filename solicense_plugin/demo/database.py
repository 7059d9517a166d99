"""The demo CRM's own table: its users."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Engine,
    Integer,
    MetaData,
    Row,
    String,
    Table,
    insert,
    select,
    update,
)
from werkzeug.security import generate_password_hash

SOURCES = Path(__file__).with_name("sources")

#: Who can sign in, all with the same password.
ACCOUNTS, PASSWORD = ("admin", "hugo"), "demo"

metadata = MetaData()
users = Table(
    "crm_user",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(100), unique=True, nullable=False),
    Column("password", String(200), nullable=False, default=""),
    Column("first_name", String(100), nullable=False),
    Column("last_name", String(100), nullable=False),
    Column("email", String(200), nullable=False),
    Column("user_type", String(40), nullable=False),
    Column("primary_group", String(100), nullable=False),
    Column("groups", String(400), nullable=False),
    Column("role", String(100), nullable=False),
    Column("owning_company", String(200), nullable=False),
    Column("can_log_in", Boolean, nullable=False),
    Column("last_login", DateTime),
    Column("former_employee", Boolean, nullable=False),
    Column("waiting_for_approval", Boolean, nullable=False),
    Column("language", String(10)),
)

_TEXTS = (
    "login first_name last_name email user_type primary_group groups role owning_company"
).split()
_YES = "can_log_in former_employee waiting_for_approval".split()
_UNITS = {"d": "days", "h": "hours", "m": "minutes"}


def read_people() -> list[dict[str, str]]:
    """Return the people of the demo world as their source has them."""
    with (SOURCES / "people.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def fill(engine: Engine) -> None:
    """Make the table of users and fill it, if there is none."""
    metadata.create_all(engine)
    with engine.begin() as connection:
        if connection.execute(select(users.c.id).limit(1)).first() is None:
            connection.execute(insert(users), [_row(person) for person in read_people()])


def _row(person: dict[str, str]) -> dict[str, object]:
    may_sign_in = person["login"] in ACCOUNTS
    return {
        **{name: person[name] for name in _TEXTS},
        **{name: person[name] == "yes" for name in _YES},
        "password": generate_password_hash(PASSWORD) if may_sign_in else "",
        "last_login": _ago(person["last_login"]),
    }


def _ago(text: str) -> datetime | None:
    """Read an age such as ``214d``, ``3h`` or ``20m``."""
    if not text:
        return None
    age = timedelta(**{_UNITS[text[-1]]: int(text[:-1])})
    return datetime.now(UTC).replace(tzinfo=None, microsecond=0) - age


def user_by_login(engine: Engine, login: str) -> Row[Any] | None:
    """Return a user."""
    with engine.connect() as connection:
        return connection.execute(select(users).where(users.c.login == login)).one_or_none()


def user_by_id(engine: Engine, identifier: int) -> Row[Any] | None:
    """Return a user."""
    with engine.connect() as connection:
        return connection.execute(select(users).where(users.c.id == identifier)).one_or_none()


def all_users(engine: Engine) -> list[Row[Any]]:
    """Return every user, by last name."""
    with engine.connect() as connection:
        return list(connection.execute(select(users).order_by(users.c.last_name, users.c.id)))


def signed_in(engine: Engine, identifier: int) -> None:
    """Remember that a user has signed in now."""
    now = datetime.now(UTC).replace(tzinfo=None)
    _change(engine, identifier, last_login=now)


def set_language(engine: Engine, identifier: int, language: str) -> None:
    """Remember the language that a user has chosen."""
    _change(engine, identifier, language=language)


def _change(engine: Engine, identifier: int, **values: object) -> None:
    with engine.begin() as connection:
        connection.execute(update(users).where(users.c.id == identifier).values(values))
