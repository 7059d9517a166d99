"""What can be refused, and why. Errors carry values; `messages.py` has the words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from solicense_plugin.domain.texts import printable

if TYPE_CHECKING:
    from solicense_plugin.domain.comparison import Objection


class LicenceError(Exception):
    """Something that the rules of licensing do not allow."""


class Fault(StrEnum):
    """Why a licence file was refused: one for each class of fault, one message each."""

    # What was loaded is no signed licence package.
    EMPTY = "empty"
    TOO_LARGE = "too-large"
    NOT_TEXT = "not-text"
    UNSIGNED = "unsigned"
    NOT_A_PACKAGE = "not-a-package"
    # Its signatures do not hold.
    NO_ROOT_KEYS = "no-root-keys"
    ALGORITHM = "algorithm"
    UNKNOWN_ROOT = "unknown-root"
    CERTIFICATE_SIGNATURE = "certificate-signature"
    CERTIFICATE_CONTENT = "certificate-content"
    OWNER_KEY_EXPIRED = "owner-key-expired"
    OWNER_KEY_NOT_YET_VALID = "owner-key-not-yet-valid"
    PACKAGE_SIGNATURE = "package-signature"
    FOREIGN_OWNER = "foreign-owner"
    ISSUED_OUTSIDE_KEY = "issued-outside-key"
    # A root key has taken it back.
    OWNER_KEY_REVOKED = "owner-key-revoked"
    PACKAGE_REVOKED = "package-revoked"
    # It is signed, but what it says cannot be read or contradicts itself.
    MALFORMED = "malformed"
    DUPLICATE_KEY = "duplicate-key"
    FORBIDDEN_XML = "forbidden-xml"
    TOO_DEEP = "too-deep"
    CONTRADICTORY = "contradictory"
    # It is sound, but not for here or not for now.
    UNKNOWN_SERIAL = "unknown-serial"
    WRONG_COMPANY = "wrong-company"
    OTHER_OWNER = "other-owner"
    LOWER_ISSUE_NUMBER = "lower-issue-number"
    SAME_ISSUE_OTHER_CONTENT = "same-issue-other-content"


class PackageRefused(LicenceError):
    """A licence file that is not accepted. Nothing of it is stored but this reason."""

    def __init__(self, fault: Fault, detail: str = "") -> None:
        shown = printable(detail)
        super().__init__(fault, shown)
        #: The class of fault, which has one message in every language.
        self.fault = fault
        #: What it is about (a field, a name, a number). Hostile text, so that pages escape
        #: it; no terminal or encoding stumbles over it.
        self.detail = shown


class ActivationRefused(LicenceError):
    """The new package cannot become current."""

    def __init__(self, objections: Sequence[Objection]) -> None:
        super().__init__(*objections)
        #: One for each reason, in the package's order.
        self.objections = tuple(objections)


class StaleComparison(LicenceError):
    """The state or the package has changed since the administrator looked."""


class PlatformStays(LicenceError):
    """The platform's own licences cannot be removed, only those of partners."""


class StaleRemoval(LicenceError):
    """What a removal would take has changed since the administrator looked."""


class NothingWaiting(LicenceError):
    """The owner has no package that waits for activation."""


class AssignmentFault(StrEnum):
    """Why a licence cannot be given to somebody, or taken away."""

    NONE_FREE = "none-free"
    USER_TYPE = "user-type"
    PREREQUISITE = "prerequisite"
    ALREADY_HELD = "already-held"
    NOT_HELD = "not-held"
    NOT_ASSIGNABLE = "not-assignable"
    LAPSED = "lapsed"


class AssignmentRefused(LicenceError):
    """A licence that cannot be given to an associate, or taken from one."""

    def __init__(self, fault: AssignmentFault, licence: str, associate: str = "") -> None:
        super().__init__(fault, licence, associate)
        self.fault = fault
        #: The module name of the licence that stands in the way.
        self.licence = licence
        #: The associate's name for people, empty when nobody in particular is meant.
        self.associate = associate


class StaleChoice(LicenceError):
    """Somebody who was chosen no longer holds the licence."""

    def __init__(self, associates: Sequence[str]) -> None:
        super().__init__(*associates)
        #: Their names for people, in the order of the list.
        self.associates = tuple(associates)


class ChoiceMoved(LicenceError):
    """Others are chosen by now than those whom vendors were asked about."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A person who may not lose a licence now, as a vendor says."""

    #: The host's id, and the name for people.
    user_id: str
    name: str
    vendor: str
    #: In the vendor's words. Hostile text, so that pages escape it.
    reason: str


class RemovalRefused(LicenceError):
    """A vendor objects to taking the licence from somebody who is chosen."""

    def __init__(self, withheld: Sequence[Withheld]) -> None:
        super().__init__(*withheld)
        #: In the order in which the vendors said so.
        self.withheld = tuple(withheld)


class NotIdentified(LicenceError):
    """Nobody has said yet whose installation this is."""


class IdentityMoved(LicenceError):
    """Somebody else has changed meanwhile whose installation this is."""


class NotFound(LicenceError):
    """There is no such owner, licence, associate or activation."""


class WhichInstallation(LicenceError):
    """More than one installation lives here, and the call does not say which."""

    def __init__(self, keys: Sequence[str]) -> None:
        super().__init__(*keys)
        #: The keys to choose from.
        self.keys = tuple(keys)


class NotACopy(LicenceError):
    """The database is no copy, or not any more."""


class ClockNotAhead(LicenceError):
    """The newest time seen is not ahead of the clock, so that there is nothing to put right."""


class MaintenanceEnded(LicenceError):
    """Releases may not be installed after the maintenance date."""

    def __init__(self, ended: datetime) -> None:
        super().__init__(ended)
        self.ended = ended


class InvalidField(LicenceError):
    """A value that cannot be what its field is for."""

    def __init__(self, field: str, rule: str) -> None:
        super().__init__(field, rule)
        self.field = field
        #: The rule that it breaks, as a stable code.
        self.rule = rule
