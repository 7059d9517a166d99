"""Module licences: what an owner's active package grants, and how much is in use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import starmap
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    func,
    insert,
    select,
    update,
)

from solicense_plugin.domain.licence import LicenceKind, ModuleLicence, UserType
from solicense_plugin.domain.lists import LicenceRow
from solicense_plugin.domain.texts import Text
from solicense_plugin.store import texts
from solicense_plugin.store.session import Reading, Writing
from solicense_plugin.store.tables import Tables


@dataclass(frozen=True, slots=True)
class LicenceRecord:
    """A licence as it is stored, with its counts."""

    id: int
    licence: ModuleLicence
    assigned: int
    in_use: int


_FACTS = (
    "name version quantity unrestricted hidden extra_flags extra_info prerequisite sort_order"
).split()

#: What stays of a licence that is no longer owned: its row and its names, for the history.
_NOTHING: Mapping[str, Any] = {
    "quantity": 0,
    "unrestricted": False,
    "extra_info": "",
    "in_use": 0,
}


def of_owner(reading: Reading, owner_id: int) -> dict[str, LicenceRecord]:
    """Return an owner's licences by module key, those no longer owned too (quantity 0).

    Texts are in the default language only.
    """
    row = reading.tables.licence
    found = reading.connection.execute(
        select(row)
        .where(row.c.installation_id == reading.installation_id, row.c.owner_id == owner_id)
        .order_by(row.c.sort_order, row.c.id)
    )
    return {licence.name_key: _record(licence) for licence in found}


def _record(row: Row[Any]) -> LicenceRecord:
    licence = ModuleLicence(
        description=Text(row.description),
        tooltip=Text(row.tooltip),
        kind=LicenceKind(row.kind),
        user_types=frozenset(UserType(name) for name in row.user_types.split(",") if name),
        **{name: getattr(row, name) for name in _FACTS},
    )
    return LicenceRecord(row.id, licence, row.assigned, row.in_use)


def rows(reading: Reading, owner: str, language: str) -> list[LicenceRow]:
    """Return the owned licences of an owner as lists show them, in the package's order."""
    values = {"installation": reading.installation_id, "name": owner, "language": language}
    found = reading.connection.execute(_rows(reading.tables), values)
    return list(starmap(LicenceRow, found.all()))


def names(reading: Reading, owner_id: int, language: str) -> dict[str, str]:
    """Return the names of an owner's licences, also of those no longer owned, by key."""
    row, text = reading.tables.licence, reading.tables.text
    found = reading.connection.execute(
        select(
            row.c.name_key, func.coalesce(func.nullif(text.c.description, ""), row.c.description)
        )
        .outerjoin(text, _translated(reading.tables))
        .where(row.c.installation_id == reading.installation_id, row.c.owner_id == owner_id),
        {"language": language},
    )
    return dict(found.all())


def forget_assigned(writing: Writing, ids: Collection[int]) -> None:
    """Set the count of assignments to nothing, after they have all been taken."""
    row = writing.tables.licence
    writing.connection.execute(
        update(row)
        .where(row.c.installation_id == writing.installation_id, row.c.id.in_(ids))
        .values(assigned=0)
    )


def retire_all(writing: Writing, owner_id: int) -> None:
    """Store that none of an owner's licences is owned any more, and nobody has any."""
    row = writing.tables.licence
    writing.connection.execute(
        update(row)
        .where(row.c.installation_id == writing.installation_id, row.c.owner_id == owner_id)
        .values(assigned=0, **_NOTHING)
    )


@cache
def _rows(tables: Tables) -> Select[Any]:
    row, owner, text = tables.licence, tables.owner, tables.text
    description = func.nullif(text.c.description, "")
    tooltip = func.nullif(text.c.tooltip, "")
    same_owner = and_(
        owner.c.installation_id == row.c.installation_id, owner.c.id == row.c.owner_id
    )
    return (
        select(
            row.c.id,
            row.c.name,
            func.coalesce(description, row.c.description),
            func.coalesce(tooltip, row.c.tooltip),
            description.is_(None),
            tooltip.is_(None),
            row.c.kind,
            row.c.quantity,
            row.c.unrestricted,
            row.c.hidden,
            row.c.extra_flags,
            row.c.extra_info,
            row.c.prerequisite,
            row.c.version,
            row.c.in_use,
        )
        .join(owner, same_owner)
        .outerjoin(text, _translated(tables))
        .where(
            row.c.installation_id == bindparam("installation"),
            owner.c.name == bindparam("name"),
            row.c.quantity > 0,
        )
        .order_by(row.c.sort_order, row.c.id)
    )


def _translated(tables: Tables) -> ColumnElement[bool]:
    return and_(
        tables.text.c.installation_id == tables.licence.c.installation_id,
        tables.text.c.subject_id == tables.licence.c.id,
        tables.text.c.language == bindparam("language"),
    )


def replace_all(
    writing: Writing, owner_id: int, licences: Iterable[ModuleLicence], in_use: Mapping[str, int]
) -> dict[str, int]:
    """Store an owner's licences instead of what it had, and return their ids by key.

    Rows keep their ids for as long as the name is known; one that is no longer owned
    stays with quantity 0.

    :param in_use: by module key, for the new licences.
    """
    known = of_owner(writing, owner_id)
    wanted = {licence.key: licence for licence in licences}
    fresh = [key for key in wanted if key not in known]
    ids = {key: record.id for key, record in known.items()}
    ids |= dict(zip(fresh, writing.take_ids(len(fresh)), strict=True)) if fresh else {}
    _update(writing, [(ids[k], wanted[k], in_use[k]) for k in wanted if k in known])
    _insert(writing, owner_id, [(ids[k], wanted[k], in_use[k]) for k in fresh])
    _retire(writing, [record.id for key, record in known.items() if key not in wanted])
    texts.replace(writing, {ids[k]: (lic.description, lic.tooltip) for k, lic in wanted.items()})
    return ids


def _update(writing: Writing, changed: list[tuple[int, ModuleLicence, int]]) -> None:
    row = writing.tables.licence
    if not changed:
        return
    mine = (row.c.installation_id == bindparam("_installation")) & (row.c.id == bindparam("_id"))
    names = _values(changed[0][1])
    statement = update(row).where(mine).values(in_use=bindparam("_use"), **_binds(names))
    parameters = [
        {
            "_installation": writing.installation_id,
            "_id": identifier,
            "_use": in_use,
            **{f"_{name}": value for name, value in _values(licence).items()},
        }
        for identifier, licence, in_use in changed
    ]
    writing.connection.execute(statement, parameters)


def _binds(names: Iterable[str]) -> dict[str, BindParameter[object]]:
    return {name: bindparam(f"_{name}") for name in names}


def _insert(writing: Writing, owner_id: int, added: list[tuple[int, ModuleLicence, int]]) -> None:
    if added:
        same = {"installation_id": writing.installation_id, "owner_id": owner_id, "assigned": 0}
        writing.connection.execute(
            insert(writing.tables.licence),
            [same | {"id": i, "in_use": use, **_values(licence)} for i, licence, use in added],
        )


def _retire(writing: Writing, ids: list[int]) -> None:
    row = writing.tables.licence
    if ids:
        writing.connection.execute(
            update(row)
            .where(row.c.installation_id == writing.installation_id, row.c.id.in_(ids))
            .values(**_NOTHING)
        )


def _values(licence: ModuleLicence) -> dict[str, object]:
    return {
        **{name: getattr(licence, name) for name in _FACTS},
        "name_key": licence.key,
        "description": licence.description.default,
        "tooltip": licence.tooltip.default,
        "kind": int(licence.kind),
        "user_types": ",".join(sorted(licence.user_types)),
    }
