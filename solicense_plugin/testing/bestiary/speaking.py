"""Those whose every text is one that should not come out as it is."""

from __future__ import annotations

from datetime import UTC, date, datetime

from solicense_plugin import (
    Issuer,
    LicencePanel,
    LicenceTab,
    MeteredService,
    PanelAction,
    PanelNotice,
    PanelValues,
    PlanLimit,
    Reading,
    SystemEvent,
    TabContext,
    hookimpl,
)

_BEGAN = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


class Speaking:
    """Everything that can be contributed, with one text everywhere.

    It objects to nothing: that would rightly stop what it objects to.
    """

    api = "solicense-addon/1"
    key = "beast-speaking"
    text = ""

    def _values(self, _context: TabContext) -> PanelValues:
        return PanelValues(
            notices=[PanelNotice(self.text)],
            columns=[self.text, "Other"],
            rows=[[self.text, self.text]],
            actions=[PanelAction(self.text, "/")],
        )

    def _draw(self, _context: TabContext) -> str:
        return self.text

    @hookimpl
    def solicense_licence_tabs(self) -> list[LicenceTab]:
        return [
            LicenceTab(
                self.key, self.text, 5000, values=self._values, badge=lambda _: self.text[:12]
            ),
            LicenceTab(f"{self.key}-drawn", self.text, 5000, render=self._draw),
        ]

    @hookimpl
    def solicense_licence_panels(self) -> list[LicencePanel]:
        return [LicencePanel("panel", self.text, self._draw)]

    @hookimpl
    def solicense_issuers(self) -> list[Issuer]:
        return [Issuer(owner_name="BEASTS", support_text=self.text)]

    @hookimpl
    def solicense_metered_services(self) -> list[MeteredService]:
        readings = [Reading(date(2026, 11, 1), 5)]
        return [MeteredService(key="m", title=self.text, unit=self.text, readings=readings)]

    @hookimpl
    def solicense_plan_limits(self) -> list[PlanLimit]:
        return [PlanLimit(key="l", title=self.text, used=1, maximum=2)]

    @hookimpl
    def solicense_system_events(self) -> list[SystemEvent]:
        return [
            SystemEvent(
                key="e",
                name=self.text,
                status=self.text,
                message=self.text,
                activated=_BEGAN,
                activated_by=self.text,
            )
        ]


class Injects(Speaking):
    """Scripts, were they not escaped."""

    key = "beast-injects"
    text = '"><img src=x onerror=alert(1)><script>alert(1)</script>'


class SpeaksNoUtf8(Speaking):
    """Halves of characters, which no encoding takes."""

    key = "beast-no-utf-8"
    text = "half \ud83d of \udce9 it"
