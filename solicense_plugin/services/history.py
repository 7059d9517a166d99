"""What has happened: activations, and the ledger in the words of whoever asks."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.domain.ledger import Action
from solicense_plugin.domain.lists import ActivationRow
from solicense_plugin.domain.names import module_key
from solicense_plugin.domain.owner import ModuleOwner
from solicense_plugin.services.comparing import owner_record
from solicense_plugin.services.context import Context
from solicense_plugin.store import activations, associates, ledger, licences, owners
from solicense_plugin.store.ledger import EntryRecord
from solicense_plugin.store.session import Reading


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
    #: Why, in the words of whoever did it, or empty.
    reason: str


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
    said = json.loads(entry.text)
    facts = said["facts"]
    licence = facts.get("licence", "")
    return Happened(
        at=entry.at,
        actor=entry.actor,
        who=_name(entry.actor, people),
        action=entry.action,
        facts=facts,
        licence=known.get(module_key(licence), licence),
        reason=said["reason"],
    )


def _name(actor: Actor, names: Mapping[str, str]) -> str:
    """Return a user's name; an operator of the same id is somebody else."""
    known = names.get(actor.id) if actor.kind is ActorKind.USER else None
    return known or actor.id


@dataclass(frozen=True, slots=True)
class Activations:
    """A page of the history of activations, newest first."""

    rows: tuple[ActivationRow, ...]
    has_newer: bool
    has_older: bool
    #: The users among those who activated: actor → name for people, where one is known.
    names: Mapping[Actor, str]
    owners: Mapping[str, ModuleOwner]
    #: Those of them of whom nothing is left but this.
    removed: frozenset[str]


def page(
    context: Context, *, language: str, after: int | None = None, before: int | None = None
) -> Activations:
    """Return a page of what was activated, whoever's it is.

    :param language: of the owners' names.
    :param after: the id of an activation; the page behind it, with older ones.
    :param before: the id of an activation; the page before it, with newer ones.
    """
    with context.reading() as reading:
        records = owners.ever(reading, language)
        found = activations.page(reading, after=after, before=before)
        return Activations(
            found.rows,
            found.has_newer,
            found.has_older,
            _users(reading, found.rows),
            {record.owner.name: record.owner for record in records},
            frozenset(r.owner.name for r in records if not r.is_installed),
        )


def of_owner(context: Context, *, owner: str) -> Activations:
    """Return everything that was activated of one owner.

    :raises NotFound: there is no such owner.
    """
    with context.reading() as reading:
        record = owner_record(reading, owner)
        rows: list[ActivationRow] = []
        found = activations.page(reading, owner_id=record.id)
        rows += found.rows
        while found.has_older:
            found = activations.page(reading, owner_id=record.id, after=rows[-1].id)
            rows += found.rows
        return Activations(
            tuple(rows),
            has_newer=False,
            has_older=False,
            names=_users(reading, rows),
            owners={owner: record.owner},
            removed=frozenset(() if record.is_installed else (owner,)),
        )


def _users(reading: Reading, rows: Iterable[ActivationRow]) -> dict[Actor, str]:
    ids = {row.by.id for row in rows if row.by.kind is ActorKind.USER}
    names = associates.names_by_host_id(reading, ids)
    return {Actor(ActorKind.USER, identifier): name for identifier, name in names.items()}
