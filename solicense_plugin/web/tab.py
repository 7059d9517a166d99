"""The Licences screen: an owner's information and licence list, or a vendor's own panel."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Response, redirect, render_template, request
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin import messages
from solicense_plugin.domain.associate import folded
from solicense_plugin.domain.licence import LicenceKind
from solicense_plugin.domain.lists import LicenceRow
from solicense_plugin.domain.validity import Validity
from solicense_plugin.hooks.values import LicenceTab, TabContext
from solicense_plugin.i18n import date, language, locale, ngettext, number, spoken
from solicense_plugin.i18n import gettext as _
from solicense_plugin.services import overview
from solicense_plugin.services.overview import OwnerOverview
from solicense_plugin.web import pages, tabs
from solicense_plugin.web.desk import desk
from solicense_plugin.web.pages import Form, Message

#: From this share of its quantity a licence is nearly full.
_NEARLY_FULL = 0.85

_SORTS = {
    "name": lambda row: folded(row.description),
    "in-use": lambda row: row.in_use,
    "available": lambda row: row.quantity - row.in_use,
    "quantity": lambda row: row.quantity,
}


def screen() -> AnyResponse:
    """Show the screen with its first tab."""
    first = tabs.bar(desk(), overview.titles(desk().context), "")
    return redirect(first[0].url, 303) if first else _empty()


def tab(key: str) -> AnyResponse:
    """Show a tab."""
    found = tabs.tab_by_key(desk(), key)
    if found.owner_name is None:
        return _drawn(found)
    return owner_panel(found.owner_name, message=_message(found.owner_name))


def _drawn(found: LicenceTab) -> Response:
    """Show a panel that its vendor draws."""
    mine = desk()
    context = TabContext(mine.user, str(mine.context.installation_id), str(locale()))
    panel = escape(found.render(context)) if found.render else Markup()
    titles = overview.titles(mine.context)
    return pages.show_panel(
        "tabs/_drawn.html", title=str(found.title), key=found.key, titles=titles, panel=panel
    )


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the licence list, ready to be written."""

    url: str
    name: str
    description: str
    description_language: str
    tooltip: str
    tooltip_language: str
    version: str
    hidden: bool
    unrestricted: bool
    in_use: str
    available: str
    quantity: str
    #: Hundredths of the quantity that are in use.
    meter: int
    #: ``warn``, ``stop`` or empty, with its words.
    sign: str
    sign_text: str


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of licences."""

    key: str
    title: str
    summary: str
    #: Whether people or satellites hold them, so that there is something to count.
    is_counted: bool
    rows: list[Row]

    @property
    def columns(self) -> list[tuple[str, str, str]]:
        """The columns: what they sort by (or nothing), their heading, their class."""
        if not self.is_counted:
            return [
                ("name", _("Name"), ""),
                ("", _("Version"), ""),
                ("quantity", _("quantity"), "sl-num"),
            ]
        return [
            ("name", _("Name"), ""),
            ("in-use", _("in use"), "sl-num"),
            ("", _("Share"), "sl-hide"),
            ("available", _("available"), "sl-num"),
            ("quantity", _("quantity"), "sl-num"),
            ("", _("Remark"), "sl-hide"),
        ]


def owner_panel(owner: str, message: Message | None = None) -> Response:
    """Show an owner's information and licence list."""
    values = _values(owner, ListWanted.read(request.args))
    if request.headers.get("HX-Target", "").endswith("solicense-rows"):
        return pages.show_part("tabs/_rows.html", **values)
    return pages.show_panel(
        "tabs/_licences.html",
        title=pages.licences_title(),
        key=values["tab_key"],
        titles=values["seen"].titles,
        message=message,
        **values,
    )


def with_list_behind(dialog: Response, owner: str) -> Response:
    """Add to a dialog's content what has changed on the tab behind it."""
    page = dict(parse_qsl(urlsplit(request.headers.get("HX-Current-URL", "")).query))
    values = _values(owner, ListWanted.read(page))
    dialog.data += render_template("solicense/parts/_behind.html", **values).encode()
    return dialog


def _values(owner: str, wanted: ListWanted) -> dict[str, Any]:
    """Return what the parts of an owner's tab are drawn from."""
    mine = desk()
    seen = overview.overview(mine.context, owner=owner, language=language(), viewer=mine.user.id)
    return {
        "seen": seen,
        "tab_key": tabs.key_of(mine, owner),
        "form": Form.new(),
        "owner_name": spoken(seen.owner.description, seen.owner.language),
        "state": messages.state(seen.validity),
        "state_sign": _STATE_SIGNS[seen.validity],
        "expires": seen.owner.dates.expiry and date(seen.owner.dates.expiry, mine.context.zone),
        "objections": _objections(seen),
        "sections": sections(seen, wanted),
        "wanted": wanted,
        "may_administer": mine.may_administer,
        "has_root_keys": bool(mine.context.roots),
        "distrusted": seen.distrusted and messages.refusal(seen.distrusted),
    }


_STATE_SIGNS = {
    Validity.IN_ORDER: "good",
    Validity.WARNING: "warn",
    Validity.EXPIRED: "warn",
    Validity.LAPSED: "stop",
}


def _objections(seen: OwnerOverview) -> list[str]:
    if seen.waiting is None:
        return []
    names = {
        line.licence.key: line.licence.description.spoken(language(), seen.owner.language).text
        for line in seen.waiting.over_used
    }
    return [messages.objection(o, names.get(o.licence, "")) for o in seen.waiting.objections]


@dataclass(frozen=True, slots=True)
class ListWanted:
    """How the licence list is searched and sorted."""

    search: str
    sort: str
    descending: bool
    hidden: bool

    @classmethod
    def read(cls, address: Mapping[str, str]) -> ListWanted:
        """Read it from an address."""
        sort = address.get("sort", "")
        return cls(
            search=address.get("q", "").strip()[:254],
            sort=sort if sort in _SORTS else "",
            descending="desc" in address,
            hidden="hidden" in address,
        )

    def address(self, sort: str) -> dict[str, str | None]:
        """Return the address's values for a click on a column's heading."""
        turned = self.sort == sort and not self.descending
        return {
            "q": self.search or None,
            "sort": sort,
            "desc": "1" if turned else None,
            "hidden": "1" if self.hidden else None,
        }


def sections(seen: OwnerOverview, wanted: ListWanted) -> list[Section]:
    """Return the licence list: user licences, then site licences, then system licences."""
    rows = [row for row in seen.licences if _is_wanted(row, wanted)]
    if wanted.sort:
        rows.sort(key=_SORTS[wanted.sort], reverse=wanted.descending)
    words = _Words.now(seen)
    kinds = (
        (LicenceKind.USER, "user", _("User licences")),
        (LicenceKind.SATELLITE, "site", _("Site licenses")),
        (LicenceKind.SITE, "system", _("System licences")),
    )
    return [
        Section(
            key=key,
            title=title,
            summary=_summary(kind, rows),
            is_counted=kind is not LicenceKind.SITE,
            rows=[words.row(row) for row in rows if row.kind == kind],
        )
        for kind, key, title in kinds
        if any(row.kind == kind for row in seen.licences)
    ]


def _is_wanted(row: LicenceRow, wanted: ListWanted) -> bool:
    if row.hidden and not wanted.hidden:
        return False
    text = folded(f"{row.description} {row.name} {row.tooltip}") if wanted.search else ""
    return folded(wanted.search) in text


def _summary(kind: LicenceKind, rows: Iterable[LicenceRow]) -> str:
    if kind is LicenceKind.SITE:
        return _("apply to everyone")
    counted = [row for row in rows if row.kind == kind and not row.unrestricted and not row.hidden]
    return _(
        "%(used)s of %(total)s in use",
        used=number(sum(row.in_use for row in counted)),
        total=number(sum(row.quantity for row in counted)),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """What is the same for every line, said once: a translation costs more than a line."""

    owner: str
    default_language: str
    base: str
    none_left: str
    nearly_full: str

    @classmethod
    def now(cls, seen: OwnerOverview) -> _Words:
        default = seen.owner.language
        return cls(
            owner=seen.owner.name,
            default_language="" if default == language() else default,
            base=pages.link("licence", owner=seen.owner.name, licence="@"),
            none_left=_("none left"),
            nearly_full=_("nearly full"),
        )

    def row(self, row: LicenceRow) -> Row:
        available = row.quantity - row.in_use
        sign, text = self._sign(row, available)
        return Row(
            url=self.base.replace("@", row.name),
            name=row.name,
            description=row.description,
            description_language=self.default_language if row.is_default_description else "",
            tooltip=row.tooltip,
            tooltip_language=self.default_language if row.is_default_tooltip else "",
            version=row.version,
            hidden=row.hidden,
            unrestricted=row.unrestricted,
            in_use=number(row.in_use),
            available=number(available),
            quantity=number(row.quantity),
            meter=min(100, row.in_use * 100 // row.quantity),
            sign=sign,
            sign_text=text,
        )

    def _sign(self, row: LicenceRow, available: int) -> tuple[str, str]:
        if row.unrestricted or row.kind == LicenceKind.SITE:
            return "", ""
        if available < 0:
            return "stop", ngettext("%(num)d too many", "%(num)d too many", -available)
        if available == 0:
            return "stop", self.none_left
        return ("warn", self.nearly_full) if row.in_use >= _NEARLY_FULL * row.quantity else ("", "")


def _message(owner: str) -> Message | None:
    """Say what the address says has just happened, if it really has."""
    if "unchanged" in request.args:
        return unchanged_message()
    issue = request.args.get("activated", type=int)
    return activated_message(owner, issue) if issue is not None else None


def unchanged_message() -> Message:
    """Say that a licence that was loaded is the one that is active."""
    return Message(_("This licence is active already: nothing changes."))


def activated_message(owner: str, issue: int) -> Message | None:
    """Say that a licence has been activated, and that its state is to be checked."""
    if not overview.is_active(desk().context, owner=owner, issue_number=issue):
        return None
    return Message(
        _("The new licence has been activated. Check below that the state is what you expect.")
    )


def _empty() -> Response:
    return pages.show_panel("tabs/_empty.html", title=pages.licences_title(), key="", titles=())
