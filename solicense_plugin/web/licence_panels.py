"""What vendors add to a licence's details: a part for each add-on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response
from markupsafe import Markup

from solicense_plugin.domain.errors import NotFound
from solicense_plugin.domain.licence import LicenceKind
from solicense_plugin.domain.lists import LicenceRow
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.facts import LicenceFacts
from solicense_plugin.hooks.shown import markup_of, text_of
from solicense_plugin.hooks.tabs import LicencePanel, TabContext
from solicense_plugin.i18n import language
from solicense_plugin.services import holders
from solicense_plugin.web import pages, parts_of_vendors, tabs, vendors
from solicense_plugin.web.desk import Desk, desk
from solicense_plugin.web.parts_of_vendors import Place

_HOOK = "solicense_licence_panels"


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel, drawn."""

    title: str
    panel: Markup


def places(owner: str, row: LicenceRow) -> list[Place]:
    """Return where the panels of each add-on stand in a licence's details."""
    asked = [one for one in desk().parts.add_ons.enabled if one.has(_HOOK)]
    return [_place(one, owner, row) for one in asked]


def _place(add_on: AddOn, owner: str, row: LicenceRow) -> Place:
    return Place(
        id=f"sl-panels-of-{add_on.name}",
        url=pages.link("licence_panels", owner=owner, licence=row.name, add_on=add_on.name),
        title=add_on.name,
        tab_key=tabs.key_of(desk(), owner),
    )


def show(owner: str, licence: str, add_on: str) -> Response:
    """Show what an add-on adds to a licence's details.

    :raises NotFound: there is no such licence, or the add-on adds nothing.
    """
    mine = desk()
    asked = mine.parts.add_ons.named(add_on)
    row = holders.licence_row(mine.context, owner=owner, licence=licence, language=language())
    if asked is None or not asked.has(_HOOK):
        raise NotFound
    facts, context = _facts(mine, owner, row), vendors.context_of(mine)
    return parts_of_vendors.show(
        _place(asked, owner, row),
        asked,
        _HOOK,
        lambda: _panels(asked, facts, context),
        lambda panels: pages.drawn("parts/_licence_panels.html", panels=panels),
    )


def _panels(add_on: AddOn, facts: LicenceFacts, context: TabContext) -> Sequence[Shown]:
    """Have the panels drawn, behind the boundary."""
    panels = add_on.values(_HOOK, LicencePanel, licence=facts)
    ordered = sorted(panels, key=lambda panel: (panel.weight, panel.key))
    return [Shown(text_of(one.title), markup_of(one.render(context))) for one in ordered]


def _facts(mine: Desk, owner: str, row: LicenceRow) -> LicenceFacts:
    return LicenceFacts(
        installation=mine.installation,
        owner_name=owner,
        name=row.name,
        description=row.description,
        kind=LicenceKind(row.kind).name.lower(),
        quantity=None if row.unrestricted else row.quantity,
        in_use=row.in_use,
        is_plan=row.is_plan,
    )
