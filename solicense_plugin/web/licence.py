"""The details of a licence: its facts, what it implies, and who holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response

from solicense_plugin.domain.licence import LicenceKind
from solicense_plugin.domain.lists import Wanted
from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import language, number
from solicense_plugin.services import holders
from solicense_plugin.services.holders import Holders, LicenceDetails
from solicense_plugin.web import licence_panels, pages, people
from solicense_plugin.web.desk import desk


def show(owner: str, licence: str) -> Response:
    """Show a licence and a page of its holders."""
    wanted = people.wanted_from_request()
    if people.wants_list_alone():
        found = holders.page(
            desk().context, owner=owner, licence=licence, language=language(), wanted=wanted
        )
        return pages.show_part("parts/_holder_rows.html", **_list(owner, licence, found, wanted))
    details = holders.details(
        desk().context, owner=owner, licence=licence, language=language(), wanted=wanted
    )
    row, default = details.licence, details.owner.language
    return pages.show_dialog(
        "dialogs/_details.html",
        title=row.description,
        owner=owner,
        titles=details.titles,
        found=details,
        licence=row,
        description_language=default if row.is_default_description else "",
        tooltip_language=default if row.is_default_tooltip else "",
        facts=_facts(details),
        is_held=row.kind == LicenceKind.USER,
        places=licence_panels.places(owner, row),
        back=pages.back_to_tab(owner),
        **_list(owner, licence, details.holders, wanted),
    )


def _list(owner: str, licence: str, found: Holders, wanted: Wanted) -> dict[str, Any]:
    """Return what a page of holders is drawn from."""
    url = pages.link("licence", owner=owner, licence=licence)
    return {
        "holders": people.holders(found, desk().context),
        "list": people.HolderList.of(found.page, wanted, url),
    }


@dataclass(frozen=True, slots=True)
class Fact:
    """A term and what there is to say of it."""

    term: str
    value: str


def _facts(found: LicenceDetails) -> list[Fact]:
    licence = found.licence
    facts = [Fact(_("License type"), _kind(found))]
    if licence.unrestricted:
        facts += [Fact(_("in use"), number(licence.in_use)), Fact(_("quantity"), _("unrestricted"))]
    elif licence.kind == LicenceKind.SITE:
        facts += [Fact(_("quantity"), number(licence.quantity))]
    else:
        facts += [
            Fact(_("in use"), number(licence.in_use)),
            Fact(_("available"), number(licence.quantity - licence.in_use)),
            Fact(_("quantity"), number(licence.quantity)),
        ]
    facts += [Fact(_("version"), licence.version)] if licence.version else []
    facts += [Fact(_("module"), licence.name)]
    if found.prerequisite:
        facts.append(Fact(_("needs"), found.prerequisite.description))
    return facts


def _kind(found: LicenceDetails) -> str:
    if found.licence.is_plan:
        kind = _("User plan")
    else:
        kind = {
            LicenceKind.SITE: _("system licence"),
            LicenceKind.SATELLITE: _("site licence"),
            LicenceKind.USER: _("user licence"),
        }[LicenceKind(found.licence.kind)]
    return _("%(kind)s, hidden", kind=kind) if found.licence.hidden else kind
