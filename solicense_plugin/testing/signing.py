"""An issuer for tests: a root key, approved owners, and packages of any content."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from joserfc.jwk import OKPKey

from solicense_plugin.issuer import keys, signing
from solicense_plugin.packages.envelope import seal
from solicense_plugin.packages.trust import RootKeys

#: The moment at which tests take place unless they say otherwise.
NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
COMPANY, SERIAL = "Nordlys Design AS", "1010000006"


class Issuer:
    """A root key and one approved owner."""

    def __init__(self, owner: str = "SUPEROFFICE", root: OKPKey | None = None) -> None:
        self.owner = owner
        self.root = root or keys.generate("test-root")
        self.key = keys.generate(f"test-{owner}")
        self.certificate = self.approve()

    @property
    def roots(self) -> RootKeys:
        """What an operator configures to trust this issuer."""
        return RootKeys.from_jwks(self.jwks)

    @property
    def jwks(self) -> str:
        return keys.public_set(self.root)

    def approve(
        self,
        owner: str | None = None,
        not_before: datetime = NOW - timedelta(days=400),
        expires_at: datetime = NOW + timedelta(days=400),
    ) -> bytes:
        """Certify the owner's key."""
        return signing.approve(
            owner or self.owner,
            self.key,
            root=self.root,
            issued_at=not_before,
            not_before=not_before,
            expires_at=expires_at,
        )

    def sign(
        self, document: Mapping[str, Any] | bytes, media_type: str = "application/json"
    ) -> bytes:
        """Sign anything, sensible or not."""
        content = document if isinstance(document, bytes) else json.dumps(document).encode()
        header = {"typ": "solicense-package", "cty": media_type}
        return self.certificate + b"\n" + seal(content, header=header, key=self.key) + b"\n"


def module(name: str, quantity: int = 10, **fields: object) -> dict[str, object]:
    """Return one module licence of a document: a visible user licence unless told."""
    return {
        "ModuleName": name,
        "ModuleDescription": name.replace("-", " ").title(),
        "LicenseType": "UserLicense",
        "NumberOfLicenses": quantity,
        **fields,
    }


def plan(name: str, quantity: int = 10, implies: str = "", **fields: object) -> dict[str, object]:
    """Return a user plan of a document."""
    return module(name, quantity, ExtraFlags=1, ExtraInfo=f"set={implies}", **fields)


def document(*modules: Mapping[str, object], issue: int = 1, **fields: object) -> dict[str, Any]:
    """Return a package's document."""
    return {
        "CompanyName": COMPANY,
        "SerialNr": SERIAL,
        "OwnerName": "SUPEROFFICE",
        "OwnerDescription": "SuperOffice",
        "IssueNumber": issue,
        "IssuedAt": (NOW - timedelta(days=1)).isoformat(),
        "ExpiryDate": (NOW + timedelta(days=100)).isoformat(),
        "ModuleLicenses": list(modules) or [module("ten-sales")],
        **fields,
    }
