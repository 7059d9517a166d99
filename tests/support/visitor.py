"""The visitor of the kit for vendors, for our own tests."""

from __future__ import annotations

from solicense_plugin.testing.visitor import Page, Value, Visitor

__all__ = ["Page", "Value", "Visitor"]
