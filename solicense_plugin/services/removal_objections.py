"""Asking vendors who may not lose a licence now: outside any transaction, a thousand at a time."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from solicense_plugin.domain.errors import Withheld
from solicense_plugin.domain.licence import LicenceKind
from solicense_plugin.domain.texts import printable
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.contributions import RemovalObjection
from solicense_plugin.hooks.facts import LicenceFacts, Person
from solicense_plugin.services import objections
from solicense_plugin.services.context import Context
from solicense_plugin.store.licences import LicenceRecord

#: The most people that a vendor is asked about at once.
MOST = 1000
#: For how many seconds a vendor is asked about all of them together.
_TOGETHER = 30.0
HOOK = "solicense_object_to_removal"
_KINDS = {LicenceKind.SITE: "site", LicenceKind.SATELLITE: "satellite", LicenceKind.USER: "user"}


@dataclass(frozen=True, slots=True)
class HeardOfPeople:
    """What vendors said about people."""

    withheld: tuple[Withheld, ...] = ()
    #: The add-ons that could not be asked.
    not_asked: tuple[str, ...] = ()
    #: The host's ids of whom they were asked about; ``None`` where nobody was asked.
    about: frozenset[str] | None = None


def somebody_listens(context: Context) -> bool:
    """Tell whether there is anybody to be asked about a removal."""
    return bool(context.add_ons.having(HOOK))


def to_removal(context: Context, licence: LicenceFacts, people: Sequence[Person]) -> HeardOfPeople:
    """Ask who may not lose a licence."""
    those = context.add_ons.having(HOOK)

    def ask(one: AddOn) -> list[Withheld]:
        return list(_asked(one, licence, people))

    answers, silent = objections.asked(context, those if people else [], HOOK, ask)
    withheld = (found for answer in answers.values() for found in answer)
    about = frozenset(person.user_id for person in people)
    return HeardOfPeople(tuple(withheld), tuple(silent), about)


def _asked(add_on: AddOn, licence: LicenceFacts, people: Sequence[Person]) -> Iterator[Withheld]:
    """Ask one vendor about everybody; an answer about anybody else is dropped."""
    end = time.monotonic() + _TOGETHER
    for first in range(0, len(people), MOST):
        some = {person.user_id: person for person in people[first : first + MOST]}
        found = add_on.ask(
            HOOK,
            RemovalObjection,
            budget=min(objections.THINKS, max(0.0, end - time.monotonic())),
            licence=licence,
            associates=tuple(some.values()),
        )
        for one in found:
            if one.user_id in some:
                name = some[one.user_id].name
                yield Withheld(one.user_id, name, add_on.name, printable(str(one.reason)))


def facts_of(
    installation: str, owner: str, record: LicenceRecord, description: str
) -> LicenceFacts:
    """Return a licence as vendors are told it."""
    licence = record.licence
    return LicenceFacts(
        installation=installation,
        owner_name=owner,
        name=licence.name,
        description=description,
        kind=_KINDS[licence.kind],
        quantity=None if licence.unrestricted else licence.quantity,
        in_use=record.in_use,
        is_plan=licence.is_plan,
    )
