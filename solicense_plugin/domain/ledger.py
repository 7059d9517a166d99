"""The ledger: one hash-chained entry a use case, with a line for each person or licence.

Entries hold ids and facts, no names, so that people can be forgotten. A hash covers
the stored text, so that no database's idea of a number or a date can change it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.moments import to_microseconds

#: What stands before the first entry.
GENESIS = "0" * 64
_COMPACT = json.JSONEncoder(separators=(",", ":")).encode


class Action(StrEnum):
    """What an entry tells of: subject and verb."""

    IDENTITY_SET = "installation:identified"
    IDENTITY_CHANGED = "installation:changed"
    PACKAGE_LOADED = "package:loaded"
    PACKAGE_REFUSED = "package:refused"
    PACKAGE_ACTIVATED = "package:activated"
    PACKAGE_RESTORED = "package:restored"
    REVOCATIONS_TAKEN_ON = "revocations:taken-on"
    OWNER_REMOVED = "owner:removed"
    UPDATE_GIVEN_UP = "update:given-up"
    CLOCK_RESET = "clock:reset"
    COPY_CONFIRMED = "database:copy-confirmed"
    DATABASE_ADOPTED = "database:adopted"
    MAINTENANCE_OVERRIDDEN = "release:installed-despite-maintenance"
    LICENCE_GIVEN = "licence:given"
    LICENCE_TAKEN = "licence:taken"
    SUPERFLUOUS_REMOVED = "licence:superfluous-removed"


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One person or licence that an entry changed, before and after.

    For a person the figures are 0 or 1 (holds it or not), for a licence its quantity.
    """

    licence_id: int
    #: ``None`` where the licence's quantity is meant.
    associate_id: int | None
    before: int
    after: int
    #: Since when and by whom the assignment that went had been there, so that it can
    #: be given back as it was.
    since: int | None = None
    given_by: str | None = None

    def text(self) -> str:
        """Return the line as its entry's digest covers it: JSON, which has one reading."""
        values = (
            self.licence_id,
            self.associate_id,
            self.before,
            self.after,
            self.since,
            self.given_by,
        )
        return _COMPACT(values)


def digest_of_lines(lines: Iterable[LedgerLine]) -> str:
    """Return the SHA-256 of lines in their order, in hexadecimal."""
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.text().encode() + b"\n")
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """Who did what, when and why."""

    at: datetime
    actor: Actor
    action: Action
    #: The owner it is about, or empty.
    owner: str = ""
    #: Why, in the words of whoever did it, or empty.
    reason: str = ""
    #: Whatever else explains it: JSON values only.
    facts: Mapping[str, object] = field(default_factory=dict)

    def text(self, *, sequence: int, lines: int, lines_digest: str, previous: str) -> str:
        """Return the canonical text that is stored and hashed."""
        content = {
            "action": self.action,
            "actor": str(self.actor),
            "at": to_microseconds(self.at),
            "facts": self.facts,
            "lines": lines,
            "lines_digest": lines_digest,
            "owner": self.owner,
            "previous": previous,
            "reason": self.reason,
            "sequence": sequence,
        }
        return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def hash_of(text: str) -> str:
    """Return the hash that chains the next entry to this one."""
    return hashlib.sha256(text.encode()).hexdigest()
