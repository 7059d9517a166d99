"""Who must keep a licence, as an add-on says of the people on a page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from solicense_plugin.domain.errors import NotFound
from solicense_plugin.domain.names import module_key
from solicense_plugin.domain.texts import printable
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.contributions import RemovalObjection
from solicense_plugin.hooks.facts import LicenceFacts, Person
from solicense_plugin.services import removal_objections
from solicense_plugin.services.comparing import OwnedLicences, installed_owner
from solicense_plugin.services.context import Context
from solicense_plugin.store import associates

#: An associate's id → why he must keep it, in the vendor's words.
Reasons = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Question:
    """What an add-on is asked: who of these people may not lose this licence now."""

    licence: LicenceFacts
    #: By the associate's id.
    people: Mapping[int, Person]

    def ask(self, add_on: AddOn) -> Reasons:
        """Return what an add-on says, for whoever stands behind its boundary already.

        What it says of anybody else is dropped.

        :raises WrongValue: it answered with something else.
        """
        found = add_on.values(
            removal_objections.HOOK,
            RemovalObjection,
            licence=self.licence,
            associates=tuple(self.people.values()),
        )
        said: dict[str, tuple[str, ...]] = {}
        for one in found:
            said[one.user_id] = (*said.get(one.user_id, ()), printable(str(one.reason)))
        return {
            identifier: said[person.user_id]
            for identifier, person in self.people.items()
            if person.user_id in said
        }


def question(context: Context, *, owner: str, licence: str, people: Collection[int]) -> Question:
    """Return what add-ons are asked about some people.

    :param people: ids of associates; of unknown ones nobody is asked.
    :raises NotFound: there is no such owner or licence.
    """
    with context.reading() as reading:
        record = installed_owner(reading, owner)
        owned = OwnedLicences.read(reading, record.id).records.get(module_key(licence))
        if owned is None:
            raise NotFound
        facts = removal_objections.facts_of(
            reading.installation.key, owner, owned, owned.licence.description.default
        )
        known = associates.named(reading, people)
    return Question(facts, {i: Person(user_id=u, name=n) for i, (u, n) in known.items()})
