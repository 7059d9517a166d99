"""A licence in detail: its facts, what it implies, and who holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.domain.errors import NotFound
from solicense_plugin.domain.lists import HolderPage, LicenceRow, Wanted
from solicense_plugin.domain.names import module_key
from solicense_plugin.domain.owner import ModuleOwner
from solicense_plugin.services.comparing import OwnedLicences, owner_record
from solicense_plugin.services.context import Context
from solicense_plugin.store import associates, holders, licences
from solicense_plugin.store.licences import LicenceRecord
from solicense_plugin.store.session import Reading


@dataclass(frozen=True, slots=True)
class LicenceDetails:
    """A licence and a page of its holders."""

    owner: ModuleOwner
    licence: LicenceRow
    record: LicenceRecord
    #: Module keys of what it implies, when it is a plan.
    implies: tuple[str, ...]
    #: Names in its ``set=`` that the owner has not.
    unknown: tuple[str, ...]
    #: Module keys of the plans that imply it.
    implied_by: tuple[str, ...]
    #: Names of all licences of the owner, by module key and by id.
    names: Mapping[str, str]
    names_by_id: Mapping[int, str]
    holders: HolderPage
    #: Names of who gave what is on the page, by the ledger's word for them.
    givers: Mapping[str, str]


def details(
    context: Context, *, owner: str, licence: str, language: str, wanted: Wanted
) -> LicenceDetails:
    """Return a licence with a page of its holders.

    :raises NotFound: there is no such owner or licence.
    """
    with context.reading() as reading:
        record = owner_record(reading, owner)
        owned = OwnedLicences.read(reading, record.id)
        row = licences.row(reading, record.id, licence, language)
        key = module_key(licence)
        if row is None or key not in owned.records:
            raise NotFound
        plans = owned.implied.by_plans.get(key, ())
        page = holders.page(reading, [owned.records[k].id for k in (key, *plans)], wanted)
        names = licences.names(reading, record.id, language)
        return LicenceDetails(
            owner=record.owner,
            licence=row,
            record=owned.records[key],
            implies=owned.implied.of_plan.get(key, ()),
            unknown=owned.implied.unknown.get(key, ()),
            implied_by=plans,
            names=names,
            names_by_id={r.id: names[k] for k, r in owned.records.items()},
            holders=page,
            givers=givers(reading, page),
        )


def givers(reading: Reading, page: HolderPage) -> dict[str, str]:
    """Return names for whoever gave the licences of a page."""
    actors = {row.given_by: Actor.parse(row.given_by) for row in page.rows}
    users = {a.id for a in actors.values() if a.kind is ActorKind.USER}
    names = associates.names_by_host_id(reading, users)
    return {text: names.get(actor.id, actor.id) for text, actor in actors.items()}
