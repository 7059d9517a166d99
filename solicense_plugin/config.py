"""Settings: read once from ``app.config``, refused at start by key name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from solicense_plugin.domain.licence_hosts import LicenceHost, licence_host


class ConfigError(Exception):
    """A setting that cannot work. The message begins with its key."""

    def __init__(self, key: str, problem: str) -> None:
        super().__init__(f"{key} {problem}")
        self.key = key


@dataclass(frozen=True, slots=True)
class Config:
    """What the operator decided. Each field is the key ``SOLICENSE_…`` in capitals."""

    #: Used unless the host gives an engine.
    database_url: str
    table_prefix: str
    url_prefix: str
    #: A JWK set as text; empty when none is configured, and then nothing can be activated.
    root_keys: str
    #: A signed list of what root keys have taken back, or empty.
    revocations: bytes
    #: The licence servers that may be asked; none are asked when it is empty.
    licence_hosts: tuple[LicenceHost, ...]
    #: Whether a fetched package is activated when nothing stands against it.
    auto_activate: bool
    #: Whether each process looks by itself for checks that are due.
    scheduler: bool
    timezone: ZoneInfo
    #: Send our policy with the host's layout too.
    csp: bool
    #: ``bundled``, or ``host`` when the host's layout loads htmx itself.
    htmx: str

    @classmethod
    def read(cls, values: Mapping[str, object], *, instance_path: str) -> Config:
        """Read and check the settings.

        :raises ConfigError: names the key and says what it must be.
        """
        default_url = f"sqlite:///{Path(instance_path) / 'solicense.sqlite'}"
        return cls(
            database_url=_text(values, "SOLICENSE_DATABASE_URL", default_url),
            table_prefix=_matching(
                values, "SOLICENSE_TABLE_PREFIX", "solicense_", r"[a-z][a-z0-9_]{0,30}"
            ),
            url_prefix=_matching(
                values, "SOLICENSE_URL_PREFIX", "/settings/licences", r"(/[A-Za-z0-9._~-]+)+"
            ),
            root_keys=_root_keys(values),
            revocations=_revocations(values),
            licence_hosts=_licence_hosts(values),
            auto_activate=_yes(values, "SOLICENSE_AUTO_ACTIVATE", default=True),
            scheduler=_yes(values, "SOLICENSE_SCHEDULER", default=True),
            timezone=_timezone(values),
            csp=_yes(values, "SOLICENSE_CSP"),
            htmx=_matching(values, "SOLICENSE_HTMX", "bundled", r"bundled|host"),
        )


def _text(values: Mapping[str, object], key: str, default: str) -> str:
    value = values.get(key, default)
    if not isinstance(value, str | Path):
        raise ConfigError(key, "must be a text")
    return str(value)


def _matching(values: Mapping[str, object], key: str, default: str, pattern: str) -> str:
    value = _text(values, key, default)
    if not re.fullmatch(pattern, value):
        raise ConfigError(key, f"must match {pattern}, and is {value!r}")
    return value


def _yes(values: Mapping[str, object], key: str, *, default: bool = False) -> bool:
    value = values.get(key, default)
    if not isinstance(value, bool):
        raise ConfigError(key, "must be True or False")
    return value


def _timezone(values: Mapping[str, object]) -> ZoneInfo:
    key = "SOLICENSE_TIMEZONE"
    try:
        return ZoneInfo(_text(values, key, "UTC"))
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ConfigError(key, "must name a time zone, for instance Europe/Oslo") from error


def _root_keys(values: Mapping[str, object]) -> str:
    """Return the JWK set, given in line or as the path of its file."""
    key = "SOLICENSE_ROOT_KEYS"
    value = _text(values, key, "").strip()
    if not value or value.startswith("{"):
        return value
    try:
        return Path(value).read_text(encoding="utf-8")
    except OSError as error:
        raise ConfigError(key, f"names a file that cannot be read: {value}") from error


def _revocations(values: Mapping[str, object]) -> bytes:
    key = "SOLICENSE_REVOCATIONS"
    value = _text(values, key, "").strip()
    try:
        return Path(value).read_bytes() if value else b""
    except OSError as error:
        raise ConfigError(key, f"names a file that cannot be read: {value}") from error


def _licence_hosts(values: Mapping[str, object]) -> tuple[LicenceHost, ...]:
    """Return the licence servers, given as a list or as a text with commas or spaces."""
    key = "SOLICENSE_LICENCE_HOSTS"
    value = values.get(key, ())
    entries = re.split(r"[,\s]+", value) if isinstance(value, str) else value
    if not isinstance(entries, list | tuple) or not all(isinstance(e, str) for e in entries):
        raise ConfigError(key, "must be a text or a list of texts")
    hosts = []
    for entry in filter(None, entries):
        try:
            hosts.append(licence_host(entry))
        except ValueError as error:
            raise ConfigError(key, f"has {entry!r}, which {error}") from error
    return tuple(hosts)
