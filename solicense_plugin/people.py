"""What a host asks and says about its people's licences, in process."""

from __future__ import annotations

from collections.abc import Callable

from solicense_plugin.domain.actor import SYSTEM, Actor, ActorKind
from solicense_plugin.domain.names import SUPEROFFICE
from solicense_plugin.services import assignments, people
from solicense_plugin.services.context import Context


class People:
    """The host's people and their licences."""

    def __init__(self, context: Callable[[str | None], Context]) -> None:
        self._context = context

    def assign(
        self,
        user_id: str,
        licence: str,
        *,
        owner: str = SUPEROFFICE,
        by: str | None = None,
        installation: str | None = None,
    ) -> None:
        """Give one of the host's users a licence; a plan replaces the plan held so far.

        :param user_id: the host's own id; the user must have been synchronised.
        :param by: the host's id of whoever does it; ``None`` for nobody in particular.
        :raises AssignmentRefused: nothing is free, or a rule stands against it.
        :raises NotFound: there is no such user, owner or licence.
        """
        context = self._context(installation)
        assignments.assign(
            context,
            owner=owner,
            licence=licence,
            associate_id=people.associate_id(context, host_id=user_id),
            actor=SYSTEM if by is None else Actor(ActorKind.USER, by),
        )
