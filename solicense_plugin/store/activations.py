"""The history of activations, and who has looked at the newest."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, delete, insert, select, update

from solicense_plugin.domain.activation import Activation, Source
from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.lists import ActivationPage, ActivationRow
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
            reason=activation.reason,
        )
    )


def newest(
    reading: Reading, owner_id: int, issue_number: int, activation_id: int | None = None
) -> Activation | None:
    """Return the newest activation of an issue, or a certain one of those."""
    row = reading.tables.activation
    statement = (
        _activations(reading)
        .where(row.c.owner_id == owner_id, row.c.issue_number == issue_number)
        .order_by(row.c.id.desc())
    )
    if activation_id is not None:
        statement = statement.where(row.c.id == activation_id)
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
        reason=row.reason,
    )


def package_of(reading: Reading, owner_id: int, issue_number: int) -> int | None:
    """Return the package of an issue that was active; ``None`` when it never was."""
    row = reading.tables.activation
    statement = select(row.c.package_id).where(
        row.c.installation_id == reading.installation_id,
        row.c.owner_id == owner_id,
        row.c.issue_number == issue_number,
    )
    return reading.connection.scalar(statement.limit(1))


#: Activations on a page.
PAGE = 50


def page(
    reading: Reading,
    *,
    owner_id: int | None = None,
    after: int | None = None,
    before: int | None = None,
) -> ActivationPage:
    """Read a page of activations, newest first.

    :param owner_id: of one owner alone.
    :param after: behind this one: older ones.
    :param before: before this one: the next newer ones.
    """
    row, backwards = reading.tables.activation, before is not None
    statement = _listed(reading).order_by(row.c.id if backwards else row.c.id.desc())
    if owner_id is not None:
        statement = statement.where(row.c.owner_id == owner_id)
    if before is not None:
        statement = statement.where(row.c.id > before)
    elif after is not None:
        statement = statement.where(row.c.id < after)
    found = [_row(r) for r in reading.connection.execute(statement.limit(PAGE + 1))]
    more, rows = len(found) > PAGE, found[:PAGE]
    return ActivationPage(
        tuple(reversed(rows) if backwards else rows),
        has_newer=more if backwards else after is not None,
        has_older=True if backwards else more,
    )


def _listed(reading: Reading) -> Select[Any]:
    row = reading.tables.activation
    left_out = {"changes", "package_id", "automatic"}
    return _activations(reading).with_only_columns(
        *(column for column in row.c if column.name not in left_out),
        reading.tables.owner.c.name.label("owner_name"),
    )


def _row(row: Row[Any]) -> ActivationRow:
    return ActivationRow(
        id=row.id,
        owner=row.owner_name,
        issue_number=row.issue_number,
        at=from_microseconds(row.at),
        by=Actor.parse(row.by),
        source=Source(row.source),
        reason=row.reason,
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


def forget_seen(writing: Writing, owner_id: int) -> None:
    """Forget who has looked at what was activated of an owner."""
    row = writing.tables.seen
    writing.connection.execute(
        delete(row).where(
            row.c.installation_id == writing.installation_id, row.c.owner_id == owner_id
        )
    )


def _mine(reading: Reading, owner_id: int, viewer: str) -> ColumnElement[bool]:
    row = reading.tables.seen
    return and_(
        row.c.installation_id == reading.installation_id,
        row.c.owner_id == owner_id,
        row.c.viewer == viewer,
    )
