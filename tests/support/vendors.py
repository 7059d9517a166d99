"""Vendors' add-ons: one that works, and some that do not."""

from __future__ import annotations

from collections.abc import Sequence

from solicense_plugin import LicenceTab, hookimpl
from solicense_plugin.hooks.contributions import PlanLimit


class Signatures:
    """An add-on as it should be."""

    api = "solicense-addon/1"

    @hookimpl
    def solicense_licence_tabs(self) -> Sequence[LicenceTab]:
        return [LicenceTab("acme", "Acme Signatures", 500, "ACME")]

    @hookimpl
    def solicense_plan_limits(self) -> Sequence[PlanLimit]:
        return [PlanLimit(key="seals", title="Seals", used=1, maximum=2)]


class Imitation:
    """Its tab has a key that is somebody else's, and its name is hostile."""

    api = "solicense-addon/1"

    @hookimpl
    def solicense_licence_tabs(self) -> Sequence[LicenceTab]:
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
    "signatures": Signatures,
    "imitation": Imitation,
    "tomorrow": OfTomorrow,
    "broken": Broken,
}
