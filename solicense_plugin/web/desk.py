"""What a request works with: who asks, about which installation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from flask import g

from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.hooks.values import Access, HostUser
from solicense_plugin.parts import Parts
from solicense_plugin.services.context import Context
from solicense_plugin.services.installations import ONLY


@dataclass(frozen=True, slots=True)
class Desk:
    """One request to one of our pages."""

    parts: Parts
    user: HostUser
    context: Context
    #: The host's key of the installation.
    installation: str
    #: Tab → whether its vendor shows it to the user, once that has been asked.
    visible: dict[str, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, parts: Parts, user: HostUser) -> Desk:
        """Set the desk of a user up; the host says which installation is meant."""
        key = parts.host.installation()
        return cls(parts, user, parts.context(key), key or ONLY)

    @property
    def actor(self) -> Actor:
        """Who acts."""
        return Actor(ActorKind.USER, self.user.id)

    @property
    def may_administer(self) -> bool:
        """Whether the user may change anything."""
        return self.user.access is Access.ADMINISTER


def desk() -> Desk:
    """Return this request's desk, which the guard has set up."""
    return cast("Desk", g.solicense_desk)
