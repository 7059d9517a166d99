"""What else add-ons contribute: values, checked when they are made; texts may be lazy."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from solicense_plugin.domain.names import is_owner_name
from solicense_plugin.hooks.fields import (
    demand_all,
    demand_amount,
    demand_key,
    demand_text,
    demand_whole,
    wrong,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who issues a module owner's licences, before and beside its first package.

    What the owner's signed package says holds before it.
    """

    owner_name: str
    #: Where its licence server answers; its host must be allowed by the operator.
    licence_url: str = ""
    shop_url: str = ""
    support_text: str = ""
    support_url: str = ""

    def __post_init__(self) -> None:
        """Refuse an owner that cannot be, and addresses that could not be followed."""
        if not is_owner_name(self.owner_name):
            raise wrong(self, "owner_name", "the name of a module owner")
        for field in ("licence_url", "shop_url", "support_url"):
            url = getattr(self, field)
            if url and not re.fullmatch(r"https?://[^\s\"'<>]+", url):
                raise wrong(self, field, "an https address, or empty")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a meter read for a month."""

    #: The month's first day, in the installation's time zone.
    month: date
    #: In the meter's unit, 0 or more.
    amount: Decimal | int

    def __post_init__(self) -> None:
        """Refuse what is no month or no amount."""
        month: object = self.month
        if not isinstance(month, date) or month.day != 1:
            raise wrong(self, "month", "the first day of a month")
        demand_amount(self, "amount")


@dataclass(frozen=True, slots=True, kw_only=True)
class MeteredService:
    """A meter of the dashboard of metered services."""

    #: Lower case, unique within the add-on.
    key: str
    title: str
    #: In words, for instance ``GB`` or ``e-mails``.
    unit: str
    #: What is included for everybody together, in the unit, a month.
    base: Decimal | int = 0
    #: What is included for each holder of a user plan, in the unit, a month.
    allowance_per_user: Decimal | int = 0
    #: The last months, in any order.
    readings: Sequence[Reading] = ()

    def __post_init__(self) -> None:
        """Refuse what could not be measured."""
        demand_key(self)
        demand_text(self, "title")
        demand_text(self, "unit")
        demand_amount(self, "base")
        demand_amount(self, "allowance_per_user")
        demand_all(self, "readings", Reading)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLimit:
    """A limit of the plan: how much of it is used."""

    #: Lower case, unique within the add-on.
    key: str
    title: str
    used: int
    maximum: int

    def __post_init__(self) -> None:
        """Refuse what is no limit."""
        demand_key(self)
        demand_text(self, "title")
        demand_whole(self, "used", least=0)
        demand_whole(self, "maximum", least=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemEvent:
    """Something that runs and that administrators should know of, for instance an import."""

    #: Lower case, unique within the add-on, the same as long as it is the same event.
    key: str
    name: str
    #: In words, for instance ``running``.
    status: str
    message: str = ""
    #: When it started.
    activated: datetime
    #: The host's id of who started it; ``None`` for the system.
    activated_by: str | None = None
    #: When it is expected to end; ``None`` where nobody knows.
    finished: datetime | None = None
    #: Whether it applies to the whole system.
    whole_system: bool = False
    #: How much is done, from 0 to 100; ``None`` where nobody knows.
    percent: int | None = None

    def __post_init__(self) -> None:
        """Refuse what could not be listed."""
        demand_key(self)
        demand_text(self, "name")
        demand_text(self, "status")
        for field in ("activated", "finished"):
            moment = getattr(self, field)
            if moment is None and field == "finished":
                continue
            if not isinstance(moment, datetime) or moment.tzinfo is None:
                raise wrong(self, field, "a moment with an offset")
        if self.percent is not None and not 0 <= self.percent <= 100:
            raise wrong(self, "percent", "a number from 0 to 100, or None")


@dataclass(frozen=True, slots=True)
class ActivationObjection:
    """Why a package should not be activated now."""

    reason: str

    def __post_init__(self) -> None:
        """Refuse an objection without a reason."""
        demand_text(self, "reason")


@dataclass(frozen=True, slots=True)
class RemovalObjection:
    """Why somebody should not lose a licence now, for instance "has open requests"."""

    #: The host's id.
    user_id: str
    reason: str

    def __post_init__(self) -> None:
        """Refuse an objection without a reason."""
        demand_text(self, "reason")
