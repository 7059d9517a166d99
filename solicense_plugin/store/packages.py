"""Verified packages: the files themselves, and where they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, exists, insert, select, update

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


def by_id(reading: Reading, package_id: int) -> PackageRecord:
    """Return what is known of a package."""
    row = reading.tables.package
    known = [column for column in row.c if column.name != "content"]
    mine = _mine(reading, package_id)
    found = reading.connection.execute(select(*known).where(mine)).one()
    return PackageRecord(
        owner_name=found.owner_name,
        issue_number=found.issue_number,
        hash=found.hash,
        document_hash=found.document_hash,
        source=Source(found.source),
        received_at=from_microseconds(found.received_at),
        received_by=Actor.parse(found.received_by),
    )


def content(reading: Reading, package_id: int) -> bytes:
    """Return a package's file."""
    row = reading.tables.package
    found = reading.connection.execute(
        select(row.c.content).where(_mine(reading, package_id))
    ).scalar_one()
    return bytes(found)


def newest(reading: Reading, owner_name: str) -> int | None:
    """Return the package with the highest issue number of all that an owner's were accepted.

    Those that were active are kept for the history, and the one that waits or waited when
    its owner was removed.
    """
    row = reading.tables.package
    statement = (
        select(row.c.id)
        .where(row.c.installation_id == reading.installation_id, row.c.owner_name == owner_name)
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
    }


def remove(writing: Writing, package_id: int) -> None:
    """Forget a package that waited and was followed by a newer one, unless it was ever active."""
    row, done = writing.tables.package, writing.tables.activation
    was_active = exists().where(
        done.c.installation_id == writing.installation_id, done.c.package_id == package_id
    )
    writing.connection.execute(delete(row).where(_mine(writing, package_id), ~was_active))
