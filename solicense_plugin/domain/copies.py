"""A copied database, for instance a test system beside production, does not update itself.

The host names the database that it runs on; the name that was kept with the licences
tells whether they have been copied from somewhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Origin(StrEnum):
    """Where the licences in a database come from."""

    #: They have always been in this one, as far as anybody can tell.
    ORIGINAL = "original"
    #: They were in another one before, and nobody has decided yet which one is real.
    SUSPECTED = "suspected"
    #: An administrator has said that this one is a copy.
    COPY = "copy"

    @property
    def updates_itself(self) -> bool:
        """Whether licence servers are asked without anybody asking for it."""
        return self is Origin.ORIGINAL


class CopyDecision(StrEnum):
    """What an administrator says of a database that looks like a copy."""

    #: It is one; updates stay off.
    COPY = "copy"
    #: It is the real one from now on.
    ADOPT = "adopt"


@dataclass(frozen=True, slots=True)
class Home:
    """The database that an installation lives in, by the host's name for it."""

    #: The one that the licences belong to; empty while nobody has named it.
    kept: str = ""
    #: The one that an administrator has called a copy, or empty.
    copy: str = ""

    def origin(self, here: str | None) -> Origin:
        """Tell where the licences come from.

        :param here: the database that they are found in; ``None`` where the host does
            not say, and then nothing is checked.
        """
        if here is None or not self.kept or here == self.kept:
            return Origin.ORIGINAL
        return Origin.COPY if here == self.copy else Origin.SUSPECTED


#: Nobody has named a database.
NOWHERE = Home()
