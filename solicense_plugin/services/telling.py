"""An event as its listeners are told it, read from the ledger part by part."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.domain.deliveries import PART, Event, Progress, event_id
from solicense_plugin.hooks.facts import (
    ActivationFacts,
    AssignmentChange,
    AssignmentChanges,
    ChangeFacts,
)
from solicense_plugin.services.context import Context
from solicense_plugin.store import ledger, ledger_people, licences, owners
from solicense_plugin.store.deliveries import Delivery
from solicense_plugin.store.ledger import EntryRecord
from solicense_plugin.store.session import Reading


@dataclass(frozen=True, slots=True)
class Part:
    """One call of a hook."""

    #: The hook's arguments.
    facts: Mapping[str, object]
    #: How far it has come once this part is told.
    progress: Progress


def part(context: Context, delivery: Delivery, progress: Progress) -> Part | None:
    """Return the part that comes next; ``None`` when everything is told."""
    with context.reading() as reading:
        entry = ledger.entry(reading, delivery.sequence)
        if delivery.event is Event.ACTIVATED:
            return None if progress.parts else _activated(reading, entry)
        return _assignments_changed(reading, entry, progress)


def _activated(reading: Reading, entry: EntryRecord) -> Part:
    owner, facts = owners.by_name(reading, entry.owner), json.loads(entry.text)["facts"]
    names = _modules(reading, owner.id) if owner else {}
    activation = ActivationFacts(
        event_id=event_id(reading.installation.key, entry.sequence, 0),
        installation=reading.installation.key,
        owner_name=entry.owner,
        issue_number=facts["issue"],
        at=entry.at,
        user_id=_user_id(entry.actor),
        changes=[_change(change, names) for change in facts["changes"]["licences"]],
    )
    return Part({"activation": activation}, Progress(1))


def _modules(reading: Reading, owner_id: int) -> dict[str, str]:
    """Return how modules are written, by key."""
    known = licences.of_owner(reading, owner_id)
    return {key: record.licence.name for key, record in known.items()}


def _user_id(actor: Actor) -> str | None:
    return actor.id if actor.kind is ActorKind.USER else None


def _change(change: Mapping[str, Any], names: Mapping[str, str]) -> ChangeFacts:
    return ChangeFacts(
        name=names.get(change["licence"], change["licence"]),
        change=change["change"],
        before=change["before"],
        after=change["after"],
        in_use=change["in_use"],
        must_remove=0,
    )


def _assignments_changed(reading: Reading, entry: EntryRecord, progress: Progress) -> Part | None:
    lines = ledger_people.page(reading, entry.sequence, after=progress.line, most=PART)
    if not lines:
        return None
    number = progress.parts + 1
    changes = AssignmentChanges(
        event_id=event_id(reading.installation.key, entry.sequence, number),
        installation=reading.installation.key,
        owner_name=entry.owner,
        at=entry.at,
        changes=[AssignmentChange(user_id=o.host_id, name=o.module, given=o.given) for o in lines],
    )
    return Part({"changes": changes}, Progress(number, lines[-1].line))
