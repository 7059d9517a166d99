"""Lists of people: how they are asked for, and how a line is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote_plus, urlencode

from flask import request

from solicense_plugin import htmx
from solicense_plugin.domain.lists import HolderPage, HolderRow, Order, Place, Wanted
from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.i18n import days_ago, stored_dates
from solicense_plugin.i18n import gettext as _
from solicense_plugin.services.context import Context
from solicense_plugin.services.holders import Holders
from solicense_plugin.web import numbers


class Holder(NamedTuple):
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


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """Return the first letters of the first and the last word."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


#: In microseconds.
_DAY = 24 * 3600 * 1_000_000


class _Words:
    """What is the same for many lines, said once: a translation costs more than a line."""

    def __init__(self, now: datetime) -> None:
        self._today = to_microseconds(now) // _DAY
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
        return self._ago(self._today - last_login // _DAY)


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
    is_moment = order in {Order.LAST_LOGIN, Order.SINCE}
    try:
        return Place(numbers.large(value) if is_moment else value, numbers.small(identifier))
    except ValueError:
        return None


def wants_list_alone() -> bool:
    """Tell whether htmx asks for the list without its dialog."""
    return htmx.wants_fragment() and request.headers.get("HX-Target", "").endswith("holders")


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a column that a list can be sorted by."""

    #: The list sorted by it; the other way round if it is already.
    url: str
    #: ``ascending``, ``descending`` or nothing, for ``aria-sort``.
    sorted: str | None


@dataclass(frozen=True, slots=True)
class HolderList:
    """A list of holders and the addresses of its other pages."""

    #: The list from its beginning, without what it is searched for.
    url: str
    #: The same, sorted as it is now.
    sorted_url: str
    search: str
    order: str
    descending: bool
    #: The pages before and behind, or empty.
    previous_url: str
    next_url: str
    #: By order.
    headings: Mapping[str, Heading]

    @classmethod
    def of(
        cls, page: HolderPage, wanted: Wanted, url: str, kept: Mapping[str, str] | None = None
    ) -> HolderList:
        """Describe the list around a page.

        :param kept: values that every address of the list keeps.
        """
        query = {"q": wanted.search, **(kept or {})}
        always = urlencode({name: value for name, value in query.items() if value})

        def address(order: Order, *, descending: bool, place: str = "") -> str:
            turned = "&desc=1" if descending else ""
            return f"{url}?sort={order.value}{turned}{place}{always and '&'}{always}"

        def beside(row: HolderRow, direction: str) -> str:
            place = f"&{direction}={row.associate_id}.{quote_plus(str(row.place))}"
            return address(wanted.order, descending=wanted.descending, place=place)

        rows, now = page.rows, "descending" if wanted.descending else "ascending"
        return cls(
            url=url,
            sorted_url=f"{url}?sort={wanted.order.value}{'&desc=1' if wanted.descending else ''}",
            search=wanted.search,
            order=wanted.order.value,
            descending=wanted.descending,
            previous_url=beside(rows[0], "before") if rows and page.has_previous else "",
            next_url=beside(rows[-1], "after") if rows and page.has_next else "",
            headings={
                order.value: Heading(
                    address(order, descending=order is wanted.order and not wanted.descending),
                    now if order is wanted.order else None,
                )
                for order in Order
            },
        )
