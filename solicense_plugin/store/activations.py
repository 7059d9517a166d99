"""The history of activations, and who has looked at the newest."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, insert, select, update

from solicense_plugin.domain.activation import Activation, Source
from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.moments import from_microseconds, to_microseconds
from solicense_plugin.store.session import Reading, Writing


def add(writing: Writing, owner_id: int, package_id: int, activation: Activation) -> None:
    """Store an activation."""
    writing.connection.execute(
        insert(writing.tables.activation).values(
            installation_id=writing.installation_id,
            id=writing.take_ids(1)[0],
            owner_id=owner_id,
            package_id=package_id,
            issue_number=activation.issue_number,
            at=to_microseconds(activation.at),
            by=str(activation.by),
            source=activation.source.value,
            automatic=activation.automatic,
            changes=json.dumps(activation.changes),
        )
    )


def newest(reading: Reading, owner_id: int, issue_number: int | None = None) -> Activation | None:
    """Return the newest activation of an owner, or the newest of one issue number."""
    row = reading.tables.activation
    statement = _activations(reading).where(row.c.owner_id == owner_id).order_by(row.c.id.desc())
    if issue_number is not None:
        statement = statement.where(row.c.issue_number == issue_number)
    found = reading.connection.execute(statement.limit(1)).one_or_none()
    return _activation(found) if found else None


def _activations(reading: Reading) -> Select[Any]:
    row, owner = reading.tables.activation, reading.tables.owner
    same = (owner.c.installation_id == row.c.installation_id) & (owner.c.id == row.c.owner_id)
    return (
        select(row, owner.c.name.label("owner_name"))
        .join(owner, same)
        .where(row.c.installation_id == reading.installation_id)
    )


def _activation(row: Row[Any]) -> Activation:
    return Activation(
        owner=row.owner_name,
        issue_number=row.issue_number,
        at=from_microseconds(row.at),
        by=Actor.parse(row.by),
        source=Source(row.source),
        automatic=row.automatic,
        changes=json.loads(row.changes),
    )


def seen(reading: Reading, owner_id: int, viewer: str) -> int:
    """Return the issue number that a viewer last looked at, 0 for none."""
    row = reading.tables.seen
    mine = _mine(reading, owner_id, viewer)
    return reading.connection.scalar(select(row.c.issue_number).where(mine)) or 0


def mark_seen(writing: Writing, owner_id: int, viewer: str, issue_number: int) -> None:
    """Store that a viewer has looked at an activation."""
    row = writing.tables.seen
    mine = _mine(writing, owner_id, viewer)
    changed = writing.connection.execute(update(row).where(mine).values(issue_number=issue_number))
    if not changed.rowcount:
        writing.connection.execute(
            insert(row).values(
                installation_id=writing.installation_id,
                viewer=viewer,
                owner_id=owner_id,
                issue_number=issue_number,
            )
        )


def _mine(reading: Reading, owner_id: int, viewer: str) -> ColumnElement[bool]:
    row = reading.tables.seen
    return and_(
        row.c.installation_id == reading.installation_id,
        row.c.owner_id == owner_id,
        row.c.viewer == viewer,
    )
