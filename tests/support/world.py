"""A small world for service tests: an installation with associates and licences."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import select

from solicense_plugin.domain.activation import Activation, Source
from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.domain.ledger import Action, LedgerEntry
from solicense_plugin.hooks.values import HostUser
from solicense_plugin.services import (
    activation,
    assignments,
    overview,
    packages,
    people,
    verification,
)
from solicense_plugin.services.comparing import OwnedLicences, owner_record
from solicense_plugin.services.context import Context
from solicense_plugin.store import assignments as rows
from solicense_plugin.store.ledger import LineWriter
from solicense_plugin.testing.clock import Clock
from tests.support.signing import NOW, Issuer, document

__all__ = ["ADMIN", "OWNER", "Clock", "World"]

ADMIN = Actor(ActorKind.USER, "1")
OWNER = "SUPEROFFICE"


@dataclass
class World:
    """An installation, its issuer and its clock."""

    context: Context
    issuer: Issuer
    clock: Clock = field(default_factory=Clock)

    # --- what is done ------------------------------------------------------------------------

    def load(
        self, *modules: Mapping[str, object], issue: int = 1, **fields: object
    ) -> packages.Loaded:
        """Load a package of these modules."""
        content = self.issuer.sign(self.document(*modules, issue=issue, **fields))
        return packages.load(self.context, content=content, source=Source.FILE, actor=ADMIN)

    def document(
        self, *modules: Mapping[str, object], issue: int = 1, **fields: object
    ) -> dict[str, object]:
        """Return a package document of the issuer."""
        return document(*modules, issue=issue, OwnerName=self.issuer.owner, **fields)

    def activate(self, owner: str = OWNER) -> Activation:
        """Activate what waits, as somebody who has just looked at it."""
        proposal = activation.propose(self.context, owner=owner)
        return activation.activate(
            self.context, owner=owner, digest=proposal.comparison.digest, actor=ADMIN
        )

    def own(self, *modules: Mapping[str, object], issue: int = 1, **fields: object) -> Activation:
        """Load and activate a package of these modules."""
        self.load(*modules, issue=issue, **fields)
        return self.activate(self.issuer.owner)

    def people(self, count: int, **fields: object) -> list[int]:
        """Make associates; the n-th signed in n days ago. Their ids are 1 … count."""
        users = [
            HostUser(
                id=str(n),
                login=f"user{n}",
                name=f"Person {n:04}",
                **{"last_login": NOW - timedelta(days=n), **fields},  # type: ignore[arg-type]
            )
            for n in range(1, count + 1)
        ]
        people.synchronise(self.context, users=users)
        return list(range(1, count + 1))

    def assign(self, licence: str, *associates: int, owner: str = OWNER) -> None:
        """Give a licence to associates."""
        for associate in associates:
            assignments.assign(
                self.context, owner=owner, licence=licence, associate_id=associate, actor=ADMIN
            )

    def give(self, licence: str, associates: Collection[int], owner: str = OWNER) -> None:
        """Give a licence to many associates in one transaction."""
        now = self.clock()
        facts = {"licence": licence}
        entry = LedgerEntry(now, ADMIN, Action.LICENCE_GIVEN, owner, facts=facts)
        with self.context.writing() as writing:
            owned = OwnedLicences.read(writing, owner_record(writing, owner).id)
            person, licence_id = writing.tables.associate, owned.records[licence].id
            batch = select(person.c.id).where(
                person.c.installation_id == writing.installation_id, person.c.id.in_(associates)
            )

            def change(lines: LineWriter) -> None:
                rows.give(writing, licence_id, batch, actor=ADMIN, now=now)
                lines.given(licence_id, batch)

            assignments.settled(self.context, writing, owned, batch, change=change, entry=entry)

    def unassign(self, licence: str, *associates: int, owner: str = OWNER) -> None:
        """Take a licence from associates."""
        for associate in associates:
            assignments.unassign(
                self.context, owner=owner, licence=licence, associate_id=associate, actor=ADMIN
            )

    def fresh(self) -> World:
        """Return the same installation as a process sees it that remembers nothing yet."""
        old = self.context
        new = Context(old.store, old.installation_id, old.roots, old.zone, old.clock)
        return World(new, self.issuer, self.clock)

    # --- what is there -----------------------------------------------------------------------

    def in_use(self, owner: str = OWNER) -> dict[str, tuple[int, int]]:
        """Return what an owner's licences have in use, and how many there are."""
        seen = overview.overview(self.context, owner=owner, language="en", viewer="1")
        return {row.name: (row.in_use, row.quantity) for row in seen.licences}

    def holders(self, licence: str, owner: str = OWNER) -> list[int]:
        """Return who holds a licence by an assignment of its own."""
        row = self.context.store.tables.assignment
        with self.context.reading() as reading:
            found = reading.connection.scalars(
                select(row.c.associate_id)
                .where(
                    row.c.installation_id == self.context.installation_id,
                    row.c.licence_id == self.licence_id(licence, owner),
                )
                .order_by(row.c.associate_id)
            )
            return list(found)

    def licence_id(self, licence: str, owner: str = OWNER) -> int:
        """Return the id of a licence that is owned."""
        with self.context.reading() as reading:
            owned = OwnedLicences.read(reading, owner_record(reading, owner).id)
            return owned.records[licence].id

    @property
    def is_sound(self) -> bool:
        """Whether counters, assignments and ledger agree."""
        return verification.verify(self.context).is_sound
