"""What somebody did, in words: one sentence an entry of the ledger."""

from __future__ import annotations

from collections.abc import Callable

from solicense_plugin.domain.ledger import Action
from solicense_plugin.i18n import gettext as _
from solicense_plugin.messages import capacity
from solicense_plugin.services.history import Happened


def happened(entry: Happened) -> str:
    """Say what somebody did."""
    return _ACTIONS[entry.action](entry, entry.who or capacity(entry.actor.kind))


_ACTIONS: dict[Action, Callable[[Happened, str], str]] = {
    Action.IDENTITY_SET: lambda _entry, who: _("%(who)s said whose installation this is.", who=who),
    Action.IDENTITY_CHANGED: lambda entry, who: _(
        "%(who)s changed serial number and licence owner: %(serial)s, %(company)s.",
        who=who,
        serial=entry.facts["serial"],
        company=entry.facts["company"],
    ),
    Action.PACKAGE_LOADED: lambda entry, who: _(
        "%(who)s loaded licence number %(issue)s.", who=who, issue=entry.facts["issue"]
    ),
    Action.PACKAGE_REFUSED: lambda _entry, who: _(
        "%(who)s tried to load a licence that was refused.", who=who
    ),
    Action.PACKAGE_ACTIVATED: lambda entry, who: _(
        "%(who)s activated licence number %(issue)s.", who=who, issue=entry.facts["issue"]
    ),
    Action.PACKAGE_RESTORED: lambda entry, who: _(
        "%(who)s restored licence number %(issue)s: %(reason)s",
        who=who,
        issue=entry.facts["issue"],
        reason=entry.reason,
    ),
    Action.REVOCATIONS_TAKEN_ON: lambda _entry, _who: _(
        "A newer list of revoked keys and licences has come."
    ),
    Action.CLOCK_RESET: lambda _entry, who: _(
        "%(who)s let the time of the server's clock count again.", who=who
    ),
    Action.OWNER_REMOVED: lambda entry, who: _(
        "%(who)s removed the licence owner: %(reason)s", who=who, reason=entry.reason
    ),
    Action.UPDATE_GIVEN_UP: lambda _entry, _who: _(
        "The licence server could not be asked, however often it was tried."
    ),
    Action.COPY_CONFIRMED: lambda _entry, who: _(
        "%(who)s said that this database is a copy.", who=who
    ),
    Action.DATABASE_ADOPTED: lambda _entry, who: _(
        "%(who)s said that this database is the real one from now on.", who=who
    ),
    Action.MAINTENANCE_OVERRIDDEN: lambda _entry, who: _(
        "%(who)s installed a new release although maintenance has ended.", who=who
    ),
    Action.LICENCE_GIVEN: lambda entry, who: _(
        "%(who)s gave somebody %(licence)s.", who=who, licence=entry.licence
    ),
    Action.LICENCE_TAKEN: lambda entry, who: _(
        "%(who)s took %(licence)s from somebody.", who=who, licence=entry.licence
    ),
    Action.SUPERFLUOUS_REMOVED: lambda entry, who: _(
        "%(who)s took superfluous %(licence)s licences from people.",
        who=who,
        licence=entry.licence,
    ),
    Action.ADD_ON_RESUMED: lambda entry, who: _(
        "%(who)s resumed what the add-on %(add_on)s contributes: %(contribution)s.",
        who=who,
        add_on=entry.facts["add_on"],
        contribution=entry.facts["contribution"],
    ),
}
