"""Module owners: who has licences here, or a package that waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Row, ScalarSelect, Select, and_, bindparam, func, insert, or_, select, update

from solicense_plugin.domain.activation import Activation
from solicense_plugin.domain.moments import from_microseconds, to_microseconds
from solicense_plugin.domain.owner import Dates, ModuleOwner
from solicense_plugin.domain.texts import Text
from solicense_plugin.store import texts
from solicense_plugin.store.session import Reading, Writing
from solicense_plugin.store.tables import Tables


@dataclass(frozen=True, slots=True)
class OwnerRecord:
    """An owner as it is stored, with its packages."""

    id: int
    owner: ModuleOwner
    #: ``None`` while it has no licences here.
    active_package_id: int | None
    #: ``None`` when nothing waits.
    waiting_package_id: int | None
    #: Of the active package, 0 for none.
    issue_number: int
    #: Whether the system activated it by itself.
    automatic: bool
    #: When the first of its packages can be activated that came before their dates.
    begins: datetime | None = None

    def is_waiting(self, now: datetime) -> bool:
        """Tell whether a package waits that can be activated as far as dates go."""
        return self.waiting_package_id is not None or self.has_begun(now)

    def has_begun(self, now: datetime) -> bool:
        """Tell whether the date of a package has come that came before it."""
        return self.begins is not None and now >= self.begins

    @property
    def is_installed(self) -> bool:
        """Whether there is anything of it; of one that was removed only the history is."""
        packages = (self.active_package_id, self.waiting_package_id, self.begins)
        return any(known is not None for known in packages)


_DATES = ("admin_warning", "expiry", "grace", "maintenance", "next_check")
_FACTS = (
    "name language licence_url shop_url support_text support_url licence_version "
    "deployment_type product_type product_description extra_flags extra_info"
).split()


def all_owners(reading: Reading, language: str = "") -> list[OwnerRecord]:
    """Return the owners with licences or a waiting package, by name.

    :param language: of the one translation of their names that is read along.
    """
    values = {"installation": reading.installation_id, "language": language}
    found = reading.connection.execute(select_installed(reading.tables), values)
    return [record_of(owner, language) for owner in found]


def ever(reading: Reading, language: str = "") -> list[OwnerRecord]:
    """Return the owners that there have ever been, also those that were removed, by name.

    :param language: of the one translation of their names that is read along.
    """
    values = {"installation": reading.installation_id, "language": language}
    found = reading.connection.execute(select_owners(reading.tables), values)
    return [record_of(owner, language) for owner in found]


def by_name(reading: Reading, name: str, language: str = "") -> OwnerRecord | None:
    """Return one owner, also one that was removed."""
    values = {"installation": reading.installation_id, "language": language, "name": name}
    found = reading.connection.execute(_one_owner(reading.tables), values).one_or_none()
    return record_of(found, language) if found else None


def nothing_yet(name: str) -> OwnerRecord:
    """Return an owner of whom nothing is stored."""
    owner = ModuleOwner(name, Text(name))
    return OwnerRecord(
        id=0,
        owner=owner,
        active_package_id=None,
        waiting_package_id=None,
        issue_number=0,
        automatic=False,
    )


@cache
def select_owners(tables: Tables) -> Select[Any]:
    """Select the owners that there have ever been, each with its name in one language."""
    row, text = tables.owner, tables.text
    translated = and_(
        text.c.installation_id == row.c.installation_id,
        text.c.subject_id == row.c.id,
        text.c.language == bindparam("language"),
    )
    return (
        select(row, text.c.description.label("translation"), _begins(tables).label("begins"))
        .outerjoin(text, translated)
        .where(row.c.installation_id == bindparam("installation"))
        .order_by(row.c.name)
    )


def _begins(tables: Tables) -> ScalarSelect[int]:
    row, package = tables.owner, tables.package
    return (
        select(func.min(package.c.begins))
        .where(
            package.c.installation_id == row.c.installation_id,
            package.c.owner_name == row.c.name,
            package.c.withdrawn.is_(False),
        )
        .scalar_subquery()
    )


@cache
def select_installed(tables: Tables) -> Select[Any]:
    """Select the owners with licences or a waiting package."""
    packages = (tables.owner.c.active_package_id, tables.owner.c.waiting_package_id)
    some = (known.is_not(None) for known in (*packages, _begins(tables)))
    return select_owners(tables).where(or_(*some))


@cache
def _one_owner(tables: Tables) -> Select[Any]:
    return select_owners(tables).where(tables.owner.c.name == bindparam("name"))


def record_of(row: Row[Any], language: str) -> OwnerRecord:
    """Return the owner that a selected row tells of."""
    owner = ModuleOwner(
        description=Text(row.description, {language: row.translation} if row.translation else {}),
        dates=Dates(**{name: _moment(getattr(row, name)) for name in _DATES}),
        **{name: getattr(row, name) for name in _FACTS},
    )
    return OwnerRecord(
        id=row.id,
        owner=owner,
        active_package_id=row.active_package_id,
        waiting_package_id=row.waiting_package_id,
        issue_number=row.issue_number,
        automatic=row.automatic,
        begins=_moment(row.begins),
    )


def _moment(value: int | None) -> datetime | None:
    return None if value is None else from_microseconds(value)


def create(writing: Writing, owner: ModuleOwner) -> int:
    """Store an owner that has something waiting, or is to have, and return its id."""
    identifier = writing.take_ids(1)[0]
    writing.connection.execute(
        insert(writing.tables.owner).values(
            installation_id=writing.installation_id, id=identifier, **_values(owner)
        )
    )
    texts.replace(writing, {identifier: (owner.description, None)})
    return identifier


def describe(writing: Writing, owner_id: int, owner: ModuleOwner) -> None:
    """Store what a package says of its owner."""
    _describe(writing, owner_id, owner, {})


def remove(writing: Writing, owner_id: int) -> None:
    """Store that nothing of an owner is here any more but its name, for the history."""
    packages = {"active_package_id": None, "waiting_package_id": None}
    _change(writing, owner_id, packages | {"issue_number": 0, "automatic": False})


def wait(writing: Writing, owner_id: int, package_id: int) -> None:
    """Store which package waits."""
    _change(writing, owner_id, {"waiting_package_id": package_id})


def activate(
    writing: Writing,
    owner_id: int,
    owner: ModuleOwner,
    package_id: int,
    activation: Activation,
    *,
    waiting: int | None,
) -> None:
    """Store that a package is active now, and what it says of its owner.

    :param waiting: the package that waits now, if one does.
    """
    packages = {
        "active_package_id": package_id,
        "waiting_package_id": waiting,
        "issue_number": activation.issue_number,
        "automatic": activation.automatic,
    }
    _describe(writing, owner_id, owner, packages)


def _describe(
    writing: Writing, owner_id: int, owner: ModuleOwner, more: Mapping[str, object]
) -> None:
    _change(writing, owner_id, {**_values(owner), **more})
    texts.replace(writing, {owner_id: (owner.description, None)})


def _change(writing: Writing, owner_id: int, values: Mapping[str, object]) -> None:
    row = writing.tables.owner
    mine = (row.c.installation_id == writing.installation_id) & (row.c.id == owner_id)
    writing.connection.execute(update(row).where(mine).values(values))


def _values(owner: ModuleOwner) -> dict[str, object]:
    dates = {name: getattr(owner.dates, name) for name in _DATES}
    return {
        "description": owner.description.default,
        **{name: getattr(owner, name) for name in _FACTS},
        **{name: date and to_microseconds(date) for name, date in dates.items()},
    }
