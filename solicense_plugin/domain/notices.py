"""What administrators are told on every page, without having asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from solicense_plugin.domain.errors import Fault
from solicense_plugin.domain.owner import ModuleOwner
from solicense_plugin.domain.updates import CheckResult, Checks
from solicense_plugin.domain.validity import Validity, validity


class NoticeKind(StrEnum):
    """What a notice is about, the most urgent first."""

    #: A root key has taken back the licences, or the key that signed them.
    REVOKED = "revoked"
    LAPSED = "lapsed"
    EXPIRED = "expired"
    WARNING = "warning"
    #: Licences could not be updated, or an update stands still until somebody decides.
    UPDATE = "update"
    #: The machine's clock has moved back.
    CLOCK = "clock"
    #: The database looks like a copy of another one.
    COPY = "copy"


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that administrators have to know."""

    kind: NoticeKind
    #: Whose licences it is about, if it is about somebody's.
    owner: ModuleOwner | None = None
    #: When they expire or expired, or lapsed; for the clock the newest time seen.
    date: datetime | None = None
    #: How asking the owner's licence server went.
    checks: Checks | None = None
    #: What was revoked: the key, or the package.
    revoked: Fault | None = None
    #: The database that this one looks like a copy of, and this one, by the host's names.
    kept: str = ""
    here: str = ""


#: Results that wait for somebody to do something.
_STANDS_STILL = {CheckResult.GIVEN_UP, CheckResult.DECISION, CheckResult.TOLD}


def of_owner(
    owner: ModuleOwner,
    checks: Checks,
    now: datetime,
    *,
    is_active: bool,
    revoked: Fault | None = None,
) -> Iterator[Notice]:
    """Yield what there is to tell of an owner's licences.

    :param is_active: whether there are any; the dates of what only waits do not count.
    :param revoked: what of them a root key has taken back; their dates say nothing then.
    """
    dates = owner.dates
    kinds = {
        Validity.WARNING: (NoticeKind.WARNING, dates.expiry),
        Validity.EXPIRED: (NoticeKind.EXPIRED, dates.expiry),
        Validity.LAPSED: (NoticeKind.LAPSED, dates.grace),
    }
    state = validity(dates, now)
    if revoked:
        yield Notice(NoticeKind.REVOKED, owner, revoked=revoked)
    elif is_active and state in kinds:
        kind, date = kinds[state]
        yield Notice(kind, owner, date)
    if checks.result in _STANDS_STILL:
        yield Notice(NoticeKind.UPDATE, owner, checks=checks)
