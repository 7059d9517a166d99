"""Giving one licence to one associate, and taking it."""

from __future__ import annotations

from collections.abc import Callable

from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.assignments import demand_assignable, dependants
from solicense_plugin.domain.associate import Associate
from solicense_plugin.domain.errors import AssignmentFault, AssignmentRefused, NotFound
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.domain.names import module_key
from solicense_plugin.services.comparing import OwnedLicences, owner_record
from solicense_plugin.services.context import Context
from solicense_plugin.store import assignments, associates, batches, ledger
from solicense_plugin.store.batches import Batch
from solicense_plugin.store.ledger import LineWriter
from solicense_plugin.store.licences import LicenceRecord
from solicense_plugin.store.session import Reading, Writing


def assign(context: Context, *, owner: str, licence: str, associate_id: int, actor: Actor) -> None:
    """Give an associate a licence. A plan is given instead of the plan held so far.

    :raises AssignmentRefused: nothing is free, or a rule stands against it.
    :raises NotFound: there is no such owner, licence or associate.
    """
    with context.writing() as writing:
        record = owner_record(writing, owner)
        owned = OwnedLicences.read(writing, record.id)
        given = _owned(owned, licence)
        person = _associate(writing, associate_id)
        held = _held(writing, owned, associate_id)
        if given.licence.key in held:
            raise AssignmentRefused(AssignmentFault.ALREADY_HELD, given.licence.name, person.name)
        plan = _plan(owned, held) if given.licence.is_plan else None
        stays = held - _lost(owned, plan, given.licence.key) if plan else held
        demand_assignable(
            given.licence,
            person,
            held=_with_implied(owned, stays),
            state=context.validity(writing, record),
        )

        def change(lines: LineWriter) -> None:
            batch = batches.one(associate_id)
            if plan is not None:
                take_with_dependants(writing, owned, plan, batch, lines, instead=given.licence.key)
            assignments.give(writing, given.id, batch, actor=actor, now=context.clock())
            lines.given(given.id, batch)

        facts = {"licence": given.licence.name}
        entry = LedgerEntry(context.clock(), actor, Action.LICENCE_GIVEN, owner, facts=facts)
        settled(writing, owned, batches.one(associate_id), change, entry)


def unassign(
    context: Context, *, owner: str, licence: str, associate_id: int, actor: Actor
) -> None:
    """Take a licence from an associate, with what cannot stay without it.

    :raises AssignmentRefused: the associate does not hold it by an assignment.
    :raises NotFound: there is no such owner, licence or associate.
    """
    with context.writing() as writing:
        owned = OwnedLicences.read(writing, owner_record(writing, owner).id)
        taken = _owned(owned, licence)
        person = _associate(writing, associate_id)
        if taken.licence.key not in _held(writing, owned, associate_id):
            raise AssignmentRefused(AssignmentFault.NOT_HELD, taken.licence.name, person.name)
        batch = batches.one(associate_id)

        def change(lines: LineWriter) -> None:
            take_with_dependants(writing, owned, taken.licence.key, batch, lines)

        facts = {"licence": taken.licence.name}
        entry = LedgerEntry(context.clock(), actor, Action.LICENCE_TAKEN, owner, facts=facts)
        settled(writing, owned, batch, change, entry)


def settled(
    writing: Writing,
    owned: OwnedLicences,
    batch: Batch,
    change: Callable[[LineWriter], None],
    entry: LedgerEntry,
) -> None:
    """Change a batch's assignments, count the seats and write the ledger.

    :raises AssignmentRefused: a licence, or one that a plan implies, has too few free.
    """
    lines = LineWriter(writing)
    before = assignments.usage(writing, owned.records, owned.implied, batch)
    change(lines)
    after = assignments.usage(writing, owned.records, owned.implied, batch)
    assignments.settle(writing, owned.records, owned.implied, before, after)
    ledger.append(writing, entry, lines)


def take_with_dependants(
    writing: Writing,
    owned: OwnedLicences,
    key: str,
    batch: Batch,
    lines: LineWriter,
    *,
    instead: str | None = None,
) -> None:
    """Take a licence from a batch, and whatever has it as its prerequisite."""
    licences = [record.licence for record in owned.records.values()]
    gone = owned.records[key]
    lines.taken(gone.id, batch)
    assignments.take(writing, gone.id, batch)
    for child in dependants(licences, key, instead):
        ways = _ways(owned, module_key(child.prerequisite))
        without = batches.not_holding(writing, batch, [owned.records[way].id for way in ways])
        lines.taken(owned.records[child.key].id, without)
        assignments.take(writing, owned.records[child.key].id, without)


def demand_allowed(
    writing: Writing, owned: OwnedLicences, given: LicenceRecord, batch: Batch, *, taken: str
) -> None:
    """Refuse when somebody in a batch may not be given a licence, or has it.

    :param taken: key of the licence that they lose for it.
    :raises AssignmentRefused: says which rule stands against it, and for whom.
    """
    licence = given.licence
    checks = [(AssignmentFault.ALREADY_HELD, batches.names_with(writing, batch, given.id))]
    if licence.user_types:
        others = batches.names_of_other_types(writing, batch, licence.user_types)
        checks.append((AssignmentFault.USER_TYPE, others))
    if licence.prerequisite:
        lost = _lost(owned, taken, licence.key)
        ways = [way for way in _ways(owned, module_key(licence.prerequisite)) if way not in lost]
        lacking = batches.names_without(writing, batch, [owned.records[way].id for way in ways])
        checks.append((AssignmentFault.PREREQUISITE, lacking))
    for fault, names in checks:
        if names:
            raise AssignmentRefused(fault, licence.name, names[0])


def _owned(owned: OwnedLicences, licence: str) -> LicenceRecord:
    record = owned.records.get(module_key(licence))
    if record is None:
        raise NotFound
    return record


def _associate(reading: Reading, associate_id: int) -> Associate:
    person = associates.by_id(reading, associate_id)
    if person is None:
        raise NotFound
    return person


def _held(reading: Reading, owned: OwnedLicences, associate_id: int) -> set[str]:
    ids = assignments.held_by(reading, associate_id)
    return {key for key, record in owned.records.items() if record.id in ids}


def _plan(owned: OwnedLicences, held: set[str]) -> str | None:
    return next((key for key in held if owned.records[key].licence.is_plan), None)


def _lost(owned: OwnedLicences, taken: str, instead: str) -> set[str]:
    """Return what goes when a licence is given for another one."""
    licences = [record.licence for record in owned.records.values()]
    return {taken, *(child.key for child in dependants(licences, taken, instead))}


def _ways(owned: OwnedLicences, key: str) -> tuple[str, ...]:
    """Return the licences by which one is held: itself if it is owned, and its plans."""
    ways = (key, *owned.implied.by_plans.get(key, ()))
    return tuple(way for way in ways if way in owned.records)


def _with_implied(owned: OwnedLicences, held: set[str]) -> set[str]:
    return held.union(*(owned.implied.of_plan.get(key, ()) for key in held))
