"""The Licences screen: an owner's information and licence list, or a vendor's own panel."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Response, redirect, render_template, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin import htmx, messages, notice_messages
from solicense_plugin.domain.copies import Origin
from solicense_plugin.domain.validity import Validity
from solicense_plugin.i18n import customs, date, language, spoken
from solicense_plugin.i18n import gettext as _
from solicense_plugin.parts import parts
from solicense_plugin.services import overview, removing
from solicense_plugin.services.overview import OwnerOverview
from solicense_plugin.web import (
    later,
    licence_list,
    numbers,
    pages,
    parts_of_vendors,
    tabs,
    vendors,
)
from solicense_plugin.web.check_line import CheckLine
from solicense_plugin.web.desk import desk
from solicense_plugin.web.licence_list import ListWanted
from solicense_plugin.web.pages import Form, Message
from solicense_plugin.web.tabs import Found


def screen() -> AnyResponse:
    """Show the screen with its first tab."""
    first = tabs.bar(desk(), pages.all_titles(), "")
    return redirect(first[0].url, 303)


def tab(key: str) -> AnyResponse:
    """Show a tab."""
    if key == tabs.STATUS:
        return redirect(pages.link("status"), 303)
    return show_tab(key)


def show_tab(key: str) -> AnyResponse:
    """Show a tab, whatever its address."""
    found = tabs.tab_by_key(desk(), key)
    told = _removed(request.args.get("removed", ""))
    if found.tab.owner_name is None:
        return _drawn(found, told)
    issue = request.args.get("activated", type=numbers.small)
    return owner_panel(
        found.tab.owner_name,
        activated=issue,
        unchanged="unchanged" in request.args,
        checked="checked" in request.args,
        changed="changed" in request.args,
        told=told,
    )


def _drawn(found: Found, told: Message | None) -> Response:
    """Show a panel of our own, or where a vendor's will be."""
    mine, drawn = desk(), found.tab
    is_ours = found.add_on is not None and found.add_on.ours
    return pages.show_panel(
        "tabs/_drawn.html",
        title=vendors.title_of(drawn),
        key=drawn.key,
        titles=pages.all_titles(),
        message=told,
        panel=drawn.render(vendors.context_of(mine)) if is_ours and drawn.render else "",
        place=None if is_ours else parts_of_vendors.of_tab(found),
    )


def owner_panel(
    owner: str,
    *,
    activated: int | None = None,
    unchanged: bool = False,
    checked: bool = False,
    changed: bool = False,
    told: Message | None = None,
) -> Response:
    """Show an owner's information and licence list.

    :param activated: the issue that has just become active, if it really has.
    :param unchanged: whether what was loaded is active already.
    :param checked: whether somebody has just had the licence server asked.
    :param changed: whether somebody has just changed serial number and licence owner.
    :param told: what has just happened elsewhere.
    """
    values = _values(owner, ListWanted.read(request.args))
    if request.headers.get("HX-Target", "").endswith("solicense-rows"):
        return pages.show_drawn(values["rows"])
    seen: OwnerOverview = values["seen"]
    return pages.show_panel(
        "tabs/_licences.html",
        title=_("Licences"),
        key=values["tab_key"],
        titles=seen.titles,
        message=_checked(values["check"])
        if checked
        else told or _message(seen, activated=activated, unchanged=unchanged, changed=changed),
        **values,
    )


def _message(
    seen: OwnerOverview, *, activated: int | None, unchanged: bool, changed: bool
) -> Message | None:
    if changed:
        return _changed(seen)
    if unchanged:
        return Message(_("This licence is active already: nothing changes."))
    if activated is None or activated != seen.issue_number:
        return None
    return Message(
        _("The new licence has been activated. Check below that the state is what you expect.")
    )


def _changed(seen: OwnerOverview) -> Message | None:
    """Say whose installation it is now, and who else has to be asked for licences."""
    identity = seen.installation.identity
    if identity is None:
        return None
    text = _(
        "This is the installation of %(company)s now, with the serial number %(serial)s.",
        company=identity.company_name,
        serial=identity.serial_number,
    )
    others = [
        title.owner.description.spoken(language(), title.owner.language).text
        for title in seen.titles
        if not title.owner.is_platform
    ]
    if not others:
        return Message(text)
    asked = _(
        "Licences of other owners stay active, but were issued for the old serial number. Ask "
        "these owners for new ones: %(owners)s.",
        owners=", ".join(others),
    )
    return Message(f"{text} {asked}", "warn")


def _removed(owner: str) -> Message | None:
    """Say which owner has just been removed, if it really has."""
    gone = removing.removed(desk().context, owner=owner, language=language()) if owner else None
    if gone is None:
        return None
    return Message(
        _(
            "%(owner)s has been removed: its licences are gone, and nobody has any of them any "
            "more. What happened with them stays in the history.",
            owner=gone.description.spoken(language(), gone.language).text,
        )
    )


def _checked(check: CheckLine | None) -> Message | None:
    return Message(check.result, check.sign) if check else None


def with_list_behind(dialog: Response, owner: str) -> Response:
    """Add to a dialog's content what has changed on the tab behind it."""
    page = dict(parse_qsl(htmx.page_around().query))
    values = _values(owner, ListWanted.read(page))
    dialog.data += render_template("solicense/parts/_behind.html", **values).encode()
    return dialog


def changed_rows(owner: str) -> Response:
    """Show the rows anew and, beside them, what waits."""
    values = _values(owner, ListWanted.read(request.args))
    return pages.show_part("parts/_news.html", **values)


_STATE_SIGNS = {
    Validity.IN_ORDER: "good",
    Validity.WARNING: "warn",
    Validity.EXPIRED: "warn",
    Validity.LAPSED: "stop",
}


def _values(owner: str, wanted: ListWanted) -> dict[str, Any]:
    """Return what the parts of an owner's tab are drawn from."""
    mine = desk()
    seen = overview.overview(
        mine.context,
        owner=owner,
        language=language(),
        viewer=mine.user.id,
        expected=owner in {tab.owner_name for _, tab in mine.parts.add_ons.tabs},
    )
    url, check = pages.back_to_tab(owner), CheckLine.of(seen)
    return {
        "seen": seen,
        "tab_key": tabs.key_of(mine, owner),
        "tab_url": url,
        "place": parts_of_vendors.of_owner(owner),
        "form": Form.new(),
        "owner_name": spoken(seen.owner.description, seen.owner.language),
        "state": messages.state(seen.validity),
        "state_sign": _STATE_SIGNS[seen.validity],
        "shop": _shop(seen),
        "expires": seen.owner.dates.expiry and date(seen.owner.dates.expiry, mine.context.zone),
        "revoked": _revoked(seen),
        "copied": _copied(seen),
        "decided": seen.origin is Origin.COPY,
        "objections": _objections(seen),
        "later": later.licences(seen),
        "by_itself": mine.context.auto_activate,
        "rows": _rows(seen, wanted, url),
        "check": check,
        "needs_code": _needs_code(seen, check),
        "wanted": wanted,
        "may_administer": mine.may_administer,
        "is_here": _is_here(seen),
        "may_remove": mine.may_administer and _is_here(seen) and not seen.owner.is_platform,
        "has_root_keys": bool(mine.context.roots),
        "distrusted": seen.distrusted and messages.refusal(seen.distrusted),
    }


def _needs_code(seen: OwnerOverview, check: CheckLine | None) -> bool:
    """Tell whether the licence owner is best asked by a request code."""
    if seen.installation.identity is None:
        return False
    return check is None or bool(check.hindrance) or seen.checks.is_unanswered


def _is_here(seen: OwnerOverview) -> bool:
    """Tell whether there is anything of the owner."""
    return seen.owner.name in {title.owner.name for title in seen.titles}


def _shop(seen: OwnerOverview) -> str:
    """Return where more is bought, for this customer; empty where there is no shop."""
    url, identity = seen.owner.shop_url, seen.installation.identity
    if not url or identity is None:
        return url
    whose = urlencode({"serial": identity.serial_number, "company": identity.company_name})
    parts_of_url = urlsplit(url)
    query = f"{parts_of_url.query}&{whose}" if parts_of_url.query else whose
    return parts_of_url._replace(query=query).geturl()


def _revoked(seen: OwnerOverview) -> str:
    """Say that the active licences are trusted no more; nothing while they are."""
    if seen.revoked is None:
        return ""
    owner = seen.owner.description.spoken(language(), seen.owner.language).text
    return notice_messages.revoked(seen.revoked, owner)


def _copied(seen: OwnerOverview) -> str:
    """Say that the database is a copy; nothing where it is none."""
    kept, here = seen.installation.home.kept, str(desk().context.database)
    match seen.origin:
        case Origin.SUSPECTED:
            return notice_messages.copy(kept, here)
        case Origin.COPY:
            return notice_messages.known_copy(kept, here)
    return ""


def _rows(seen: OwnerOverview, wanted: ListWanted, url: str) -> Markup:
    """Draw the licence list; the same one is not drawn twice while nothing changes."""
    installation = seen.installation
    depends_on = (installation.id, installation.revision, customs(), url, wanted)

    def draw() -> Markup:
        sections = licence_list.sections(seen.owner, seen.licences, wanted, url)
        return pages.drawn("tabs/_rows.html", sections=sections, wanted=wanted)

    return parts().drawn.get(depends_on, draw)


def _objections(seen: OwnerOverview) -> list[str]:
    if seen.waiting is None:
        return []
    names = {
        line.licence.key: line.licence.description.spoken(language(), seen.owner.language).text
        for line in seen.waiting.over_used
    }
    return [messages.objection(o, names.get(o.licence, "")) for o in seen.waiting.objections]
