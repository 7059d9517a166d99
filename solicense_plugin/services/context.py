"""What every use case works with."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, tzinfo

from solicense_plugin.domain.add_ons import Standings
from solicense_plugin.domain.clock import Time, read_clock
from solicense_plugin.domain.copies import Origin
from solicense_plugin.domain.errors import Fault, LicenceError, PackageRefused
from solicense_plugin.domain.fetch_faults import FetchFailed
from solicense_plugin.domain.licence_hosts import LicenceHost, licence_server
from solicense_plugin.domain.lists import LicenceRow
from solicense_plugin.domain.names import SUPEROFFICE
from solicense_plugin.domain.notices import Notice
from solicense_plugin.domain.owner import ModuleOwner
from solicense_plugin.domain.validity import Validity, validity
from solicense_plugin.fetching.exchange import WORLD, Network
from solicense_plugin.hooks.registry import AddOns
from solicense_plugin.hooks.values import DatabaseFacts
from solicense_plugin.packages.reading import SignedPackage, read_package, reread_package
from solicense_plugin.packages.revocations import (
    NOTHING_REVOKED,
    Marks,
    Revocations,
    RevocationsRefused,
    read_revocations,
)
from solicense_plugin.packages.trust import RootKeys
from solicense_plugin.recent import Recent
from solicense_plugin.store import licences, packages, revocations, tokens
from solicense_plugin.store.owners import OwnerRecord
from solicense_plugin.store.session import Reading, Seen, Store, Writing

_log = logging.getLogger("solicense.trust")


def now_in_utc() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


#: What an issuer says of an owner.
_ISSUED = ("licence_url", "shop_url", "support_text", "support_url")


def nobody_waits() -> None:
    """Wake nobody: where no thread waits for events."""


class AlreadyDone(LicenceError):
    """A form that has had its effect, and arrives again."""

    def __init__(self, result: str) -> None:
        super().__init__(result)
        #: What the use case gave as its result the first time.
        self.result = result


@dataclass(slots=True)
class Effect:
    """A transaction that has one effect for one form."""

    writing: Writing
    #: What a second arrival of the form is told.
    result: str = ""


@dataclass(frozen=True)
class Context:
    """The store and the settings, for one installation."""

    store: Store
    installation_id: int
    roots: RootKeys
    #: The installation's time zone.
    zone: tzinfo
    clock: Callable[[], datetime] = now_in_utc
    #: Packages that were verified in this process, by the hash of their file: a page that
    #: shows what waits would else check the same signatures each time.
    verified: Recent[SignedPackage] = field(default_factory=lambda: Recent(16))
    #: Licence lists, by the revision of the installation that they were read in: they hold
    #: for as long as nothing changes.
    lists: Recent[tuple[LicenceRow, ...]] = field(default_factory=lambda: Recent(256))
    #: Whoever asked did not say which installation is meant: then there may be no other.
    only: bool = False
    #: What root keys have taken back, by the list that the operator has named.
    revocations: Revocations = NOTHING_REVOKED
    #: Lists that licence servers sent, by their hash, and what active packages are known by.
    sent: Recent[Revocations] = field(default_factory=lambda: Recent(16))
    marks: Recent[tuple[Marks | None]] = field(default_factory=lambda: Recent(256))
    #: The licence servers that may be asked.
    licence_hosts: tuple[LicenceHost, ...] = ()
    network: Network = WORLD
    #: Whether a fetched package is activated when nothing stands against it.
    auto_activate: bool = True
    #: Which database it is; ``None`` where the host does not say.
    database: DatabaseFacts | None = None
    #: What administrators are told, by all that it depends on.
    notices: Recent[tuple[Notice, ...]] = field(default_factory=lambda: Recent(64))
    #: Who is asked for objections, and told of what has happened.
    add_ons: AddOns = field(default_factory=AddOns)
    #: Called after commit when there is something to tell.
    wake: Callable[[], None] = nobody_waits
    #: How add-ons have been answering, read at most once a request.
    standings: Recent[Standings] = field(default_factory=lambda: Recent(1))

    @property
    def _identity(self) -> str | None:
        return self.database.identity if self.database else None

    def known(self, owner: ModuleOwner) -> ModuleOwner:
        """Return an owner with what its issuer says where its package does not.

        Of the platform only its package says anything.
        """
        issuer = None if owner.is_platform else self.add_ons.issuers.get(owner.name)
        if issuer is None:
            return owner
        facts = {name: getattr(owner, name) or getattr(issuer, name) for name in _ISSUED}
        return replace(owner, **facts)

    def has_issuer(self, owner: str) -> bool:
        """Tell whether an owner's first package can come from a server that its issuer names."""
        issuer = None if owner == SUPEROFFICE else self.add_ons.issuers.get(owner)
        try:
            return issuer is not None and bool(
                licence_server(issuer.licence_url, self.licence_hosts)
            )
        except FetchFailed:
            return False

    def time(self, reading: Reading) -> Time:
        """Return the time that counts for every date, whatever the clock says now."""
        return read_clock(self.clock(), reading.installation.newest_seen)

    def origin(self, reading: Reading) -> Origin:
        """Tell whether the database is a copy of another one."""
        return reading.installation.home.origin(self._identity)

    def read(self, content: bytes) -> SignedPackage:
        """Check a licence file that arrives.

        :raises PackageRefused: says what is wrong with it.
        """
        with self.reading() as reading:
            now, taken_back = self.time(reading).now, self.taken_back(reading)
        signed = read_package(content, roots=self.roots, zone=self.zone, now=now)
        taken_back.demand_not(signed)
        return signed

    def reread(
        self, reading: Reading, file_hash: str, content: Callable[[], bytes]
    ) -> SignedPackage:
        """Return a package that was accepted before, verified once in this process.

        :raises PackageRefused: somebody has changed what was stored, or it was revoked.
        """

        def read() -> SignedPackage:
            signed = reread_package(content(), roots=self.roots, zone=self.zone)
            if signed.hash != file_hash:  # well signed, and not what had been accepted
                raise PackageRefused(Fault.PACKAGE_SIGNATURE)
            return signed

        signed = self.verified.get((file_hash, str(self.zone)), read)
        self.taken_back(reading).demand_not(signed)
        return signed

    def taken_back(self, reading: Reading) -> Revocations:
        """Return what root keys have taken back: of the two lists that of the higher number."""
        kept = reading.installation.revocations
        if not kept:
            return self.revocations
        sent = self.sent.get(kept, lambda: self._sent(reading))
        return max(self.revocations, sent, key=lambda found: found.number)

    def _sent(self, reading: Reading) -> Revocations:
        """Read the list that a licence server sent.

        It says nothing any more once its root key is not trusted any more: that is how a
        root key is revoked itself, and whatever its thief has revoked comes back with it.
        """
        try:
            return read_revocations(revocations.content(reading), roots=self.roots)
        except RevocationsRefused as refused:
            _log.warning("The stored list of revocations does not count: %s", refused.fault)
            return NOTHING_REVOKED

    def revoked(self, reading: Reading, record: OwnerRecord) -> Fault | None:
        """Tell what of an owner's active licences a root key has taken back, if anything."""
        package_id, taken_back = record.active_package_id, self.taken_back(reading)
        if package_id is None or taken_back.is_empty:
            return None
        (marks,) = self.marks.get(
            (self.installation_id, package_id),
            lambda: (Marks.of(packages.content(reading, package_id)),),
        )
        return taken_back.of_marks(marks) if marks else None

    def validity(self, reading: Reading, record: OwnerRecord) -> Validity:
        """Tell the state of an owner's licences."""
        is_revoked = self.revoked(reading, record) is not None
        return validity(record.owner.dates, self.time(reading).now, is_revoked=is_revoked)

    def licence_rows(self, reading: Reading, owner: str, language: str) -> tuple[LicenceRow, ...]:
        """Return the owned licences of an owner as lists show them, in the package's order."""
        return self.lists.get(
            (reading.installation_id, reading.installation.revision, owner, language),
            lambda: tuple(licences.rows(reading, owner, language)),
        )

    def reading(self) -> AbstractContextManager[Reading]:
        """Open a transaction that only reads."""
        return self.store.reading(self.installation_id, only=self.only)

    def writing(self) -> AbstractContextManager[Writing]:
        """Open a transaction under the installation's lock."""
        seen = Seen(self.clock(), self._identity)
        return self.store.writing(self.installation_id, only=self.only, seen=seen)

    @contextmanager
    def once(self, token: str | None) -> Iterator[Effect]:
        """Open a transaction whose effect happens once for a form's token.

        A use case that raises has no effect, and does not use the token up.

        :param token: ``None`` where nobody can press a button twice.
        :raises AlreadyDone: the form has had its effect.
        """
        with self.writing() as writing:
            if token and (result := tokens.result_of(writing, token)) is not None:
                raise AlreadyDone(result)
            effect = Effect(writing)
            yield effect
            if token:
                tokens.consume(writing, token, location=effect.result, now=self.clock())
