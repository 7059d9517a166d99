"""Fixtures for the licence server: a folder of two customers, and a visitor of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from solicense_plugin.domain.package import LicencePackage
from solicense_plugin.issuer.server import create_server
from solicense_plugin.packages.reading import SignedPackage, read_package
from tests.support.licence_folder import LicenceFolder
from tests.support.signing import COMPANY, SERIAL, Issuer, module, plan
from tests.support.world import Clock

ME = {"serial": SERIAL, "company": COMPANY}
NEIGHBOUR = {"serial": "1010000007", "company": "Fjord Fisk AS"}


def said(answer: TestResponse) -> Any:
    """Return the document of an answer in JSON."""
    assert answer.is_json, answer.text
    return answer.json


@dataclass
class Server:
    """A licence server, and a client of it."""

    folder: LicenceFolder
    clock: Clock
    app: Flask = field(init=False)

    def __post_init__(self) -> None:
        self.app = create_server(self.folder.path, clock=self.clock, with_shop=True)

    def get(self, path: str, query: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        asked = ME if query is None else query
        return self.app.test_client().get(path, query_string=asked, **options)

    def package(self, query: dict[str, Any] | None = None, **options: Any) -> TestResponse:
        return self.get("/packages/SUPEROFFICE", query, **options)

    def status(self, issue: object = None, **query: Any) -> Any:
        asked = ME | query | ({} if issue is None else {"issue": issue})
        answer = self.get("/status/SUPEROFFICE", asked)
        assert answer.status_code == 200, answer.text
        return said(answer)

    def signed(self, query: dict[str, Any] | None = None) -> SignedPackage:
        """Fetch a package and read it as a customer would who trusts the root key."""
        answer = self.package(query)
        assert answer.status_code == 200, answer.text
        return self.read(answer)

    def read(self, answer: TestResponse) -> SignedPackage:
        return read_package(
            answer.data, roots=self.folder.issuer.roots, zone=UTC, now=self.clock.now
        )

    def current(self) -> LicencePackage:
        return self.signed().package

    def change(self, **fields: Any) -> TestResponse:
        return self.app.test_client().post("/changes/SUPEROFFICE", json=fields)


@pytest.fixture
def folder(tmp_path: Path, issuer: Issuer) -> LicenceFolder:
    made = LicenceFolder.make(tmp_path / "issuer", issuer)
    made.customer(
        plan("ten-sales", 21, "quote-cal,diary"),
        plan("ten-service", 10, "diary"),
        module("quote-cal", 60, IsHidden=True),
        module("diary", 9999, IsHidden=True, Unrestricted=True),
        module("system", 1, LicenseType="SiteLicense"),
    )
    made.customer(SerialNr=NEIGHBOUR["serial"], CompanyName=NEIGHBOUR["company"])
    return made


@pytest.fixture
def server(folder: LicenceFolder, clock: Clock) -> Server:
    return Server(folder, clock)
