"""Our own tabs, by the hook that everybody uses."""

from __future__ import annotations

from solicense_plugin.domain.names import SUPEROFFICE
from solicense_plugin.hooks.add_on import hookimpl
from solicense_plugin.hooks.tabs import LicenceTab
from solicense_plugin.i18n import lazy_gettext
from solicense_plugin.web import history

#: Behind the owners, and behind most of what vendors contribute.
_LAST = 9000


class OurTabs:
    """What we contribute to the Licences screen."""

    @hookimpl
    def solicense_licence_tabs(self) -> list[LicenceTab]:
        """Contribute the tab of the platform's licences, and the history."""
        title = "SuperOffice"  # a name, the same in every language
        return [
            LicenceTab("superoffice", title, weight=100, owner_name=SUPEROFFICE),
            LicenceTab("history", lazy_gettext("History"), weight=_LAST, render=history.panel),
        ]
