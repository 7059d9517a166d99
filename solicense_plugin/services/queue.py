"""The packages of an owner that were accepted and are not active: whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from solicense_plugin.domain.arrival import Issue
from solicense_plugin.services.context import Context
from solicense_plugin.store import owners, packages
from solicense_plugin.store.owners import OwnerRecord
from solicense_plugin.store.packages import PackageRecord
from solicense_plugin.store.session import Reading, Writing


@dataclass(frozen=True, slots=True)
class Kept:
    """A package that is stored here."""

    id: int
    package: PackageRecord

    def issue(self, now: datetime) -> Issue:
        """Return which issue it is; with its date only while that lies ahead."""
        begins = self.package.begins
        ahead = begins if begins and begins > now else None
        return Issue(self.package.issue_number, self.package.document_hash, ahead)


@dataclass(frozen=True, slots=True)
class Queue:
    """Every package of an owner that waits."""

    #: What can be activated as far as dates go, if anything.
    current: Kept | None
    #: Those that wait for their dates, in the order of both their dates and numbers.
    later: tuple[Kept, ...] = ()
    #: Those in whose place ``current`` has come with its date.
    passed: tuple[Kept, ...] = ()

    @classmethod
    def read(cls, context: Context, reading: Reading, record: OwnerRecord) -> Queue:
        """Read an owner's. Only what came before its date costs a further statement."""
        found = packages.future_dated(reading, record.owner.name) if record.begins else {}
        if record.waiting_package_id is not None:
            package_id = record.waiting_package_id
            found[package_id] = packages.by_id(reading, package_id)
        kept = sorted(
            (Kept(*item) for item in found.items()), key=lambda one: one.package.issue_number
        )
        now = context.time(reading).now
        begun = [one for one in kept if one.issue(now).begins is None]
        return cls(
            current=begun[-1] if begun else None,
            later=tuple(one for one in kept if one not in begun),
            passed=tuple(begun[:-1]),
        )

    @property
    def all(self) -> tuple[Kept, ...]:
        """Everything that waits."""
        return (*self.passed, *((self.current,) if self.current else ()), *self.later)

    def find(self, issue_number: int | None) -> Kept | None:
        """Return the package of a number; without one, whose turn it is or will be first."""
        shown = ((self.current,) if self.current else ()) + self.later
        if issue_number is None:
            return next(iter(shown), None)
        return next((one for one in shown if one.package.issue_number == issue_number), None)


def take_turn(writing: Writing, record: OwnerRecord, queue: Queue) -> None:
    """Let the package whose date has come be the one that waits, instead of older ones."""
    if queue.current is None or queue.current.package.begins is None:
        return
    for one in queue.passed:
        packages.remove(writing, one.id)
    packages.begun(writing, queue.current.id)
    owners.wait(writing, record.id, queue.current.id)
