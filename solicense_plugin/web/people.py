"""Lists of people: how they are asked for, and how a line is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from flask import request

from solicense_plugin import htmx
from solicense_plugin.domain.lists import HolderPage, HolderRow, Order, Place, Wanted
from solicense_plugin.domain.moments import from_microseconds
from solicense_plugin.i18n import days_ago, stored_dates
from solicense_plugin.i18n import gettext as _
from solicense_plugin.services.context import Context
from solicense_plugin.services.holders import Holders


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


def holders(found: Holders, context: Context) -> list[Holder]:
    """Prepare a page of holders."""
    words = _Words(context.clock())
    write = stored_dates(context.zone)
    return [
        Holder(
            id=row.associate_id,
            name=row.name,
            login=row.login,
            initials=initials(row.name),
            group=row.primary_group,
            remark=words.remark(row),
            last_login=words.ago(row.last_login),
            since=write(row.since),
            given_by=row.giver or "",
            through=found.through.get(row.licence_id, ""),
        )
        for row in found.page.rows
    ]


def initials(name: str) -> str:
    """Return the first letters of the first and the last word."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class _Words:
    """What is the same for many lines, said once: a translation costs more than a line."""

    def __init__(self, now: datetime) -> None:
        self._today = now.date()
        self._ago = days_ago()
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
        return self._ago((self._today - from_microseconds(last_login).date()).days)


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
    #: The list from its beginning, without what it is searched for.
    url: str
    #: Values that every address of the list keeps.
    kept: Mapping[str, str] = field(default_factory=dict)

    @property
    def previous_url(self) -> str:
        """The page before, or empty."""
        rows = self.page.rows
        return self._place(before=_written(rows[0])) if rows and self.page.has_previous else ""

    @property
    def next_url(self) -> str:
        """The page behind, or empty."""
        rows = self.page.rows
        return self._place(after=_written(rows[-1])) if rows and self.page.has_next else ""

    def sort_url(self, order: str) -> str:
        """The list sorted by a column; the other way round if it is already."""
        turned = self.wanted.order == order and not self.wanted.descending
        return self._address(sort=order, desc="1" if turned else "")

    def sorted_as(self, order: str) -> str | None:
        """How a column is sorted, for ``aria-sort``."""
        if self.wanted.order != order:
            return None
        return "descending" if self.wanted.descending else "ascending"

    def _place(self, **place: str) -> str:
        descending = "1" if self.wanted.descending else ""
        return self._address(sort=self.wanted.order.value, desc=descending, **place)

    def _address(self, **values: str) -> str:
        query = {"q": self.wanted.search, **values, **self.kept}
        return f"{self.url}?{urlencode({k: v for k, v in query.items() if v})}"


def _written(row: HolderRow) -> str:
    return f"{row.associate_id}.{row.place}"
