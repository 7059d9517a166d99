"""A module licence: one thing that a company bought a number of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum, IntFlag, StrEnum

from solicense_plugin.domain.names import module_key
from solicense_plugin.domain.texts import Text


class LicenceKind(IntEnum):
    """Who a licence is for, with SuperOffice's numbers (domain.md 0, trap 1).

    The screen's words are others: site is "System licences" and satellite is
    "Site licences".
    """

    SITE = 1
    SATELLITE = 2
    USER = 3


class UserType(StrEnum):
    """What kind of associate a licence may be given to, by SuperOffice's names (1.2)."""

    INTERNAL = "InternalAssociate"
    RESOURCE = "ResourceAssociate"
    EXTERNAL = "ExternalAssociate"
    ANONYMOUS = "AnonymousAssociate"
    SYSTEM = "SystemAssociate"


class ExtraFlags(IntFlag):
    """The flags of a module licence that mean something (domain.md 1.2)."""

    USER_PLAN = 1
    PLAN_MARKER = 2


class Named:
    """What the name and flags of a licence mean, wherever they stand."""

    __slots__ = ()

    name: str
    kind: int
    extra_flags: int
    extra_info: str

    @property
    def key(self) -> str:
        """What two spellings of the name have in common."""
        return module_key(self.name)

    @property
    def is_plan(self) -> bool:
        """Whether this is a user plan: one a user and owner, and it implies others."""
        return self.kind == LicenceKind.USER and bool(self.extra_flags & ExtraFlags.USER_PLAN)

    @property
    def implied_names(self) -> tuple[str, ...]:
        """The names in ``set=`` of the extra info, each once, in its order (domain.md 1.2)."""
        for part in self.extra_info.split(";"):
            key, _, names = part.strip().partition("=")
            if key == "set":
                stripped = (name.strip() for name in names.split(","))
                return tuple(dict.fromkeys(name for name in stripped if name))
        return ()


@dataclass(frozen=True, slots=True)
class ModuleLicence(Named):
    """One module of one owner, as its package describes it."""

    #: Unique for its owner without regard to case.
    name: str
    description: Text
    tooltip: Text
    kind: LicenceKind
    #: What was bought: at least 1, also when unrestricted.
    quantity: int
    version: str = ""
    #: No cap on assignments.
    unrestricted: bool = False
    #: Not shown and not given by hand; plans imply it.
    hidden: bool = False
    #: Empty means any.
    user_types: frozenset[UserType] = frozenset()
    extra_flags: int = 0
    extra_info: str = ""
    #: The module that must be held first, or empty.
    prerequisite: str = ""
    sort_order: int = 0

    def allows(self, user_type: UserType) -> bool:
        """Tell whether somebody of this type may hold it."""
        return not self.user_types or user_type in self.user_types


def by_key(licences: Iterable[ModuleLicence]) -> Mapping[str, ModuleLicence]:
    """Index licences of one owner by :attr:`ModuleLicence.key`."""
    return {licence.key: licence for licence in licences}
