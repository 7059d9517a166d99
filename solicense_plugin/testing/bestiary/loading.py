"""Those that cannot be made, or looked at."""

from __future__ import annotations

from solicense_plugin import hookimpl
from solicense_plugin.testing.bestiary.naps import nap


class RaisesWhenMade:
    """Its class cannot be called."""

    api = "solicense-addon/1"

    def __init__(self) -> None:
        message = "no such table: beasts"
        raise LookupError(message)


class RaisesAtRegistration:
    """It cannot even be asked for its version."""

    @property
    def api(self) -> str:
        message = "half a character: \ud83d"
        raise ValueError(message)


class SleepsAtRegistration:
    """It thinks about its version."""

    @property
    def api(self) -> str:
        """Return the version, at last."""
        nap()
        return "solicense-addon/1"


class OfTomorrow:
    """It was written for promises that nobody has made yet."""

    api = "solicense-addon/2"

    @hookimpl
    def solicense_licence_tabs(self, weather: str) -> str:
        """Take an argument that the hook of today has not."""
        return weather


class Misspelt:
    """It has a hook that does not exist."""

    api = "solicense-addon/1"

    @hookimpl
    def solicense_license_tabs(self) -> None:
        """Be spelt as in another country."""
