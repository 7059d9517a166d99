"""Changing serial number and licence owner: from a demo to production, or later.

Only SuperOffice authorises it: its licence server does by sending a package for the
new identity, or a signed file by being for exactly the identity that was asked for.
Packages of other owners stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import SYSTEM, Actor
from solicense_plugin.domain.arrival import Arrival
from solicense_plugin.domain.errors import (
    IdentityMoved,
    InvalidField,
    LicenceError,
    PackageRefused,
)
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.domain.licence_hosts import licence_server
from solicense_plugin.domain.names import SUPEROFFICE
from solicense_plugin.domain.status import ServerStatus
from solicense_plugin.domain.updates import Checks, planned
from solicense_plugin.fetching.licence_server import ask_change
from solicense_plugin.packages.reading import SignedPackage
from solicense_plugin.services import activation, installations, objections, packages
from solicense_plugin.services.comparing import arriving, owner_record, waiting
from solicense_plugin.services.context import AlreadyDone, Context
from solicense_plugin.services.objections import Heard
from solicense_plugin.store import checks, ledger, owners, tokens
from solicense_plugin.store import installations as rows
from solicense_plugin.store.session import Writing


class ChangeDeclined(LicenceError):
    """The licence server has not authorised the change. Nothing is changed."""

    def __init__(self, said: ServerStatus) -> None:
        super().__init__(said.status)
        #: Hostile text, so that pages escape it.
        self.said = said


class Outcome(StrEnum):
    """What became of an identity that somebody has typed."""

    #: It is the first one, and licences are still to come.
    IDENTIFIED = "identified"
    #: It holds now, and its licences are active or wait.
    CHANGED = "changed"
    #: It was that before.
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose installation it is, and who could say that it is somebody else's."""

    #: ``None`` until somebody has said whose it is.
    identity: Identity | None
    #: Whose it is by now, as SuperOffice's licence server has said.
    announced: Identity | None
    #: Empty while there is no licence that names one.
    licence_url: str


def standing(context: Context, *, token: str | None = None) -> Standing:
    """Return whose installation it is.

    :raises AlreadyDone: the form of this token has had its effect.
    """
    with context.reading() as reading:
        if token and (result := tokens.result_of(reading, token)) is not None:
            raise AlreadyDone(result)
        record, identity = owners.by_name(reading, SUPEROFFICE), reading.installation.identity
        if record is None:
            return Standing(identity, None, "")
        announced = checks.of_owner(reading, record).reason.identity
        return Standing(identity, announced, record.owner.licence_url)


def proposed_by(context: Context, content: bytes) -> Identity | None:
    """Return whose installation it is by a licence file; only SuperOffice's can say.

    :raises PackageRefused: says what is wrong with it.
    """
    signed = context.read(content)
    return signed.package.identity if signed.package.owner.is_platform else None


def change(
    context: Context,
    *,
    company_name: str,
    serial_number: str,
    actor: Actor,
    content: bytes | None = None,
    token: str | None = None,
) -> Outcome:
    """Make it the installation of somebody else, with his licences.

    Without a file the licence server is asked, outside any transaction, and what it
    sends is activated when nothing stands against it; what a file brings waits to be
    looked at. The first identity needs nobody's leave where no server is known.

    :param content: the licence file that authorises it.
    :raises InvalidField: a text is empty or too long, or only a file could authorise it.
    :raises ChangeDeclined: the licence server does not authorise it.
    :raises FetchFailed: the licence server cannot be asked.
    :raises PackageRefused: the package is unsound, or not for this identity.
    :raises IdentityMoved: somebody else has changed it meanwhile.
    :raises AlreadyDone: the form arrived before; its result is an outcome.
    """
    new = installations.typed(company_name, serial_number)
    before = standing(context, token=token)
    if content is not None:
        return _take_on(context, content, new, before, Source.FILE, actor=actor, token=token)
    if new == before.identity:
        return Outcome.SAME
    if before.identity is None and not before.licence_url:
        installations.identify(
            context, company_name=company_name, serial_number=serial_number, actor=actor
        )
        return Outcome.IDENTIFIED
    source, content = Source.LICENCE_SERVER, _fetch(context, before, new)
    return _take_on(context, content, new, before, source, actor=actor, token=token)


def _fetch(context: Context, before: Standing, new: Identity) -> bytes:
    if not before.licence_url:
        raise InvalidField("file", "no-server")
    server = licence_server(before.licence_url, context.licence_hosts)
    old = before.identity or Identity("", "")
    answer = ask_change(server, SUPEROFFICE, old, new, network=context.network)
    if isinstance(answer, ServerStatus):
        raise ChangeDeclined(answer)
    return answer.content


def _take_on(
    context: Context,
    content: bytes,
    new: Identity,
    before: Standing,
    source: Source,
    *,
    actor: Actor,
    token: str | None,
) -> Outcome:
    """Let a package say whose installation it is, whole or not at all."""
    try:
        signed = context.read(content)
        packages.demand_owner(signed, SUPEROFFICE)
        signed.package.demand_for(new)
        by_itself = source is Source.LICENCE_SERVER and context.auto_activate
        heard = _heard(context, signed, new) if by_itself else None
        with context.once(token) as effect:
            if effect.writing.installation.identity != before.identity:
                raise IdentityMoved
            came = _keep(context, effect.writing, signed, source, actor)
            if by_itself and came is not Arrival.ALREADY_CURRENT:
                _activate(context, effect.writing.further(), heard)
            effect.result = Outcome.CHANGED
    except PackageRefused as refusal:
        packages.record_refusal(context, refusal, source=source, actor=actor, owner=SUPEROFFICE)
        raise
    return Outcome.CHANGED


@dataclass(frozen=True, slots=True)
class _Asked:
    """What vendors were asked about, and what they said."""

    digest: str
    heard: Heard


def _heard(context: Context, signed: SignedPackage, new: Identity) -> _Asked | None:
    """Ask vendors about a package as it would come with the change; ``None``: nobody listens."""
    if not objections.somebody_listens(context):
        return None
    with context.reading() as reading:
        comparison, key = arriving(context, reading, signed, new), reading.installation.key
    return _Asked(comparison.digest, objections.to_activation(context, key, comparison))


def _keep(
    context: Context, writing: Writing, signed: SignedPackage, source: Source, actor: Actor
) -> Arrival:
    """Store the identity and the package."""
    moved = _identified(context, writing, signed.package.identity, source, actor)
    loaded = packages.keep(context, moved, signed, source=source, actor=actor)
    record = owner_record(moved, SUPEROFFICE)
    # Whatever was asked before was asked about somebody else.
    due = planned(record.owner.dates.next_check, context.time(moved).now)
    checks.save(moved, record.id, Checks(due))
    return loaded.arrival


def _activate(context: Context, writing: Writing, asked: _Asked | None) -> None:
    """Activate what came with the identity; it waits where something stands against it.

    It waits as well where it is not any more what vendors were asked about.
    """
    found = waiting(context, writing, owner_record(writing, SUPEROFFICE))
    if asked is not None:
        if found.comparison.digest != asked.digest:
            return
        found = found.heard(*asked.heard)
    if found.comparison.can_activate:
        activation.carry_out(context, writing, found, SYSTEM)


def _identified(
    context: Context, writing: Writing, new: Identity, source: Source, actor: Actor
) -> Writing:
    """Store whose installation it is, and return the transaction as it goes on."""
    old = writing.installation.identity
    if old == new:
        return writing
    if old is None:
        installations.store_first(context, writing, new, actor)
    else:
        rows.identify(writing, new)
        others = [r.owner.name for r in owners.all_owners(writing) if not r.owner.is_platform]
        facts = {
            "old_company": old.company_name,
            "old_serial": old.serial_number,
            "company": new.company_name,
            "serial": new.serial_number,
            "source": source.value,
            "others": others,
        }
        entry = LedgerEntry(context.clock(), actor, Action.IDENTITY_CHANGED, facts=facts)
        ledger.append(writing, entry)
    return writing.further()
