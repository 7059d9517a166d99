"""Addresses of our pages and dialogs, for a host to link to from its own pages."""

from __future__ import annotations

from flask import url_for

from solicense_plugin.domain.names import SUPEROFFICE


class Links:
    """Each method returns an address. Whoever follows it needs access all the same."""

    def screen(self) -> str:
        """The Licences screen."""
        return url_for("solicense.screen")

    def activation(self, owner: str = SUPEROFFICE) -> str:
        """The dialog Activate new licence."""
        return url_for("solicense.activation", owner=owner)

    def activated(self, issue: int, owner: str = SUPEROFFICE) -> str:
        """The dialog New licence activated, of one issue."""
        return url_for("solicense.activated", owner=owner, issue=issue)

    def load(self, owner: str = SUPEROFFICE) -> str:
        """The dialog Load license from file."""
        return url_for("solicense.package", owner=owner)

    def licence(self, licence: str, owner: str = SUPEROFFICE) -> str:
        """The details of a licence, with its holders."""
        return url_for("solicense.licence", owner=owner, licence=licence)

    def superfluous(self, licence: str, owner: str = SUPEROFFICE) -> str:
        """The dialog Remove superfluous licences."""
        return url_for("solicense.superfluous", owner=owner, licence=licence)

    def user_licences(self) -> str:
        """The tab User licences."""
        return url_for("solicense.users")
