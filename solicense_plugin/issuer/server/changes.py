"""Changes of serial number or company that the issuer has authorised."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from solicense_plugin.domain.errors import PackageRefused
from solicense_plugin.domain.installation import Identity
from solicense_plugin.issuer.server.folder import Folder
from solicense_plugin.packages import strict_json

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Change:
    """Who may become whom."""

    old: Identity
    #: ``None`` for a trial, which may become any customer.
    new: Identity | None


def move_of(folder: Folder, identity: Identity) -> Identity | None:
    """Return the new identity of a customer, if the issuer has given him one."""
    moves = (change.new for change in _changes(folder) if change.old == identity)
    return next((new for new in moves if new and new != identity), None)


def is_authorised(folder: Folder, old: Identity, new: Identity) -> bool:
    """Tell whether an installation may take on another identity.

    One without any, and one that keeps its own, need nobody's leave: they could ask for
    the package of that identity just as well.
    """
    if old in {Identity("", ""), new}:
        return True
    return any(change.old == old and change.new in {new, None} for change in _changes(folder))


def _changes(folder: Folder) -> Iterator[Change]:
    """Read every change. One that cannot be read harms nobody but whom it is about."""
    for file in sorted(folder.changes.glob("*.json")):
        try:
            yield _read(file)
        except (OSError, ValueError, PackageRefused) as error:
            _log.warning("%s is no change: %s", file, error)


def _read(file: Path) -> Change:
    fields = strict_json.loads(file.read_bytes())
    if not isinstance(fields, dict):
        raise ValueError(fields)  # noqa: TRY004  a fault of the file, not of its type
    old = Identity.of(_text(fields, "company"), _text(fields, "serial"))
    if fields.get("trial") is True:
        return Change(old, None)
    return Change(old, Identity.of(_text(fields, "newCompany"), _text(fields, "newSerial")))


def _text(fields: dict[str, object], name: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ValueError(name)
    return value
