"""Vendors' add-ons: one that does everything well, and some that do not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from flask import Blueprint, Flask, redirect, render_template_string, request, url_for
from markupsafe import Markup

from solicense_plugin import (
    LicenceFacts,
    LicencePanel,
    LicenceTab,
    MeteredService,
    PanelAction,
    PanelNotice,
    PanelValues,
    Person,
    PlanLimit,
    Reading,
    RemovalObjection,
    Sign,
    SystemEvent,
    TabContext,
    hookimpl,
)
from solicense_plugin.web import vendor_titles
from tests.support.visitor import Visitor

API = "solicense-addon/1"

#: Makes a visitor of a host in which add-ons are installed, by name.
Install = Callable[..., Visitor]


def always(answer: Any) -> Callable[..., Any]:
    """Return a function that answers with something, or raises it."""

    def call(*_arguments: Any, **_values: Any) -> Any:
        if isinstance(answer, BaseException):
            raise answer
        return answer

    return call


def install_late(app: Flask, **add_ons: object) -> None:
    """Install add-ons in an application that is set up already."""
    found = app.extensions["solicense"].add_ons
    for name, add_on in add_ons.items():
        found.register(name, add_on)
    for asked in ("tabs", "issuers", "_answers"):
        found.__dict__.pop(asked, None)
    vendor_titles.read(app, found)


class Tabs:
    """An add-on with some tabs."""

    api = API

    def __init__(self, *tabs: LicenceTab) -> None:
        self._tabs = tabs

    @hookimpl
    def solicense_licence_tabs(self) -> tuple[LicenceTab, ...]:
        return self._tabs


#: A page of the add-on's own, and what it is drawn from.
DOCUMENTS = "/settings/licences/add-ons/acme/documents"
_PAGE = """{% extends "solicense/add_on_page.html" %}
{% from "solicense/add_on.html" import dialog, form_fields, in_dialog, renew, table %}
{% block add_on %}
  {% call dialog("All documents", "/settings/licences/tabs/signatures") %}
    {% if sent %}{{ renew("signatures") }}{% endif %}
    {{ table(["Document"], [["Framework agreement"]] + ([["New contract"]] if sent else [])) }}
    {% set url = url_for(".documents") %}
    <form class="sl-after" method="post" action="{{ url }}" {{ in_dialog(url) }}>
      {{ form_fields() }}
      <button class="sl-button" id="acme-send" type="submit">Send a contract</button>
    </form>
  {% endcall %}
{% endblock %}
"""


def values(_context: TabContext) -> PanelValues:
    """A panel as values."""
    return PanelValues(
        notices=[PanelNotice("Two signatures wait for you.", Sign.WARN)],
        columns=["Document", "Signed by", "State"],
        rows=[["Framework agreement", "Ingrid Aas", "signed"], ["Lease", "Tor Lunde", "waits"]],
        actions=[
            PanelAction("All documents", DOCUMENTS, in_dialog=True),
            PanelAction("Manual", "https://signatures.example/manual"),
        ],
    )


class Signatures:
    """An add-on as it should be."""

    api = API

    @hookimpl
    def solicense_licence_tabs(self) -> list[LicenceTab]:
        return [LicenceTab("signatures", "Signatures", 500, values=values, badge=always("2"))]

    @hookimpl
    def solicense_licence_panels(self, licence: LicenceFacts) -> list[LicencePanel]:
        drawn = Markup("<p>{} people may sign.</p>").format(licence.in_use)
        return [LicencePanel("signing", "Signing", lambda _context: drawn)]

    @hookimpl
    def solicense_plan_limits(self) -> list[PlanLimit]:
        return [
            PlanLimit(key="projects", title="active projects", used=40, maximum=100),
            PlanLimit(key="templates", title="templates", used=86, maximum=100),
            PlanLimit(key="archives", title="archives", used=3, maximum=3),
        ]

    @hookimpl
    def solicense_metered_services(self) -> list[MeteredService]:
        month = datetime.now(UTC).date().replace(day=1)
        return [
            MeteredService(
                key="seals", title="Seals", unit="seals", readings=[Reading(month, 1234)]
            ),
            MeteredService(
                key="faxes", title="Faxes", unit="pages", readings=[Reading(date(2020, 1, 1), 5)]
            ),
        ]

    @hookimpl
    def solicense_blueprints(self) -> list[Blueprint]:
        pages = Blueprint("acme_pages", __name__)

        @pages.route("/documents", methods=["GET", "POST"])
        def documents() -> Any:
            if request.method == "POST":
                return redirect(url_for(".documents", sent=1), 303)
            return render_template_string(_PAGE, sent="sent" in request.args)

        return [pages]

    @hookimpl
    def solicense_object_to_removal(
        self, licence: LicenceFacts, associates: Sequence[Person]
    ) -> list[RemovalObjection]:
        if licence.name != "ten-sales":
            return []
        return [
            RemovalObjection(one.user_id, "has 3 documents waiting for signature")
            for one in associates
            if one.user_id in {"3", "6", "12"}
        ]

    @hookimpl
    def solicense_system_events(self) -> list[SystemEvent]:
        started = datetime.now(UTC) - timedelta(minutes=20)
        return [
            SystemEvent(
                key="import",
                name="Import of documents",
                status="running",
                message="Documents of last year are taken over.",
                activated=started,
                activated_by="1",
                finished=started + timedelta(hours=1),
                percent=35,
            ),
            SystemEvent(
                key="index",
                name="Indexing",
                status="running",
                activated=started,
                whole_system=True,
            ),
        ]


class Acme(Signatures):
    """The same, with a part in the standard tab of its owner."""

    @hookimpl
    def solicense_licence_tabs(self) -> list[LicenceTab]:
        of_owner = LicenceTab("acme", "Acme Signatures", 600, "ACME", values=values)
        return [*super().solicense_licence_tabs(), of_owner]


class Trouble:
    """An add-on that fails now and then, and one of whose tabs takes its time."""

    api = API

    def __init__(self) -> None:
        self._asked = 0

    @hookimpl
    def solicense_licence_tabs(self) -> list[LicenceTab]:
        return [
            LicenceTab("trouble", "Trouble", 700, render=self._fails_every_other_time),
            LicenceTab("patience", "Patience", 710, render=self._slow),
        ]

    def _fails_every_other_time(self, _context: TabContext) -> str:
        self._asked += 1
        if self._asked % 2:
            message = "the vendor's database is away"
            raise RuntimeError(message)
        return "It goes again."

    def _slow(self, _context: TabContext) -> str:
        threading.Event().wait(1.5)
        return "Good things take time."


class Forgetful:
    """It is asked who must keep a licence, and cannot say."""

    api = API

    @hookimpl
    def solicense_object_to_removal(
        self, licence: LicenceFacts, associates: Sequence[Person]
    ) -> list[RemovalObjection]:
        message = "the vendor's database is away"
        raise RuntimeError(message)


class Standard:
    """Its tab is the standard one of its owner."""

    api = API

    @hookimpl
    def solicense_licence_tabs(self) -> list[LicenceTab]:
        return [LicenceTab("acme", "Acme Signatures", 500, "ACME")]

    @hookimpl
    def solicense_plan_limits(self) -> list[PlanLimit]:
        return [PlanLimit(key="seals", title="Seals", used=1, maximum=2)]


class Imitation:
    """Its tab has a key that is somebody else's, and its name is hostile."""

    api = API

    @hookimpl
    def solicense_licence_tabs(self) -> list[LicenceTab]:
        return [
            LicenceTab("acme", "Acme", 1, "ACME"),
            LicenceTab("seals", "<b>Seals</b>", 2, "SEALS"),
        ]


class OfTomorrow:
    """It needs a version that is not there yet."""

    api = "solicense-addon/2"


class Broken:
    """It cannot even be looked at."""

    @property
    def api(self) -> str:
        message = "no settings <script>alert(1)</script>"
        raise LookupError(message)


#: By the names that they are installed under, in their order.
VENDORS: dict[str, type] = {
    "acme": Acme,
    "trouble": Trouble,
    "forgetful": Forgetful,
    "signatures": Standard,
    "imitation": Imitation,
    "tomorrow": OfTomorrow,
    "broken": Broken,
}
#: Those that have something to show, and those of which there is something to tell.
WORKING = ("acme", "trouble")
LISTED = ("signatures", "imitation", "tomorrow", "broken")
