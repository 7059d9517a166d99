"""An activation: what became of a package, kept for the history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from solicense_plugin.domain.actor import Actor
from solicense_plugin.domain.comparison import Comparison
from solicense_plugin.domain.errors import InvalidField
from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.domain.texts import LONGEST, printable


class Source(StrEnum):
    """Where a package came from."""

    FILE = "file"
    LICENCE_SERVER = "licence-server"
    API = "api"


@dataclass(frozen=True, slots=True)
class Activation:
    """One package that became current."""

    owner: str
    issue_number: int
    at: datetime
    by: Actor
    source: Source
    #: Whether the system did it by itself.
    automatic: bool
    #: What it changed, as JSON values: see :func:`changes`.
    changes: Mapping[str, object]
    #: Why an older issue was restored; ``None`` when a new one was activated.
    reason: str | None = None
    #: The add-ons that could not be asked whether they object. The ledger keeps them.
    not_asked: tuple[str, ...] = ()


def stated(reason: str) -> str:
    """Return the reason that somebody gives for what he does, as it is kept.

    :raises InvalidField: nothing is said, or too much.
    """
    words = " ".join(reason.split())
    if not words:
        raise InvalidField("reason", "empty")
    if len(words) > LONGEST:
        raise InvalidField("reason", "too-long")
    return printable(words)


def changes(comparison: Comparison) -> dict[str, object]:
    """Return what a comparison would change, as JSON values for the history."""
    return {
        "licences": [
            {
                "licence": line.licence.key,
                "change": line.change.value,
                "before": line.total,
                "after": line.new_total,
                "unrestricted": line.licence.unrestricted,
                "in_use": line.in_use,
                "dropped": line.dropped,
            }
            for line in comparison.changed
        ],
        "dates": [
            {
                "date": line.name,
                "before": line.current and to_microseconds(line.current),
                "after": line.new and to_microseconds(line.new),
            }
            for line in comparison.dates
        ],
    }
