"""The slot on every page of the host: what administrators have to know, and where to go."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import request, url_for
from markupsafe import Markup

from solicense_plugin import i18n, notice_messages
from solicense_plugin.domain.errors import NotFound
from solicense_plugin.domain.notices import Notice, NoticeKind
from solicense_plugin.hooks.values import Access, HostUser
from solicense_plugin.parts import parts
from solicense_plugin.services import notices
from solicense_plugin.web import pages, tabs
from solicense_plugin.web.desk import Desk

_log = logging.getLogger("solicense.web")

_STOPS = {NoticeKind.REVOKED, NoticeKind.LAPSED, NoticeKind.COPY}


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as the slot shows it."""

    text: str
    #: ``warn`` or ``stop``.
    sign: str
    url: str


def slot(user: HostUser | None) -> Markup:
    """Draw what an administrator has to know; nothing for others, and none of it fails."""
    if user is None or user.access is not Access.ADMINISTER:
        return Markup()
    try:
        return _slot(user)
    except NotFound:  # nobody has set an installation up yet
        return Markup()
    except Exception:  # noqa: BLE001  no page of the host fails because of us
        _log.exception("The notices could not be shown")
        return Markup()


def _slot(user: HostUser) -> Markup:
    i18n.forget_speech()
    mine = parts()
    desk = Desk(mine, user, mine.context(mine.host.installation()))
    found = notices.current(desk.context, language=i18n.language())
    if request.blueprint == "solicense":  # our own screen tells the rest, and changes it
        found = tuple(notice for notice in found if notice.kind is NoticeKind.CLOCK)
    if not found:
        return Markup()
    return pages.drawn("parts/_notices.html", lines=[_line(desk, notice) for notice in found])


def _line(desk: Desk, notice: Notice) -> Line:
    return Line(
        text=notice_messages.words(notice, desk.context.zone),
        sign="stop" if notice.kind in _STOPS else "warn",
        url=_url(desk, notice),
    )


def _url(desk: Desk, notice: Notice) -> str:
    """Return the address of the owner's tab, or of the screen."""
    if notice.owner is None:
        return url_for("solicense.screen")
    return url_for("solicense.tab", key=tabs.key_of(desk, notice.owner.name))
