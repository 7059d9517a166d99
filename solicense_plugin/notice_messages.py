"""The words for what administrators are told on every page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, tzinfo

from solicense_plugin import check_messages
from solicense_plugin.domain.errors import Fault
from solicense_plugin.domain.notices import Notice, NoticeKind
from solicense_plugin.i18n import date, language, moment
from solicense_plugin.i18n import gettext as _


def words(notice: Notice, zone: tzinfo) -> str:
    """Say what administrators have to know."""
    return _WORDS[notice.kind](notice, zone)


def copy(kept: str, here: str) -> str:
    """Say that a database looks like a copy of another one.

    :param kept: the other one, by the host's name for it.
    """
    return _(
        "This database, %(here)s, looks like a copy of %(kept)s. New licences do not arrive by "
        "themselves until an administrator has said which one is real.",
        here=here,
        kept=kept,
    )


def known_copy(kept: str, here: str) -> str:
    """Say that a database is a copy, as an administrator has said."""
    return _(
        "This database, %(here)s, is a copy of %(kept)s. New licences do not arrive by themselves.",
        here=here,
        kept=kept,
    )


def revoked(fault: Fault, owner: str) -> str:
    """Say that licences are trusted no more, and what to do.

    :param fault: what was revoked: the key, or the package.
    :param owner: its name for people.
    """
    what = _REVOKED[fault]() % {"owner": owner}
    return f"{what} " + _(
        "They are read-only: none can be given to anybody, and nothing has been deleted. Check "
        "now for a new licence, or ask the licence owner for a licence file and load it."
    )


_REVOKED: dict[Fault, Callable[[], str]] = {
    Fault.OWNER_KEY_REVOKED: lambda: _(
        "The licences of %(owner)s are not trusted any more: the key that signed them was revoked."
    ),
    Fault.PACKAGE_REVOKED: lambda: _(
        "The licences of %(owner)s are not trusted any more: they were revoked."
    ),
}


def maintenance_ended(ended: datetime, zone: tzinfo) -> str:
    """Say why the tables are not upgraded, and what to do."""
    return _(
        "Maintenance ended on %(date)s, so that this release may not be installed. Renew the "
        "maintenance, or give a reason: upgrade-db --despite-maintenance REASON.",
        date=date(ended, zone),
    )


def _owner(notice: Notice) -> str:
    owner = notice.owner
    return owner.description.spoken(language(), owner.language).text if owner else ""


def _day(notice: Notice, zone: tzinfo) -> str:
    return date(notice.date, zone) if notice.date else ""


def _warning(notice: Notice, zone: tzinfo) -> str:
    if notice.date is None:
        return _("The licences of %(owner)s expire soon.", owner=_owner(notice))
    return _(
        "The licences of %(owner)s expire on %(date)s.",
        owner=_owner(notice),
        date=_day(notice, zone),
    )


def _update(notice: Notice, _zone: tzinfo) -> str:
    said = check_messages.result(notice.checks) if notice.checks else ""
    return f"{_owner(notice)}: {said}"


def _clock(notice: Notice, zone: tzinfo) -> str:
    return _(
        "The server's clock has moved back: it was %(moment)s here already, and that still "
        "counts for licences. Whoever runs this installation sets the clock right or, if it was "
        "wrong then, runs `flask licences reset-clock`.",
        moment=moment(notice.date, zone) if notice.date else "",
    )


_WORDS: dict[NoticeKind, Callable[[Notice, tzinfo], str]] = {
    NoticeKind.REVOKED: lambda notice, _zone: (
        revoked(notice.revoked, _owner(notice)) if notice.revoked else ""
    ),
    NoticeKind.LAPSED: lambda notice, zone: _(
        "The licences of %(owner)s lapsed on %(date)s: they are read-only, and none can be "
        "given to anybody. Load a new licence.",
        owner=_owner(notice),
        date=_day(notice, zone),
    ),
    NoticeKind.EXPIRED: lambda notice, zone: _(
        "The licences of %(owner)s expired on %(date)s. Everything still works for a while; "
        "see to a new licence.",
        owner=_owner(notice),
        date=_day(notice, zone),
    ),
    NoticeKind.WARNING: _warning,
    NoticeKind.UPDATE: _update,
    NoticeKind.CLOCK: _clock,
    NoticeKind.COPY: lambda notice, _zone: copy(notice.kept, notice.here),
}
