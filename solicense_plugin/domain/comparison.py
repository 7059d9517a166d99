"""What a new package would change, beside what is current (domain.md 1.2, 1.6)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from enum import StrEnum
from functools import cached_property

from solicense_plugin.domain.clock import TOLERANCE
from solicense_plugin.domain.errors import ActivationRefused, StaleComparison
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.licence import ModuleLicence, by_key
from solicense_plugin.domain.owner import Dates, ModuleOwner
from solicense_plugin.domain.package import LicencePackage
from solicense_plugin.domain.plans import Implications, implications
from solicense_plugin.domain.usage import Usage
from solicense_plugin.domain.validity import Validity, validity


class ObjectionCode(StrEnum):
    """What stands against an activation. Stable: programs read them."""

    OVER_USE = "over-use"
    UNKNOWN_SERIAL = "unknown-serial"
    WRONG_COMPANY = "wrong-company"
    LOWER_ISSUE_NUMBER = "lower-issue-number"
    NOT_YET_VALID = "not-yet-valid"
    EXPIRED = "expired"
    VETO = "veto"


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason why a package cannot be activated."""

    code: ObjectionCode
    #: The module key for over-use, else empty.
    licence: str = ""
    #: How many must be taken away for over-use, else 0.
    count: int = 0
    #: Whose veto, else empty.
    vendor: str = ""
    #: The reason of a veto in its vendor's words, or the serial, company or number meant.
    detail: str = ""


class Change(StrEnum):
    """How one licence changes."""

    ADDED = "added"
    REMOVED = "removed"
    RAISED = "raised"
    LOWERED = "lowered"
    #: The quantity stays; something else that it grants differs.
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class LicenceLine:
    """One licence in both packages. At least one side is there."""

    #: As it will be, or as it was if it vanishes.
    licence: ModuleLicence
    current: ModuleLicence | None
    new: ModuleLicence | None
    #: How many would use it when the new package's plans imply what they say there.
    in_use: int
    #: Assignments of a hidden licence that vanishes: the activation removes them.
    dropped: int
    #: Keys of the new package's plans that imply it.
    implied_by: tuple[str, ...]

    @property
    def total(self) -> int:
        """How many are owned now."""
        return self.current.quantity if self.current else 0

    @property
    def new_total(self) -> int:
        """How many will be owned."""
        return self.new.quantity if self.new else 0

    @property
    def added(self) -> int:
        """How many more, or with a minus, fewer."""
        return self.new_total - self.total

    @property
    def free(self) -> int:
        """How many could be given now."""
        return self.total - self.in_use

    @property
    def new_free(self) -> int:
        """How many could be given afterwards; negative when too many are in use."""
        return self.new_total - self.in_use

    @property
    def must_remove(self) -> int:
        """How many must be taken away before the package can be activated."""
        if self._stops_being_what_people_hold():
            return self.in_use
        if self.new is not None and self.new.unrestricted:
            return 0
        return max(0, -self.new_free)

    def _stops_being_what_people_hold(self) -> bool:
        return (
            self.current is not None
            and self.new is not None
            and (self.current.kind, self.current.is_plan) != (self.new.kind, self.new.is_plan)
        )

    @property
    def change(self) -> Change:
        """How it changes, by its quantity first."""
        if self.current is None:
            return Change.ADDED
        if self.new is None:
            return Change.REMOVED
        if self.added and not (self.current.unrestricted and self.new.unrestricted):
            return Change.RAISED if self.added > 0 else Change.LOWERED
        return Change.ALTERED

    @property
    def is_changed(self) -> bool:
        """Whether it grants something else than before, or too many use it."""
        return self.must_remove > 0 or _grants(self.current) != _grants(self.new)


#: What a licence grants. Names, tooltips, versions and order are not among it: a
#: new edition of every text would otherwise list every line.
_GRANTED = (
    "kind quantity unrestricted hidden user_types extra_flags implied_names prerequisite"
).split()


def _grants(licence: ModuleLicence | None) -> tuple[object, ...] | None:
    return None if licence is None else tuple(getattr(licence, name) for name in _GRANTED)


@dataclass(frozen=True, slots=True)
class DateLine:
    """One date of the owner's licences that changes."""

    #: The field's name in :class:`~solicense_plugin.domain.owner.Dates`.
    name: str
    current: datetime | None
    new: datetime | None


@dataclass(frozen=True, slots=True)
class Current:
    """What an owner's licences are now."""

    owner: ModuleOwner
    licences: tuple[ModuleLicence, ...]
    usage: Usage
    #: Of the package that is active.
    issue_number: int
    package_hash: str


@dataclass(frozen=True)
class Comparison:
    """Current beside new, and whether new may become current.

    ``current`` is ``None`` when the owner has no licences here yet, never an empty
    one.
    """

    current: Current | None
    new: LicencePackage
    #: SHA-256 of the signed file, in hexadecimal.
    new_hash: str
    #: Every licence of both sides, in the new package's order, vanishing ones last.
    lines: tuple[LicenceLine, ...]
    #: The dates that change.
    dates: tuple[DateLine, ...]
    objections: tuple[Objection, ...]
    #: From when it may become current, where that lay ahead when it came.
    begins: datetime | None = None
    #: Vendors who could not be asked whether they object; that stops nothing.
    not_asked: tuple[str, ...] = ()

    def heard(self, vetoes: Iterable[Objection], not_asked: Iterable[str] = ()) -> Comparison:
        """Return it with what vendors said, who are asked outside any transaction.

        :param not_asked: those who failed or were late.
        """
        objections = (*self.objections, *vetoes)
        return replace(self, objections=objections, not_asked=tuple(not_asked))

    @property
    def can_activate(self) -> bool:
        """Whether nothing stands against it."""
        return not self.objections

    @property
    def is_early(self) -> bool:
        """Whether it waits for its date."""
        return any(found.code is ObjectionCode.NOT_YET_VALID for found in self.objections)

    @property
    def in_the_way(self) -> tuple[Objection, ...]:
        """What stands against it but for a date that it is known to wait for."""
        if self.begins is None:
            return self.objections
        return tuple(o for o in self.objections if o.code is not ObjectionCode.NOT_YET_VALID)

    @cached_property
    def changed(self) -> tuple[LicenceLine, ...]:
        """The lines that an administrator has to look at."""
        return tuple(line for line in self.lines if line.is_changed)

    @cached_property
    def over_used(self) -> tuple[LicenceLine, ...]:
        """The lines from which people must be taken."""
        return tuple(line for line in self.lines if line.must_remove)

    @cached_property
    def still_to_go(self) -> int:
        """How many people must lose a licence at least, counting nobody twice.

        Whoever goes from an over-used plan also goes from the hidden licences that
        it implies.
        """
        visible = {line.licence.key: line.must_remove for line in self.over_used}
        hidden = [line for line in self.over_used if line.licence.hidden]
        for line in hidden:
            visible.pop(line.licence.key)
        beyond = (
            line.must_remove - sum(visible.get(plan, 0) for plan in line.implied_by)
            for line in hidden
        )
        return sum(visible.values()) + max(0, *beyond, 0)

    @cached_property
    def digest(self) -> str:
        """What the decision depends on, as SHA-256 in hexadecimal.

        Not of the numbers in use: a colleague's assignment that changes nothing here
        is no conflict.
        """
        seen = [
            self.new_hash,
            self.current.package_hash if self.current else None,
            [[line.licence.key, line.new_total, line.must_remove] for line in self.changed],
            [[o.code, o.licence, o.vendor, o.detail] for o in self.objections],
        ]
        return hashlib.sha256(json.dumps(seen).encode()).hexdigest()

    def demand(self, digest: str) -> None:
        """Refuse when this is not what the administrator saw, or when it is blocked.

        :raises StaleComparison: the state or the package has changed since.
        :raises ActivationRefused: something stands against it.
        """
        if digest != self.digest:
            raise StaleComparison
        self.demand_no_objection()

    def demand_no_objection(self) -> None:
        """Refuse when it is blocked.

        :raises ActivationRefused: something stands against it.
        """
        if self.objections:
            raise ActivationRefused(self.objections)


def compare(
    *,
    current: Current | None,
    new: LicencePackage,
    new_hash: str,
    identity: Identity,
    now: datetime,
    restoring: bool = False,
    begins: datetime | None = None,
) -> Comparison:
    """Put a package beside what is current.

    :param new_hash: SHA-256 of the package's signed file.
    :param identity: of the installation as it is now.
    :param restoring: whether an older issue is meant to come back, so that its number does
        not stand against it.
    :param begins: from when it may become current, where that lay ahead when it came.
    """
    lines = _lines(current, new)
    return Comparison(
        current=current,
        new=new,
        new_hash=new_hash,
        lines=lines,
        dates=_date_lines(current.owner.dates if current else Dates(), new.owner.dates),
        objections=(
            *_objections_to_identity(new, identity),
            *_objections_to_number(None if restoring else current, new),
            *_objections_to_dates(new, now, begins),
            *(
                Objection(ObjectionCode.OVER_USE, line.licence.key, line.must_remove)
                for line in lines
                if line.must_remove
            ),
        ),
        begins=begins,
    )


def _lines(current: Current | None, new: LicencePackage) -> tuple[LicenceLine, ...]:
    before = by_key(current.licences) if current else {}
    after = by_key(new.licences)
    usage = current.usage if current else Usage({}, {})
    implied = implications(new.licences)
    ordered = {**after, **{key: gone for key, gone in before.items() if key not in after}}
    return tuple(
        _line(licence, before.get(key), after.get(key), usage, implied)
        for key, licence in ordered.items()
    )


def _line(
    licence: ModuleLicence,
    before: ModuleLicence | None,
    after: ModuleLicence | None,
    usage: Usage,
    implied: Implications,
) -> LicenceLine:
    dropped = usage.assigned.get(licence.key, 0) if after is None and licence.hidden else 0
    return LicenceLine(
        licence=licence,
        current=before,
        new=after,
        in_use=usage.in_use(licence.key, implied) - dropped,
        dropped=dropped,
        implied_by=implied.by_plans.get(licence.key, ()),
    )


def _date_lines(current: Dates, new: Dates) -> tuple[DateLine, ...]:
    pairs: Mapping[str, tuple[datetime | None, datetime | None]] = {
        f.name: (getattr(current, f.name), getattr(new, f.name)) for f in fields(Dates)
    }
    return tuple(DateLine(name, *pair) for name, pair in pairs.items() if pair[0] != pair[1])


def _objections_to_identity(new: LicencePackage, identity: Identity) -> Iterable[Objection]:
    if new.identity.serial_number != identity.serial_number:
        yield Objection(ObjectionCode.UNKNOWN_SERIAL, detail=new.identity.serial_number)
    elif new.identity.company_name != identity.company_name:
        yield Objection(ObjectionCode.WRONG_COMPANY, detail=new.identity.company_name)


def _objections_to_number(current: Current | None, new: LicencePackage) -> Iterable[Objection]:
    if current and new.issue_number <= current.issue_number:
        yield Objection(ObjectionCode.LOWER_ISSUE_NUMBER, detail=str(new.issue_number))


def _objections_to_dates(
    new: LicencePackage, now: datetime, begins: datetime | None
) -> Iterable[Objection]:
    # The issuer's clock may be a little ahead of ours.
    if now < (begins or new.issued_at - TOLERANCE):
        yield Objection(ObjectionCode.NOT_YET_VALID)
    if validity(new.owner.dates, now) in {Validity.EXPIRED, Validity.LAPSED}:
        yield Objection(ObjectionCode.EXPIRED)
