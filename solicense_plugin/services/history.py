"""What has happened: the ledger in the words of whoever asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.domain.ledger import Action
from solicense_plugin.domain.names import module_key
from solicense_plugin.services.context import Context
from solicense_plugin.store import associates, ledger, licences, owners
from solicense_plugin.store.ledger import EntryRecord


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that somebody did."""

    at: datetime
    actor: Actor
    #: The actor's name for people, or its id where nobody knows one.
    who: str
    action: Action
    facts: Mapping[str, object]
    #: The name for people of the licence that it was about, if it was about one.
    licence: str


def since(context: Context, *, owner: str, revision: int, language: str) -> list[Happened]:
    """Return what was done about an owner since a revision was seen, oldest first.

    :param language: of the licences' names.
    """
    with context.reading() as reading:
        entries = list(ledger.entries(reading, after=revision, owner=owner))
        users = {entry.actor.id for entry in entries if entry.actor.kind is ActorKind.USER}
        people = associates.names_by_host_id(reading, users)
        record = owners.by_name(reading, owner, language)
        known = licences.names(reading, record.id, language) if record else {}
    return [_happened(entry, people, known) for entry in entries]


def _happened(entry: EntryRecord, people: Mapping[str, str], known: Mapping[str, str]) -> Happened:
    facts = json.loads(entry.text)["facts"]
    licence = facts.get("licence", "")
    return Happened(
        at=entry.at,
        actor=entry.actor,
        who=_name(entry.actor, people),
        action=entry.action,
        facts=facts,
        licence=known.get(module_key(licence), licence),
    )


def _name(actor: Actor, names: Mapping[str, str]) -> str:
    """Return a user's name; an operator of the same id is somebody else."""
    known = names.get(actor.id) if actor.kind is ActorKind.USER else None
    return known or actor.id
