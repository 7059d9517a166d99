"""The protocol of a licence server (design.md 4): packages, status, revocations, changes.

A package that comes in is bytes and nothing more: `packages` says whether it is one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote, urlencode

from solicense_plugin.domain.installation import Identity
from solicense_plugin.domain.licence_hosts import LicenceServer
from solicense_plugin.domain.status import ServerStatus
from solicense_plugin.fetching.answers import (
    PACKAGE_TYPE,
    PROBLEM_TYPE,
    STATUS_TYPE,
    failure,
    problem,
    read_status,
)
from solicense_plugin.fetching.exchange import WORLD, Answer, Network, get, post

#: No status and no problem needs more.
_SMALL = 2**16
_ETAG = re.compile(r'(?:W/)?"[!#-~]{0,200}"')


@dataclass(frozen=True, slots=True)
class FetchedPackage:
    """A licence package as it came: not checked yet."""

    content: bytes
    #: To ask with the next time; empty when the server gave none that can be used.
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The package is the one whose ``etag`` was asked with."""


def ask_package(
    server: LicenceServer,
    owner: str,
    identity: Identity,
    issue: int = 0,
    *,
    etag: str = "",
    network: Network = WORLD,
) -> FetchedPackage | Unchanged | ServerStatus:
    """Ask for an owner's newest package for an installation.

    :param issue: the number of the package that is here; 0 for none.
    :param etag: of the package that is here, as it came with it.
    :returns: a :class:`ServerStatus` when the server has something to say instead.
    :raises FetchFailed: see :class:`~solicense_plugin.domain.fetch_faults.FetchFault`.
    """
    headers = {"Accept": f"{PACKAGE_TYPE}, {PROBLEM_TYPE}"}
    if _ETAG.fullmatch(etag):
        headers["If-None-Match"] = etag
    path = f"/packages/{_about(owner, identity, issue)}"
    answer = get(server, path, headers=headers, network=network)
    if answer.status == HTTPStatus.NOT_MODIFIED and "If-None-Match" in headers:
        return Unchanged()
    return _package(answer)


def ask_status(
    server: LicenceServer,
    owner: str,
    identity: Identity,
    issue: int = 0,
    *,
    network: Network = WORLD,
) -> ServerStatus:
    """Ask how an owner's licences for an installation stand.

    :param issue: the number of the package that is here; 0 for none.
    :raises FetchFailed: see :class:`~solicense_plugin.domain.fetch_faults.FetchFault`.
    """
    answer = get(
        server,
        f"/status/{_about(owner, identity, issue)}",
        headers={"Accept": f"{STATUS_TYPE}, {PROBLEM_TYPE}"},
        limit=_SMALL,
        network=network,
    )
    if answer.status == HTTPStatus.OK and answer.media_type == STATUS_TYPE:
        return read_status(answer.content)
    return problem(answer)


def ask_revocations(server: LicenceServer, *, network: Network = WORLD) -> bytes | None:
    """Ask for the list of revocations, which is as little checked as a package.

    :returns: ``None`` when the server has none.
    :raises FetchFailed: see :class:`~solicense_plugin.domain.fetch_faults.FetchFault`.
    """
    answer = get(server, "/revocations", headers={"Accept": "*/*"}, network=network)
    if answer.status == HTTPStatus.NOT_FOUND:
        return None
    # A page for people is what a network answers that wants somebody to sign in first.
    page = answer.media_type == "text/html"
    if answer.status != HTTPStatus.OK or page or not answer.content:
        raise failure(answer)
    return answer.content


def ask_change(
    server: LicenceServer,
    owner: str,
    identity: Identity,
    new: Identity,
    *,
    network: Network = WORLD,
) -> FetchedPackage | ServerStatus:
    """Ask to change serial number and licence owner, and for the package that says so.

    :returns: a :class:`ServerStatus` when the change is not authorised.
    :raises FetchFailed: see :class:`~solicense_plugin.domain.fetch_faults.FetchFault`.
    """
    change = {
        "serial": identity.serial_number,
        "company": identity.company_name,
        "newSerial": new.serial_number,
        "newCompany": new.company_name,
    }
    headers = {"Accept": f"{PACKAGE_TYPE}, {PROBLEM_TYPE}"}
    path = f"/changes/{quote(owner, safe='')}"
    return _package(post(server, path, change, headers=headers, network=network))


def _about(owner: str, identity: Identity, issue: int) -> str:
    """Return whose licences and which ones, as the end of a path and its query."""
    query = {"serial": identity.serial_number, "company": identity.company_name, "issue": issue}
    return f"{quote(owner, safe='')}?{urlencode(query)}"


def _package(answer: Answer) -> FetchedPackage | ServerStatus:
    if answer.status != HTTPStatus.OK:
        return problem(answer)
    if answer.media_type != PACKAGE_TYPE or not answer.content:
        raise failure(answer)
    etag = answer.headers.get("etag", "")
    return FetchedPackage(answer.content, etag if _ETAG.fullmatch(etag) else "")
