"""Verified packages: the files themselves, and where they came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.moments import from_microseconds, to_microseconds
from solicense_plugin.store.session import Reading, Writing


@dataclass(frozen=True, slots=True)
class PackageRecord:
    """A verified package as it is stored."""

    owner_name: str
    issue_number: int
    #: SHA-256 of the file, in hexadecimal.
    hash: str
    content: bytes
    source: Source
    received_at: datetime
    received_by: Actor


def by_id(reading: Reading, package_id: int) -> PackageRecord:
    """Return a package."""
    row = reading.tables.package
    found = reading.connection.execute(
        select(row).where(row.c.installation_id == reading.installation_id, row.c.id == package_id)
    ).one()
    return PackageRecord(
        owner_name=found.owner_name,
        issue_number=found.issue_number,
        hash=found.hash,
        content=bytes(found.content),
        source=Source(found.source),
        received_at=from_microseconds(found.received_at),
        received_by=Actor.parse(found.received_by),
    )


def add(writing: Writing, package: PackageRecord) -> int:
    """Store a verified package, and return its id."""
    identifier = writing.take_ids(1)[0]
    writing.connection.execute(
        insert(writing.tables.package).values(
            installation_id=writing.installation_id,
            id=identifier,
            owner_name=package.owner_name,
            issue_number=package.issue_number,
            hash=package.hash,
            content=package.content,
            source=package.source.value,
            received_at=to_microseconds(package.received_at),
            received_by=str(package.received_by),
        )
    )
    return identifier


def remove(writing: Writing, package_id: int) -> None:
    """Forget a package that waited and was followed by a newer one."""
    row = writing.tables.package
    writing.connection.execute(
        delete(row).where(row.c.installation_id == writing.installation_id, row.c.id == package_id)
    )
