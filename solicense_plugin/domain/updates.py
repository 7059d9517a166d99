"""When to ask an owner's licence server: the next check date, retries, giving up.

Whoever asks at a due time claims it first, and a claim counts as a failure until an
answer is told. So an attempt that ends in the middle is retried like one that failed,
and two that ask at once are one: a claim moves the due time, and the store writes it
only over the due time that was read. An administrator may ask before it; that claims
nothing and moves nothing until there is an answer.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from solicense_plugin.domain.installation import Identity

#: Nine retries, 2 minutes to 8.5 hours after one another: 17 hours in all.
RETRIES = 9
_FIRST_RETRY = timedelta(minutes=2)
_DAY = timedelta(days=1)
#: How far delays differ, so that not all customers of a licence server that was down come
#: back at once: from a quarter below to a quarter above.
_JITTER = 0.5

#: The reason of a check whose server sent a list of revocations that is not accepted.
REVOCATIONS_REFUSED = "revocations"


class CheckResult(StrEnum):
    """How the last check of an owner's licences ended."""

    #: Nobody has asked yet.
    NEVER = "never"
    #: Somebody is asking, or was stopped while he asked.
    ASKING = "asking"
    #: There is nothing new.
    UNCHANGED = "unchanged"
    #: A new package was fetched and activated.
    ACTIVATED = "activated"
    #: A new package was fetched, and waits for its date.
    WAITING = "waiting"
    #: Something has to be decided by an administrator.
    DECISION = "decision"
    #: The server had something to say to the administrators.
    TOLD = "told"
    #: No answer that can be used; it will be tried again.
    FAILED = "failed"
    #: No answer after all retries; administrators are told, and it goes on once a day.
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a check ended as it did."""

    #: Stable: of a fetch or package fault, an objection or a license status.
    code: str = ""
    #: What it is about, or what the server said. Hostile text, so that pages escape it.
    detail: str = ""
    #: Where the server sends administrators, http or https.
    url: str = ""
    #: Whose installation it is by now, as the owner says; ``None`` when he says nothing new.
    identity: Identity | None = None


@dataclass(frozen=True, slots=True)
class Checks:
    """How asking for an owner's licences stands."""

    #: When to ask next; ``None`` is never.
    due: datetime | None
    #: Attempts in a row that brought no answer, the one under way among them.
    failures: int = 0
    result: CheckResult = CheckResult.NEVER
    #: When it was last asked.
    attempted: datetime | None = None
    reason: Reason = field(default_factory=Reason)

    def is_due(self, now: datetime) -> bool:
        """Tell whether it is time to ask."""
        return self.due is not None and now >= self.due

    @property
    def is_unanswered(self) -> bool:
        """Whether the last attempt brought no answer."""
        return self.result in {CheckResult.FAILED, CheckResult.GIVEN_UP}

    def is_neglected(self, now: datetime) -> bool:
        """Tell whether a day has gone since the due time and nobody has asked.

        A day, since cron may call once a day. Then nothing runs that would ask.
        """
        return self.due is not None and now >= self.due + _DAY


def planned(next_check: datetime | None, now: datetime) -> datetime | None:
    """Return when to ask next, by the owner's next check date.

    A date that has passed means the next day: the server that was asked had no newer
    package, and its answer stays the same for a while. No date means never.
    """
    if next_check is None or next_check > now:
        return next_check
    return now + _DAY


def claimed(checks: Checks, now: datetime, chance: float) -> Checks:
    """Return how it stands while somebody asks: where it was due, due again for a retry.

    :param chance: a random number, 0 ≤ chance < 1.
    """
    asking = replace(checks, result=CheckResult.ASKING, attempted=now, reason=Reason())
    if not checks.is_due(now):
        return asking
    failures = checks.failures + 1
    return replace(asking, due=now + _delay(failures, chance), failures=failures)


def failed(checks: Checks, reason: Reason) -> Checks:
    """Return how it stands after an attempt that brought no answer."""
    given_up = checks.failures > RETRIES
    result = CheckResult.GIVEN_UP if given_up else CheckResult.FAILED
    return replace(checks, result=result, reason=reason)


def gives_up(before: Checks, after: Checks) -> bool:
    """Tell whether administrators are to be told: once, not with each further day.

    :param before: how it stood before the attempt was claimed.
    """
    given_up = CheckResult.GIVEN_UP
    return after.result is given_up and before.result is not given_up


def answered(
    checks: Checks,
    result: CheckResult,
    *,
    next_check: datetime | None,
    now: datetime,
    reason: Reason = Reason(),
) -> Checks:
    """Return how it stands after an attempt that was answered.

    :param next_check: that of the owner's newest package here.
    """
    due = planned(next_check, now)
    return replace(checks, due=due, failures=0, result=result, reason=reason)


def put_right(checks: Checks, next_check: datetime | None, now: datetime) -> Checks:
    """Return how it stands once a clock that was ahead is right: due no later than planned.

    :param next_check: that of the owner's newest package here.
    """
    if checks.due is None:
        return checks
    return replace(checks, due=min(checks.due, planned(next_check, now) or now + _DAY))


def _delay(failures: int, chance: float) -> timedelta:
    """Return how long to wait after so many failures: twice as long each time."""
    plain = _DAY if failures > RETRIES else _FIRST_RETRY * 2 ** (failures - 1)
    return plain * (1 + _JITTER * (chance - 0.5))
