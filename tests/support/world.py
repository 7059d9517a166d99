"""A small world for service tests: an installation with associates and licences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from solicense_plugin.domain.activation import Activation, Source
from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.hooks.values import HostUser
from solicense_plugin.services import activation, assignments, packages, people
from solicense_plugin.services.context import Context
from tests.support.signing import NOW, Issuer, document

ADMIN = Actor(ActorKind.USER, "1")


@dataclass
class Clock:
    """A clock that tests move."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class World:
    """An installation, its issuer and its clock."""

    context: Context
    issuer: Issuer
    clock: Clock = field(default_factory=Clock)

    def load(
        self, *modules: Mapping[str, object], issue: int = 1, **fields: object
    ) -> packages.Loaded:
        """Load a package of these modules."""
        content = self.issuer.sign(
            document(*modules, issue=issue, OwnerName=self.issuer.owner, **fields)
        )
        return packages.load(self.context, content=content, source=Source.FILE, actor=ADMIN)

    def activate(self, owner: str = "SUPEROFFICE") -> Activation:
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
                last_login=NOW - timedelta(days=n),
                **fields,  # type: ignore[arg-type]  # whatever a test wants of them
            )
            for n in range(1, count + 1)
        ]
        people.synchronise(self.context, users=users)
        return list(range(1, count + 1))

    def assign(self, licence: str, *associates: int, owner: str = "SUPEROFFICE") -> None:
        """Give a licence to associates."""
        for associate in associates:
            assignments.assign(
                self.context, owner=owner, licence=licence, associate_id=associate, actor=ADMIN
            )
