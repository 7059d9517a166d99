"""An associate: somebody whom the host knows, as our lists show him."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from solicense_plugin.domain.licence import UserType

_BETWEEN_PARTS = re.compile(r"[\W_]+")
#: Longer words are searched by their beginning alone.
LONGEST_WORD = 120
#: Letters that do not decompose into a base letter and a mark.
_PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "ł": "l", "þ": "th"})


@dataclass(frozen=True, slots=True)
class Associate:
    """Our projection of one of the host's users (design: Associate)."""

    #: int32; the host's own where that is an integer.
    id: int
    #: The host's own, as a string.
    host_id: str
    login: str
    name: str
    user_type: UserType = UserType.INTERNAL
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    primary_group: str = ""
    groups: tuple[str, ...] = ()
    role: str = ""
    owning_company: str = ""
    can_log_in: bool = True
    #: ``None`` is never.
    last_login: datetime | None = None
    former_employee: bool = False
    waiting_for_approval: bool = False
    portrait_url: str = ""


def folded(text: str) -> str:
    """Return a text as it is searched and sorted: no case, no marks, no ligatures."""
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_PLAIN)
    # Once more, since folding the case can bring marks and ligatures of its own.
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def sort_key(text: str) -> str:
    """Return a key that orders names alike on every database."""
    return " ".join(folded(text).split())[:239]


def search_words(*texts: str) -> frozenset[str]:
    """Return the words by whose beginnings somebody is found.

    ``ingrid.aas@nordlys.example`` is found by itself and by each of its parts.
    """
    whole = [word for text in texts for word in folded(text).split()]
    parts = [part for word in whole for part in _BETWEEN_PARTS.split(word)]
    return frozenset(word[:LONGEST_WORD] for word in (*whole, *parts) if word)
