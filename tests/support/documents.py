"""Documents of packages, read as if their signature had held."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.domain.package import LicencePackage
from solicense_plugin.packages.documents import parse_document
from tests.support.signing import document, module

OSLO = ZoneInfo("Europe/Oslo")


def parsed(fields: Mapping[str, Any]) -> LicencePackage:
    """Read a document in JSON, in Oslo."""
    content = json.dumps(fields).encode()
    return parse_document(content, media_type="application/json", zone=OSLO)


def of_licence(fields: dict[str, object]) -> dict[str, Any]:
    """Return a document whose only licence has these fields."""
    return document(module("web") | fields)


def document_refusal(fields: Mapping[str, Any]) -> tuple[Fault, str]:
    """Return why a document is refused. Any other exception, or none, fails the test."""
    with pytest.raises(PackageRefused) as refused:
        parsed(fields)
    return refused.value.fault, refused.value.detail
