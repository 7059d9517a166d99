"""The issuer of the kit for vendors, for our own tests."""

from __future__ import annotations

from solicense_plugin.testing.signing import COMPANY, NOW, SERIAL, Issuer, document, module, plan

__all__ = ["COMPANY", "NOW", "SERIAL", "Issuer", "document", "module", "plan"]
