"""Lists of licences, of who holds them and of activations: what is wanted, what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.licence import Named


@dataclass(frozen=True, slots=True)
class LicenceRow(Named):
    """A licence as lists show it, in one language."""

    id: int
    name: str
    description: str
    tooltip: str
    #: Whether the description is in the package's default language for want of another.
    is_default_description: bool
    is_default_tooltip: bool
    kind: int
    quantity: int
    unrestricted: bool
    hidden: bool
    extra_flags: int
    extra_info: str
    prerequisite: str
    version: str
    in_use: int


class Order(StrEnum):
    """What a list of holders can be sorted by."""

    NAME = "name"
    GROUP = "group"
    LAST_LOGIN = "last-login"
    SINCE = "since"


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a sorted list: just behind (or before) somebody."""

    value: str | int
    associate_id: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which page of which holders."""

    order: Order = Order.NAME
    descending: bool = False
    #: Beginnings of words of name, login or e-mail, all of which must match.
    search: str = ""
    after: Place | None = None
    before: Place | None = None


class HolderRow(NamedTuple):
    """Somebody who holds a licence."""

    associate_id: int
    name: str
    login: str
    primary_group: str
    former_employee: bool
    can_log_in: bool
    portrait_url: str
    #: Microseconds; 0 is never.
    last_login: int
    since: int
    #: Who gave it, as the ledger writes him, and his name if we know one.
    given_by: str
    giver: str | None
    #: The licence by which it is held.
    licence_id: int
    #: What the list is sorted by.
    place: str | int


@dataclass(frozen=True, slots=True)
class HolderPage:
    """A page of holders."""

    rows: tuple[HolderRow, ...]
    has_previous: bool
    has_next: bool


@dataclass(frozen=True, slots=True)
class ActivationRow:
    """An activation as the history lists it, without what it changed."""

    #: Rises with every activation.
    id: int
    owner: str
    issue_number: int
    at: datetime
    by: Actor
    source: Source
    #: Why it was restored; ``None`` when it was a new one.
    reason: str | None


@dataclass(frozen=True, slots=True)
class ActivationPage:
    """A page of the history."""

    rows: tuple[ActivationRow, ...]
    has_newer: bool
    has_older: bool
