"""Whose installation it is."""

from __future__ import annotations

from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.errors import InvalidField, NotFound, WhichInstallation
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.services.context import Context
from solicense_plugin.store import installations, ledger
from solicense_plugin.store.session import Store, Writing

#: The key of the only installation, where the host has none of its own.
ONLY = "default"


def resolve(store: Store, key: str | None) -> int:
    """Return the id of the installation that a call is about.

    :param key: the host's; ``None`` where there is only one.
    :raises WhichInstallation: there are several, and the call does not say which.
    :raises NotFound: there is no such installation, or none at all yet.
    """
    with store.connect() as connection:
        known = installations.ids_by_key(connection, store.tables)
    if key is not None and key in known:
        return known[key]
    if key is not None or not known:
        raise NotFound
    if len(known) > 1:
        raise WhichInstallation(tuple(known))
    return next(iter(known.values()))


def keys(store: Store) -> list[str]:
    """Return the host's key of every installation."""
    with store.connect() as connection:
        return list(installations.ids_by_key(connection, store.tables))


def revision(context: Context) -> int:
    """Return what rises with every change."""
    with context.reading() as reading:
        return reading.installation.revision


def create(store: Store, key: str | None) -> int:
    """Return the id of an installation, and make room for it if there is none."""
    try:
        return resolve(store, key)
    except NotFound:
        return installations.create(store, key or ONLY).id


def identify(context: Context, *, company_name: str, serial_number: str, actor: Actor) -> Identity:
    """Say for the first time whose installation it is.

    The same again changes nothing.

    :raises InvalidField: a text is empty or too long, or it is somebody else's already.
    """
    identity = typed(company_name, serial_number)
    with context.writing() as writing:
        known = writing.installation.identity
        if known == identity:
            return identity
        if known is not None:
            raise InvalidField("serial_number", "identified")
        store_first(context, writing, identity, actor)
    return identity


def typed(company_name: str, serial_number: str) -> Identity:
    """Return the identity that somebody has typed.

    :raises InvalidField: a text is empty or too long.
    """
    for name, text in (("company_name", company_name), ("serial_number", serial_number)):
        if not text.strip():
            raise InvalidField(name, "empty")
        if len(text) > 254:
            raise InvalidField(name, "too-long")
    return Identity.of(company_name, serial_number)


def store_first(context: Context, writing: Writing, identity: Identity, actor: Actor) -> None:
    """Store whose installation it is, where nobody had said so."""
    installations.identify(writing, identity)
    entry = LedgerEntry(
        at=context.clock(),
        actor=actor,
        action=Action.IDENTITY_SET,
        facts={"company": identity.company_name, "serial": identity.serial_number},
    )
    ledger.append(writing, entry)
