"""A customer in the demo CRM whose licences one can follow from the demo to the renewal.

The CRM, its licence server and whatever cron calls go by one clock.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask

from solicense_plugin import Licences
from solicense_plugin.demo import database
from solicense_plugin.demo.app import create_app
from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import SYSTEM
from solicense_plugin.services import activation, packages
from tests.support.crm_world import CrmWorld
from tests.support.licence_server import LicenceServer
from tests.support.signing import document, plan

OWNER = "SUPEROFFICE"
DEMO_COMPANY, DEMO_SERIAL = "Demo version", "1010000099"
DAY = timedelta(days=1)


class CustomerLife(CrmWorld):
    """A customer, what he has bought, and the days that go by."""

    def __init__(self, folder: Path, server: LicenceServer) -> None:
        super().__init__(folder)
        self.server = server

    @classmethod
    def begin(cls, server: LicenceServer) -> CustomerLife:
        """Let a customer try the demo version: three plans, two of them in use."""
        folder = server.folder.path.parent
        (folder / "root.public.jwks").write_text(server.folder.issuer.jwks)
        (server.folder.path / "port").write_text(str(server.port))
        life = cls(folder, server)
        database.fill(life._state.engine)
        life.command("init-db", "--company", DEMO_COMPANY, "--serial", DEMO_SERIAL)
        life.command("sync-users")
        life._own_demo()
        for login in ("admin", "hugo"):
            life.give("sales", login)
        return life

    def _own_demo(self) -> None:
        demo: dict[str, Any] = {
            "CompanyName": DEMO_COMPANY,
            "SerialNr": DEMO_SERIAL,
            "ProductType": "Trial",
        }
        self.server.folder.trial(serial=DEMO_SERIAL, company=DEMO_COMPANY)
        content = self.server.folder.issuer.sign(
            document(plan("sales", 3), **demo, **self.server.addresses)
        )
        packages.load(self.context, content=content, source=Source.FILE, actor=SYSTEM)
        digest = activation.propose(self.context, owner=OWNER).comparison.digest
        activation.activate(self.context, owner=OWNER, digest=digest, actor=SYSTEM)

    @cached_property
    def app(self) -> Flask:
        """The CRM as cron and its shells have it."""
        licences = Licences(clock=self.server.clock)
        return create_app(self._state, licences=licences, settings={"SOLICENSE_SCHEDULER": False})

    def command(self, *arguments: str) -> None:
        """Run a command of the plugin, as an operator or his cron does."""
        done = self.app.test_cli_runner().invoke(args=["licences", *arguments])
        assert done.exit_code == 0, done.output

    def issue(self, quantity: int, *, expires: datetime, next_check: datetime) -> None:
        """Let the issuer have a licence for the customer."""
        dates = {
            "AdminWarningDate": expires - 30 * DAY,
            "ExpiryDate": expires,
            "GraceDate": expires + 12 * DAY,
            "NextCheckDate": next_check,
        }
        said = {name: moment.isoformat() for name, moment in dates.items()}
        self.server.customer(plan("sales", quantity), IssueNumber=2, **said)

    def days_go_by(self, moment: datetime) -> None:
        """Let it be a moment, at which cron calls `run-updates`."""
        self.server.clock.set(moment)
        self.app.test_cli_runner().invoke(args=["licences", "run-updates"])
