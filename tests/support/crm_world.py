"""A demo world that a test may change: a copy of one that was made for all tests."""

from __future__ import annotations

import base64
import re
import shutil
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import update
from werkzeug.security import generate_password_hash

from solicense_plugin.demo import database, world
from solicense_plugin.demo.app import State, create_app
from solicense_plugin.domain.actor import SYSTEM, Actor
from solicense_plugin.domain.ledger import Action
from solicense_plugin.issuer import keys, revoking, signing
from solicense_plugin.parts import EXTENSION
from solicense_plugin.services import (
    activation,
    assignments,
    identity_change,
    people,
    revocations,
)
from solicense_plugin.services.context import Context
from solicense_plugin.store import ledger

OWNER = "SUPEROFFICE"
#: Who is made a second administrator where a test needs one.
COLLEAGUE = "katrin.weiss"


class CrmWorld:
    """A demo world in a folder, seen from the inside while a server shows the outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._state = State(folder)

    @classmethod
    def make(cls, folder: Path) -> CrmWorld:
        """Make the demo world as `solicense demo` does at its first start."""
        made = cls(folder)
        world.make(made._state)
        made.close()
        return made

    def copy(self, folder: Path) -> CrmWorld:
        """Copy a world that nobody is using."""
        shutil.copytree(self.folder, folder)
        return CrmWorld(folder)

    def start_over(self) -> None:
        """Make it the world of a customer who has not said yet who he is."""
        self.close()
        for file in self.folder.glob("crm.sqlite*"):
            file.unlink()
        database.fill(self._state.engine)
        for command in ("init-db", "sync-users"):
            done = self.app.test_cli_runner().invoke(args=["licences", command])
            assert done.exit_code == 0, done.output

    def close(self) -> None:
        """Let go of the database, so that all of it is in its file."""
        self._state.engine.dispose()

    @cached_property
    def app(self) -> Flask:
        return create_app(self._state, settings={"SOLICENSE_SCHEDULER": False})

    @property
    def context(self) -> Context:
        make: Callable[[None], Context] = self.app.extensions[EXTENSION].context
        return make(None)

    # --- who is there ------------------------------------------------------------------------

    def user_id(self, login: str) -> int:
        user = database.user_by_login(self._state.engine, login)
        assert user is not None
        return int(user.id)

    def cookie(self, login: str) -> str:
        """Return the session cookie of somebody who has signed in."""
        signer = SecureCookieSessionInterface().get_signing_serializer(self.app)
        assert signer is not None
        return signer.dumps({"user_id": self.user_id(login)})

    def promote(self, login: str = COLLEAGUE) -> None:
        """Make somebody an administrator, who signs in with the same password."""
        with self._state.engine.begin() as connection:
            connection.execute(
                update(database.users)
                .where(database.users.c.login == login)
                .values(role="Administrator", password=generate_password_hash(database.PASSWORD))
            )

    # --- what others do meanwhile ------------------------------------------------------------

    def give(self, licence: str, login: str) -> None:
        """Give somebody a licence."""
        assignments.assign(
            self.context,
            owner=OWNER,
            licence=licence,
            associate_id=people.associate_id(self.context, host_id=str(self.user_id(login))),
            actor=SYSTEM,
        )

    def make_room(self) -> None:
        """Take Sales Premium from as many people as must lose it."""
        for login in ("ingrid.aas", "tor.lunde"):
            self.give("ess-sales", login)

    def activate(self, actor: Actor = SYSTEM) -> None:
        """Activate what waits, by the system unless told."""
        proposal = activation.propose(self.context, owner=OWNER)
        activation.activate(
            self.context, owner=OWNER, digest=proposal.comparison.digest, actor=actor
        )

    def restore(self, issue: int, reason: str) -> None:
        """Restore an older licence, as an operator."""
        arguments = ["restore", OWNER, "--issue", str(issue), "--reason", reason]
        done = self.app.test_cli_runner().invoke(args=["licences", *arguments])
        assert done.exit_code == 0, done.output

    def revoke(self) -> None:
        """Let a licence server send that SuperOffice's key is revoked."""
        key, root = (
            keys.load_private(self.folder / f"{name}.private.jwk")
            for name in ("superoffice", "root")
        )
        content = revoking.revoke(root=root, issued_at=datetime.now(UTC), owner_keys=[key])
        revocations.learn(self.context, content, owner=OWNER)

    def remove(self, owner: str, reason: str) -> None:
        """Remove an owner, as an operator."""
        arguments = ["remove", owner, "--reason", reason, "--yes"]
        done = self.app.test_cli_runner().invoke(args=["licences", *arguments])
        assert done.exit_code == 0, done.output

    def change_identity(self, company_name: str, serial_number: str) -> None:
        """Make it the installation of somebody else, as SuperOffice's file says."""
        identity_change.change(
            self.context,
            company_name=company_name,
            serial_number=serial_number,
            actor=SYSTEM,
            content=self.newer_licence(
                CompanyName=company_name, SerialNr=serial_number
            ).read_bytes(),
        )

    def load(self, file: Path) -> None:
        """Load a licence file, as an operator."""
        done = self.app.test_cli_runner().invoke(args=["licences", "load", str(file)])
        assert done.exit_code == 0, done.output

    # --- files -------------------------------------------------------------------------------

    def newer_licence(
        self, issue: int = 9, quantities: Mapping[str, int] | None = None, **fields: str
    ) -> Path:
        """Sign the waiting licence again as a newer one, with some other quantities.

        :param fields: of the package that are to be others, too.
        """
        waiting = self._waiting().read_bytes()
        certificate, package = waiting.split()
        payload = package.split(b".")[1]
        text = base64.urlsafe_b64decode(payload + b"=" * (-len(payload) % 4)).decode()
        for field, value in {"IssueNumber": str(issue), **fields}.items():
            text = _put(text, field, value)
        for name, quantity in (quantities or {}).items():
            head, found, tail = text.partition(f"<ModuleName>{name}<")
            assert found
            text = head + found + _put(tail, "NumberOfLicenses", quantity)
        content = signing.sign(
            text.encode(),
            media_type="application/xml",
            certificate=certificate,
            key=keys.load_private(self.folder / "superoffice.private.jwk"),
        )
        file = self.folder / f"superoffice-{issue}.licence"
        file.write_bytes(content)
        return file

    def damaged_licence(self) -> Path:
        """Return a licence file with something changed after it was signed."""
        content = bytearray(self._waiting().read_bytes())
        content[-200] = ord("A") if content[-200] != ord("A") else ord("B")
        file = self.folder / "damaged.licence"
        file.write_bytes(content)
        return file

    def _waiting(self) -> Path:
        """Return the licence that waits, as the licence server issued it."""
        (file,) = (self.folder / "licence-server" / "issued" / world.SERIAL).glob("8-*.licence")
        return file

    # --- what has happened -------------------------------------------------------------------

    def count(self, action: Action, owner: str = OWNER) -> int:
        """Return how often the ledger tells of something about an owner."""
        with self.context.reading() as reading:
            return sum(entry.action is action for entry in ledger.entries(reading, owner=owner))


def _put(text: str, field: str, value: str | int) -> str:
    """Replace the first value of a field."""
    return re.sub(rf"<{field}>[^<]+<", f"<{field}>{value}<", text, count=1)
