"""Those that take what is somebody else's: keys, names, addresses, other people's pages."""

from __future__ import annotations

from flask import Blueprint
from flask.blueprints import BlueprintSetupState

from solicense_plugin import LicenceTab, hookimpl
from solicense_plugin.testing.bestiary.naps import nap


class Twin:
    """Installed twice, it has each key, name and address twice."""

    api = "solicense-addon/1"

    @hookimpl
    def solicense_licence_tabs(self) -> list[LicenceTab]:
        return [LicenceTab("beast-twin", "Twin", 5000, render=lambda _context: "Which one?")]

    @hookimpl
    def solicense_blueprints(self) -> list[Blueprint]:
        return [_page("beast_twin", "/twin")]


class TakesOurKeys:
    """Its tabs are called as ours are."""

    api = "solicense-addon/1"

    @hookimpl
    def solicense_licence_tabs(self) -> list[LicenceTab]:
        ours = ("superoffice", "status", "history")
        return [LicenceTab(key, "Mine", 1, render=lambda _context: "mine") for key in ours]


class TakesARoute:
    """It has two pages at one address."""

    api = "solicense-addon/1"

    @hookimpl
    def solicense_blueprints(self) -> list[Blueprint]:
        pages = _page("beast_route", "/page")
        pages.add_url_rule("/page", "another", lambda: "Another page.")
        return [pages]


class Everywhere:
    """It acts before every page of the host."""

    api = "solicense-addon/1"

    @hookimpl
    def solicense_blueprints(self) -> list[Blueprint]:
        pages = _page("beast_everywhere", "/page")
        pages.before_app_request(lambda: "No page for you.")
        return [pages]


class RaisesTheSecondTime:
    """What it runs while its pages are put somewhere works once: when it is tried."""

    api = "solicense-addon/1"

    @hookimpl
    def solicense_blueprints(self) -> list[Blueprint]:
        pages, times = _page("beast_second", "/page"), iter([None])

        def count(_state: BlueprintSetupState) -> None:
            next(times)

        pages.record(count)
        return [pages]


class SleepsWhileRegistered:
    """It sleeps while its pages are put somewhere."""

    api = "solicense-addon/1"

    @hookimpl
    def solicense_blueprints(self) -> list[Blueprint]:
        pages = _page("beast_asleep", "/page")
        pages.record(lambda _state: nap())
        return [pages]


def _page(name: str, address: str) -> Blueprint:
    pages = Blueprint(name, __name__)
    pages.add_url_rule(address, "page", lambda: "A page.")
    return pages
