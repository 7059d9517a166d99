"""Values of the domain in a few words: licences, packages, comparisons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from solicense_plugin.domain.comparison import Comparison, Current, Objection, compare
from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.licence import LicenceKind, ModuleLicence
from solicense_plugin.domain.owner import Dates, ModuleOwner
from solicense_plugin.domain.package import LicencePackage
from solicense_plugin.domain.texts import Text
from solicense_plugin.domain.usage import Usage
from tests.support.signing import COMPANY, NOW, SERIAL

US = Identity(COMPANY, SERIAL)
#: Stand for the hashes of two signed files.
OLD_HASH, NEW_HASH = "0" * 64, "1" * 64
MICROSECOND = timedelta(microseconds=1)


def licence(name: str, quantity: int = 10, **fields: Any) -> ModuleLicence:
    """Return a licence: a visible user licence unless told."""
    plain = ModuleLicence(name, Text(name.title()), Text(""), LicenceKind.USER, quantity)
    return replace(plain, **fields)


def hidden(name: str, quantity: int = 10, **fields: Any) -> ModuleLicence:
    """Return a licence that only plans bring."""
    return licence(name, quantity, hidden=True, **fields)


def plan(name: str, quantity: int = 10, implies: str = "", **fields: Any) -> ModuleLicence:
    """Return a user plan."""
    return licence(name, quantity, extra_flags=1, extra_info=f"set={implies}", **fields)


def owner(name: str = "SUPEROFFICE", **dates: datetime | None) -> ModuleOwner:
    """Return an owner with these dates."""
    return ModuleOwner(name, Text("SuperOffice"), Dates(**dates))


def package(*licences: ModuleLicence, **fields: Any) -> LicencePackage:
    """Return a package for our installation: number 2, issued yesterday, without end."""
    plain = LicencePackage(US, owner(), licences, 2, NOW - timedelta(days=1))
    return replace(plain, **fields)


def use(
    assigned: Mapping[str, int] | None = None, both: Mapping[tuple[str, str], int] | None = None
) -> Usage:
    """Return how much is in use."""
    return Usage(assigned or {}, both or {})


def current(
    *licences: ModuleLicence, assigned: Mapping[str, int] | None = None, **fields: Any
) -> Current:
    """Return what an owner's licences are now: issue number 1."""
    return replace(Current(owner(), licences, use(assigned), 1, OLD_HASH), **fields)


def compared(
    now: Current | None,
    new: LicencePackage,
    *,
    new_hash: str = NEW_HASH,
    identity: Identity = US,
    moment: datetime = NOW,
    vetoes: Iterable[Objection] = (),
    restoring: bool = False,
    begins: datetime | None = None,
) -> Comparison:
    """Compare for our installation, at the moment at which tests take place."""
    return compare(
        current=now,
        new=new,
        new_hash=new_hash,
        identity=identity,
        now=moment,
        restoring=restoring,
        begins=begins,
    ).heard(vetoes)
