"""The tab History: every activation of every owner, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin import htmx, messages
from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.domain.lists import ActivationRow
from solicense_plugin.hooks.tabs import TabContext
from solicense_plugin.i18n import language, moment, number, spoken
from solicense_plugin.services import history
from solicense_plugin.services.history import Activations
from solicense_plugin.web import numbers, pages, tab
from solicense_plugin.web.desk import desk


def show() -> AnyResponse:
    """Show the tab, or to htmx another page of the list alone."""
    if htmx.wants_fragment() and request.headers.get("HX-Target", "").endswith("sl-history"):
        return pages.show_part("parts/_history.html", **_list())
    return tab.tab("history")


def panel(_context: TabContext) -> Markup:
    """Draw the tab."""
    return pages.drawn("tabs/_history.html", **_list())


@dataclass(frozen=True, slots=True)
class Row:
    """An activation, ready to be written."""

    id: int
    owner: Markup
    issue: str
    #: What it changed.
    url: str
    at: str
    who: str
    source: str
    #: Why it was restored, or empty.
    reason: str
    #: Whether its owner has been removed.
    is_removed: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """The addresses of the pages beside one; empty where there is none."""

    previous_url: str
    next_url: str


def _list() -> dict[str, Any]:
    """Return what a page of the list is drawn from."""
    found = history.page(
        desk().context,
        language=language(),
        after=request.args.get("after", type=numbers.small),
        before=request.args.get("before", type=numbers.small),
    )
    rows, words = found.rows, _Words(found)
    return {
        "rows": [words.row(row) for row in rows],
        "list": Pages(
            pages.link("history", before=rows[0].id) if rows and found.has_newer else "",
            pages.link("history", after=rows[-1].id) if rows and found.has_older else "",
        ),
    }


class _Words:
    """What is the same for many lines, said once."""

    def __init__(self, found: Activations) -> None:
        self._names = found.names
        self._removed = found.removed
        self._zone = desk().context.zone
        self._capacities = {kind: messages.capacity(kind) for kind in ActorKind}
        self._sources = {source: messages.source(source) for source in Source}
        self._owners = {
            name: spoken(owner.description, owner.language) for name, owner in found.owners.items()
        }

    def row(self, row: ActivationRow) -> Row:
        """Prepare a line."""
        return Row(
            id=row.id,
            owner=self._owners[row.owner],
            issue=number(row.issue_number),
            url=pages.link("activated", owner=row.owner, issue=row.issue_number, activation=row.id),
            at=moment(row.at, self._zone),
            who=self._who(row.by),
            source=self._sources[row.source],
            reason=row.reason or "",
            is_removed=row.owner in self._removed,
        )

    def _who(self, actor: Actor) -> str:
        """Name a person; whoever has no name here is called by what he is."""
        if actor.kind is ActorKind.OPERATOR:
            return f"{self._capacities[actor.kind]} ({actor.id})"
        return self._names.get(actor) or self._capacities[actor.kind]
