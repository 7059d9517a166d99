"""A vendor's part of a page: an address of its own, loaded after the page around it.

Where it will stand there is a place, which costs nothing; what fails becomes a box with a
reference in that place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response
from markupsafe import Markup

from solicense_plugin import htmx
from solicense_plugin.domain.add_ons import FaultKind
from solicense_plugin.domain.errors import NotFound
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.boundary import AddOnFailed
from solicense_plugin.hooks.shown import ShownValues, badge_of, markup_of
from solicense_plugin.hooks.tabs import TabContext
from solicense_plugin.i18n import gettext as _
from solicense_plugin.services.add_ons import ContributionPaused
from solicense_plugin.web import pages, tabs, vendors
from solicense_plugin.web.desk import desk
from solicense_plugin.web.tabs import Found


@dataclass(frozen=True, slots=True)
class Place:
    """Where a vendor's part stands."""

    id: str
    url: str
    #: Whose part it is, for people.
    title: str
    #: The tab around it.
    tab_key: str
    is_tab: bool = False


def of_tab(found: Found) -> Place | None:
    """Return the place of a tab's panel; ``None`` where its vendor draws nothing."""
    tab, add_on = found.tab, found.add_on
    if add_on is None or add_on.ours or not (tab.render or tab.values):
        return None
    return Place(
        id=f"sl-add-on-{tab.key}",
        url=pages.link("tab_part", key=tab.key),
        title=vendors.title_of(tab),
        tab_key=tab.key,
        is_tab=True,
    )


def of_owner(owner: str) -> Place | None:
    """Return the place of the vendor's part of an owner's tab, if he contributes any."""
    found = tabs.contributed_for(desk(), owner)
    return of_tab(found) if found else None


def tab_part(key: str) -> Response:
    """Show what a vendor draws in a tab.

    :raises NotFound: he draws nothing there, or not for this user.
    """
    found = tabs.tab_by_key(desk(), key)
    place, add_on = of_tab(found), found.add_on
    if place is None or add_on is None:
        raise NotFound
    context, own_pages = vendors.context_of(desk()), vendors.own_pages(add_on)
    return show(
        place,
        add_on,
        f"tab {key}",
        lambda: _panel(found, context, own_pages),
        lambda panel: _drawn(panel, place),
    )


def _panel(found: Found, context: TabContext, own_pages: str) -> Markup | ShownValues:
    """Let the vendor draw, or read his values; behind the boundary."""
    if found.tab.render:
        return markup_of(found.tab.render(context))
    return ShownValues.of(found.tab.values(context) if found.tab.values else None, own_pages)


def _drawn(panel: Markup | ShownValues, place: Place) -> Markup:
    if isinstance(panel, Markup):
        return panel
    return pages.drawn("parts/_values.html", values=panel, place=place)


def show(
    place: Place,
    add_on: AddOn,
    contribution: str,
    call: Callable[[], vendors.Answer],
    draw: Callable[[vendors.Answer], Markup],
) -> Response:
    """Ask a vendor for his part and show it, or a box that says that it failed.

    :param call: asks him, and answers with nothing that is his code any more.
    :param draw: draws that.
    """
    try:
        part, status = draw(vendors.ask(add_on, contribution, call)), 200
    except AddOnFailed as failed:
        part, status = _box(place, failed), 500
    shown = pages.drawn("parts/_part.html", place=place, part=part)
    if htmx.wants_fragment():
        return pages.show_drawn(shown)
    page = pages.show_panel(
        "tabs/_alone.html",
        title=place.title,
        key=place.tab_key,
        titles=pages.all_titles(),
        place=place,
        part=shown,
    )
    page.status_code = status
    return page


def _box(place: Place, failed: AddOnFailed) -> Markup:
    """Draw what stands where a part has failed."""
    if place.is_tab:
        sentence = _("This tab could not be shown.")
    else:
        sentence = _("This part could not be shown.")
    url = f"{pages.link('screen')}add-ons#ref-{failed.fault.reference}"
    return pages.drawn(
        "parts/_fault_box.html",
        place=place,
        sentence=sentence,
        reason=_reason(failed),
        reference=failed.fault.reference,
        details=url if desk().may_administer else "",
    )


def _reason(failed: AddOnFailed) -> str:
    """Say what somebody who waits can make use of; the rest is for administrators."""
    add_on = failed.fault.add_on
    if isinstance(failed, ContributionPaused):
        return _(
            "The add-on %(add_on)s failed several times in a row and is not asked any more, until "
            "an administrator resumes it on the page Add-ons.",
            add_on=add_on,
        )
    if failed.fault.kind is FaultKind.LATE:
        return _("The add-on %(add_on)s has not answered in time.", add_on=add_on)
    return ""


def badge(key: str) -> Response:
    """Show a tab's badge alone; nothing where it fails.

    :raises NotFound: the tab has none, or is not for this user.
    """
    found = tabs.tab_by_key(desk(), key)
    ask, add_on = found.tab.badge, found.add_on
    if ask is None or add_on is None:
        raise NotFound
    context = vendors.context_of(desk())
    try:
        text = vendors.ask(add_on, f"badge {key}", lambda: badge_of(ask(context)))
    except AddOnFailed:
        text = ""
    return pages.show_part("parts/_badge.html", text=text, id=f"sl-badge-of-{key}")
