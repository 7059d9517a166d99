"""Associates: our projection of the host's users, and the words that find them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from solicense_plugin.domain.associate import Associate, search_words, sort_key
from solicense_plugin.domain.licence import UserType
from solicense_plugin.domain.moments import from_microseconds, to_microseconds
from solicense_plugin.store.session import Reading, Writing

_SAME = (
    "host_id login name first_name last_name email primary_group role owning_company "
    "can_log_in former_employee waiting_for_approval portrait_url"
).split()


def by_id(reading: Reading, associate_id: int) -> Associate | None:
    """Return one associate."""
    row = reading.tables.associate
    found = reading.connection.execute(
        select(row).where(
            row.c.installation_id == reading.installation_id, row.c.id == associate_id
        )
    ).one_or_none()
    return _associate(found) if found else None


def all_by_host_id(reading: Reading) -> dict[str, Associate]:
    """Return every associate by the host's id."""
    row = reading.tables.associate
    found = reading.connection.execute(
        select(row).where(row.c.installation_id == reading.installation_id)
    )
    return {person.host_id: _associate(person) for person in found}


def ids_by_host_id(reading: Reading) -> dict[str, int]:
    """Return every associate's id by the host's."""
    row = reading.tables.associate
    found = reading.connection.execute(
        select(row.c.host_id, row.c.id).where(row.c.installation_id == reading.installation_id)
    )
    return dict(found.all())


def id_of(reading: Reading, host_id: str) -> int | None:
    """Return an associate's id by the host's."""
    row = reading.tables.associate
    mine = (row.c.installation_id == reading.installation_id) & (row.c.host_id == host_id)
    return reading.connection.scalar(select(row.c.id).where(mine))


def names_by_host_id(reading: Reading, host_ids: Collection[str]) -> dict[str, str]:
    """Return names for people, by the host's ids."""
    row = reading.tables.associate
    found = reading.connection.execute(
        select(row.c.host_id, row.c.name).where(
            row.c.installation_id == reading.installation_id, row.c.host_id.in_(host_ids)
        )
    )
    return dict(found.all())


def named(reading: Reading, ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return the host's id and the name of people by our ids, in the order of those."""
    row = reading.tables.associate
    found = reading.connection.execute(
        select(row.c.id, row.c.host_id, row.c.name)
        .where(row.c.installation_id == reading.installation_id, row.c.id.in_(ids))
        .order_by(row.c.id)
    )
    return {identifier: (host_id, name) for identifier, host_id, name in found}


def _associate(row: Row[Any]) -> Associate:
    return Associate(
        id=row.id,
        user_type=UserType(row.user_type),
        groups=tuple(json.loads(row.groups)),
        last_login=from_microseconds(row.last_login) if row.last_login else None,
        **{name: getattr(row, name) for name in _SAME},
    )


def add(writing: Writing, associates: Iterable[Associate]) -> None:
    """Store associates that are not there yet."""
    people = list(associates)
    if people:
        rows = [{"installation_id": writing.installation_id, **_values(p)} for p in people]
        writing.connection.execute(insert(writing.tables.associate), rows)
        _add_words(writing, people)


def change(writing: Writing, associates: Iterable[Associate]) -> None:
    """Store associates that are there, with what lists of holders are sorted by."""
    people = list(associates)
    if not people:
        return
    row, held = writing.tables.associate, writing.tables.assignment
    values = [_values(person) for person in people]
    bound = [{f"_{name}": value for name, value in v.items()} for v in values]
    mine = (row.c.installation_id == writing.installation_id) & (row.c.id == bindparam("_id"))
    writing.connection.execute(
        update(row).where(mine).values({n: bindparam(f"_{n}") for n in values[0] if n != "id"}),
        bound,
    )
    copied = ("sort_key", "group_key", "last_login")
    holds = (held.c.installation_id == writing.installation_id) & (
        held.c.associate_id == bindparam("_id")
    )
    writing.connection.execute(
        update(held).where(holds).values({n: bindparam(f"_{n}") for n in copied}),
        [{name: b[name] for name in ("_id", *(f"_{n}" for n in copied))} for b in bound],
    )
    word = writing.tables.word
    # Person by person: PostgreSQL takes no more than 65,535 values in one statement.
    writing.connection.execute(
        delete(word).where(
            word.c.installation_id == writing.installation_id,
            word.c.associate_id == bindparam("_id"),
        ),
        [{"_id": person.id} for person in people],
    )
    _add_words(writing, people)


def _add_words(writing: Writing, people: list[Associate]) -> None:
    rows = [
        {"installation_id": writing.installation_id, "associate_id": person.id, "word": word}
        for person in people
        for word in search_words(person.name, person.login, person.email)
    ]
    if rows:
        writing.connection.execute(insert(writing.tables.word), rows)


def _values(person: Associate) -> Mapping[str, object]:
    return {
        **{name: getattr(person, name) for name in _SAME},
        "id": person.id,
        "sort_key": sort_key(person.name),
        "group_key": sort_key(person.primary_group),
        "user_type": person.user_type.value,
        "groups": json.dumps(person.groups),
        "last_login": to_microseconds(person.last_login) if person.last_login else 0,
    }
