"""Properties are tried as often as the rounds say."""

from __future__ import annotations

from tests.support import properties

properties.load()
