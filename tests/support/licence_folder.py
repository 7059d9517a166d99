"""The folder of a licence server, as an issuer fills it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from solicense_plugin.issuer.documents import to_json, to_xml
from solicense_plugin.issuer.files import write_whole
from tests.support.signing import COMPANY, SERIAL, Issuer, document


@dataclass(frozen=True)
class LicenceFolder:
    """One owner's folder. What is written is there whole or not at all, also while served."""

    path: Path
    issuer: Issuer

    @classmethod
    def make(cls, path: Path, issuer: Issuer) -> LicenceFolder:
        """Make a folder with an issuer's certificate and key, and no customers."""
        folder = cls(path, issuer)
        for name in ("licences", "changes", "messages"):
            (path / name).mkdir(parents=True)
        folder.rotate(issuer)
        return folder

    def rotate(self, issuer: Issuer) -> None:
        """Put an issuer's certificate and key in the place of those that are there."""
        self.write("key", json.dumps(issuer.key.as_dict(private=True)))
        self.write("certificate", issuer.certificate)

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file of the folder."""
        file = self.path / name
        write_whole(file, content if isinstance(content, bytes) else content.encode())
        return file

    def customer(self, *modules: Mapping[str, object], xml: bool = False, **fields: Any) -> Path:
        """Write a customer's source: as ``document`` has it, without number and date."""
        found = document(*modules, OwnerName=self.issuer.owner) | fields
        undated = {n: v for n, v in found.items() if n in fields or n not in _NUMBERED}
        name = f"licences/{found['SerialNr']}"
        if xml:
            return self.write(f"{name}.xml", to_xml(undated))
        return self.write(f"{name}.json", to_json(undated))

    def source(self, serial: str = SERIAL) -> dict[str, Any]:
        """Return what a customer's source says."""
        found: dict[str, Any] = json.loads((self.path / f"licences/{serial}.json").read_text())
        return found

    def authorise(
        self,
        *,
        serial: str = SERIAL,
        company: str = COMPANY,
        new_serial: str = SERIAL,
        new_company: str = COMPANY,
    ) -> Path:
        """Authorise a change of serial number or company."""
        return self._json(
            f"changes/{serial}.json",
            serial=serial,
            company=company,
            newSerial=new_serial,
            newCompany=new_company,
        )

    def trial(self, *, serial: str = SERIAL, company: str = COMPANY) -> Path:
        """Let an installation become any customer."""
        return self._json(f"changes/{serial}.json", serial=serial, company=company, trial=True)

    def say(self, code: str, *, serial: str = SERIAL, message: str = "", url: str = "") -> Path:
        """Tell a customer something instead of giving him a package."""
        return self._json(f"messages/{serial}.json", code=code, message=message, url=url)

    def _json(self, name: str, **fields: object) -> Path:
        return self.write(name, json.dumps(fields))


_NUMBERED = frozenset({"IssueNumber", "IssuedAt"})
