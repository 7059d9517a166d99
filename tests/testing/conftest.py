"""The fixtures of the kit, as a vendor has them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

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


@pytest.fixture(scope="session")
def licence_browser(chromium: Browser) -> Browser:
    """The browser of our own tests: Playwright runs once in each process."""
    return chromium
