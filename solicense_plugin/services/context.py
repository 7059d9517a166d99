"""What every use case works with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from solicense_plugin.domain.errors import LicenceError
from solicense_plugin.packages.reading import SignedPackage, reread_package
from solicense_plugin.packages.trust import RootKeys
from solicense_plugin.store import tokens
from solicense_plugin.store.session import Reading, Store, Writing


def now_in_utc() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


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


class VerifiedPackages:
    """Packages that were verified in this process, by the hash of their file.

    A page that shows what waits would else check the same signatures each time.
    """

    _MOST = 16

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], SignedPackage] = {}

    def read(
        self, content: Callable[[], bytes], *, file_hash: str, context: Context
    ) -> SignedPackage:
        """Return a package that was accepted before, verified once in this process."""
        key = (file_hash, str(context.zone))
        if key not in self._known:
            read = reread_package(content(), roots=context.roots, zone=context.zone)
            while len(self._known) >= self._MOST:
                self._known.pop(next(iter(self._known)))
            self._known[key] = read
        return self._known[key]


@dataclass(frozen=True)
class Context:
    """The store and the settings, for one installation."""

    store: Store
    installation_id: int
    roots: RootKeys
    #: The installation's time zone.
    zone: tzinfo
    clock: Callable[[], datetime] = now_in_utc
    verified: VerifiedPackages = field(default_factory=VerifiedPackages)

    def reading(self) -> AbstractContextManager[Reading]:
        """Open a transaction that only reads."""
        return self.store.reading(self.installation_id)

    def writing(self) -> AbstractContextManager[Writing]:
        """Open a transaction under the installation's lock."""
        return self.store.writing(self.installation_id)

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
