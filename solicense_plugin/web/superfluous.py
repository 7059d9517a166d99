"""The dialog Remove superfluous licences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin import htmx, messages
from solicense_plugin.domain.errors import (
    AssignmentRefused,
    ChoiceMoved,
    InvalidField,
    NothingWaiting,
    RemovalRefused,
    StaleChoice,
)
from solicense_plugin.domain.lists import Order, Wanted
from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import language, ngettext, number
from solicense_plugin.services import superfluous
from solicense_plugin.services.context import AlreadyDone
from solicense_plugin.services.holders import Holders
from solicense_plugin.services.superfluous import Superfluous
from solicense_plugin.web import activation, keepers, numbers, pages, people, tab
from solicense_plugin.web.desk import desk
from solicense_plugin.web.keepers import Keeper
from solicense_plugin.web.pages import Form

#: An id that no licence has: what cannot be read is refused, and never a removal.
_NO_LICENCE = 0
Refused = InvalidField | AssignmentRefused | RemovalRefused | StaleChoice | ChoiceMoved


def show(owner: str, licence: str) -> AnyResponse:
    """Show who holds the licence, and what is chosen so far."""
    return _dialog(owner, licence, Form.sent())


def decide(owner: str, licence: str) -> AnyResponse:
    """Keep what was chosen on the page, and do what the button says."""
    form = Form.sent()
    _keep(form)
    what = request.form.get("do", "ok")
    if what == "ok":
        return _apply(owner, licence, form)
    if what == "suggest":
        superfluous.suggest(desk().context, owner=owner, licence=licence, token=form.once)
    elif what == "aim":
        superfluous.aim(desk().context, token=form.once, target_id=_target("all"))
    if what == "count":
        return _counts(owner, licence, form)
    return _again(owner, licence, form)


def _keep(form: Form) -> None:
    """Keep the choice of the page that was sent."""
    shown = frozenset(request.form.getlist("shown", type=numbers.small))
    ticked = set(request.form.getlist("chosen", type=numbers.small))
    chosen = {person: _target(str(person)) for person in shown & ticked}
    if shown:
        superfluous.choose(desk().context, token=form.once, shown=shown, chosen=chosen)


def _target(whose: str) -> int | None:
    """Return the licence that is to be given instead, or ``None``: none at all."""
    text = request.form.get(f"target-{whose}", "")
    return request.form.get(f"target-{whose}", _NO_LICENCE, numbers.small) if text else None


def _apply(owner: str, licence: str, form: Form) -> AnyResponse:
    mine = desk()
    try:
        superfluous.apply(
            mine.context, owner=owner, licence=licence, token=form.once, actor=mine.actor
        )
    except AlreadyDone:
        pass
    except InvalidField as invalid:
        return _dialog(owner, licence, form, status=422, refused=invalid)
    except (AssignmentRefused, RemovalRefused, ChoiceMoved) as refused:
        return _dialog(owner, licence, form, status=409, refused=refused)
    except StaleChoice as stale:
        superfluous.forget_gone(mine.context, owner=owner, licence=licence, token=form.once)
        return _dialog(owner, licence, form, status=409, refused=stale)
    return _onwards(owner, licence)


def _problem(refused: Refused | None, names: Mapping[str, str]) -> str:
    """Say what was refused, with these names of licences."""
    match refused:
        case InvalidField():
            return messages.invalid(refused)
        case AssignmentRefused():
            return messages.assignment(refused, names)
        case RemovalRefused():
            return messages.withheld(refused)
        case ChoiceMoved():
            return _(
                "Nothing has been changed: while add-ons were asked, others were chosen in "
                "another window. Check who is chosen, and press OK again."
            )
        case StaleChoice():
            return _(
                "Nothing has been changed: meanwhile somebody else has taken the licence from "
                "%(names)s. They are no longer chosen; press OK again for the others.",
                names=", ".join(refused.associates),
            )
    return ""


def _onwards(owner: str, licence: str) -> AnyResponse:
    """Go on to the next licence with too many, or back to the activation."""
    after = _next_over_used(owner, licence) if "through" in request.values else None
    if htmx.wants_fragment():
        answer = _dialog(owner, after, Form.new()) if after else activation.show(owner)
        return tab.with_list_behind(answer, owner)
    if after:
        return redirect(pages.link("superfluous", owner=owner, licence=after, through=1), 303)
    return redirect(pages.link("activation", owner=owner), 303)


def _next_over_used(owner: str, licence: str) -> str | None:
    """Return the licence with too many holders that comes behind this one."""
    try:
        over_used = superfluous.over_used(desk().context, owner=owner)
    except NothingWaiting:
        return None
    behind = over_used[over_used.index(licence) + 1 :] if licence in over_used else over_used
    return behind[0] if behind else None


def _again(owner: str, licence: str, form: Form) -> AnyResponse:
    """Show the page that the button asked for."""
    if htmx.wants_fragment():
        return _dialog(owner, licence, form)
    kept = {
        name: request.values[name]
        for name in ("q", "sort", "desc", "after", "before", "through")
        if request.values.get(name)
    }
    if request.form.get("do") == "ask":
        kept["asked"] = "1"
    return redirect(
        pages.link("superfluous", owner=owner, licence=licence, once=form.once, **kept), 303
    )


def _find(owner: str, licence: str, form: Form, wanted: Wanted) -> Superfluous:
    return superfluous.superfluous(
        desk().context,
        owner=owner,
        licence=licence,
        token=form.once,
        wanted=wanted,
        language=language(),
    )


def _counts(owner: str, licence: str, form: Form) -> Response:
    """Show only how many are still to go."""
    found = _find(owner, licence, form, Wanted())
    return pages.show_part("parts/_counts.html", counts=_counted(found), targets=_targets(found))


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures on top of the dialog."""

    in_use: str
    available: str
    must_remove: str
    #: How many are chosen, and how many are missing, in words.
    chosen: str
    missing: str
    #: Whether enough are chosen.
    is_enough: bool
    #: How many there are still to go in all, over every licence.
    total: str


def _counted(found: Superfluous) -> Counts:
    missing = found.still_to_go
    total = max(0, found.total_to_go)
    return Counts(
        in_use=number(found.excess.licence.in_use),
        available=number(found.excess.available),
        must_remove=number(found.excess.must_remove),
        chosen=ngettext("%(num)d chosen", "%(num)d chosen", found.choices.total),
        missing=ngettext("%(num)d still to go", "%(num)d still to go", missing),
        is_enough=not missing,
        total=ngettext(
            "%(num)d person in all must lose a licence before this one can be activated.",
            "%(num)d people in all must lose a licence before this one can be activated.",
            total,
        ),
    )


@dataclass(frozen=True, slots=True)
class TargetOption:
    """A licence that can be given instead."""

    id: int
    name: str
    #: How many are free beside what is chosen, in words.
    free: str
    #: Whether more are chosen than are free.
    is_short: bool


def _targets(found: Superfluous) -> list[TargetOption]:
    return [
        TargetOption(
            id=licence_id,
            name=found.names[target.licence.key],
            free=_("unrestricted")
            if target.free is None
            else ngettext("%(num)d free", "%(num)d free", target.free)
            if target.free >= 0
            else ngettext("%(num)d too many", "%(num)d too many", -target.free),
            is_short=target.free is not None and target.free < 0,
        )
        for licence_id, target in found.targets.items()
        if target.free is None or target.free != 0 or found.choices.by_target.get(licence_id)
    ]


@dataclass(frozen=True, slots=True)
class Plan:
    """A visible plan that implies a hidden licence with too many holders."""

    name: str
    in_use: str
    url: str


def _plans(owner: str, found: Superfluous) -> list[Plan]:
    line = found.excess.licence
    if not line.licence.hidden:
        return []
    return [
        Plan(
            name=found.names[key],
            in_use=number(found.use[key]),
            url=pages.link("superfluous", owner=owner, licence=key),
        )
        for key in line.implied_by
    ]


def _because(found: Superfluous) -> list[str]:
    """Say for which hidden licences people have to go."""
    return [
        found.names[line.licence.key]
        for line in found.excess.because
        if line is not found.excess.licence
    ]


def _keepers(owner: str, licence: str, found: Superfluous) -> Sequence[Keeper]:
    page = [row.associate_id for row in found.holders.rows]
    return keepers.of_page(owner, licence, page, asked="asked" in request.args)


def _dialog(
    owner: str,
    licence: str,
    form: Form,
    *,
    status: int = 200,
    refused: Refused | None = None,
) -> Response:
    wanted = people.wanted_from_request(default=Order.LAST_LOGIN)
    try:
        found = _find(owner, licence, form, wanted)
    except NothingWaiting:
        return activation.nothing_waiting(owner)
    kept = {"once": form.once} | ({"through": "1"} if "through" in request.values else {})
    return pages.show_dialog(
        "dialogs/_superfluous.html",
        title=_("Remove superfluous licences"),
        owner=owner,
        status=status,
        form=form,
        through="through" in request.values,
        problem=_problem(refused, found.names),
        licence_name=found.names[found.excess.licence.licence.key],
        counts=_counted(found),
        targets=_targets(found),
        plans=_plans(owner, found),
        because=_because(found),
        suggest=ngettext("Suggest %(num)d", "Suggest %(num)d", found.still_to_go)
        if found.still_to_go
        else "",
        holders=people.holders(Holders(found.holders, {}), desk().context),
        keepers=_keepers(owner, licence, found),
        chosen=found.chosen,
        list=people.HolderList.of(
            found.holders, wanted, pages.link("superfluous", owner=owner, licence=licence), kept
        ),
        back=pages.link("activation", owner=owner),
        may_administer=desk().may_administer,
    )
