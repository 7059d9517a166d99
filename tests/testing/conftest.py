"""The fixtures of the kit, as a vendor has them."""

from __future__ import annotations

from solicense_plugin.testing.plugin import (
    _tables,
    administrator,
    clock,
    crm,
    host,
    licence_screen,
    owner_name,
    package_issuer,
    packages,
    stranger,
    viewer,
)

__all__ = [
    "_tables",
    "administrator",
    "clock",
    "crm",
    "host",
    "licence_screen",
    "owner_name",
    "package_issuer",
    "packages",
    "stranger",
    "viewer",
]
