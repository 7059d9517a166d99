"""The fixtures of solicense, packages of ACME, and an archive of the test's own."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from acme_signatures.archive import Archive

pytest_plugins = ["solicense_plugin.testing.plugin"]


@pytest.fixture(scope="session")
def owner_name() -> str:
    """Whose packages are signed."""
    return "ACME"


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Archive:
    """One document waits for Cecilie, another has been signed by David."""
    file = tmp_path / "archive.sqlite"
    monkeypatch.setenv("ACME_SIGNATURES_FILE", str(file))
    archive = Archive(file)
    archive.send("Lease", signer="Cecilie Eng", user_id="3", sent=date(2026, 10, 5))
    archive.send("Order", signer="David Falk", user_id="4", sent=date(2026, 11, 9))
    archive.sign(2, at=date(2026, 11, 10))
    return archive
