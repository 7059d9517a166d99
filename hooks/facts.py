"""What add-ons are told: facts as values, taken before they are asked.

An add-on reads them where and when it wants; nothing in them is connected to a database.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceFacts:
    """A module licence of the installation."""

    #: The host's key of the installation; ``default`` where there is one.
    installation: str
    owner_name: str
    #: The module, for instance ``ten-sales``.
    name: str
    #: In the language of the request.
    description: str
    #: ``site``, ``satellite`` or ``user``.
    kind: str
    #: How many are owned; ``None`` for unrestricted.
    quantity: int | None
    in_use: int
    is_plan: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One of the host's users."""

    #: The host's id.
    user_id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFacts:
    """How a package changes one licence."""

    #: The module.
    name: str
    #: ``added``, ``removed``, ``raised``, ``lowered`` or ``altered``.
    change: str
    before: int
    after: int
    in_use: int
    #: How many have to lose it first.
    must_remove: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonFacts:
    """What a package would change, before anybody activates it."""

    installation: str
    owner_name: str
    issue_number: int
    #: The changed licences, in the package's order.
    changes: Sequence[ChangeFacts]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationFacts:
    """A package that has been activated."""

    #: The same each time this event is delivered: whoever has seen it skips it.
    event_id: str
    installation: str
    owner_name: str
    issue_number: int
    #: With an offset.
    at: datetime
    #: The host's id of who did it; ``None`` where the system did.
    user_id: str | None
    changes: Sequence[ChangeFacts]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentChange:
    """A person who was given a licence, or lost it."""

    #: The host's id; of a person who is gone, the last that was known.
    user_id: str
    #: The module.
    name: str
    #: Whether it was given; else it was taken away.
    given: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentChanges:
    """What one use case gave and took: at most 1,000 changes a call."""

    #: The same each time this part of an event is delivered.
    event_id: str
    installation: str
    owner_name: str
    #: With an offset.
    at: datetime
    changes: Sequence[AssignmentChange]
