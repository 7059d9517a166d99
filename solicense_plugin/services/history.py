"""What has happened: the ledger in the words of whoever asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.domain.ledger import Action
from solicense_plugin.services.context import Context
from solicense_plugin.store import associates, ledger


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing that somebody did."""

    at: datetime
    actor: Actor
    #: The actor's name for people, or its id where nobody knows one.
    who: str
    action: Action
    facts: Mapping[str, object]


def since(context: Context, *, owner: str, revision: int) -> list[Happened]:
    """Return what was done about an owner since a revision was seen, oldest first."""
    with context.reading() as reading:
        entries = list(ledger.entries(reading, after=revision, owner=owner))
        users = {entry.actor.id for entry in entries if entry.actor.kind is ActorKind.USER}
        names = associates.names_by_host_id(reading, users)
    return [
        Happened(
            at=entry.at,
            actor=entry.actor,
            who=_name(entry.actor, names),
            action=entry.action,
            facts=json.loads(entry.text)["facts"],
        )
        for entry in entries
    ]


def _name(actor: Actor, names: Mapping[str, str]) -> str:
    """Return a user's name; an operator of the same id is somebody else."""
    known = names.get(actor.id) if actor.kind is ActorKind.USER else None
    return known or actor.id
