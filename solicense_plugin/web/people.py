"""Lists of people: how they are asked for, and how a line is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from flask import request

from solicense_plugin import htmx
from solicense_plugin.domain.lists import HolderPage, HolderRow, Order, Place, Wanted
from solicense_plugin.domain.moments import from_microseconds
from solicense_plugin.i18n import date, ngettext
from solicense_plugin.i18n import gettext as _
from solicense_plugin.web import pages
from solicense_plugin.web.desk import desk


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a licence, ready to be written."""

    id: int
    name: str
    login: str
    initials: str
    group: str
    #: ``former employee`` or ``cannot log in``, or empty.
    remark: str
    last_login: str
    since: str
    given_by: str
    #: The plan through which it is held, or empty.
    through: str


def holders(
    page: HolderPage, givers: Mapping[str, str], through: Mapping[int, str], zone: tzinfo
) -> list[Holder]:
    """Prepare a page of holders; dates are written once for each day."""
    words = _Words(desk().context.clock())
    return [
        Holder(
            id=row.associate_id,
            name=row.name,
            login=row.login,
            initials=initials(row.name),
            group=row.primary_group,
            remark=words.remark(row),
            last_login=words.ago(row.last_login),
            since=date(from_microseconds(row.since), zone),
            given_by=givers.get(row.given_by, ""),
            through=through.get(row.licence_id, ""),
        )
        for row in page.rows
    ]


def initials(name: str) -> str:
    """Return the first letters of the first and the last word."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class _Words:
    """What is the same for many lines, said once: a translation costs more than a line."""

    def __init__(self, now: datetime) -> None:
        self._today = now.date()
        self._ago: dict[int, str] = {}
        self._never = _("never")
        self._former = _("former employee")
        self._no_login = _("cannot log in")

    def remark(self, row: HolderRow) -> str:
        """Say why somebody would hardly miss a licence."""
        if row.former_employee:
            return self._former
        return "" if row.can_log_in else self._no_login

    def ago(self, last_login: int) -> str:
        """Say how long ago somebody signed in."""
        if not last_login:
            return self._never
        days = (self._today - from_microseconds(last_login).date()).days
        if days not in self._ago:
            self._ago[days] = (
                ngettext("%(num)d day ago", "%(num)d days ago", days) if days > 0 else _("today")
            )
        return self._ago[days]


def wanted_from_request(default: Order = Order.NAME) -> Wanted:
    """Read from the address which page of which holders is wanted."""
    values = request.values
    order = values.get("sort", default.value)
    return Wanted(
        order=Order(order) if order in set(Order) else default,
        descending="desc" in values,
        search=values.get("q", "").strip()[:239],
        after=_place(values.get("after", ""), order),
        before=_place(values.get("before", ""), order),
    )


def _place(text: str, order: str) -> Place | None:
    """Read a place in a list: an id and the value that is sorted."""
    identifier, _dot, value = text.partition(".")
    if not identifier.isdecimal() or not _dot:
        return None
    if order in {Order.LAST_LOGIN, Order.SINCE}:
        return Place(int(value), int(identifier)) if value.isdecimal() else None
    return Place(value, int(identifier))


def wants_list_alone() -> bool:
    """Tell whether htmx asks for the list without its dialog."""
    return htmx.wants_fragment() and request.headers.get("HX-Target", "").endswith("holders")


@dataclass(frozen=True, slots=True)
class HolderList:
    """A list of holders and the addresses of its other pages."""

    page: HolderPage
    wanted: Wanted
    endpoint: str
    owner: str
    licence: str
    #: Values that every address of the list keeps.
    kept: Mapping[str, str] | None = None

    @property
    def previous_url(self) -> str:
        """The page before, or empty."""
        rows = self.page.rows
        return self._url(before=_written(rows[0])) if rows and self.page.has_previous else ""

    @property
    def next_url(self) -> str:
        """The page behind, or empty."""
        rows = self.page.rows
        return self._url(after=_written(rows[-1])) if rows and self.page.has_next else ""

    @property
    def url(self) -> str:
        """The list from its beginning, without what it is searched for."""
        return pages.link(self.endpoint, owner=self.owner, licence=self.licence)

    def sort_url(self, order: str) -> str:
        """The list sorted by a column; the other way round if it is already."""
        turned = self.wanted.order == order and not self.wanted.descending
        return pages.link(
            self.endpoint,
            owner=self.owner,
            licence=self.licence,
            sort=order,
            desc="1" if turned else None,
            q=self.wanted.search or None,
            **(self.kept or {}),
        )

    def sorted_as(self, order: str) -> str | None:
        """How a column is sorted, for ``aria-sort``."""
        if self.wanted.order != order:
            return None
        return "descending" if self.wanted.descending else "ascending"

    def _url(self, **place: str) -> str:
        return pages.link(
            self.endpoint,
            owner=self.owner,
            licence=self.licence,
            sort=self.wanted.order.value,
            desc="1" if self.wanted.descending else None,
            q=self.wanted.search or None,
            **(self.kept or {}),
            **place,
        )


def _written(row: HolderRow) -> str:
    return f"{row.associate_id}.{row.place}"
