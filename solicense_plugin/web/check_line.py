"""The line on an owner's tab that tells how asking its licence server stands."""

from __future__ import annotations

from dataclasses import dataclass

from solicense_plugin import check_messages
from solicense_plugin.domain.updates import CheckResult
from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import moment
from solicense_plugin.services.overview import OwnerOverview
from solicense_plugin.web.desk import desk

#: How a result looks, where it is not good.
_SIGNS = {
    CheckResult.DECISION: "warn",
    CheckResult.TOLD: "warn",
    CheckResult.FAILED: "warn",
    CheckResult.GIVEN_UP: "stop",
}


@dataclass(frozen=True, slots=True)
class CheckLine:
    """How asking an owner's licence server stands."""

    #: How the last check went, in words.
    result: str
    #: ``good``, ``warn`` or ``stop``.
    sign: str
    #: When it was, and when the next one is; empty where there is none.
    last: str
    next: str
    #: Where the licence owner sends administrators, or empty.
    url: str
    #: Whether it is time, so that the page of an administrator begins a check.
    is_due: bool
    #: Whether SuperOffice has another serial number or company name for this installation.
    announces: bool
    #: Why nobody will ask by himself, and what to set; empty when somebody will.
    hindrance: str

    @classmethod
    def of(cls, seen: OwnerOverview) -> CheckLine | None:
        """Return the line of an owner; ``None`` where there is no licence server to ask."""
        known = seen.installation.identity
        if not seen.owner.licence_url or known is None:
            return None
        checks, context, zone = seen.checks, desk().context, desk().context.zone
        announced = checks.reason.identity
        return cls(
            result=check_messages.result(checks),
            sign=_SIGNS.get(checks.result, "good"),
            last=moment(checks.attempted, zone) if checks.attempted else "",
            next=moment(checks.due, zone) if checks.due else "",
            url=checks.reason.url,
            is_due=bool(context.licence_hosts)
            and seen.origin.updates_itself
            and checks.is_due(seen.now),
            announces=seen.owner.is_platform and announced not in {None, known},
            hindrance=_hindrance(seen),
        )


def _hindrance(seen: OwnerOverview) -> str:
    """Say why no update can come by itself; of a copy another line says that it does not."""
    context = desk().context
    if not context.licence_hosts:
        return _(
            "No licence server may be asked here, so that licences do not arrive by themselves. "
            "Whoever runs this installation sets SOLICENSE_LICENCE_HOSTS."
        )
    if seen.origin.updates_itself and seen.checks.is_neglected(seen.now):
        return _(
            "Nobody has asked the licence server since it was due. Whoever runs this "
            "installation sets SOLICENSE_SCHEDULER or lets cron run `flask licences run-updates`."
        )
    return ""
