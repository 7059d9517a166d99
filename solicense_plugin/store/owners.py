"""Module owners: who has licences here, or a package that waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from solicense_plugin.domain.moments import from_microseconds, to_microseconds
from solicense_plugin.domain.owner import Dates, ModuleOwner
from solicense_plugin.domain.texts import Text
from solicense_plugin.store import texts
from solicense_plugin.store.session import Reading, Writing


@dataclass(frozen=True, slots=True)
class OwnerRecord:
    """An owner as it is stored, with its packages."""

    id: int
    owner: ModuleOwner
    #: ``None`` while it has no licences here.
    active_package_id: int | None
    #: ``None`` when nothing waits.
    waiting_package_id: int | None


_DATES = ("admin_warning", "expiry", "grace", "maintenance", "next_check")
_FACTS = (
    "name language licence_url shop_url support_text support_url licence_version "
    "deployment_type product_type product_description extra_flags extra_info"
).split()


def all_owners(reading: Reading) -> list[OwnerRecord]:
    """Return the owners with licences or a waiting package, by name."""
    row = reading.tables.owner
    found = reading.connection.execute(
        select(row).where(row.c.installation_id == reading.installation_id).order_by(row.c.name)
    ).all()
    translations = texts.translations(reading, [owner.id for owner in found])
    return [_record(owner, translations.get(owner.id, {})) for owner in found]


def by_name(reading: Reading, name: str) -> OwnerRecord | None:
    """Return one owner."""
    row = reading.tables.owner
    mine = (row.c.installation_id == reading.installation_id) & (row.c.name == name)
    found = reading.connection.execute(select(row).where(mine)).one_or_none()
    if found is None:
        return None
    return _record(found, texts.translations(reading, [found.id]).get(found.id, {}))


def _record(row: Row[Any], translations: dict[str, str]) -> OwnerRecord:
    owner = ModuleOwner(
        description=Text(row.description, translations),
        dates=Dates(**{name: _moment(getattr(row, name)) for name in _DATES}),
        **{name: getattr(row, name) for name in _FACTS},
    )
    return OwnerRecord(row.id, owner, row.active_package_id, row.waiting_package_id)


def _moment(value: int | None) -> datetime | None:
    return None if value is None else from_microseconds(value)


def create(writing: Writing, owner: ModuleOwner) -> int:
    """Store an owner that has something waiting, and return its id."""
    identifier = writing.take_ids(1)[0]
    writing.connection.execute(
        insert(writing.tables.owner).values(
            installation_id=writing.installation_id, id=identifier, **_values(owner)
        )
    )
    texts.replace(writing, {identifier: (owner.description, None)})
    return identifier


def replace_facts(writing: Writing, owner_id: int, owner: ModuleOwner) -> None:
    """Store what a package that becomes current says of its owner."""
    _change(writing, owner_id, _values(owner))
    texts.replace(writing, {owner_id: (owner.description, None)})


def set_packages(
    writing: Writing, owner_id: int, *, active: int | None, waiting: int | None
) -> None:
    """Store which package is active and which one waits."""
    _change(writing, owner_id, {"active_package_id": active, "waiting_package_id": waiting})


def _change(writing: Writing, owner_id: int, values: dict[str, object]) -> None:
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
