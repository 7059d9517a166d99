"""The lines on an owner's tab about licences that wait for their dates."""

from __future__ import annotations

from dataclasses import dataclass

from solicense_plugin.i18n import start
from solicense_plugin.services.overview import OwnerOverview
from solicense_plugin.web import pages
from solicense_plugin.web.desk import desk


@dataclass(frozen=True, slots=True)
class LaterLicence:
    """A licence that came before its date, ready to be written."""

    number: int
    begins: str
    #: Where it stands what it will change.
    url: str


def licences(seen: OwnerOverview) -> list[LaterLicence]:
    """Return an owner's, the first date first."""
    zone, owner = desk().context.zone, seen.owner.name
    return [
        LaterLicence(
            number=found.issue_number,
            begins=start(found.begins, zone),
            url=pages.link("activation", owner=owner, issue=found.issue_number),
        )
        for found in seen.later
    ]
