"""Buying more of what a customer owns: his source gets the new quantities."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.licence import LicenceKind, ModuleLicence, by_key
from solicense_plugin.domain.plans import implied_by
from solicense_plugin.issuer.files import write_whole
from solicense_plugin.issuer.server.desk import Desk
from solicense_plugin.issuer.server.folder import FolderFault
from solicense_plugin.issuer.server.sources import Source

#: The most of one licence in one order.
MOST = 10_000
#: What a form calls the number of a licence.
FIELD = "buy-"


@dataclass(frozen=True, slots=True)
class Order:
    """A form as it was sent."""

    #: What was typed, by the keys of the licences.
    typed: Mapping[str, str] = field(default_factory=dict)
    #: The fingerprint of the source that the form was made from.
    seen: str = ""
    #: What is wrong with it, by the keys of the licences.
    faults: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, form: Mapping[str, str]) -> Order:
        """Read a form."""
        typed = {n.removeprefix(FIELD): t.strip() for n, t in form.items() if n.startswith(FIELD)}
        return cls(typed, form.get("seen", ""))

    def numbers(self, source: Source) -> Mapping[str, int]:
        """Return how many of which licence are wanted.

        :raises OrderRefused: nothing is, or something that is no such number.
        """
        offered = {licence.key: licence for licence in offers(source) if is_for_sale(licence)}
        wanted = {k: text for k, text in self.typed.items() if k in offered and text.strip("0")}
        if not wanted:
            raise OrderRefused(self, "Nothing has been chosen yet.")
        faults = {k: f"A whole number up to {MOST}." for k, t in wanted.items() if not _fits(t)}
        if faults:
            raise OrderRefused(replace(self, faults=faults), "Some numbers cannot be ordered.")
        return {key: int(text) for key, text in wanted.items()}


class OrderRefused(Exception):
    """An order that cannot be carried out; the message is for the customer."""

    def __init__(self, order: Order, message: str) -> None:
        super().__init__(message)
        self.order = order


class Stale(Exception):
    """What the customer owns has changed since the form was made."""


def offers(source: Source) -> tuple[ModuleLicence, ...]:
    """Return what a customer owns and can see: first what there can be more of."""
    shown = (licence for licence in source.package.licences if not licence.hidden)
    return tuple(sorted(shown, key=lambda one: (not is_for_sale(one), one.sort_order, one.key)))


def is_for_sale(licence: ModuleLicence) -> bool:
    """Tell whether there can be more of a licence."""
    return not licence.unrestricted and licence.kind is not LicenceKind.SITE


def buy(desk: Desk, identity: Identity, order: Order) -> list[str]:
    """Carry out an order, and return its lines in words.

    :raises Stale: the form is not about what there is; also when it is sent twice.
    :raises OrderRefused: says what is wrong with it.
    :raises Declined: there is no such customer.
    """
    desk.source(identity)
    with desk.folder.locked(identity.serial_number):
        source = desk.source(identity)
        if order.seen != seen(desk, source):
            raise Stale
        numbers = order.numbers(source)
        raised = replace(source, content=source.raised(_with_parts(source, numbers)))
        _demand_sense(raised, order)
        write_whole(source.file, raised.content)
    names = {licence.key: licence.description.default for licence in offers(source)}
    return [f"{number} × {names[key]}" for key, number in numbers.items()]


def seen(desk: Desk, source: Source) -> str:
    """Return what a form is about."""
    return source.fingerprint(desk.folder.certificate())


def _demand_sense(source: Source, order: Order) -> None:
    """Refuse quantities that no package can hold."""
    try:
        source.package  # noqa: B018  read for what it raises
    except FolderFault as error:
        raise OrderRefused(order, "There cannot be so many.") from error


def _fits(text: str) -> bool:
    return bool(re.fullmatch("[0-9]{1,6}", text)) and int(text) <= MOST


def _with_parts(source: Source, numbers: Mapping[str, int]) -> Mapping[str, int]:
    """Add what the plans of an order imply: without its parts nobody could use a plan."""
    known = by_key(source.package.licences)
    more = dict(numbers)
    for key, number in numbers.items():
        for part in _parts(known[key], known):
            more[part] = more.get(part, 0) + number
    return more


def _parts(plan: ModuleLicence, known: Mapping[str, ModuleLicence]) -> Iterator[str]:
    if plan.is_plan:
        implied, _missing = implied_by(plan, known)
        yield from (key for key in implied if known[key].hidden and not known[key].unrestricted)
