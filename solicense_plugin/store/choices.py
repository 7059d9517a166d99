"""Who is chosen in a form of many pages, kept under the form's token.

So that a choice survives paging, searching and suggesting, also without JavaScript.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select, delete, func, insert, literal, select

from solicense_plugin.store.session import Reading, Writing


@dataclass(frozen=True, slots=True)
class Choices:
    """How many are chosen, by what shall become of them."""

    #: Target licence id (``None``: take it away) → how many.
    by_target: Mapping[int | None, int]

    @property
    def total(self) -> int:
        """How many are chosen in all."""
        return sum(self.by_target.values())


def counted(reading: Reading, token: str) -> Choices:
    """Count what is chosen."""
    row = reading.tables.choice
    found = reading.connection.execute(
        select(row.c.target_id, func.count())
        .where(row.c.installation_id == reading.installation_id, row.c.token == token)
        .group_by(row.c.target_id)
    )
    return Choices(dict(found.all()))


def of_people(reading: Reading, token: str, people: Collection[int]) -> dict[int, int | None]:
    """Return what is chosen for some people: associate id → target licence id."""
    row = reading.tables.choice
    found = reading.connection.execute(
        select(row.c.associate_id, row.c.target_id).where(
            row.c.installation_id == reading.installation_id,
            row.c.token == token,
            row.c.associate_id.in_(people),
        )
    )
    return dict(found.all())


def replace_for(
    writing: Writing, token: str, people: Collection[int], chosen: Mapping[int, int | None]
) -> None:
    """Store what is chosen for the people of one page, and leave all others."""
    row = writing.tables.choice
    writing.connection.execute(
        delete(row).where(
            row.c.installation_id == writing.installation_id,
            row.c.token == token,
            row.c.associate_id.in_(people),
        )
    )
    rows = [
        {
            "installation_id": writing.installation_id,
            "token": token,
            "associate_id": associate,
            "target_id": target,
        }
        for associate, target in chosen.items()
    ]
    if rows:
        writing.connection.execute(insert(row), rows)


def suggest(
    writing: Writing,
    token: str,
    licence_ids: Collection[int],
    count: int,
    but: Collection[str] = (),
) -> int:
    """Choose holders for removal who are not chosen yet: longest without sign-in first.

    :param but: the host's ids of people who are not to be chosen.
    :returns: how many were added; fewer than ``count`` when no more are left.
    """
    row, held = writing.tables.choice, writing.tables.assignment
    chosen = select(row.c.associate_id).where(
        row.c.installation_id == writing.installation_id, row.c.token == token
    )
    longest = (
        select(held.c.installation_id, literal(token), held.c.associate_id, literal(None))
        .where(
            held.c.installation_id == writing.installation_id,
            held.c.licence_id.in_(licence_ids),
            held.c.associate_id.not_in(chosen),
        )
        .order_by(held.c.last_login, held.c.associate_id)
        .limit(count)
    )
    if but:
        longest = longest.where(held.c.associate_id.not_in(_known_as(writing, but)))
    columns = ["installation_id", "token", "associate_id", "target_id"]
    statement = insert(row).from_select(columns, longest)
    options = {"preserve_rowcount": True}
    return writing.connection.execute(statement, execution_options=options).rowcount


def leave_out(writing: Writing, token: str, user_ids: Collection[str]) -> int:
    """Take people out of a choice by the host's ids, and return how many there were."""
    row = writing.tables.choice
    return writing.connection.execute(
        delete(row).where(
            row.c.installation_id == writing.installation_id,
            row.c.token == token,
            row.c.associate_id.in_(_known_as(writing, user_ids)),
        )
    ).rowcount


def _known_as(reading: Reading, user_ids: Collection[str]) -> Select[tuple[int]]:
    person = reading.tables.associate
    return select(person.c.id).where(
        person.c.installation_id == reading.installation_id, person.c.host_id.in_(user_ids)
    )


def aim(writing: Writing, token: str, target_id: int | None) -> None:
    """Let the same become of everybody who is chosen."""
    row = writing.tables.choice
    writing.connection.execute(
        row.update()
        .where(row.c.installation_id == writing.installation_id, row.c.token == token)
        .values(target_id=target_id)
    )


def batch(reading: Reading, token: str, target_id: int | None) -> Select[tuple[int]]:
    """Select who is chosen for one target."""
    return everybody(reading, token).where(
        reading.tables.choice.c.target_id.is_not_distinct_from(target_id)
    )


def everybody(reading: Reading, token: str) -> Select[tuple[int]]:
    """Select who is chosen."""
    row = reading.tables.choice
    return select(row.c.associate_id).where(
        row.c.installation_id == reading.installation_id, row.c.token == token
    )


def people(reading: Reading, token: str) -> list[tuple[str, str]]:
    """Return who is chosen: the host's id and the name, by our id."""
    row, person = reading.tables.choice, reading.tables.associate
    same = (person.c.installation_id == row.c.installation_id) & (person.c.id == row.c.associate_id)
    statement = (
        select(person.c.host_id, person.c.name)
        .join(row, same)
        .where(row.c.installation_id == reading.installation_id, row.c.token == token)
        .order_by(person.c.id)
    )
    return [(host_id, name) for host_id, name in reading.connection.execute(statement)]


def forget(writing: Writing, token: str, *, without: int | None = None) -> None:
    """Forget a choice.

    :param without: only of those who do not hold this licence directly.
    """
    row, held = writing.tables.choice, writing.tables.assignment
    statement = delete(row).where(
        row.c.installation_id == writing.installation_id, row.c.token == token
    )
    if without is not None:
        holders = select(held.c.associate_id).where(
            held.c.installation_id == writing.installation_id, held.c.licence_id == without
        )
        statement = statement.where(row.c.associate_id.not_in(holders))
    writing.connection.execute(statement)
