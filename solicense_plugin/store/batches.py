"""Batches: associates whose licences change together, and who of them is an exception."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, literal, select

from solicense_plugin.store.session import Reading

#: A statement that yields associates' ids.
Batch = Select[Any]

#: More names than this help nobody.
_MOST_NAMES = 20


def one(associate_id: int) -> Batch:
    """Return a batch of one associate."""
    return select(literal(associate_id))


def not_holding(reading: Reading, batch: Batch, licence_ids: Collection[int]) -> Batch:
    """Return those of a batch who hold none of some licences directly."""
    row = reading.tables.assignment
    holders = select(row.c.associate_id).where(
        row.c.installation_id == reading.installation_id, row.c.licence_id.in_(licence_ids)
    )
    return batch.where(batch.selected_columns[0].not_in(holders))


def is_anybody(reading: Reading, batch: Batch) -> bool:
    """Tell whether a batch has anybody in it, known to us or not."""
    return reading.connection.execute(batch.limit(1)).first() is not None


def names_without(reading: Reading, batch: Batch, licence_ids: Collection[int]) -> list[str]:
    """Return names of those who hold none of some licences directly."""
    return _names(reading, batch, ~_holds(reading, licence_ids))


def names_with(reading: Reading, batch: Batch, licence_id: int) -> list[str]:
    """Return names of those who hold a licence directly."""
    return _names(reading, batch, _holds(reading, [licence_id]))


def names_of_other_types(reading: Reading, batch: Batch, user_types: Collection[str]) -> list[str]:
    """Return names of those whose user type is another."""
    return _names(reading, batch, reading.tables.associate.c.user_type.not_in(user_types))


def _holds(reading: Reading, licence_ids: Collection[int]) -> ColumnElement[bool]:
    row, person = reading.tables.assignment, reading.tables.associate
    return exists().where(
        row.c.installation_id == person.c.installation_id,
        row.c.associate_id == person.c.id,
        row.c.licence_id.in_(licence_ids),
    )


def _names(reading: Reading, batch: Batch, condition: ColumnElement[bool]) -> list[str]:
    person = reading.tables.associate
    statement = (
        select(person.c.name)
        .where(
            person.c.installation_id == reading.installation_id, person.c.id.in_(batch), condition
        )
        .order_by(person.c.sort_key, person.c.id)
        .limit(_MOST_NAMES)
    )
    return list(reading.connection.scalars(statement))
