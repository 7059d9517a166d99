"""Titles of tabs: read once, when the plugin is set up, so that no page asks a vendor for them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.boundary import AddOnFailed
from solicense_plugin.hooks.registry import AddOns
from solicense_plugin.hooks.shown import text_of
from solicense_plugin.hooks.tabs import LicenceTab
from solicense_plugin.i18n import LANGUAGES, speaking

#: For how many seconds titles may be read, all of them at once.
BUDGET = 2.0


def read(app: Flask, add_ons: AddOns) -> None:
    """Read every tab's title in every language; what fails is kept for the Add-ons page."""

    def one(found: tuple[AddOn, LicenceTab]) -> None:
        add_on, tab = found
        contribution = f"title {tab.key}"
        try:
            spoken = add_on.boundary.call(contribution, lambda: _spoken(app, tab), budget=BUDGET)
        except AddOnFailed as failed:
            add_ons.faults.append(failed.fault)
        else:
            add_ons.titles[tab.key] = spoken

    with ThreadPoolExecutor(len(add_ons.tabs) or 1) as threads:
        list(threads.map(one, add_ons.tabs))


def _spoken(app: Flask, tab: LicenceTab) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with app.app_context(), speaking(language):
            found[language] = text_of(tab.title)
    return found
