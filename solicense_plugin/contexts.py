"""What makes the context of an installation, from all that the extension put together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from solicense_plugin.config import Config, ConfigError
from solicense_plugin.domain.lists import LicenceRow
from solicense_plugin.domain.notices import Notice
from solicense_plugin.hooks.host import Host
from solicense_plugin.hooks.registry import AddOns
from solicense_plugin.packages.reading import SignedPackage
from solicense_plugin.packages.revocations import (
    NOTHING_REVOKED,
    Marks,
    Revocations,
    RevocationsRefused,
    read_revocations,
)
from solicense_plugin.packages.trust import RootKeys
from solicense_plugin.recent import Recent
from solicense_plugin.services import installations
from solicense_plugin.services.context import Context
from solicense_plugin.store.session import Store


class Contexts:
    """Makes contexts, which share what was verified, read or said a moment ago."""

    def __init__(
        self,
        config: Config,
        host: Host,
        store: Store,
        *,
        add_ons: AddOns,
        clock: Callable[[], datetime],
        wake: Callable[[], None],
    ) -> None:
        self._config, self._host, self._store = config, host, store
        self._add_ons, self.clock, self._wake = add_ons, clock, wake
        self._roots = _roots(config)
        self._revocations = _revocations(config, self._roots)
        self._verified = Recent[SignedPackage](16)
        self._lists = Recent[tuple[LicenceRow, ...]](256)
        self._told = Recent[tuple[Notice, ...]](64)
        self._sent, self._marks = Recent[Revocations](16), Recent[tuple[Marks | None]](256)
        #: By the host's key: an installation keeps its id.
        self._ids: dict[str | None, int] = {}

    def __call__(self, key: str | None) -> Context:
        """Return the context of an installation, by the host's key; ``None``: the only one.

        :raises WhichInstallation: there are several, and nobody says which.
        :raises NotFound: there is no such one.
        """
        if key not in self._ids:
            self._ids[key] = installations.resolve(self._store, key)
        known = key or installations.ONLY
        return Context(
            store=self._store,
            installation_id=self._ids[key],
            roots=self._roots,
            zone=self._host.timezone(known) or self._config.timezone,
            clock=self.clock,
            verified=self._verified,
            lists=self._lists,
            only=key is None,
            revocations=self._revocations,
            sent=self._sent,
            marks=self._marks,
            licence_hosts=self._config.licence_hosts,
            auto_activate=self._config.auto_activate,
            database=self._host.database_facts(known),
            notices=self._told,
            add_ons=self._add_ons,
            wake=self._wake,
        )


def _roots(config: Config) -> RootKeys:
    try:
        return RootKeys.from_jwks(config.root_keys) if config.root_keys else RootKeys({})
    except ValueError as error:
        raise ConfigError("SOLICENSE_ROOT_KEYS", str(error)) from error


def _revocations(config: Config, roots: RootKeys) -> Revocations:
    if not config.revocations:
        return NOTHING_REVOKED
    try:
        return read_revocations(config.revocations, roots=roots)
    except RevocationsRefused as refused:
        problem = f"is no list that a root key signed: {refused.fault.value} {refused.detail}"
        raise ConfigError("SOLICENSE_REVOCATIONS", problem.rstrip()) from refused
