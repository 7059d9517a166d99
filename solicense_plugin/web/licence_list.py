"""The licence list: which licences are wanted, in which order, and how a line is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from solicense_plugin.domain.associate import folded
from solicense_plugin.domain.licence import LicenceKind
from solicense_plugin.domain.lists import LicenceRow
from solicense_plugin.domain.owner import ModuleOwner
from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import language, ngettext, number
from solicense_plugin.web import pages

#: From this share of its quantity a licence is nearly full.
_NEARLY_FULL = 0.85

_SORTS = {
    "name": lambda row: folded(row.description),
    "in-use": lambda row: row.in_use,
    "available": lambda row: row.quantity - row.in_use,
    "quantity": lambda row: row.quantity,
}


@dataclass(frozen=True, slots=True)
class ListWanted:
    """How the licence list is searched and sorted."""

    search: str = ""
    sort: str = ""
    descending: bool = False
    hidden: bool = False

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

    def query(self, sort: str) -> str:
        """Return the address's query for a click on a column's heading."""
        turned = self.sort == sort and not self.descending
        values = {
            "q": self.search,
            "sort": sort,
            "desc": "1" if turned else "",
            "hidden": "1" if self.hidden else "",
        }
        return urlencode({name: value for name, value in values.items() if value})


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading."""

    text: str
    css: str
    #: What a click sorts by, and the address for it; empty for a column without.
    order: str
    url: str
    #: ``ascending``, ``descending`` or empty.
    sorted: str


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list, ready to be written."""

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
    columns: Sequence[Column]
    rows: Sequence[Row]


def sections(
    owner: ModuleOwner, licences: Sequence[LicenceRow], wanted: ListWanted, url: str
) -> list[Section]:
    """Return the list: user licences, then site licences, then system licences.

    :param url: of the tab, for the columns' headings.
    """
    rows = [row for row in licences if _is_wanted(row, wanted)]
    if wanted.sort:
        rows.sort(key=_SORTS[wanted.sort], reverse=wanted.descending)
    words = Words(owner)
    counted = _columns(_counted_headings(), wanted, url)
    plain = _columns(_plain_headings(), wanted, url)
    kinds = (
        (LicenceKind.USER, "user", _("User licences"), counted),
        (LicenceKind.SATELLITE, "site", _("Site licenses"), counted),
        (LicenceKind.SITE, "system", _("System licences"), plain),
    )
    present = {row.kind for row in licences}
    return [
        Section(
            key=key,
            title=title,
            summary=_summary(kind, rows),
            is_counted=columns is counted,
            columns=columns,
            rows=[words.row(row) for row in rows if row.kind == kind],
        )
        for kind, key, title, columns in kinds
        if kind in present
    ]


def _counted_headings() -> Sequence[tuple[str, str, str]]:
    return (
        (_("Name"), "", "name"),
        (_("in use"), "sl-num", "in-use"),
        (_("Share"), "sl-hide", ""),
        (_("available"), "sl-num", "available"),
        (_("quantity"), "sl-num", "quantity"),
        (_("Remark"), "sl-hide", ""),
    )


def _plain_headings() -> Sequence[tuple[str, str, str]]:
    return (
        (_("Name"), "", "name"),
        (_("Version"), "", ""),
        (_("quantity"), "sl-num", "quantity"),
    )


def _columns(
    headings: Iterable[tuple[str, str, str]], wanted: ListWanted, url: str
) -> list[Column]:
    direction = "descending" if wanted.descending else "ascending"
    return [
        Column(
            text=text,
            css=css,
            order=order,
            url=f"{url}?{wanted.query(order)}" if order else "",
            sorted=direction if order and wanted.sort == order else "",
        )
        for text, css, order in headings
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


class Words:
    """What is the same for every line, said once: a translation costs more than a line."""

    def __init__(self, owner: ModuleOwner) -> None:
        self._default = "" if owner.language == language() else owner.language
        self._url = pages.link("licence", owner=owner.name, licence="@")
        self._none_left = _("none left")
        self._nearly_full = _("nearly full")

    def row(self, row: LicenceRow) -> Row:
        """Write a line."""
        available = row.quantity - row.in_use
        sign, text = self._sign(row, available)
        return Row(
            url=self._url.replace("@", row.name),
            name=row.name,
            description=row.description,
            description_language=self._default if row.is_default_description else "",
            tooltip=row.tooltip,
            tooltip_language=self._default if row.is_default_tooltip else "",
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
            return "stop", self._none_left
        return (
            ("warn", self._nearly_full) if row.in_use >= _NEARLY_FULL * row.quantity else ("", "")
        )
