"""The people whom a ledger entry gave or took licences, with the host's ids of them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, select

from solicense_plugin.store.session import Reading


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A line about a person."""

    line: int
    #: The host's id of the person.
    host_id: str
    #: The licence's name in its package.
    module: str
    given: bool


def page(reading: Reading, sequence: int, *, after: int, most: int) -> list[PersonLine]:
    """Return the lines of an entry about people, in their order.

    :param after: those behind this line.
    """
    row, person, licence = (
        reading.tables.line,
        reading.tables.associate,
        reading.tables.licence,
    )
    same_person = and_(
        person.c.installation_id == row.c.installation_id, person.c.id == row.c.associate_id
    )
    same_licence = and_(
        licence.c.installation_id == row.c.installation_id, licence.c.id == row.c.licence_id
    )
    found = reading.connection.execute(
        select(row.c.line, person.c.host_id, licence.c.name, row.c.before, row.c.after)
        .join(person, same_person)
        .join(licence, same_licence)
        .where(
            row.c.installation_id == reading.installation_id,
            row.c.sequence == sequence,
            row.c.line > after,
        )
        .order_by(row.c.line)
        .limit(most)
    )
    return [PersonLine(one.line, one.host_id, one.name, one.after > one.before) for one in found]
