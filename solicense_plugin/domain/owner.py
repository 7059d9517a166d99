"""A module owner: who issues licences, and until when they hold."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from solicense_plugin.domain.names import SUPEROFFICE
from solicense_plugin.domain.texts import Text

_DEMOS = frozenset({"demo", "trial"})


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of an owner's licences, in UTC; ``None`` is never (domain.md 1.2)."""

    #: From here administrators are told.
    admin_warning: datetime | None = None
    expiry: datetime | None = None
    #: The real stop: after it the licences are read-only.
    grace: datetime | None = None
    #: After it upgrades refuse to install.
    maintenance: datetime | None = None
    #: When to ask the licence server again.
    next_check: datetime | None = None

    def in_order(self) -> bool:
        """Tell whether admin warning ≤ expiry ≤ grace holds for those that are set."""
        known = [d for d in (self.admin_warning, self.expiry, self.grace) if d is not None]
        return known == sorted(known)


@dataclass(frozen=True, slots=True)
class ModuleOwner:
    """The facts of an owner that its package brings (domain.md 1.2, LicenseInfo)."""

    name: str
    description: Text
    dates: Dates = field(default_factory=Dates)
    #: The language of every default text of the package.
    language: str = "en"
    licence_url: str = ""
    shop_url: str = ""
    support_text: str = ""
    support_url: str = ""
    licence_version: str = ""
    deployment_type: int = 0
    product_type: str = ""
    product_description: str = ""
    extra_flags: int = 0
    extra_info: str = ""

    @property
    def is_demo(self) -> bool:
        """Whether the licences are those of a demo version, to be followed by bought ones.

        SuperOffice documents the values of neither ``DeploymentType`` nor ``ProductType``
        (domain.md 1.2), so that the rule is ours: its product type is one of these words,
        in any case of letters.
        """
        return self.is_platform and self.product_type.strip().casefold() in _DEMOS

    @property
    def is_platform(self) -> bool:
        """Whether this is SuperOffice itself, whose licences are never removed."""
        return self.name == SUPEROFFICE
