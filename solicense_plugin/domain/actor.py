"""Who does something: kept in the ledger with every change."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    """In what capacity somebody or something acts."""

    #: A user of the host; the id is the host's.
    USER = "user"
    #: Somebody at the command line; the id is the operating system's.
    OPERATOR = "operator"
    #: The product by itself.
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something. An id, never a name, so that people can be forgotten."""

    kind: ActorKind
    id: str = ""

    def __str__(self) -> str:
        """Return how the ledger writes it, for instance ``user:42``."""
        return f"{self.kind}:{self.id}" if self.id else str(self.kind)

    @classmethod
    def parse(cls, text: str) -> Actor:
        """Read what :meth:`__str__` wrote."""
        kind, _, identifier = text.partition(":")
        return cls(ActorKind(kind), identifier)


#: Whatever happens without anybody asking for it.
SYSTEM = Actor(ActorKind.SYSTEM)
