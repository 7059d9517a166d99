"""The dialog New licence activated: what an activation changed, when, and from where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin import htmx, messages
from solicense_plugin.domain.comparison import Change
from solicense_plugin.domain.moments import from_microseconds
from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import language, moment, number
from solicense_plugin.services import activation
from solicense_plugin.services.activation import PastActivation
from solicense_plugin.web import numbers, pages, tab
from solicense_plugin.web.activation import INKS, DateRow, date_row, difference
from solicense_plugin.web.desk import desk


def show(owner: str, issue: int) -> Response:
    """Show what an activation changed; read only.

    An issue that was restored was activated more than once: the history says which time it
    means, and whoever comes from there goes back there.
    """
    mine, which = desk(), request.args.get("activation", type=numbers.small)
    found = activation.past(
        mine.context,
        owner=owner,
        issue_number=issue,
        language=language(),
        activation_id=which,
    )
    done = found.activation
    return pages.show_dialog(
        "dialogs/_activated.html",
        title=_("New licence activated"),
        owner=owner,
        issue=number(issue),
        at=moment(done.at, mine.context.zone),
        who=_("by the system") if done.automatic else _("by hand"),
        source=messages.source(done.source),
        reason=done.reason,
        lines=_lines(found),
        dates=_dates(found),
        back=pages.back_to_tab(owner) if which is None else pages.link("history"),
    )


def open_for_the_first_time(owner: str, issue: int) -> AnyResponse:
    """Remember that the administrator has looked, and show it."""
    mine = desk()
    activation.acknowledge(mine.context, owner=owner, issue_number=issue, viewer=mine.user.id)
    if htmx.wants_fragment():
        return tab.with_list_behind(show(owner, issue), owner)
    return redirect(pages.link("activated", owner=owner, issue=issue), 303)


@dataclass(frozen=True, slots=True)
class PastLine:
    """A licence that an activation changed, ready to be written."""

    name: str
    before: str
    after: str
    difference: str
    words: str
    ink: str


def _lines(found: PastActivation) -> list[PastLine]:
    return [_line(line, found.names) for line in _changes(found, "licences")]


def _line(line: dict[str, Any], names: dict[str, str]) -> PastLine:
    change = Change(line["change"])
    before, after = line["before"], line["after"]
    return PastLine(
        name=names.get(line["licence"], line["licence"]),
        before=number(before) if before else "–",
        after=_("unrestricted") if line["unrestricted"] else number(after) if after else "–",
        difference=difference(after - before),
        words=messages.change(change),
        ink=INKS[change],
    )


def _dates(found: PastActivation) -> list[DateRow]:
    return [
        date_row(
            line["date"],
            from_microseconds(line["before"]) if line["before"] else None,
            from_microseconds(line["after"]) if line["after"] else None,
        )
        for line in _changes(found, "dates")
    ]


def _changes(found: PastActivation, kind: str) -> list[dict[str, Any]]:
    lines: Any = found.activation.changes[kind]
    return list(lines)
