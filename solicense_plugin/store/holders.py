"""Who holds a licence: one page of them, sorted and searched in SQL.

Pages go by key, not by offset, so that each costs the same. A licence that plans
imply is held through several licences; each of them yields one page's worth in its
order, and the page is the first of those.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, select, union_all

from solicense_plugin.domain.associate import folded
from solicense_plugin.domain.lists import HolderPage, HolderRow, Order, Place, Wanted
from solicense_plugin.store.session import Reading

#: People on a page.
PAGE = 50
#: Up to so many matches a search begins with the words; beyond, with the list.
_FEW = 1000


_COLUMNS = {
    Order.NAME: "sort_key",
    Order.GROUP: "group_key",
    Order.LAST_LOGIN: "last_login",
    Order.SINCE: "since",
}


def page(reading: Reading, licence_ids: Sequence[int], wanted: Wanted) -> HolderPage:
    """Read a page of holders.

    :param licence_ids: the licence, and the plans that imply it.
    """
    backwards = wanted.before is not None
    condition = _matching(reading, wanted.search)
    parts = [
        _part(reading, licence_ids, licence_id, wanted, condition) for licence_id in licence_ids
    ]
    found = [HolderRow(*row) for row in reading.connection.execute(_joined(parts, wanted))]
    more = len(found) > PAGE
    rows = found[:PAGE][::-1] if backwards else found[:PAGE]
    return HolderPage(
        tuple(rows),
        has_previous=more if backwards else wanted.after is not None,
        has_next=True if backwards else more,
    )


def _part(
    reading: Reading,
    licence_ids: Sequence[int],
    licence_id: int,
    wanted: Wanted,
    matching: ColumnElement[bool] | None,
) -> Select[Any]:
    """Select one page's worth of who holds one licence directly."""
    held, person = reading.tables.assignment, reading.tables.associate
    sorted_by = held.c[_COLUMNS[wanted.order]]
    same_person = and_(
        person.c.installation_id == held.c.installation_id, person.c.id == held.c.associate_id
    )
    statement = (
        select(
            person.c.id,
            person.c.name,
            person.c.login,
            person.c.primary_group,
            person.c.former_employee,
            person.c.can_log_in,
            person.c.portrait_url,
            person.c.last_login,
            held.c.since,
            held.c.given_by,
            held.c.licence_id,
            sorted_by.label("place"),
        )
        .join(person, same_person)
        .where(held.c.installation_id == reading.installation_id, held.c.licence_id == licence_id)
    )
    plans = licence_ids[1:]
    if plans and licence_id == licence_ids[0]:
        statement = statement.where(~_holds(reading, held.c.associate_id, plans))
    if matching is not None:
        statement = statement.where(matching)
    if place := wanted.after or wanted.before:
        statement = statement.where(
            _beyond(sorted_by, held.c.associate_id, place, rises=_rises(wanted))
        )
    ways = (sorted_by, held.c.associate_id)
    ordered = ways if _rises(wanted) else tuple(way.desc() for way in ways)
    return statement.order_by(*ordered).limit(PAGE + 1)


def _joined(parts: list[Select[Any]], wanted: Wanted) -> Select[Any]:
    """Select the first page's worth of all parts."""
    if len(parts) == 1:
        return parts[0]
    everybody = union_all(*(select(part.subquery()) for part in parts)).subquery()
    ways = (everybody.c.place, everybody.c.id)
    ordered = ways if _rises(wanted) else tuple(way.desc() for way in ways)
    return select(everybody).order_by(*ordered).limit(PAGE + 1)


def _rises(wanted: Wanted) -> bool:
    """Tell whether the database walks upwards; the page before is walked the other way."""
    return wanted.descending == (wanted.before is not None)


def _beyond(
    sorted_by: ColumnElement[Any], associate_id: ColumnElement[int], place: Place, *, rises: bool
) -> ColumnElement[bool]:
    """Select what comes behind a place, in words that every database finds an index for."""
    if rises:
        later = (sorted_by > place.value) | (associate_id > place.associate_id)
        return and_(sorted_by >= place.value, later)
    earlier = (sorted_by < place.value) | (associate_id < place.associate_id)
    return and_(sorted_by <= place.value, earlier)


def _holds(
    reading: Reading, associate_id: ColumnElement[int], licence_ids: Sequence[int]
) -> ColumnElement[bool]:
    other = reading.tables.assignment.alias()
    return exists().where(
        other.c.installation_id == reading.installation_id,
        other.c.licence_id.in_(licence_ids),
        other.c.associate_id == associate_id,
    )


def _matching(reading: Reading, search: str) -> ColumnElement[bool] | None:
    """Select whom a search finds: by few matches of its longest word, or one by one."""
    terms = sorted(folded(search).split(), key=len, reverse=True)
    if not terms:
        return None
    held, word = reading.tables.assignment, reading.tables.word
    mine = word.c.installation_id == reading.installation_id
    begins = [and_(word.c.word >= t, word.c.word < t + "\U0010ffff") for t in terms]
    matches = select(word.c.associate_id).where(mine, begins[0]).distinct().limit(_FEW + 1)
    few = reading.connection.scalars(matches).all()
    conditions: list[ColumnElement[bool]] = [
        exists().where(mine, word.c.associate_id == held.c.associate_id, begin) for begin in begins
    ]
    if len(few) <= _FEW:
        conditions[0] = held.c.associate_id.in_(few)
    return and_(*conditions)
