"""The customer's database, for which licences are issued."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from solicense_plugin.domain.copies import NOWHERE, Home
from solicense_plugin.domain.names import identity_text


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose licences these are: compared exactly after trim and NFC."""

    company_name: str
    serial_number: str

    @classmethod
    def of(cls, company_name: str, serial_number: str) -> Identity:
        """Make an identity of texts as somebody typed them or a package brought them."""
        return cls(identity_text(company_name), identity_text(serial_number))


@dataclass(frozen=True, slots=True)
class Installation:
    """One customer's database in this deployment."""

    #: Small; leads every key and index of the store.
    id: int
    #: The host's own key.
    key: str
    #: ``None`` until somebody has said whose it is.
    identity: Identity | None
    #: Rises with every writing transaction.
    revision: int
    #: What the clock of a writer has shown at the latest; ``None`` before the first one.
    newest_seen: datetime | None = None
    #: Which database it is.
    home: Home = NOWHERE
    #: SHA-256 of the list of revocations that a licence server sent; empty for none.
    revocations: str = ""
