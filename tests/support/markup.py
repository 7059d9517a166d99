"""The reader of markup of the kit for vendors, for our own tests."""

from __future__ import annotations

from solicense_plugin.testing.markup import Element, parse

__all__ = ["Element", "parse"]
