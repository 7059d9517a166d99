"""The host application of the kit for vendors, for our own tests."""

from __future__ import annotations

from solicense_plugin.testing.host import (
    ADMINISTRATOR,
    PREFIX,
    STRANGER,
    VIEWER,
    Host,
    make_app,
    with_babel,
)

__all__ = ["ADMINISTRATOR", "PREFIX", "STRANGER", "VIEWER", "Host", "make_app", "with_babel"]
