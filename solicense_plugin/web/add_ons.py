"""The page Add-ons: what is installed, what has failed, and what is paused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin import add_on_report, htmx
from solicense_plugin.domain.add_ons import Ailment, Fault
from solicense_plugin.hooks.registry import AddOns
from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import moment
from solicense_plugin.services import add_ons
from solicense_plugin.services.context import AlreadyDone
from solicense_plugin.web import pages
from solicense_plugin.web.desk import desk
from solicense_plugin.web.pages import Form, Message


@dataclass(frozen=True, slots=True)
class FaultLine:
    """Something that has failed, ready to be written."""

    fault: Fault
    kind: str
    at: str
    #: How it has been answering, in a word or a few.
    standing: str
    sign: str
    is_paused: bool


def show() -> AnyResponse:
    """Show the page."""
    return _page()


def resume() -> AnyResponse:
    """Let something that is paused be asked again."""
    mine, form = desk(), Form.sent()
    with suppress(AlreadyDone):  # the page shows what holds
        add_ons.resume(
            mine.context,
            add_on=request.form.get("add_on", ""),
            contribution=request.form.get("contribution", ""),
            actor=mine.actor,
            token=form.once,
        )
    if htmx.wants_fragment():
        return _page(Message(_("It is asked again.")))
    return redirect(pages.link("add_ons", resumed=1), 303)


def _page(message: Message | None = None) -> Response:
    if "resumed" in request.args:
        message = Message(_("It is asked again."))
    return pages.show_panel(
        "tabs/_add_ons.html",
        title=_("Add-ons"),
        key="",
        titles=pages.all_titles(),
        message=message,
        **_values(),
    )


def _values() -> dict[str, Any]:
    mine = desk()
    wanted = request.args.get("reference", "").strip().upper()[:16]
    installed = add_on_report.report(mine.parts.add_ons)
    lines = [*_since(add_ons.ailments(mine.context)), *_at_start(mine.parts.add_ons)]
    found = [line for line in lines if line.fault.reference == wanted]
    return {
        "add_ons": installed,
        "wanted": wanted,
        "faults": found if wanted else lines,
        "form": Form.new(),
    }


def _since(ailments: list[Ailment]) -> Iterator[FaultLine]:
    """Prepare what has failed in this installation: what is paused first, then the newest."""
    zone = desk().context.zone
    ailments.sort(key=lambda one: (one.standing.is_paused, one.at), reverse=True)
    for one in ailments:
        signs = {True: "stop", False: "warn" if one.standing.faults else "good"}
        yield FaultLine(
            fault=one.fault,
            kind=add_on_report.kind(one.fault.kind),
            at=moment(one.at, zone),
            standing=add_on_report.standing(one.standing),
            sign=signs[one.standing.is_paused],
            is_paused=one.standing.is_paused,
        )


def _at_start(registry: AddOns) -> Iterator[FaultLine]:
    """Prepare what failed before anybody could ask for a page."""
    refused = [one.refusal.fault for one in registry.all if one.refusal and one.refusal.fault]
    for fault in [*refused, *registry.faults]:
        yield FaultLine(
            fault=fault,
            kind=add_on_report.kind(fault.kind),
            at=_("when the application started"),
            standing=_("failed"),
            sign="warn",
            is_paused=False,
        )
