"""Verified packages: the files themselves, and where they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update

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


def future_dated(reading: Reading, owner_name: str) -> dict[int, PackageRecord]:
    """Return an owner's packages that came before their dates, by id, in their order."""
    row = reading.tables.package
    known = [column for column in row.c if column.name != "content"]
    statement = (
        select(*known)
        .where(
            row.c.installation_id == reading.installation_id,
            row.c.owner_name == owner_name,
            row.c.begins.is_not(None),
        )
        .order_by(row.c.issue_number)
    )
    return {found.id: _record(found) for found in reading.connection.execute(statement)}


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
            hash=package.hash,
            document_hash=package.document_hash,
            content=content,
            source=package.source.value,
            received_at=to_microseconds(package.received_at),
            received_by=str(package.received_by),
            begins=package.begins and to_microseconds(package.begins),
        )
    )
    return identifier


def begun(writing: Writing, package_id: int) -> None:
    """Store that a package no longer waits for its date."""
    row = writing.tables.package
    mine = _mine(writing, package_id)
    writing.connection.execute(update(row).where(mine).values(begins=None))


def remove(writing: Writing, package_id: int) -> None:
    """Forget a package that waited and gives way to a newer one."""
    writing.connection.execute(delete(writing.tables.package).where(_mine(writing, package_id)))
