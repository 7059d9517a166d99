"""Who holds a licence: one page of them, sorted and searched in SQL.

Pages go by key, not by offset, so that each costs the same. A licence that plans
imply is held through several licences; each of them yields one page's worth in its
order, and the page is the first of those.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import starmap
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, select, union_all

from solicense_plugin.domain.actor import ActorKind
from solicense_plugin.domain.associate import LONGEST_WORD, folded
from solicense_plugin.domain.lists import HolderPage, HolderRow, Order, Wanted
from solicense_plugin.store.session import Reading
from solicense_plugin.store.tables import Tables

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


@dataclass(frozen=True, slots=True)
class _Shape:
    """What of a page decides its statement; the values come when it is executed."""

    order: Order
    #: Whether the database walks upwards; the page before is walked the other way.
    rises: bool
    #: Whether it begins behind a place.
    is_placed: bool
    #: By how many licences it can be held: the licence, and the plans that imply it.
    licences: int

    def ways(self, *columns: ColumnElement[Any]) -> list[ColumnElement[Any]]:
        """Return how columns are sorted."""
        return [column if self.rises else column.desc() for column in columns]


def page(reading: Reading, licence_ids: Sequence[int], wanted: Wanted) -> HolderPage:
    """Read a page of holders.

    :param licence_ids: the licence, and the plans that imply it.
    """
    backwards = wanted.before is not None
    place = wanted.after or wanted.before
    shape = _Shape(
        wanted.order, wanted.descending == backwards, place is not None, len(licence_ids)
    )
    matching = _matching(reading, wanted.search)
    statement = (
        _page(reading.tables, shape)
        if matching is None
        else _joined(
            reading.tables,
            shape,
            [keys.where(matching) for keys in _all_keys(reading.tables, shape)],
        )
    )
    values: dict[str, object] = {"installation": reading.installation_id}
    values |= {f"licence_{slot}": licence_id for slot, licence_id in enumerate(licence_ids)}
    if place is not None:
        values |= {"place": place.value, "placed_id": place.associate_id}
    found = list(starmap(HolderRow, reading.connection.execute(statement, values).all()))
    more = len(found) > PAGE
    return HolderPage(
        tuple(found[:PAGE][::-1] if backwards else found[:PAGE]),
        has_previous=more if backwards else place is not None,
        has_next=True if backwards else more,
    )


@cache
def _page(tables: Tables, shape: _Shape) -> Select[Any]:
    """Select a page without a search."""
    return _joined(tables, shape, _all_keys(tables, shape))


def _all_keys(tables: Tables, shape: _Shape) -> list[Select[Any]]:
    """Select one page's worth of assignments, for each licence by which it can be held."""
    return [_keys(tables, shape, slot) for slot in range(shape.licences)]


@cache
def _keys(tables: Tables, shape: _Shape, slot: int) -> Select[Any]:
    held = tables.assignment
    place = held.c[_COLUMNS[shape.order]]
    statement = (
        select(
            held.c.installation_id,
            held.c.associate_id,
            held.c.since,
            held.c.given_by,
            held.c.licence_id,
            place.label("place"),
        )
        .where(
            held.c.installation_id == bindparam("installation"),
            held.c.licence_id == bindparam(f"licence_{slot}"),
        )
        .order_by(*shape.ways(place, held.c.associate_id))
        .limit(PAGE + 1)
    )
    if shape.is_placed:
        statement = statement.where(_beyond(place, held.c.associate_id, rises=shape.rises))
    if slot == 0 and shape.licences > 1:
        # Whoever also has a plan that implies it stands with the plan.
        statement = statement.where(~_holds_plan(tables, shape.licences))
    return statement


def _holds_plan(tables: Tables, licences: int) -> ColumnElement[bool]:
    held, other = tables.assignment, tables.assignment.alias()
    return exists().where(
        other.c.installation_id == held.c.installation_id,
        other.c.licence_id.in_([bindparam(f"licence_{slot}") for slot in range(1, licences)]),
        other.c.associate_id == held.c.associate_id,
    )


def _joined(tables: Tables, shape: _Shape, keys: list[Select[Any]]) -> Select[Any]:
    """Select the first page's worth of all keys, with the people they stand for."""
    found = _first(shape, keys).subquery()
    person, giver = tables.associate, tables.associate.alias()
    is_person = and_(
        person.c.installation_id == found.c.installation_id, person.c.id == found.c.associate_id
    )
    is_giver = and_(
        giver.c.installation_id == found.c.installation_id,
        giver.c.host_id == func.substr(found.c.given_by, len(_USER) + 1),
        found.c.given_by.startswith(_USER),
    )
    return (
        select(
            person.c.id,
            person.c.name,
            person.c.login,
            person.c.primary_group,
            person.c.former_employee,
            person.c.can_log_in,
            person.c.portrait_url,
            person.c.last_login,
            found.c.since,
            found.c.given_by,
            giver.c.name,
            found.c.licence_id,
            found.c.place,
        )
        .join(person, is_person)
        .outerjoin(giver, is_giver)
        .order_by(*shape.ways(found.c.place, found.c.associate_id))
    )


#: Before the host's id of a user, where an actor is written.
_USER = f"{ActorKind.USER}:"


def _first(shape: _Shape, keys: list[Select[Any]]) -> Select[Any]:
    if len(keys) == 1:
        return keys[0]
    everybody = union_all(*(select(part.subquery()) for part in keys)).subquery()
    ways = shape.ways(everybody.c.place, everybody.c.associate_id)
    return select(everybody).order_by(*ways).limit(PAGE + 1)


def _beyond(
    sorted_by: ColumnElement[Any], associate_id: ColumnElement[int], *, rises: bool
) -> ColumnElement[bool]:
    """Select what comes behind a place, in words that every database finds an index for."""
    place = bindparam("place", type_=sorted_by.type)
    placed_id = bindparam("placed_id", type_=associate_id.type)
    if rises:
        return and_(sorted_by >= place, (sorted_by > place) | (associate_id > placed_id))
    return and_(sorted_by <= place, (sorted_by < place) | (associate_id < placed_id))


def _matching(reading: Reading, search: str) -> ColumnElement[bool] | None:
    """Select whom a search finds: by few matches of its longest word, or one by one."""
    # PostgreSQL takes no NUL; longer words are kept by their beginning alone.
    words = (word[:LONGEST_WORD] for word in folded(search.replace("\0", " ")).split())
    terms = sorted(words, key=len, reverse=True)
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
