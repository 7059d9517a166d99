"""Removing a module owner: its licences go, from whoever has them too; its history stays."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from solicense_plugin.domain.activation import stated
from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.deliveries import Event
from solicense_plugin.domain.ledger import Action, LedgerEntry, LedgerLine
from solicense_plugin.domain.lists import LicenceRow
from solicense_plugin.domain.owner import ModuleOwner
from solicense_plugin.domain.removal import Loss, demand_removable
from solicense_plugin.services import events
from solicense_plugin.services.comparing import installed_owner
from solicense_plugin.services.context import Context
from solicense_plugin.store import activations, assignments, checks, licences, owners, packages
from solicense_plugin.store.ledger import LineWriter
from solicense_plugin.store.owners import OwnerRecord
from solicense_plugin.store.session import Reading, Writing


@dataclass(frozen=True, slots=True)
class Removal:
    """What would be lost, and the state of the installation that it was found in."""

    loss: Loss
    #: Rises with every change; what has happened since is found by it.
    revision: int


def propose(context: Context, *, owner: str, language: str) -> Removal:
    """Return what would be lost with an owner.

    :param language: of the names.
    :raises PlatformStays: it is the platform.
    :raises NotFound: there is no such owner (any more).
    """
    demand_removable(owner)
    with context.reading() as reading:
        record = installed_owner(reading, owner, language)
        loss = _loss(reading, record, context.licence_rows(reading, owner, language))
        return Removal(loss, reading.installation.revision)


def remove(
    context: Context,
    *,
    owner: str,
    digest: str,
    reason: str,
    actor: Actor,
    token: str | None = None,
) -> Loss:
    """Take an owner's licences from the installation, and from whoever has them.

    Its packages that are active, wait or wait for their dates, assignments and checks go,
    whole or not at all; the ledger says what each person and each licence had. Activations
    stay in the history. What was removed may come back by the same package or a newer one.

    :param digest: of the loss that was looked at.
    :param reason: why, in the words of whoever decides it.
    :raises InvalidField: no reason, or one that is too long.
    :raises PlatformStays: it is the platform.
    :raises NotFound: there is no such owner (any more).
    :raises StaleRemoval: what would be lost has changed since.
    :raises AlreadyDone: the form arrived before.
    """
    demand_removable(owner)
    why = stated(reason)
    with context.once(token) as effect:
        writing = effect.writing
        record = installed_owner(writing, owner)
        loss = _loss(writing, record, licences.rows(writing, owner, ""))
        loss.demand(digest)
        lines = _take_licences(writing, record.id)
        checks.forget(writing, record.id)
        activations.forget_seen(writing, record.id)
        packages.withdraw(writing, owner)
        owners.remove(writing, record.id)
        told = [Event.ASSIGNMENTS_CHANGED] if loss.people else []
        events.record(context, writing, _entry(context, record, loss, why, actor), lines, *told)
    return loss


def _loss(reading: Reading, record: OwnerRecord, rows: Iterable[LicenceRow]) -> Loss:
    later = packages.future_dated(reading, record.owner.name) if record.begins else ()
    return Loss(
        owner=record.owner,
        active=record.active_package_id,
        waiting=record.waiting_package_id,
        later=tuple(later),
        licences=tuple(rows),
        people=assignments.people(reading, record.id),
    )


def _take_licences(writing: Writing, owner_id: int) -> LineWriter:
    """Take all licences of an owner, and write down who had them and how many there were."""
    lines = LineWriter(writing)
    owned = [r for r in licences.of_owner(writing, owner_id).values() if r.licence.quantity]
    for record in owned:
        if record.assigned:
            lines.taken(record.id)
            assignments.take(writing, record.id)
    lines.add(LedgerLine(record.id, None, record.licence.quantity, 0) for record in owned)
    licences.retire_all(writing, owner_id)
    return lines


def _entry(
    context: Context, record: OwnerRecord, loss: Loss, reason: str, actor: Actor
) -> LedgerEntry:
    facts = {
        "issue": record.issue_number,
        "licences": len(loss.licences),
        "people": loss.people,
        "waiting": loss.waiting is not None or bool(loss.later),
    }
    return LedgerEntry(
        context.clock(), actor, Action.OWNER_REMOVED, record.owner.name, reason, facts
    )


def removed(context: Context, *, owner: str, language: str) -> ModuleOwner | None:
    """Return an owner that was removed; ``None`` for one that is here, or never was.

    :param language: of its name.
    """
    with context.reading() as reading:
        record = owners.by_name(reading, owner, language)
    return record.owner if record and not record.is_installed else None
