"""The details of a licence: its facts, what it implies, and who holds it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response

from solicense_plugin.domain.licence import ExtraFlags, LicenceKind
from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import language, number
from solicense_plugin.services import holders
from solicense_plugin.services.holders import LicenceDetails
from solicense_plugin.web import pages, people
from solicense_plugin.web.desk import desk


def show(owner: str, licence: str) -> Response:
    """Show a licence and a page of its holders."""
    wanted = people.wanted_from_request()
    found = holders.details(
        desk().context, owner=owner, licence=licence, language=language(), wanted=wanted
    )
    default = found.owner.language
    values: dict[str, Any] = {
        "found": found,
        "licence": found.licence,
        "description_language": default if found.licence.is_default_description else "",
        "tooltip_language": default if found.licence.is_default_tooltip else "",
        "facts": _facts(found),
        "holders": _holders(found) if found.licence.kind == LicenceKind.USER else None,
        "list": people.HolderList(
            page=found.holders, wanted=wanted, endpoint="licence", owner=owner, licence=licence
        ),
        "back": pages.back_to_tab(owner),
    }
    if people.wants_list_alone():
        return pages.show_part("parts/_holder_rows.html", **values)
    return pages.show_dialog(
        "dialogs/_details.html", title=found.licence.description, owner=owner, **values
    )


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
    if prerequisite := found.record.licence.prerequisite:
        name = found.names.get(prerequisite.lower(), prerequisite)
        facts.append(Fact(_("needs"), name))
    return facts


def _kind(found: LicenceDetails) -> str:
    if found.licence.extra_flags & ExtraFlags.USER_PLAN:
        kind = _("User plan")
    else:
        kind = {
            LicenceKind.SITE: _("system licence"),
            LicenceKind.SATELLITE: _("site licence"),
            LicenceKind.USER: _("user licence"),
        }[LicenceKind(found.licence.kind)]
    return _("%(kind)s, hidden", kind=kind) if found.licence.hidden else kind


def _holders(found: LicenceDetails) -> list[people.Holder]:
    through = found.names_by_id if found.implied_by else {}
    return people.holders(found.holders, found.givers, through, desk().context.zone)
