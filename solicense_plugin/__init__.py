"""solicense: licence administration for a CRM that runs already.

What is imported here is the public API; what the documentation does not describe is
none.
"""

from __future__ import annotations

from solicense_plugin.config import ConfigError
from solicense_plugin.domain.licence import UserType
from solicense_plugin.extension import Licences
from solicense_plugin.hooks.registry import HostError, hookimpl
from solicense_plugin.hooks.values import (
    Access,
    DatabaseFacts,
    HostUser,
    LicenceTab,
    Screen,
    TabContext,
)

__all__ = [
    "Access",
    "ConfigError",
    "DatabaseFacts",
    "HostError",
    "HostUser",
    "LicenceTab",
    "Licences",
    "Screen",
    "TabContext",
    "UserType",
    "hookimpl",
]
