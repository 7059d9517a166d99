"""The words for everything that can be refused or stand in the way.

One message for each class of fault: what is wrong, and what to do about it. Errors
carry values; this is the only place that turns them into sentences.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import ActorKind
from solicense_plugin.domain.comparison import Change, LicenceLine, Objection, ObjectionCode
from solicense_plugin.domain.errors import (
    AssignmentFault,
    AssignmentRefused,
    Fault,
    InvalidField,
    PackageRefused,
    RemovalRefused,
)
from solicense_plugin.domain.names import module_key
from solicense_plugin.domain.removal import Loss
from solicense_plugin.domain.validity import Validity
from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import ngettext


def refusal(error: PackageRefused) -> str:
    """Say why a licence file was refused."""
    return _FAULTS[error.fault]() % {"detail": error.detail}


_FAULTS: dict[Fault, Callable[[], str]] = {
    Fault.EMPTY: lambda: _("The file is empty. Ask the licence owner to send it again."),
    Fault.TOO_LARGE: lambda: _(
        "The file is larger than a licence file can be (1 MiB). Choose the .licence file "
        "that the licence owner sent."
    ),
    Fault.NOT_TEXT: lambda: _(
        "This is no licence file but another kind of document. Choose the .licence file "
        "that the licence owner sent, as it was attached."
    ),
    Fault.UNSIGNED: lambda: _(
        "This is a licence without a signature, so nobody can tell who wrote it. Ask the "
        "licence owner for the signed .licence file."
    ),
    Fault.NOT_A_PACKAGE: lambda: _(
        "This is no licence file, or it was cut off or changed on its way. Choose the "
        ".licence file that the licence owner sent, or ask for it again."
    ),
    Fault.NO_ROOT_KEYS: lambda: _(
        "No root key is configured here, so that no licence can be trusted. Whoever runs "
        "this installation sets SOLICENSE_ROOT_KEYS."
    ),
    Fault.ALGORITHM: lambda: _(
        "The file is signed in a way that is not accepted (%(detail)s). Ask the licence "
        "owner for a file signed with Ed25519."
    ),
    Fault.UNKNOWN_ROOT: lambda: _(
        "The licence owner was approved by somebody who is not trusted here (%(detail)s). "
        "Ask the licence owner, and whoever runs this installation, which root key is meant."
    ),
    Fault.CERTIFICATE_SIGNATURE: lambda: _(
        "The approval of the licence owner has been changed: its signature does not hold. "
        "Ask for the file again."
    ),
    Fault.CERTIFICATE_CONTENT: lambda: _(
        "The approval of the licence owner cannot be read. Ask for the file again."
    ),
    Fault.OWNER_KEY_EXPIRED: lambda: _(
        "The approval of the licence owner %(detail)s has expired. Ask for a newly signed file."
    ),
    Fault.OWNER_KEY_NOT_YET_VALID: lambda: _(
        "The approval of the licence owner %(detail)s is not valid yet. Check the server's "
        "clock, or load the file later."
    ),
    Fault.PACKAGE_SIGNATURE: lambda: _(
        "The licence has been changed after it was signed: its signature does not hold. Ask "
        "the licence owner for the file again."
    ),
    Fault.FOREIGN_OWNER: lambda: _(
        "The file was signed by somebody who may not issue licences for %(detail)s. Do not "
        "use it, and ask the licence owner."
    ),
    Fault.ISSUED_OUTSIDE_KEY: lambda: _(
        "The licence is dated outside the time for which its owner was approved "
        "(%(detail)s). Ask the licence owner for a newly signed file."
    ),
    Fault.OWNER_KEY_REVOKED: lambda: _(
        "The key of the licence owner %(detail)s was revoked. Ask the licence owner for a newly "
        "signed file."
    ),
    Fault.PACKAGE_REVOKED: lambda: _(
        "This licence of %(detail)s was revoked. Ask the licence owner for another one."
    ),
    Fault.MALFORMED: lambda: _(
        "The licence is signed, but it cannot be read: %(detail)s is missing or not what it "
        "should be. Ask the licence owner for a corrected file."
    ),
    Fault.DUPLICATE_KEY: lambda: _(
        "The licence says two things at once: %(detail)s occurs twice. Ask the licence owner "
        "for a corrected file."
    ),
    Fault.FORBIDDEN_XML: lambda: _(
        "The licence contains a document type or entities, which are not accepted. Ask the "
        "licence owner for a file without them."
    ),
    Fault.TOO_DEEP: lambda: _(
        "The licence is nested too deeply to be one. Ask the licence owner for a corrected file."
    ),
    Fault.CONTRADICTORY: lambda: _(
        "The licence contradicts itself at %(detail)s. Ask the licence owner for a corrected file."
    ),
    Fault.UNKNOWN_SERIAL: lambda: _(
        "The licence is for another serial number (%(detail)s). Check that you are signed in "
        "to the right installation, or ask the licence owner."
    ),
    Fault.WRONG_COMPANY: lambda: _(
        "The licence is for another company (%(detail)s). Check that you are signed in to the "
        "right installation, or ask the licence owner."
    ),
    Fault.OTHER_OWNER: lambda: _(
        "This licence belongs to the licence owner %(detail)s. Load it on that owner's tab."
    ),
    Fault.LOWER_ISSUE_NUMBER: lambda: _(
        "There is a newer licence here already: number %(detail)s is an older one. Nothing has "
        "been changed."
    ),
    Fault.SAME_ISSUE_OTHER_CONTENT: lambda: _(
        "There is another licence with the same number (%(detail)s) here already. Ask the "
        "licence owner for one with a new number."
    ),
}


def objection(found: Objection, name: str) -> str:
    """Say what stands against an activation.

    :param name: of the licence that it is about, if it is about one.
    """
    return _OBJECTIONS[found.code](found, name)


_OBJECTIONS: dict[ObjectionCode, Callable[[Objection, str], str]] = {
    ObjectionCode.OVER_USE: lambda found, name: ngettext(
        "%(name)s is used by %(num)d person more than the new licence allows.",
        "%(name)s is used by %(num)d people more than the new licence allows.",
        found.count,
        name=name,
    ),
    ObjectionCode.UNKNOWN_SERIAL: lambda found, _name: _(
        "The licence is for another serial number (%(serial)s).", serial=found.detail
    ),
    ObjectionCode.WRONG_COMPANY: lambda found, _name: _(
        "The licence is for another company (%(company)s).", company=found.detail
    ),
    ObjectionCode.LOWER_ISSUE_NUMBER: lambda found, _name: _(
        "A newer licence than number %(issue)s is active.", issue=found.detail
    ),
    ObjectionCode.NOT_YET_VALID: lambda _found, _name: _("The licence is not valid yet."),
    ObjectionCode.EXPIRED: lambda _found, _name: _("The licence has expired already."),
    ObjectionCode.VETO: lambda found, _name: f"{found.vendor}: {found.detail}",
}


def not_asked(vendor: str) -> str:
    """Say that a vendor was not asked whether he objects."""
    return _("%(vendor)s could not be asked", vendor=vendor)


#: More people help nobody who reads why something was refused.
_MOST_PEOPLE = 20


def withheld(error: RemovalRefused) -> str:
    """Say who may not lose a licence now, and why."""
    known = [f"{one.name} ({one.vendor}: {one.reason})" for one in error.withheld[:_MOST_PEOPLE]]
    if more := len(error.withheld) - len(known):
        known.append(ngettext("%(num)d more", "%(num)d more", more))
    return _(
        "Nothing has been changed. These people must keep the licence for now: %(people)s. "
        "Choose others.",
        people="; ".join(known),
    )


def assignment(error: AssignmentRefused, names: Mapping[str, str]) -> str:
    """Say why a licence could not be given or taken.

    :param names: of the owner's licences, by key.
    """
    licence = names.get(module_key(error.licence), error.licence)
    return _ASSIGNMENTS[error.fault]() % {"licence": licence, "name": error.associate}


_ASSIGNMENTS: dict[AssignmentFault, Callable[[], str]] = {
    AssignmentFault.NONE_FREE: lambda: _(
        "Nothing has been changed: %(licence)s has too few free licences. Choose another one "
        "for some of them."
    ),
    AssignmentFault.USER_TYPE: lambda: _(
        "Nothing has been changed: %(name)s is of a user type that may not have %(licence)s."
    ),
    AssignmentFault.PREREQUISITE: lambda: _(
        "Nothing has been changed: %(name)s lacks what %(licence)s needs."
    ),
    AssignmentFault.ALREADY_HELD: lambda: _(
        "Nothing has been changed: %(name)s has %(licence)s already."
    ),
    AssignmentFault.NOT_HELD: lambda: _(
        "Nothing has been changed: %(name)s does not have %(licence)s."
    ),
    AssignmentFault.NOT_ASSIGNABLE: lambda: _(
        "Nothing has been changed: %(licence)s cannot be given by hand."
    ),
    AssignmentFault.LAPSED: lambda: _(
        "Nothing has been changed: the licences have lapsed, so that none can be given."
    ),
}


def invalid(error: InvalidField) -> str:
    """Say what a field needs."""
    return _RULES[error.rule]()


_RULES: dict[str, Callable[[], str]] = {
    "empty": lambda: _("Fill in this field."),
    "too-long": lambda: _("This is too long: 254 characters at the most."),
    "identified": lambda: _("This installation has a company name and serial number already."),
    "none": lambda: _("Nobody is chosen. Tick the people who are to lose the licence."),
    "unknown": lambda: _("This licence cannot be given instead. Choose another one."),
    "no-server": lambda: _(
        "No licence server is known here yet. Choose the license file that came with both."
    ),
    "no-file": lambda: _("Choose a licence file first."),
    "never-active": lambda: _(
        "This licence has never been active here. The history lists those that were."
    ),
    "active": lambda: _("This licence is active already."),
}


def state(validity: Validity) -> str:
    """Name a state of licences."""
    return {
        Validity.IN_ORDER: _("in order"),
        Validity.WARNING: _("expires soon"),
        Validity.EXPIRED: _("expired, still working"),
        Validity.LAPSED: _("lapsed, read-only"),
    }[validity]


def change(kind: Change) -> str:
    """Name a change that has no difference in number."""
    return {
        Change.ADDED: _("new"),
        Change.REMOVED: _("removed"),
        Change.RAISED: _("more"),
        Change.LOWERED: _("fewer"),
        Change.ALTERED: _("altered"),
    }[kind]


def source(origin: Source) -> str:
    """Name where a package came from."""
    return {
        Source.FILE: _("from a file"),
        Source.LICENCE_SERVER: _("from the licence server"),
        Source.API: _("from a program"),
    }[origin]


def date_name(field: str) -> str:
    """Name one of the dates of an owner's licences."""
    return {
        "admin_warning": _("Administrators are warned from"),
        "expiry": _("Expiry date"),
        "grace": _("Read-only from"),
        "maintenance": _("Maintenance until"),
        "next_check": _("Next check"),
    }[field]


def alterations(line: LicenceLine) -> list[str]:
    """Say what a licence grants otherwise than before, beside its quantity."""
    before, after = line.current, line.new
    if before is None or after is None:
        return []
    said = [
        (before.unrestricted, after.unrestricted, _("unrestricted now"), _("restricted now")),
        (before.hidden, after.hidden, _("hidden now"), _("shown now")),
    ]
    words = [yes if new else no for old, new, yes, no in said if old != new]
    if before.implied_names != after.implied_names:
        words.append(_("implies other licences"))
    if before.prerequisite != after.prerequisite:
        words.append(_("needs another licence"))
    if before.user_types != after.user_types:
        words.append(_("for other user types"))
    return words


def capacity(kind: ActorKind) -> str:
    """Name whoever has no name."""
    return {
        ActorKind.SYSTEM: _("The system"),
        ActorKind.OPERATOR: _("An operator"),
        ActorKind.USER: _("A user"),
    }[kind]


def set_aside(issue_number: int) -> str:
    """Say why the newest licence that was active does not become so by being loaded."""
    return _(
        "Licence number %(issue)s was active here, and an older one was restored instead of it. "
        "Whoever runs this installation can restore it with `flask licences restore`.",
        issue=issue_number,
    )


def platform_stays() -> str:
    """Say that the platform cannot be removed."""
    return _(
        "SuperOffice's own licences cannot be removed: the CRM needs them. Only licence owners of "
        "add-ons can be removed."
    )


def loss(lost: Loss) -> str:
    """Say how much goes with an owner."""
    licences = ngettext("%(num)d licence", "%(num)d licences", len(lost.licences))
    people = ngettext(
        "%(num)d person has something of it", "%(num)d people have something of it", lost.people
    )
    return f"{licences}, {people}"
