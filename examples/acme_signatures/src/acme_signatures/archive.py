"""Documents that are signed, and what we were told: a SQLite file of our own."""

from __future__ import annotations

import os
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
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

#: What an archive that nobody has named begins with, so that there is something to see in the
#: demo: what, who signs it, his number in the demo's CRM, and how many days ago it was sent.
_SAMPLES = (
    ("Framework agreement Fjordlys", "Bente Kristoffersen-Haugland", "30", 12),
    ("Offer 2041, second version", "Bente Kristoffersen-Haugland", "30", 5),
    ("Lease of the showroom", "Jonas Berg", "26", 9),
    ("Non-disclosure agreement", "Sofia Nyman", "17", 3),
    ("Delivery note 118", "Sofia Nyman", "17", 1),
)


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
        named = file or os.environ.get("ACME_SIGNATURES_FILE")
        self._file = Path(named or _DEFAULT)
        self._has_samples = not named

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
        is_new = not self._file.exists()
        connection = sqlite3.connect(self._file, timeout=10)
        try:
            with connection:
                connection.executescript(_TABLES)
                if is_new and self._has_samples:
                    _fill(connection)
                yield connection
        finally:
            connection.close()


def _fill(file: sqlite3.Connection) -> None:
    """Send the samples; with numbers of their own, so that two threads send them once."""
    today = datetime.now(UTC).date()
    file.executemany(
        "insert or ignore into document (id, title, signer, user_id, sent) values (?, ?, ?, ?, ?)",
        [
            (number, title, signer, user_id, (today - timedelta(days=days)).isoformat())
            for number, (title, signer, user_id, days) in enumerate(_SAMPLES, 1)
        ],
    )
