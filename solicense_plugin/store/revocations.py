"""The newest list of revocations that a licence server sent."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import delete, insert, select, update

from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.store.session import Reading, Writing


def content(reading: Reading) -> bytes:
    """Return the list as it came; there is one."""
    row = reading.tables.revocations
    mine = row.c.installation_id == reading.installation_id
    return bytes(reading.connection.execute(select(row.c.content).where(mine)).scalar_one())


def save(writing: Writing, content: bytes, *, number: int, at: datetime) -> str:
    """Store a list instead of the one before, and return its SHA-256 in hexadecimal."""
    row, installation = writing.tables.revocations, writing.tables.installation
    digest = hashlib.sha256(content).hexdigest()
    mine = {"installation_id": writing.installation_id}
    writing.connection.execute(delete(row).where(row.c.installation_id == writing.installation_id))
    writing.connection.execute(
        insert(row).values(**mine, number=number, content=content, received_at=to_microseconds(at))
    )
    writing.connection.execute(
        update(installation)
        .where(installation.c.installation_id == writing.installation_id)
        .values(revocations=digest)
    )
    return digest
