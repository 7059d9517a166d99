"""Every page that the plugin has, in a world where each of them has something to show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask

from tests.support.dumps import Dump, dump
from tests.support.host import PREFIX, Host, make_app
from tests.support.signing import Issuer, module, plan
from tests.support.vendors import Signatures
from tests.support.visitor import Page, Visitor
from tests.support.world import World

_OWNER = f"{PREFIX}/owners/SUPEROFFICE"
_PLAN = f"{_OWNER}/licences/ten-sales"


def furnish(world: World, **texts: Any) -> None:
    """Fill a world: two owners, every kind of licence, holders, a package with too few.

    :param texts: fields of every licence.
    """
    facts: dict[str, Any] = {
        "SupportText": "SuperOffice Support",
        "SupportUrl": "https://support.example/licences",
        "ShopUrl": "https://shop.example/",
        "LicenseVersion": "11.2",
    }
    hidden = {"IsHidden": True, **texts}
    site = {"LicenseType": "SiteLicense", **texts}
    satellite = {"LicenseType": "SatelliteLicense", **texts}
    kept = [
        plan("ten-service", 9, "web"),
        module("mailings", 4, Unrestricted=True, **texts),
        module("crm", 1, ModuleVersion="11", **site),
        module("branch", 2, **satellite),
    ]
    web: dict[str, Any] = {"implies": "web,nowhere", **texts}
    world.own(plan("ten-sales", 5, **web), module("web", 20, **hidden), *kept, **facts)
    world.people(5)
    world.give("ten-sales", [1, 2, 3, 4, 5])
    acme = World(world.context, Issuer("ACME", world.issuer.root), world.clock)
    acme.own(module("signing", 3, **texts), OwnerDescription="Acme Signatures")
    world.load(plan("ten-sales", 3, **web), module("web", 4, **hidden), *kept, issue=2, **facts)


def _at(path: str, target: str = "") -> Callable[[Visitor], Page]:
    def show(visitor: Visitor) -> Page:
        if visitor.htmx:
            return visitor.send(path, target=target)
        return visitor.open(path)

    return show


def _pressed(path: str, button: str, **filled: bytes | str) -> Callable[[Visitor], Page]:
    def show(visitor: Visitor) -> Page:
        return visitor.open(path).press(button, **filled)

    return show


def _forged(visitor: Visitor) -> Page:
    send = visitor.send if visitor.htmx else visitor.open
    return send(f"{_OWNER}/activation", method="POST")


def _stale(visitor: Visitor) -> Page:
    page = visitor.open(f"{_OWNER}/licences/ten-sales/superfluous")
    token = page.root.all("input")[0]["value"]
    send = visitor.send if visitor.htmx else visitor.open
    data = {"csrf_token": token, "digest": "of yesterday", "revision": "0"}
    return send(f"{_OWNER}/activation", method="POST", data=data)


#: What each page is called, how somebody gets there, and the status that it has.
VIEWS: dict[str, tuple[Callable[[Visitor], Page], int]] = {
    "tab": (_at(f"{PREFIX}/tabs/superoffice"), 200),
    "tab, searched": (_at(f"{PREFIX}/tabs/superoffice?q=e&sort=in-use&desc=1&hidden=1"), 200),
    "rows alone": (_at(f"{PREFIX}/tabs/superoffice?hidden=1", "solicense-rows"), 200),
    "tab after an activation": (_at(f"{PREFIX}/tabs/superoffice?activated=1"), 200),
    "tab of a partner": (_at(f"{PREFIX}/tabs/acme"), 200),
    "status": (_at(f"{PREFIX}/status"), 200),
    "tab of a vendor": (_at(f"{PREFIX}/tabs/signatures"), 200),
    "part of a vendor": (_at(f"{PREFIX}/tabs/signatures/part"), 200),
    "limits of a vendor": (_at(f"{PREFIX}/status/parts/acme/limits"), 200),
    "meters of a vendor": (_at(f"{PREFIX}/status/parts/acme/meters"), 200),
    "events of a vendor": (_at(f"{PREFIX}/status/parts/acme/events"), 200),
    "panels of a vendor": (_at(f"{_PLAN}/panels/acme"), 200),
    "no tab": (_at(f"{PREFIX}/tabs/nobody"), 404),
    "activation": (_at(f"{_OWNER}/activation"), 200),
    "nothing waits": (_at(f"{PREFIX}/owners/ACME/activation"), 200),
    "what has changed": (_at(f"{_OWNER}/activations/1"), 200),
    "details": (_at(_PLAN), 200),
    "holders alone": (_at(f"{_PLAN}?q=person", "sl-holders"), 200),
    "details, nobody found": (_at(f"{_PLAN}?q=nobody"), 200),
    "details of a hidden licence": (_at(f"{_OWNER}/licences/web"), 200),
    "details of a system licence": (_at(f"{_OWNER}/licences/crm"), 200),
    "superfluous": (_at(f"{_PLAN}/superfluous?through=1"), 200),
    "superfluous, sorted": (_at(f"{_PLAN}/superfluous?sort=name&desc=1"), 200),
    "superfluous, nobody found": (_at(f"{_PLAN}/superfluous?q=nobody"), 200),
    "superfluous hidden": (_at(f"{_OWNER}/licences/web/superfluous"), 200),
    "superfluous, with reasons": (_at(f"{_PLAN}/superfluous/keepers/acme?who=1,2,3"), 200),
    "load": (_at(f"{_OWNER}/package"), 200),
    "removal": (_at(f"{PREFIX}/owners/ACME/removal"), 200),
    "installation": (_at(f"{PREFIX}/installation"), 200),
    "user licences": (_at(f"{PREFIX}/users"), 200),
    "history": (_at(f"{PREFIX}/history"), 200),
    "activations alone": (_at(f"{PREFIX}/history", "sl-history"), 200),
    "add-ons": (_at(f"{PREFIX}/add-ons"), 200),
    "no such reference": (_at(f"{PREFIX}/add-ons?reference=123456"), 200),
    "no file": (_pressed(f"{_OWNER}/package", "Check the file"), 422),
    "a refused file": (_pressed(f"{_OWNER}/package", "Check the file", file=b"<nothing>"), 422),
    "no company name": (_pressed(f"{PREFIX}/installation", "OK", company_name=""), 422),
    "no reason": (_pressed(f"{PREFIX}/owners/ACME/removal", "Remove"), 422),
    "nobody is chosen": (_pressed(f"{_PLAN}/superfluous", "OK"), 422),
    "suggested": (_pressed(f"{_PLAN}/superfluous", "Suggest 2"), 200),
    "stale": (_stale, 409),
    "forged": (_forged, 400),
}


@dataclass
class Stage:
    """A furnished world, its host application, and who is signed in there."""

    host: Host
    app: Flask
    world: World

    @classmethod
    def of(cls, world: World, **settings: Any) -> Stage:
        """Put a host application around a world."""
        host, engine = Host(), world.context.store.engine
        keys = world.issuer.jwks
        add_ons = {"acme": Signatures()}
        app = make_app(
            host,
            engine=engine,
            clock=world.clock,
            add_ons=add_ons,
            SOLICENSE_ROOT_KEYS=keys,
            **settings,
        )
        return cls(host, app, world)

    def visitor(self, *, htmx: bool = False) -> Visitor:
        """Let somebody come with a browser of his own."""
        return Visitor(self.app, htmx=htmx)

    def dump(self) -> Dump:
        """Return everything that is stored."""
        return dump(self.world.context.store, self.world.context.installation_id)


class Gallery:
    """Every view of one world, each drawn once: for tests that only look."""

    def __init__(self, stage: Stage) -> None:
        self._visitors = {htmx: stage.visitor(htmx=htmx) for htmx in (False, True)}
        self._drawn: dict[tuple[str, bool], Page] = {}

    def page(self, view: str, *, htmx: bool) -> Page:
        """Return a view, whole or in part."""
        if (view, htmx) not in self._drawn:
            show, status = VIEWS[view]
            page = show(self._visitors[htmx])
            assert (page.status, page.is_part) == (status, htmx), page.html
            self._drawn[view, htmx] = page
        return self._drawn[view, htmx]


#: For tests of a ``shown`` page.
every_view = pytest.mark.parametrize(
    "shown",
    [
        pytest.param((view, htmx), id=f"{view}, {'part' if htmx else 'page'}")
        for view in VIEWS
        for htmx in (False, True)
    ],
    indirect=True,
)
