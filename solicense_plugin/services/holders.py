"""A licence in detail: its facts, what it implies, and who holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from solicense_plugin.domain.errors import NotFound
from solicense_plugin.domain.lists import HolderPage, LicenceRow, Wanted
from solicense_plugin.domain.names import module_key
from solicense_plugin.domain.owner import ModuleOwner
from solicense_plugin.domain.plans import implied_by, plans_implying
from solicense_plugin.services.context import Context
from solicense_plugin.services.overview import OwnerTitle, title_of
from solicense_plugin.store import holders, owners
from solicense_plugin.store.session import Reading


@dataclass(frozen=True, slots=True)
class Holders:
    """A page of who holds a licence."""

    page: HolderPage
    #: Licence id → name of the plan through which it is held.
    through: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class LicenceDetails:
    """A licence and a page of its holders."""

    #: Every owner with licences here, or with a package that waits.
    titles: tuple[OwnerTitle, ...]
    owner: ModuleOwner
    licence: LicenceRow
    #: What it implies, when it is a plan.
    implies: tuple[LicenceRow, ...]
    #: Names in its ``set=`` that the owner has not.
    unknown: tuple[str, ...]
    #: The plans that imply it.
    implied_by: tuple[LicenceRow, ...]
    #: What must be held first; ``None`` for nothing.
    prerequisite: LicenceRow | None
    holders: Holders


def details(
    context: Context, *, owner: str, licence: str, language: str, wanted: Wanted
) -> LicenceDetails:
    """Return a licence with a page of its holders.

    :raises NotFound: there is no such owner or licence.
    """
    with context.reading() as reading:
        records = {r.owner.name: r for r in owners.all_owners(reading, language)}
        rows = {r.key: r for r in context.licence_rows(reading, owner, language)}
        row = _row(rows, licence)
        implied, unknown = implied_by(row, rows) if row.is_plan else ((), ())
        plans = plans_implying(row, rows.values())
        return LicenceDetails(
            titles=tuple(title_of(context, reading, r) for r in records.values()),
            owner=records[owner].owner,
            licence=row,
            implies=tuple(rows[key] for key in implied),
            unknown=unknown,
            implied_by=plans,
            prerequisite=rows.get(module_key(row.prerequisite)),
            holders=_holders(reading, row, plans, wanted),
        )


def licence_row(context: Context, *, owner: str, licence: str, language: str) -> LicenceRow:
    """Return a licence as lists show it.

    :raises NotFound: there is no such owner or licence.
    """
    with context.reading() as reading:
        rows = context.licence_rows(reading, owner, language)
        return _row({row.key: row for row in rows}, licence)


def page(context: Context, *, owner: str, licence: str, language: str, wanted: Wanted) -> Holders:
    """Return a page of a licence's holders, without what else there is to say of it.

    :raises NotFound: there is no such owner or licence.
    """
    with context.reading() as reading:
        rows = {r.key: r for r in context.licence_rows(reading, owner, language)}
        row = _row(rows, licence)
        return _holders(reading, row, plans_implying(row, rows.values()), wanted)


def _row(rows: Mapping[str, LicenceRow], licence: str) -> LicenceRow:
    row = rows.get(module_key(licence))
    if row is None:
        raise NotFound
    return row


def _holders(
    reading: Reading, row: LicenceRow, plans: tuple[LicenceRow, ...], wanted: Wanted
) -> Holders:
    found = holders.page(reading, [row.id, *(plan.id for plan in plans)], wanted)
    return Holders(found, {plan.id: plan.description for plan in plans})
