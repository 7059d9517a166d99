"""Those that have a tab, a badge and a panel, and draw them badly."""

from __future__ import annotations

import sys
from abc import ABC, abstractmethod
from typing import Any

from flask import render_template_string
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from solicense_plugin import LicencePanel, LicenceTab, PanelValues, TabContext, hookimpl
from solicense_plugin.testing.bestiary.asked import MANY
from solicense_plugin.testing.bestiary.naps import nap


class Drawn(ABC):
    """A tab with a badge, and a panel in every licence's details."""

    api = "solicense-addon/1"

    @property
    def key(self) -> str:
        """The tab's key."""
        return f"beast-{type(self).__name__.lower()}"

    @property
    def title(self) -> Any:
        """The tab's title."""
        return type(self).__name__

    @abstractmethod
    def draw(self, context: TabContext) -> Any:
        """Draw the tab or the panel."""

    def badge(self, context: TabContext) -> Any:
        """Return the badge: whatever the tab is."""
        return self.draw(context)

    def visible(self, context: TabContext) -> Any:
        """Say whether the tab is for somebody: whatever the tab is."""
        return self.draw(context)

    @hookimpl
    def solicense_licence_tabs(self) -> list[LicenceTab]:
        return [
            LicenceTab(
                self.key, self.title, 5000, None, self.draw, badge=self.badge, visible=self.visible
            )
        ]

    @hookimpl
    def solicense_licence_panels(self) -> list[LicencePanel]:
        return [LicencePanel("panel", self.title, self.draw)]


class Raises(Drawn):
    """It raises."""

    def draw(self, context: TabContext) -> Any:
        message = f"no drawing for {context.user.name}"
        raise RuntimeError(message)


class Exits(Drawn):
    """It ends the program, were it let."""

    def draw(self, context: TabContext) -> Any:  # noqa: ARG002  whatever is asked
        sys.exit(1)


class Sleeps(Drawn):
    """It sleeps, when its title is read too."""

    @property
    def title(self) -> Any:
        """The title, which takes its time."""

        def spoken() -> str:
            nap()
            return "Sleeps"

        return LazyString(spoken)

    def draw(self, context: TabContext) -> Any:  # noqa: ARG002  whatever is asked
        nap()
        return "awake"


class DrawsWrongly(Drawn):
    """It draws what cannot be shown."""

    def draw(self, context: TabContext) -> Any:  # noqa: ARG002  whatever is asked
        return 5

    def badge(self, context: TabContext) -> Any:  # noqa: ARG002  whatever is asked
        return b"\xff\xfe"


class DrawsAtLength:
    """Its table has more rows than anybody could read."""

    api = "solicense-addon/1"

    @hookimpl
    def solicense_licence_tabs(self) -> list[LicenceTab]:
        return [LicenceTab("beast-at-length", "At length", 5000, values=self._values)]

    def _values(self, _context: TabContext) -> PanelValues:
        return PanelValues(columns=["Number"], rows=[[str(n)] for n in range(MANY)])


class BreaksItsTemplate(Drawn):
    """Its template divides by nothing."""

    def draw(self, context: TabContext) -> Any:  # noqa: ARG002  whatever is asked
        return Markup(render_template_string("<p>{{ 1 // 0 }}"))  # the template is above


class BreaksThePage(Drawn):
    """It closes what it has not opened, and calls what it opens as our dialog is called."""

    def draw(self, context: TabContext) -> Any:  # noqa: ARG002  whatever is asked
        return Markup('</div></section></main><div id="solicense-dialog"><dialog open>')
