"""Refusals in words, for whoever types a command."""

from __future__ import annotations

from solicense_plugin import messages, notice_messages
from solicense_plugin.domain.errors import (
    ActivationRefused,
    ClockNotAhead,
    InvalidField,
    LicenceError,
    MaintenanceEnded,
    NotFound,
    NothingWaiting,
    NotIdentified,
    PackageRefused,
    PlatformStays,
    StaleComparison,
    StaleRemoval,
    WhichInstallation,
)
from solicense_plugin.parts import parts


def reasons(error: LicenceError) -> list[str]:
    """Say in words why something was refused."""
    if isinstance(error, PackageRefused):
        return [messages.refusal(error)]
    if isinstance(error, ActivationRefused):
        return [messages.objection(found, found.licence) for found in error.objections]
    if isinstance(error, InvalidField):
        return [f"{error.field}: {messages.invalid(error)}"]
    if isinstance(error, WhichInstallation):
        return [f"Say which installation: --installation {' | '.join(error.keys)}"]
    if isinstance(error, MaintenanceEnded):
        return [notice_messages.maintenance_ended(error.ended, parts().config.timezone)]
    return [_SENTENCES[type(error)]]


_SENTENCES: dict[type[LicenceError], str] = {
    NotIdentified: "Say first whose installation this is: init-db --company … --serial …",
    NothingWaiting: "No licence waits.",
    ClockNotAhead: "The newest time seen is not ahead of the clock: nothing is to be put right.",
    NotFound: "There is no such owner or installation (init-db makes the first one).",
    StaleComparison: "Nothing has been activated: something has changed meanwhile. Try again.",
    PlatformStays: "SuperOffice's own licences cannot be removed: the CRM needs them.",
    StaleRemoval: "Nothing has been removed: something has changed meanwhile. Try again.",
}
