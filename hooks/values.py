"""What the host tells us, and is told. Values are checked when they are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from solicense_plugin.domain.licence import UserType


class Access(IntEnum):
    """What a user may do with licences."""

    NONE = 0
    #: See everything, change nothing.
    VIEW = 1
    ADMINISTER = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class HostUser:
    """One of the host's users."""

    #: The host's own id, as a string of at most 239 characters.
    id: str
    login: str
    name: str
    access: Access = Access.NONE
    #: The language that he chose, for instance ``nb``; ``None`` for none.
    locale: str | None = None
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    user_type: UserType = UserType.INTERNAL
    primary_group: str = ""
    #: Other groups.
    groups: tuple[str, ...] = ()
    role: str = ""
    owning_company: str = ""
    can_log_in: bool = True
    #: With an offset; ``None`` for never.
    last_login: datetime | None = None
    former_employee: bool = False
    waiting_for_approval: bool = False
    #: Of a picture on the host's own site, or empty.
    portrait_url: str = ""

    def __post_init__(self) -> None:
        """Refuse what no list could show or find."""
        for field, length in (("id", 239), ("login", 239), ("name", 254)):
            value = getattr(self, field)
            if not isinstance(value, str) or not 0 < len(value) <= length:
                message = f"HostUser.{field} must be a string of 1 to {length} characters"
                raise ValueError(message)
        if self.last_login is not None and self.last_login.tzinfo is None:
            message = "HostUser.last_login must have an offset"
            raise ValueError(message)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseFacts:
    """Which database the host runs on."""

    #: The host's name for it, at most 254 characters: the same for as long as it is the
    #: same database, another one for a copy of it elsewhere.
    identity: str
    #: What kind it is, in words for administrators, for instance ``test``; or empty.
    type: str = ""

    def __post_init__(self) -> None:
        """Refuse what could not be kept."""
        if not 0 < len(self.identity) <= 254:
            message = "DatabaseFacts.identity must be a string of 1 to 254 characters"
            raise ValueError(message)

    def __str__(self) -> str:
        """Name it for administrators."""
        return f"{self.identity} ({self.type})" if self.type else self.identity


@dataclass(frozen=True, slots=True)
class Screen:
    """A screen of ours that a host puts into its menu or on one of its own screens."""

    #: Stable: ``licences`` or ``user-licences``.
    key: str
    #: Lazy: in the language of the request.
    title: str
    #: The Flask endpoint.
    endpoint: str
