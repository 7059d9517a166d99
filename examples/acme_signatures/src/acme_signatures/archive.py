"""Documents that are signed, and what we were told: a SQLite file of our own."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import platformdirs

#: Where the file is, unless the operator says otherwise.
_DEFAULT = platformdirs.user_data_path("acme-signatures", appauthor=False) / "archive.sqlite"

#: How many documents may wait at once.
MOST_WAITING = 25

_TABLES = """
create table if not exists document (
    id integer primary key, title text not null, signer text not null,
    user_id text not null, sent text not null, signed text);
create table if not exists event (id text primary key, at text not null, text text not null);
"""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that somebody has to sign."""

    id: int
    title: str
    signer: str
    #: The CRM's id of the signer.
    user_id: str
    sent: date


class Archive:
    """The documents. Each call opens the file: add-ons are called by several threads."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file or Path(os.environ.get("ACME_SIGNATURES_FILE") or _DEFAULT)

    def send(self, title: str, *, signer: str, user_id: str, sent: date) -> None:
        """Send somebody a document to sign."""
        with self._open() as file:
            file.execute(
                "insert into document (title, signer, user_id, sent) values (?, ?, ?, ?)",
                (title, signer, user_id, sent.isoformat()),
            )

    def sign(self, document: int, *, at: date) -> None:
        """Keep that a document has been signed; the first time counts."""
        with self._open() as file:
            file.execute(
                "update document set signed = ? where id = ? and signed is null",
                (at.isoformat(), document),
            )

    def waiting(self) -> list[Document]:
        """Return what is not signed yet, in the order in which it was sent."""
        with self._open() as file:
            rows = file.execute(
                "select id, title, signer, user_id, sent from document"
                " where signed is null order by sent, id"
            )
            return [
                Document(number, title, signer, user_id, date.fromisoformat(sent))
                for number, title, signer, user_id, sent in rows
            ]

    def waiting_for(self, users: Collection[str]) -> Counter[str]:
        """Return how many documents wait for each of these users."""
        wanted = set(users)
        return Counter(one.user_id for one in self.waiting() if one.user_id in wanted)

    def sent_by_month(self) -> dict[date, int]:
        """Return how many documents were sent in each month, by its first day."""
        with self._open() as file:
            rows = file.execute("select substr(sent, 1, 7), count(*) from document group by 1")
            return {date.fromisoformat(f"{month}-01"): int(count) for month, count in rows}

    def log(self, event_id: str, *, at: datetime, text: str) -> None:
        """Keep what we were told; an event that we know already is the same one."""
        with self._open() as file:
            file.execute(
                "insert or ignore into event values (?, ?, ?)", (event_id, at.isoformat(), text)
            )

    def events(self) -> list[str]:
        """Return what we were told, in the order of time."""
        with self._open() as file:
            return [text for (text,) in file.execute("select text from event order by at, id")]

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._file, timeout=10)
        try:
            with connection:
                connection.executescript(_TABLES)
                yield connection
        finally:
            connection.close()
