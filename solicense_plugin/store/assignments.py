"""Assignments: who holds which licence.

Whatever changes them does it for a *batch* of associates, one or a hundred thousand,
in three steps under the installation's lock: count what the batch uses, change the
rows, count again. What differs goes onto the licences' counters in the statement
that checks them, so that no road gives a seat that is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import and_, delete, func, insert, literal, or_, select, update

from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.errors import AssignmentFault, AssignmentRefused
from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.domain.plans import Implications
from solicense_plugin.domain.usage import Usage
from solicense_plugin.store.batches import Batch
from solicense_plugin.store.licences import LicenceRecord
from solicense_plugin.store.session import Reading, Writing


def held_by(reading: Reading, associate_id: int) -> dict[int, int]:
    """Return what an associate holds by assignments of its own: licence id → since."""
    row = reading.tables.assignment
    found = reading.connection.execute(
        select(row.c.licence_id, row.c.since).where(
            row.c.installation_id == reading.installation_id, row.c.associate_id == associate_id
        )
    )
    return dict(found.all())


def people(reading: Reading, owner_id: int) -> int:
    """Count the associates who hold anything of an owner."""
    row, licence = reading.tables.assignment, reading.tables.licence
    same = (licence.c.installation_id == row.c.installation_id) & (licence.c.id == row.c.licence_id)
    statement = (
        select(func.count(func.distinct(row.c.associate_id)))
        .join_from(row, licence, same)
        .where(row.c.installation_id == reading.installation_id, licence.c.owner_id == owner_id)
    )
    return reading.connection.scalar(statement) or 0


def usage(
    reading: Reading,
    licences: Mapping[str, LicenceRecord],
    implied: Implications,
    batch: Batch | None = None,
) -> Usage:
    """Count the assignments of one owner's licences.

    :param batch: count only what these associates hold; else everybody, from the
        counters.
    """
    keys = {record.id: key for key, record in licences.items()}
    if batch is None:
        assigned = {key: record.assigned for key, record in licences.items()}
    else:
        assigned = _assigned(reading, keys, batch)
    doubtful = [key for key, count in assigned.items() if count and key in implied.by_plans]
    return Usage(assigned, _both(reading, licences, implied, doubtful, batch))


def recounted(
    reading: Reading, licences: Mapping[str, LicenceRecord], implied: Implications
) -> Usage:
    """Count the assignments of one owner's licences from their rows."""
    keys = {record.id: key for key, record in licences.items()}
    assigned = _assigned(reading, keys, None)
    doubtful = [key for key in assigned if key in implied.by_plans]
    return Usage(assigned, _both(reading, licences, implied, doubtful, None))


def _assigned(reading: Reading, keys: Mapping[int, str], batch: Batch | None) -> dict[str, int]:
    row = reading.tables.assignment
    statement = select(row.c.licence_id, func.count()).where(
        row.c.installation_id == reading.installation_id, row.c.licence_id.in_(keys)
    )
    if batch is not None:
        statement = statement.where(row.c.associate_id.in_(batch))
    found = reading.connection.execute(statement.group_by(row.c.licence_id))
    return {keys[licence]: count for licence, count in found}


def _both(
    reading: Reading,
    licences: Mapping[str, LicenceRecord],
    implied: Implications,
    doubtful: Collection[str],
    batch: Batch | None,
) -> dict[tuple[str, str], int]:
    """Count who holds a licence directly and also a plan that implies it.

    :param implied: may be another package's, whose plans need not be here yet.
    """
    if not doubtful:
        return {}
    keys = {record.id: key for key, record in licences.items()}
    direct, plan = reading.tables.assignment.alias(), reading.tables.assignment.alias()
    pairs = [
        and_(
            direct.c.licence_id == licences[key].id,
            plan.c.licence_id.in_([licences[p].id for p in implied.by_plans[key] if p in licences]),
        )
        for key in doubtful
    ]
    same_person = and_(
        plan.c.installation_id == direct.c.installation_id,
        plan.c.associate_id == direct.c.associate_id,
    )
    statement = (
        select(direct.c.licence_id, plan.c.licence_id, func.count())
        .join(plan, same_person)
        .where(direct.c.installation_id == reading.installation_id, or_(*pairs))
    )
    if batch is not None:
        statement = statement.where(direct.c.associate_id.in_(batch))
    found = reading.connection.execute(statement.group_by(direct.c.licence_id, plan.c.licence_id))
    return {(keys[licence], keys[through]): count for licence, through, count in found}


def give(writing: Writing, licence_id: int, batch: Batch, *, actor: Actor, now: datetime) -> None:
    """Write assignments of a licence to a batch that does not hold it."""
    row, person = writing.tables.assignment, writing.tables.associate
    given = select(
        person.c.installation_id,
        literal(licence_id),
        person.c.id,
        literal(to_microseconds(now)),
        literal(str(actor)),
        person.c.sort_key,
        person.c.group_key,
        person.c.last_login,
    ).where(person.c.installation_id == writing.installation_id, person.c.id.in_(batch))
    columns = "installation_id licence_id associate_id since given_by sort_key group_key last_login"
    writing.connection.execute(insert(row).from_select(columns.split(), given))


def take(writing: Writing, licence_id: int, batch: Batch | None = None) -> int:
    """Delete a batch's assignments of a licence (or all), and return how many there were."""
    row = writing.tables.assignment
    statement = delete(row).where(
        row.c.installation_id == writing.installation_id, row.c.licence_id == licence_id
    )
    if batch is not None:
        statement = statement.where(row.c.associate_id.in_(batch))
    return writing.connection.execute(statement).rowcount


def settle(
    writing: Writing,
    licences: Mapping[str, LicenceRecord],
    implied: Implications,
    before: Usage,
    after: Usage,
) -> None:
    """Put onto the licences' counters what a batch uses more or less than before.

    Under the installation's lock the counters cannot have moved; the condition in the
    statement is the second fence.

    :raises AssignmentRefused: ``none-free``, naming the licence that is full.
    """
    together: dict[tuple[int, int], list[LicenceRecord]] = {}
    for key, record in licences.items():
        more_assigned = after.assigned.get(key, 0) - before.assigned.get(key, 0)
        more_used = after.in_use(key, implied) - before.in_use(key, implied)
        if more_assigned or more_used:
            together.setdefault((more_assigned, more_used), []).append(record)
    for (more_assigned, more_used), records in together.items():
        _count(writing, records, more_assigned, more_used)


def _count(
    writing: Writing, records: Collection[LicenceRecord], more_assigned: int, more_used: int
) -> None:
    row = writing.tables.licence
    statement = (
        update(row)
        .where(
            row.c.installation_id == writing.installation_id,
            row.c.id.in_([record.id for record in records]),
        )
        .values(assigned=row.c.assigned + more_assigned, in_use=row.c.in_use + more_used)
    )
    if more_used > 0:
        room = row.c.in_use + more_used <= row.c.quantity
        statement = statement.where(or_(row.c.unrestricted, room))
    if writing.connection.execute(statement).rowcount != len(records):
        raise AssignmentRefused(AssignmentFault.NONE_FREE, _fullest(records))


def _fullest(records: Collection[LicenceRecord]) -> str:
    restricted = [record for record in records if not record.licence.unrestricted]
    return min(restricted, key=lambda r: r.licence.quantity - r.in_use).licence.key
