"""The words for how asking a licence server went, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from solicense_plugin import messages
from solicense_plugin.domain.comparison import ObjectionCode
from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.domain.fetch_faults import FetchFailed, FetchFault
from solicense_plugin.domain.status import LicenceStatus, ServerStatus
from solicense_plugin.domain.updates import REVOCATIONS_REFUSED, CheckResult, Checks, Reason
from solicense_plugin.i18n import gettext as _

_FETCHING: dict[FetchFault, Callable[[], str]] = {
    FetchFault.BAD_ADDRESS: lambda: _(
        "The licence names no address of a licence server that can be asked (%(detail)s)."
    ),
    FetchFault.NOT_PERMITTED: lambda: _(
        "The licence server %(detail)s may not be asked. Whoever runs this installation adds it "
        "to SOLICENSE_LICENCE_HOSTS."
    ),
    FetchFault.NOT_PUBLIC: lambda: _(
        "The name of the licence server leads into a private network (%(detail)s). If that is "
        "meant, whoever runs this installation allows its full address in "
        "SOLICENSE_LICENCE_HOSTS."
    ),
    FetchFault.NO_SUCH_HOST: lambda: _("Nobody knows the licence server %(detail)s."),
    FetchFault.REFUSED: lambda: _("The licence server %(detail)s does not answer."),
    FetchFault.UNREACHABLE: lambda: _("No way leads to the licence server %(detail)s."),
    FetchFault.TIMEOUT: lambda: _("The licence server took too long (%(detail)s)."),
    FetchFault.BROKEN_OFF: lambda: _("The connection to the licence server broke off."),
    FetchFault.NOT_HTTPS: lambda: _("What answers at %(detail)s does not speak HTTPS."),
    FetchFault.CERTIFICATE: lambda: _(
        "The certificate of the licence server does not hold (%(detail)s)."
    ),
    FetchFault.NOT_HTTP: lambda: _("What answers is no licence server."),
    FetchFault.REDIRECT: lambda: _(
        "The licence server sends to another address, which is not followed (%(detail)s)."
    ),
    FetchFault.TOO_LARGE: lambda: _("What the licence server sent is larger than a licence."),
    FetchFault.UNEXPECTED_ANSWER: lambda: _(
        "The licence server gave an answer that cannot be used (%(detail)s)."
    ),
    FetchFault.SERVER_PROBLEM: lambda: _("The licence server has a problem (%(detail)s)."),
}


def unreachable(error: FetchFailed) -> str:
    """Say why a licence server could not be asked, and what to do instead."""
    reason = _FETCHING[error.fault]() % {"detail": error.detail}
    return f"{reason} {_by_hand()}"


def _by_hand() -> str:
    return _("Try again, or ask the licence owner for the license file.")


def _failure(reason: Reason) -> str:
    if reason.code in set(FetchFault):
        return _FETCHING[FetchFault(reason.code)]() % {"detail": reason.detail}
    if reason.code == REVOCATIONS_REFUSED:
        return _(
            "The licence server sent a list of revoked keys that cannot be trusted "
            "(%(detail)s), so that no licence was taken from it.",
            detail=reason.detail,
        )
    if reason.code in set(Fault):
        return messages.refusal(PackageRefused(Fault(reason.code), reason.detail))
    return _("The licence server could not tell; it has a problem itself.")


def _decision(reason: Reason) -> str:
    said = _DECISIONS.get(reason.code)
    words = said() if said else _("A new licence came; look at it and activate it.")
    return f"{words} {reason.detail}".rstrip()


_DECISIONS: dict[str, Callable[[], str]] = {
    ObjectionCode.OVER_USE: lambda: _(
        "A new licence came, but more licences are in use than it allows."
    ),
    ObjectionCode.NOT_YET_VALID: lambda: _("A new licence came, and it is not valid yet."),
    ObjectionCode.VETO: lambda: _("A new licence came, but an add-on objects to it:"),
    ObjectionCode.EXPIRED: lambda: _("A new licence came, but it has expired already."),
    LicenceStatus.PROBLEM_WITH_LICENCE: lambda: _(
        "The licence owner has no valid licence for this serial number and company: it is the "
        "wrong installation, a payment is outstanding, or the licence differs. Ask the owner."
    ),
    LicenceStatus.NEW_SERIAL_AVAILABLE: lambda: _(
        "The licence owner has a new serial number for this installation. Change it, or ask the "
        "owner."
    ),
    LicenceStatus.NEW_COMPANY_NAME_AVAILABLE: lambda: _(
        "The licence owner has another company name for this installation. Change it, or ask the "
        "owner."
    ),
}


_RESULTS: dict[CheckResult, Callable[[Reason], str]] = {
    CheckResult.NEVER: lambda _reason: _("The licence server has not been asked yet."),
    CheckResult.ASKING: lambda _reason: _("The licence server is being asked."),
    CheckResult.UNCHANGED: lambda _reason: _("There was no new licence."),
    CheckResult.ACTIVATED: lambda _reason: _("A new licence came and has been activated."),
    CheckResult.WAITING: lambda _reason: _("A new licence came and waits for its date."),
    CheckResult.DECISION: _decision,
    CheckResult.TOLD: lambda reason: _("The licence owner says: %(words)s", words=reason.detail),
    CheckResult.FAILED: lambda reason: (
        f"{_failure(reason)} "
        + _("It is tried again by itself; or load a licence file that the licence owner sends.")
    ),
    CheckResult.GIVEN_UP: lambda reason: (
        f"{_failure(reason)} "
        + _("All tries have failed. Ask the licence owner for a licence file and load it.")
    ),
}


def result(checks: Checks) -> str:
    """Say how the last check went."""
    if checks.result is CheckResult.FAILED and checks.due is None:
        return f"{_failure(checks.reason)} {_by_hand()}"
    return _RESULTS[checks.result](checks.reason)


def declined(said: ServerStatus) -> str:
    """Say why a change of serial number and licence owner was not authorised."""
    words = _DECLINED.get(said.status, _not_authorised)()
    return f"{words} {said.message}".rstrip()


def _not_authorised() -> str:
    return _(
        "The licence server has not authorised this change. Check serial number and licence "
        "owner, or ask the licence owner for the license file and choose it below."
    )


_DECLINED: dict[LicenceStatus, Callable[[], str]] = {
    LicenceStatus.USE_CUSTOM_MESSAGE: lambda: _("The licence owner says:"),
    LicenceStatus.USE_CUSTOM_MESSAGE_AND_URL: lambda: _("The licence owner says:"),
    LicenceStatus.UNKNOWN_ERROR: lambda: _(
        "The licence server could not tell; it has a problem itself. Try again later, or ask the "
        "licence owner for the license file and choose it below."
    ),
}
