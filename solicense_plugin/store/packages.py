"""Verified packages: the files themselves, and where they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, exists, insert, select, update

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.moments import from_microseconds, to_microseconds
from solicense_plugin.store.session import Reading, Writing


@dataclass(frozen=True, slots=True)
class PackageRecord:
    """What is known of a verified package, without the file."""

    owner_name: str
    issue_number: int
    #: SHA-256 of the file, in hexadecimal.
    hash: str
    #: SHA-256 of the document that was signed.
    document_hash: str
    source: Source
    received_at: datetime
    received_by: Actor
    #: From when it can be activated, where that lay ahead when it came, until it waits for
    #: somebody or is active.
    begins: datetime | None = None


def by_id(reading: Reading, package_id: int) -> PackageRecord:
    """Return what is known of a package."""
    row = reading.tables.package
    known = [column for column in row.c if column.name != "content"]
    mine = _mine(reading, package_id)
    return _record(reading.connection.execute(select(*known).where(mine)).one())


def future_dated(
    reading: Reading, owner_name: str, *, withdrawn: bool = False
) -> dict[int, PackageRecord]:
    """Return an owner's packages that wait for their dates, by id, in their order.

    :param withdrawn: those that did when the owner was removed, instead.
    """
    row = reading.tables.package
    known = [column for column in row.c if column.name != "content"]
    statement = (
        select(*known)
        .where(*_future_dated(reading, owner_name, withdrawn=withdrawn))
        .order_by(row.c.issue_number)
    )
    return {found.id: _record(found) for found in reading.connection.execute(statement)}


def _future_dated(
    reading: Reading, owner_name: str, *, withdrawn: bool = False
) -> tuple[ColumnElement[bool], ...]:
    row = reading.tables.package
    return (
        row.c.installation_id == reading.installation_id,
        row.c.owner_name == owner_name,
        row.c.begins.is_not(None),
        row.c.withdrawn.is_(withdrawn),
    )


def _record(found: Row[Any]) -> PackageRecord:
    return PackageRecord(
        owner_name=found.owner_name,
        issue_number=found.issue_number,
        hash=found.hash,
        document_hash=found.document_hash,
        source=Source(found.source),
        received_at=from_microseconds(found.received_at),
        received_by=Actor.parse(found.received_by),
        begins=None if found.begins is None else from_microseconds(found.begins),
    )


def content(reading: Reading, package_id: int) -> bytes:
    """Return a package's file."""
    row = reading.tables.package
    found = reading.connection.execute(
        select(row.c.content).where(_mine(reading, package_id))
    ).scalar_one()
    return bytes(found)


def newest(reading: Reading, owner_name: str) -> int | None:
    """Return the accepted package of an owner with the highest issue number.

    Those that were active are kept for the history, and the one that waits or waited when
    its owner was removed. Those that came before their dates are not among them.
    """
    row = reading.tables.package
    statement = (
        select(row.c.id)
        .where(
            row.c.installation_id == reading.installation_id,
            row.c.owner_name == owner_name,
            row.c.begins.is_(None),
        )
        .order_by(row.c.issue_number.desc())
    )
    return reading.connection.scalar(statement.limit(1))


def _mine(reading: Reading, package_id: int) -> ColumnElement[bool]:
    row = reading.tables.package
    return and_(row.c.installation_id == reading.installation_id, row.c.id == package_id)


def add(writing: Writing, package: PackageRecord, content: bytes) -> int:
    """Store a verified package, and return its id."""
    identifier = writing.take_ids(1)[0]
    writing.connection.execute(
        insert(writing.tables.package).values(
            installation_id=writing.installation_id,
            id=identifier,
            owner_name=package.owner_name,
            issue_number=package.issue_number,
            document_hash=package.document_hash,
            **_arrived(package, content),
        )
    )
    return identifier


def begun(writing: Writing, package_id: int) -> None:
    """Store that a package no longer waits for its date."""
    row = writing.tables.package
    mine = _mine(writing, package_id)
    writing.connection.execute(update(row).where(mine).values(begins=None))


def withdraw(writing: Writing, owner_name: str) -> None:
    """Store that an owner's packages that came before their dates do not wait any more."""
    row = writing.tables.package
    theirs = and_(*_future_dated(writing, owner_name))
    writing.connection.execute(update(row).where(theirs).values(withdrawn=True))


def renew(writing: Writing, package_id: int, package: PackageRecord, content: bytes) -> None:
    """Store the file of a package that is known and has arrived again."""
    row = writing.tables.package
    values = _arrived(package, content)
    writing.connection.execute(update(row).where(_mine(writing, package_id)).values(values))


def _arrived(package: PackageRecord, content: bytes) -> dict[str, object]:
    return {
        "hash": package.hash,
        "content": content,
        "source": package.source.value,
        "received_at": to_microseconds(package.received_at),
        "received_by": str(package.received_by),
        "begins": package.begins and to_microseconds(package.begins),
        "withdrawn": False,
    }


def remove(writing: Writing, package_id: int) -> None:
    """Forget a package that waited and gives way to a newer one, unless it was ever active."""
    begun(writing, package_id)
    row, done = writing.tables.package, writing.tables.activation
    was_active = exists().where(
        done.c.installation_id == writing.installation_id, done.c.package_id == package_id
    )
    writing.connection.execute(delete(row).where(_mine(writing, package_id), ~was_active))
