"""One application's add-ons: loaded, called one by one, never shared."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from typing import TypeVar

from flask import Blueprint

from solicense_plugin.domain.add_ons import Fault
from solicense_plugin.hooks.add_on import TO_LOAD, AddOn, Refusal
from solicense_plugin.hooks.boundary import AddOnFailed
from solicense_plugin.hooks.contributions import Issuer
from solicense_plugin.hooks.patience import Patience
from solicense_plugin.hooks.tabs import RESERVED_KEYS, LicenceTab

_ENTRY_POINTS = "solicense.addons"
#: For how many seconds add-ons may be asked while the host starts, all of them at once.
AT_START = 5.0
#: What they are asked then, and what each hook answers with.
_ONCE: dict[str, type] = {
    "solicense_translations": Path,
    "solicense_licence_tabs": LicenceTab,
    "solicense_issuers": Issuer,
    "solicense_blueprints": Blueprint,
}

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class TakenKey:
    """A tab that is not shown, since its key is somebody else's."""

    add_on: str
    key: str


@dataclass
class AddOns:
    """Whatever contributes to our screens, ourselves first."""

    #: In the order in which they came; the disabled among them.
    all: list[AddOn] = field(default_factory=list)
    #: Tabs whose key was taken.
    taken: list[TakenKey] = field(default_factory=list)
    #: What failed while the host started.
    faults: list[Fault] = field(default_factory=list)
    #: The titles of tabs by their keys, in each language that could be read.
    titles: dict[str, dict[str, str]] = field(default_factory=dict)
    #: The folders of an add-on's own catalogues, by its name.
    catalogues: dict[str, tuple[Path, ...]] = field(default_factory=dict)

    def load_installed(self) -> None:
        """Take in every add-on that is installed, by entry point, in order of its name."""
        patience = Patience(TO_LOAD)
        for point in sorted(entry_points(group=_ENTRY_POINTS), key=lambda point: point.name):
            self.all.append(_loaded(point, {known.name for known in self.all}, patience))

    def register(self, name: str, plugin: object, *, ours: bool = False) -> None:
        """Take an add-on in that is there already. Only our own may use the reserved keys."""
        self.all.append(AddOn.of(name, plugin, ours=ours))

    def prepare(self) -> None:
        """Ask the add-ons for what they are asked for once, before the first request."""
        for add_on, folder in self.collected("solicense_translations", Path):
            self.catalogues[add_on.name] = (*self.catalogues.get(add_on.name, ()), folder)
        self.tabs, self.issuers  # noqa: B018  no page shall wait for them

    @property
    def enabled(self) -> list[AddOn]:
        """Those that are asked."""
        return [one for one in self.all if one.refusal is None]

    def named(self, name: str) -> AddOn | None:
        """Return an enabled add-on by its name."""
        return next((one for one in self.enabled if one.name == name), None)

    def having(self, hook: str) -> list[AddOn]:
        """Return the enabled add-ons that implement a hook."""
        return [one for one in self.enabled if one.has(hook)]

    @cached_property
    def tabs(self) -> tuple[tuple[AddOn, LicenceTab], ...]:
        """The tabs and whose they are, by weight and key, collected once."""
        found: dict[str, tuple[AddOn, LicenceTab]] = {}
        for add_on, tab in self.collected("solicense_licence_tabs", LicenceTab):
            if tab.key in found or (tab.key in RESERVED_KEYS and not add_on.ours):
                self.taken.append(TakenKey(add_on.name, tab.key))
            else:
                found[tab.key] = add_on, tab
        return tuple(sorted(found.values(), key=lambda pair: (pair[1].weight, pair[1].key)))

    @cached_property
    def issuers(self) -> dict[str, Issuer]:
        """Who issues a module owner's licences, by its name; the first one who says so."""
        found: dict[str, Issuer] = {}
        for _add_on, issuer in self.collected("solicense_issuers", Issuer):
            found.setdefault(issuer.owner_name, issuer)
        return found

    def title_of(self, tab: LicenceTab, language: str) -> str:
        """Return a tab's title in a language; its key where the title could not be read."""
        return self.titles.get(tab.key, {}).get(language, tab.key)

    def collected(self, hook: str, kind: type[Value]) -> Iterator[tuple[AddOn, Value]]:
        """Return what the add-ons answered to a hook while the host started."""
        for add_on in self.enabled:
            for value in self._answers.get((add_on.name, hook), ()):
                if isinstance(value, kind):
                    yield add_on, value

    @cached_property
    def _answers(self) -> dict[tuple[str, str], tuple[object, ...]]:
        """Ask everybody everything at once, so that those who are late are late together.

        What fails is kept for the Add-ons page.
        """
        asked = [(one, hook) for hook in _ONCE for one in self.enabled if one.has(hook)]
        with ThreadPoolExecutor(len(asked) or 1) as threads:
            answers = list(threads.map(_answer, asked))
        self.faults += [answer for answer in answers if isinstance(answer, Fault)]
        return {
            (add_on.name, hook): answer
            for (add_on, hook), answer in zip(asked, answers, strict=True)
            if not isinstance(answer, Fault)
        }


def _answer(asked: tuple[AddOn, str]) -> tuple[object, ...] | Fault:
    add_on, hook = asked
    try:
        return add_on.ask(hook, _ONCE[hook], budget=AT_START)
    except AddOnFailed as failed:
        return failed.fault


def _loaded(point: EntryPoint, taken: set[str], patience: Patience) -> AddOn:
    if point.name in taken:
        return AddOn.refused(point.name, Refusal.NAME_TAKEN, point.name, point=point)
    return AddOn.loaded(point, patience)
