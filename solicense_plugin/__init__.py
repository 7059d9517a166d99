"""solicense: licence administration for a CRM that runs already.

What is imported here is the public API; what the documentation does not describe is
none.
"""

from __future__ import annotations

from solicense_plugin.config import ConfigError
from solicense_plugin.domain.licence import UserType
from solicense_plugin.extension import Licences
from solicense_plugin.hooks.add_on import hookimpl
from solicense_plugin.hooks.contributions import (
    ActivationObjection,
    Issuer,
    MeteredService,
    PlanLimit,
    Reading,
    RemovalObjection,
    SystemEvent,
)
from solicense_plugin.hooks.facts import (
    ActivationFacts,
    AssignmentChange,
    AssignmentChanges,
    ChangeFacts,
    ComparisonFacts,
    LicenceFacts,
    Person,
)
from solicense_plugin.hooks.host import HostError
from solicense_plugin.hooks.tabs import (
    LicencePanel,
    LicenceTab,
    PanelAction,
    PanelNotice,
    PanelValues,
    Sign,
    TabContext,
)
from solicense_plugin.hooks.values import Access, DatabaseFacts, HostUser, Screen

__all__ = [
    "Access",
    "ActivationFacts",
    "ActivationObjection",
    "AssignmentChange",
    "AssignmentChanges",
    "ChangeFacts",
    "ComparisonFacts",
    "ConfigError",
    "DatabaseFacts",
    "HostError",
    "HostUser",
    "Issuer",
    "LicenceFacts",
    "LicencePanel",
    "LicenceTab",
    "Licences",
    "MeteredService",
    "PanelAction",
    "PanelNotice",
    "PanelValues",
    "Person",
    "PlanLimit",
    "Reading",
    "RemovalObjection",
    "Screen",
    "Sign",
    "SystemEvent",
    "TabContext",
    "UserType",
    "hookimpl",
]
