"""A CRM with the plugin in it, for the tests of an add-on: users in memory, tables in a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Flask

from solicense_plugin import HostUser, Licences
from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.actor import SYSTEM
from solicense_plugin.hooks.registry import AddOns
from solicense_plugin.parts import EXTENSION, Parts
from solicense_plugin.services import activation, packages
from solicense_plugin.services.context import Context
from solicense_plugin.testing.host import ADMINISTRATOR, PREFIX, STRANGER, VIEWER, Host
from solicense_plugin.testing.signing import Issuer, document
from solicense_plugin.testing.visitor import Page, Visitor

#: Who works in the CRM of the tests.
PEOPLE: tuple[HostUser, ...] = (
    replace(ADMINISTRATOR, id="1", login="anna", name="Anna Berg"),
    replace(VIEWER, id="2", login="bo", name="Bo Dahl"),
    replace(STRANGER, id="3", login="cecilie", name="Cecilie Eng"),
    replace(STRANGER, id="4", login="david", name="David Falk"),
)


@dataclass
class Crm:
    """An application with the plugin and every installed add-on in it."""

    app: Flask
    host: Host

    def command(self, *arguments: str) -> str:
        """Run ``flask licences …`` and return what it said; it must succeed."""
        done = self.app.test_cli_runner().invoke(args=["licences", *arguments])
        assert done.exit_code == 0, done.output
        return str(done.output)

    @property
    def add_ons(self) -> AddOns:
        """The add-ons, enabled and disabled."""
        return self._parts.add_ons

    @property
    def context(self) -> Context:
        """The installation, as services take it."""
        return self._parts.context(None)

    @property
    def _parts(self) -> Parts:
        parts: Parts = self.app.extensions[EXTENSION]
        return parts

    def assign(self, user: HostUser, licence: str, *, owner: str) -> None:
        """Give somebody a licence."""
        licences: Licences = self.app.extensions["licences"]
        with self.app.app_context():
            licences.people.assign(user.id, licence, owner=owner, by=PEOPLE[0].id)


@dataclass
class Packages:
    """Licence packages of one module owner, signed by keys that only the tests have."""

    issuer: Issuer
    crm: Crm

    def sign(self, *modules: Mapping[str, object], issue: int = 1, **fields: object) -> bytes:
        """Return a signed licence file.

        :param modules: made by :func:`~solicense_plugin.testing.signing.module` and ``plan``.
        :param fields: of the document, for instance ``ExpiryDate``.
        """
        named = {"OwnerName": self.issuer.owner, "OwnerDescription": self.issuer.owner.title()}
        return self.issuer.sign(document(*modules, issue=issue, **(named | fields)))

    def activate(self, *modules: Mapping[str, object], issue: int = 1, **fields: object) -> None:
        """Sign a package, load it and activate it."""
        content = self.sign(*modules, issue=issue, **fields)
        context, owner = self.crm.context, self.issuer.owner
        packages.load(context, content=content, source=Source.FILE, actor=SYSTEM)
        digest = activation.propose(context, owner=owner).comparison.digest
        activation.activate(context, owner=owner, digest=digest, actor=SYSTEM)


@dataclass
class LicenceScreen:
    """Somebody in front of the Licences screen: signs in, opens pages and sends forms."""

    crm: Crm
    #: What the browser prefers.
    language: str = "en"

    def sign_in(self, user: HostUser | None) -> None:
        """Be somebody else from now on; ``None`` for nobody."""
        self.crm.host.user = user

    def open(self, path: str = "/") -> Page:
        """Open a page below the Licences screen; links and buttons of it can be pressed."""
        return self._visitor().open(self._address(path), headers=self._headers())

    def part(self, path: str) -> Page:
        """Ask for a part of a page, as htmx does."""
        return self._visitor(htmx=True).send(self._address(path), headers=self._headers())

    def tab(self, key: str) -> Page:
        """Open a tab, with everything in it that is loaded after the page."""
        page = self.open(f"/tabs/{key}")
        for late in page.root.walk():
            if late.get("hx-trigger").startswith("load") and "hx-get" in late:
                page.html += self.part(late["hx-get"]).html
        page.__dict__.pop("root", None)
        return page

    def _visitor(self, *, htmx: bool = False) -> Visitor:
        return Visitor(self.crm.app, htmx=htmx)

    def _address(self, path: str) -> str:
        return path if path.startswith(PREFIX) else f"{PREFIX}{path}"

    def _headers(self) -> dict[str, str]:
        return {"Accept-Language": self.language}
