"""The dialog Activate new licence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Response, redirect, request
from markupsafe import Markup
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin import history_messages, htmx, messages
from solicense_plugin.domain.comparison import Change, Comparison, LicenceLine
from solicense_plugin.domain.errors import ActivationRefused, NothingWaiting, StaleComparison
from solicense_plugin.domain.licence import LicenceKind, ModuleLicence
from solicense_plugin.i18n import date, language, ngettext, number, spoken, start
from solicense_plugin.i18n import gettext as _
from solicense_plugin.services import activation, history
from solicense_plugin.services.activation import Proposal
from solicense_plugin.services.context import AlreadyDone
from solicense_plugin.services.history import Happened
from solicense_plugin.web import numbers, pages, tab
from solicense_plugin.web.desk import desk
from solicense_plugin.web.pages import Form


def show(owner: str) -> Response:
    """Show what the waiting package would change, or one that waits for its date."""
    issue = request.args.get("issue", type=numbers.small)
    try:
        proposal = activation.propose(desk().context, owner=owner, issue=issue)
    except NothingWaiting:
        return nothing_waiting(owner)
    return _dialog(owner, proposal)


def activate(owner: str) -> AnyResponse:
    """Activate the waiting package, if it still is what the administrator saw."""
    mine, form = desk(), Form.sent()
    try:
        done = activation.activate(
            mine.context,
            owner=owner,
            digest=request.form.get("digest", ""),
            actor=mine.actor,
            token=form.once,
        )
    except AlreadyDone as before:
        return _activated(owner, int(before.result))
    except (StaleComparison, ActivationRefused):
        return _stale(owner)
    except NothingWaiting:
        return nothing_waiting(owner, status=409)
    return _activated(owner, done.issue_number)


def _activated(owner: str, issue: int) -> AnyResponse:
    if htmx.wants_fragment():
        return tab.owner_panel(owner, activated=issue)
    return redirect(pages.back_to_tab(owner, activated=issue), 303)


def _stale(owner: str) -> Response:
    """Show the fresh dialog, and who has changed what meanwhile."""
    seen = request.form.get("revision", default=0, type=numbers.large)
    happened = history.since(desk().context, owner=owner, revision=seen, language=language())
    try:
        proposal = activation.propose(desk().context, owner=owner)
    except NothingWaiting:
        return nothing_waiting(owner, status=409)
    return _dialog(owner, proposal, status=409, happened=happened)


def nothing_waiting(owner: str, status: int = 200) -> Response:
    """Say that no licence waits (any more)."""
    return pages.show_dialog(
        "dialogs/_nothing.html",
        title=_("Activate new licence"),
        owner=owner,
        status=status,
        back=pages.back_to_tab(owner),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the dialog, ready to be written."""

    name: Markup
    #: What kind of licence it is, where that is no visible user licence.
    note: str
    now: str
    new: str
    #: The difference in number, for instance ``− 3``, and in words.
    difference: str
    words: str
    #: ``good``, ``stop`` or empty.
    ink: str
    in_use: str
    #: Where its superfluous licences are taken off people, for whoever may, else where they
    #: are listed; empty when none are.
    remove_url: str
    is_over_used: bool
    #: What has to be done, or what there is to know.
    remark: str


def _dialog(
    owner: str, proposal: Proposal, *, status: int = 200, happened: Sequence[Happened] = ()
) -> Response:
    comparison = proposal.comparison
    facts = desk().context.known(comparison.new.owner)
    names = _names(comparison)
    over_used = [line.licence.name for line in comparison.over_used]
    return pages.show_dialog(
        "dialogs/_activate.html",
        title=_("Activate new licence"),
        owner=owner,
        status=status,
        form=Form.new(),
        owner_key=owner,
        facts=facts,
        supporter=spoken(facts.description, facts.language),
        revision=proposal.revision,
        comparison=comparison,
        issued=date(comparison.new.issued_at, desk().context.zone),
        begins=_begins(comparison),
        by_itself=desk().context.auto_activate,
        lines=[
            _line(owner, line, names, facts.language, can_remove=proposal.is_first)
            for line in comparison.changed
        ],
        dates=_dates(comparison),
        reasons=[messages.objection(o, names.get(o.licence, "")) for o in comparison.in_the_way],
        not_asked=[messages.not_asked(vendor) for vendor in comparison.not_asked],
        through=pages.link("superfluous", owner=owner, licence=over_used[0], through=1)
        if over_used and proposal.is_first and desk().may_administer
        else "",
        happened=[history_messages.happened(entry) for entry in happened],
        back=pages.back_to_tab(owner),
        may_administer=desk().may_administer,
    )


def _begins(comparison: Comparison) -> str:
    """Say from when it can be activated; nothing where that is now."""
    if not comparison.is_early or comparison.begins is None:
        return ""
    return start(comparison.begins, desk().context.zone)


def _names(comparison: Comparison) -> dict[str, str]:
    default = comparison.new.owner.language
    return {
        line.licence.key: line.licence.description.spoken(language(), default).text
        for line in comparison.lines
    }


def _line(
    owner: str,
    line: LicenceLine,
    names: dict[str, str],
    default_language: str,
    *,
    can_remove: bool,
) -> Line:
    licence = line.licence
    return Line(
        name=spoken(licence.description, default_language),
        note=_note(line, names),
        now=_amount(line.current),
        new=_amount(line.new),
        difference=difference(line.added),
        words=messages.change(line.change),
        ink=INKS[line.change],
        in_use="" if licence.kind is LicenceKind.SITE else number(line.in_use),
        remove_url=pages.link(
            "superfluous" if desk().may_administer else "licence",
            owner=owner,
            licence=licence.name,
        )
        if line.must_remove and can_remove
        else "",
        is_over_used=line.must_remove > 0,
        remark=_remark(line),
    )


#: The colour of each change.
INKS = {
    Change.ADDED: "good",
    Change.RAISED: "good",
    Change.REMOVED: "stop",
    Change.LOWERED: "stop",
    Change.ALTERED: "",
}


def difference(added: int) -> str:
    """Write how many more or fewer, with a sign."""
    sign = "+" if added > 0 else "−"
    return f"{sign} {number(abs(added))}" if added else ""


def _amount(licence: ModuleLicence | None) -> str:
    if licence is None:
        return "–"
    return _("unrestricted") if licence.unrestricted else number(licence.quantity)


def _note(line: LicenceLine, names: dict[str, str]) -> str:
    if line.licence.hidden and line.implied_by:
        plans = ", ".join(names[plan] for plan in line.implied_by)
        return _("hidden, comes with %(plans)s", plans=plans)
    if line.licence.hidden:
        return _("hidden")
    return {
        LicenceKind.SITE: _("system licence"),
        LicenceKind.SATELLITE: _("site licence"),
        LicenceKind.USER: "",
    }[line.licence.kind]


def _remark(line: LicenceLine) -> str:
    if line.must_remove:
        return ngettext(
            "%(num)d too many: remove or reassign",
            "%(num)d too many: remove or reassign",
            line.must_remove,
        )
    words = messages.alterations(line)
    if line.dropped:
        words.append(
            ngettext(
                "%(num)d assignment of its own is removed by the activation",
                "%(num)d assignments of its own are removed by the activation",
                line.dropped,
            )
        )
    if line.new and not line.new.unrestricted and line.new.kind is not LicenceKind.SITE:
        words.append(ngettext("%(num)d free", "%(num)d free", line.new_free))
    return ", ".join(words)


@dataclass(frozen=True, slots=True)
class DateRow:
    """A date that changes, ready to be written."""

    name: str
    now: str
    new: str
    ink: str
    words: str


def _dates(comparison: Comparison) -> list[DateRow]:
    """Return the dates that change."""
    return [date_row(line.name, line.current, line.new) for line in comparison.dates]


def date_row(name: str, current: datetime | None, new: datetime | None) -> DateRow:
    """Return one date that changes."""
    never, zone = _("never"), desk().context.zone
    ink, words = "", ""
    if current and new:
        days = (new - current).days
        ink = "good" if days > 0 else "stop"
        words = (
            ngettext("%(num)d day later", "%(num)d days later", days)
            if days > 0
            else ngettext("%(num)d day earlier", "%(num)d days earlier", -days)
        )
    return DateRow(
        name=messages.date_name(name),
        now=date(current, zone) if current else never,
        new=date(new, zone) if new else never,
        ink=ink,
        words=words,
    )
