"""What vendors report on the tab Status: read behind the boundary, then prepared to be shown.

Reading leaves nothing that is an add-on's code: what is prepared cannot fail because of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from solicense_plugin.domain.limits import Nearness, nearness
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.contributions import MeteredService, PlanLimit, SystemEvent
from solicense_plugin.hooks.shown import text_of
from solicense_plugin.i18n import amount, moment, number
from solicense_plugin.i18n import gettext as _
from solicense_plugin.services import people
from solicense_plugin.web.desk import desk
from solicense_plugin.web.people import initials


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of the plan, ready to be written."""

    #: How much of it is used, in words.
    text: str
    #: ``warn`` or ``stop``, or empty.
    sign: str
    #: What the sign says.
    word: str


@dataclass(frozen=True, slots=True)
class Meter:
    """A metered service, ready to be written."""

    title: str
    #: What it read this month, with its unit; or that it read nothing.
    reading: str


@dataclass(frozen=True, slots=True)
class Event:
    """Something that runs, ready to be written (the columns of domain.md 5.5)."""

    name: str
    status: str
    #: How much is done, or empty.
    done: str
    message: str
    activated: str
    activated_by: str
    initials: str
    finished: str
    type: str


def limits(add_on: AddOn, installation: str) -> tuple[PlanLimit, ...]:
    """Ask for limits."""
    found = add_on.values("solicense_plan_limits", PlanLimit, installation=installation)
    return tuple(replace(one, title=text_of(one.title)) for one in found)


def shown_limits(found: tuple[PlanLimit, ...]) -> list[Limit]:
    """Prepare limits: a sign and words beside the number, from 85 and from 100 per cent."""
    signs = {
        Nearness.FAR: ("", ""),
        Nearness.NEAR: ("warn", _("near the limit")),
        Nearness.REACHED: ("stop", _("limit reached")),
    }
    pattern = _("%(used)s of %(maximum)s %(limit)s")
    return [
        Limit(
            pattern % {"used": number(o.used), "maximum": number(o.maximum), "limit": o.title},
            *signs[nearness(o.used, o.maximum)],
        )
        for o in found
    ]


def meters(add_on: AddOn, installation: str) -> tuple[MeteredService, ...]:
    """Ask for meters."""
    found = add_on.values("solicense_metered_services", MeteredService, installation=installation)
    return tuple(
        replace(one, title=text_of(one.title), unit=text_of(one.unit), readings=tuple(one.readings))
        for one in found
    )


def shown_meters(found: tuple[MeteredService, ...]) -> list[Meter]:
    """Prepare meters: what each read this month, in the installation's time zone."""
    mine = desk().context
    month = mine.clock().astimezone(mine.zone).date().replace(day=1)
    nothing = _("nothing this month")
    pattern = _("%(amount)s %(unit)s this month")
    return [
        Meter(
            one.title,
            pattern % {"amount": amount(read[-1]), "unit": one.unit} if read else nothing,
        )
        for one in found
        for read in [[Decimal(r.amount) for r in one.readings if r.month == month]]
    ]


def events(add_on: AddOn, installation: str) -> tuple[SystemEvent, ...]:
    """Ask for what runs."""
    found = add_on.values("solicense_system_events", SystemEvent, installation=installation)
    return tuple(
        replace(
            one,
            name=text_of(one.name),
            status=text_of(one.status),
            message=text_of(one.message),
            activated_by=None if one.activated_by is None else text_of(one.activated_by),
        )
        for one in found
    )


def shown_events(found: tuple[SystemEvent, ...]) -> list[Event]:
    """Prepare what runs, with the people who started it."""
    mine = desk().context
    ids = {one.activated_by for one in found if one.activated_by}
    names = people.names(mine, host_ids=ids) if ids else {}
    types = {True: _("whole system"), False: _("part of the system")}
    system = _("the system")
    return [
        Event(
            name=one.name,
            status=one.status,
            done="" if one.percent is None else f"{one.percent}",
            message=one.message,
            activated=moment(one.activated, mine.zone),
            activated_by=names.get(one.activated_by or "", one.activated_by or system),
            initials=initials(names.get(one.activated_by or "", "")),
            finished=moment(one.finished, mine.zone) if one.finished else "",
            type=types[one.whole_system],
        )
        for one in found
    ]
