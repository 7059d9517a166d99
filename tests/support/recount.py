"""Who uses what, counted person by person and without any of the product's rules for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from tests.support.world import World


@dataclass(frozen=True)
class Counted:
    """One licence as it is stored, and the people who use it."""

    quantity: int
    unrestricted: bool
    assigned: int
    in_use: int
    #: Who holds it by an assignment of its own.
    direct: frozenset[int]
    #: Those and the holders of plans that imply it.
    users: frozenset[int]

    @property
    def is_right(self) -> bool:
        return (self.assigned, self.in_use) == (len(self.direct), len(self.users))

    @property
    def is_oversold(self) -> bool:
        return not self.unrestricted and self.in_use > self.quantity


def recount(world: World) -> Mapping[str, Counted]:
    """Count the licences of every owner by (owner, module)."""
    context = world.context
    tables = context.store.tables
    with context.reading() as reading:
        rows = reading.connection.execute(
            select(tables.licence, tables.owner.c.name.label("owner"))
            .join(
                tables.owner,
                (tables.owner.c.installation_id == tables.licence.c.installation_id)
                & (tables.owner.c.id == tables.licence.c.owner_id),
            )
            .where(tables.licence.c.installation_id == context.installation_id)
        ).all()
        pairs = reading.connection.execute(
            select(tables.assignment.c.licence_id, tables.assignment.c.associate_id).where(
                tables.assignment.c.installation_id == context.installation_id
            )
        ).all()
    held: dict[int, set[int]] = {row.id: set() for row in rows}
    for licence, associate in pairs:
        held[licence].add(associate)
    counted = {}
    for row in rows:
        users = set(held[row.id])
        for plan in rows if row.quantity else ():  # what is not owned is not implied
            if plan.owner == row.owner and _implies(plan.extra_flags, plan.extra_info, row.name):
                users |= held[plan.id]
        counted[f"{row.owner}/{row.name}"] = Counted(
            row.quantity,
            row.unrestricted,
            row.assigned,
            row.in_use,
            frozenset(held[row.id]),
            frozenset(users),
        )
    return counted


def plans_of_people(world: World) -> dict[int, list[str]]:
    """Return the plans that each associate holds."""
    tables = world.context.store.tables
    held, licence = tables.assignment, tables.licence
    same = (licence.c.installation_id == held.c.installation_id) & (
        licence.c.id == held.c.licence_id
    )
    found: dict[int, list[str]] = {}
    with world.context.reading() as reading:
        rows = reading.connection.execute(
            select(held.c.associate_id, licence.c.name)
            .join(licence, same)
            .where(
                held.c.installation_id == world.context.installation_id,
                licence.c.extra_flags == 1,
                licence.c.kind == 3,
            )
        )
        for associate, name in rows:
            found.setdefault(associate, []).append(name)
    return found


def _implies(extra_flags: int, extra_info: str, name: str) -> bool:
    names = extra_info.removeprefix("set=").lower().split(",")
    return extra_flags == 1 and name.lower() in names
