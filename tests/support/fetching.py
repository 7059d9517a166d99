"""Asking servers of the tests, in few words."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from solicense_plugin.domain.fetch_faults import FetchFailed
from solicense_plugin.domain.licence_hosts import LicenceServer, licence_host, licence_server
from solicense_plugin.fetching.exchange import Answer, Network, get

#: A deadline for servers that do not answer in time; and what no test may take.
SHORT, TOO_LONG = 0.5, 10.0
#: A deadline that a busy machine keeps.
AMPLE = Network(seconds=60)


def permitted(url: str, entry: str | None = None) -> LicenceServer:
    """Return a licence server that the operator permits, by its origin unless told."""
    origin = "/".join(url.split("/")[:3])
    return licence_server(url, [licence_host(entry or origin)])


def ask(url: str, path: str = "", *, network: Network = AMPLE, limit: int = 2**20) -> Answer:
    return get(permitted(url), path or "/", headers={}, network=network, limit=limit)


def failure(call: Callable[[], object]) -> FetchFailed:
    """Return why it failed, within the time that any test may take."""
    began = time.monotonic()
    with pytest.raises(FetchFailed) as failed:
        call()
    assert time.monotonic() - began < TOO_LONG
    return failed.value
