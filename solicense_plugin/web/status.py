"""The tab Status: restrictions, metered services and system notifications."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin.domain.errors import NotFound
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.tabs import TabContext
from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import language
from solicense_plugin.parts import parts
from solicense_plugin.web import pages, parts_of_vendors, status_values, tab
from solicense_plugin.web.desk import desk
from solicense_plugin.web.parts_of_vendors import Place
from solicense_plugin.web.tabs import STATUS


@dataclass(frozen=True, slots=True)
class _Kind:
    """A section to which add-ons contribute."""

    hook: str
    #: Asks, behind the boundary.
    read: Callable[[AddOn, str], tuple[Any, ...]]
    #: Prepares what was answered for its template.
    prepare: Callable[[tuple[Any, ...]], list[Any]]


_KINDS = {
    "limits": _Kind("solicense_plan_limits", status_values.limits, status_values.shown_limits),
    "meters": _Kind("solicense_metered_services", status_values.meters, status_values.shown_meters),
    "events": _Kind("solicense_system_events", status_values.events, status_values.shown_events),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the tab."""

    key: str
    title: str
    #: What stands there when nobody contributes.
    nothing: str
    places: list[Place]


def show() -> AnyResponse:
    """Show the tab."""
    return tab.show_tab(STATUS)


def panel(_context: TabContext) -> Markup:
    """Draw the tab; what vendors contribute is loaded after it."""
    return parts().around.get((STATUS, language(), pages.link("screen")), _drawn)


def _drawn() -> Markup:
    words = {
        "limits": (_("Restrictions"), _("There are no restrictions.")),
        "meters": (_("Metered services"), _("Nothing is metered.")),
        "events": (_("System notifications"), _("There are no notifications.")),
    }
    sections = [Section(key, *words[key], _places(key, kind)) for key, kind in _KINDS.items()]
    return pages.drawn("tabs/_status.html", sections=sections)


def _places(key: str, kind: _Kind) -> list[Place]:
    return [_place(one, key) for one in desk().parts.add_ons.enabled if one.has(kind.hook)]


def _place(add_on: AddOn, kind: str) -> Place:
    return Place(
        id=f"sl-{kind}-of-{add_on.name}",
        url=pages.link("status_part", add_on=add_on.name, kind=kind),
        title=add_on.name,
        tab_key=STATUS,
    )


def part(add_on: str, kind: str) -> Response:
    """Show what an add-on contributes to a section.

    :raises NotFound: it contributes nothing.
    """
    mine, of_kind = desk(), _KINDS[kind]
    asked = mine.parts.add_ons.named(add_on)
    if asked is None or not asked.has(of_kind.hook):
        raise NotFound
    installation = mine.installation
    return parts_of_vendors.show(
        _place(asked, kind),
        asked,
        of_kind.hook,
        lambda: of_kind.read(asked, installation),
        lambda found: pages.drawn(
            f"parts/_{kind}.html", found=of_kind.prepare(found), add_on=asked.name
        ),
    )
