"""An issuer's folder, and the command line in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner, Result

from solicense_plugin.console import main
from solicense_plugin.packages.reading import SignedPackage, read_package
from solicense_plugin.packages.trust import RootKeys
from tests.support.signing import document


@dataclass(frozen=True)
class Desk:
    """An issuer's folder, and the command line in it."""

    folder: Path

    def run(self, *arguments: str | Path) -> Result:
        return CliRunner().invoke(main, ["issuer", *map(str, arguments)])

    def done(self, *arguments: str | Path) -> Result:
        result = self.run(*arguments)
        assert result.exit_code == 0, result.output
        return result

    def refused(self, *arguments: str | Path) -> str:
        """Run what cannot work, and return what is said about it: words, no traceback."""
        before = self.files()
        result = self.run(*arguments)
        assert result.exit_code != 0
        assert isinstance(result.exception, SystemExit), result.exception
        assert self.files() == before
        return result.output

    def files(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in self.folder.iterdir() if file.is_file()}

    def private(self, name: str) -> Path:
        return self.folder / f"{name}.private.jwk"

    def public(self, name: str) -> Path:
        return self.folder / f"{name}.public.jwks"

    def write(self, name: str, content: str | bytes) -> Path:
        file = self.folder / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    def source(self, name: str = "package.json", **fields: object) -> Path:
        dates = {"IssuedAt": datetime.now(UTC).isoformat(), "ExpiryDate": ""}
        return self.write(name, json.dumps(document(OwnerName="ACME") | dates | fields))

    def approve(self, owner: str = "ACME", **options: str | Path) -> list[str | Path]:
        """Return the call that approves an owner's key."""
        named = {
            "--root": self.private("root"),
            "--key": self.public("acme"),
            "--out": self.folder / "acme.certificate",
        } | {f"--{name}": value for name, value in options.items()}
        return ["approve", owner, *(part for pair in named.items() for part in pair)]

    def issue(self, source: Path, **options: str | Path) -> list[str | Path]:
        """Return the call that signs a package."""
        named = {
            "--certificate": self.folder / "acme.certificate",
            "--key": self.private("acme"),
            "--out": self.folder / "acme.licence",
        } | {f"--{name}": value for name, value in options.items()}
        return ["issue", source, *(part for pair in named.items() for part in pair)]

    def read(self) -> SignedPackage:
        """Read the licence file as a customer would who trusts the root key."""
        return read_package(
            (self.folder / "acme.licence").read_bytes(),
            roots=RootKeys.from_jwks(self.public("root").read_text()),
            zone=UTC,
            now=datetime.now(UTC) + timedelta(minutes=2),
        )
