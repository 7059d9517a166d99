"""A customer whose licences arrive by themselves from the reference licence server."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from solicense_plugin.domain.licence_hosts import licence_host
from solicense_plugin.domain.updates import CheckResult
from solicense_plugin.services import history, updates
from tests.support.fetching import AMPLE
from tests.support.licence_server import LicenceServer
from tests.support.signing import NOW, plan
from tests.support.world import OWNER, World

DAY = timedelta(days=1)


def become_customer(world: World, server: LicenceServer) -> World:
    """Let a world have bought three plans, of which two are in use; the check is due tomorrow."""
    ask_at(world, server)
    world.own(plan("sales", 3), **server.addresses, **due(NOW + DAY))
    world.people(3)
    world.assign("sales", 1, 2)
    return world


def ask_at(world: World, server: LicenceServer) -> None:
    """Let a world ask a licence server, with patience for a busy machine."""
    hosts = (licence_host(server.url),)
    world.context = replace(world.context, licence_hosts=hosts, network=AMPLE)


def due(moment: datetime) -> dict[str, Any]:
    return {"NextCheckDate": moment.isoformat()}


def offer(server: LicenceServer, quantity: int) -> None:
    """Let the issuer have a package with so many."""
    server.customer(plan("sales", quantity), IssueNumber=2, **due(NOW + 30 * DAY))


def round_of(world: World) -> list[CheckResult]:
    """Check what is due, and return what became of it."""
    return [done.checks.result for done in updates.run(world.context)]


def told(world: World) -> list[tuple[str, str]]:
    """Return what was done, and by whom."""
    entries = history.since(world.context, owner=OWNER, revision=0, language="en")
    return [(entry.action.value, entry.actor.kind.value) for entry in entries]


def asked(server: LicenceServer) -> int:
    """Return how often the server was asked for a package, as its access log says."""
    log = server.folder.path / "access.log"
    lines = log.read_text().splitlines() if log.exists() else []
    return sum("/packages/" in line for line in lines)
