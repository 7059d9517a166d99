"""One application's add-ons: loaded, called one by one, never shared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar

from solicense_plugin.hooks.add_on import AddOn, Refusal
from solicense_plugin.hooks.boundary import AddOnFailed, Fault
from solicense_plugin.hooks.tabs import RESERVED_KEYS, LicenceTab

_ENTRY_POINTS = "solicense.addons"
#: For how many seconds an add-on may be asked while the host starts.
_AT_START = 5.0

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

    def load_installed(self) -> None:
        """Take in every add-on that is installed, by entry point, in order of its name."""
        for point in sorted(entry_points(group=_ENTRY_POINTS), key=lambda point: point.name):
            self.all.append(_loaded(point, {known.name for known in self.all}))

    def register(self, name: str, plugin: object, *, ours: bool = False) -> None:
        """Take an add-on in that is there already. Only our own may use the reserved keys."""
        self.all.append(AddOn.of(name, plugin, ours=ours))

    @property
    def enabled(self) -> list[AddOn]:
        """Those that are asked."""
        return [one for one in self.all if one.refusal is None]

    def named(self, name: str) -> AddOn | None:
        """Return an enabled add-on by its name."""
        return next((one for one in self.enabled if one.name == name), None)

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

    def collected(self, hook: str, kind: type[Value]) -> Iterator[tuple[AddOn, Value]]:
        """Ask a hook once, while the host starts; what fails is kept for the Add-ons page."""
        for add_on in self.enabled:
            try:
                values = add_on.ask(hook, kind, budget=_AT_START)
            except AddOnFailed as failed:
                self.faults.append(failed.fault)
                continue
            yield from ((add_on, value) for value in values)


def _loaded(point: EntryPoint, taken: set[str]) -> AddOn:
    if point.name in taken:
        return AddOn.refused(point.name, Refusal.NAME_TAKEN, point.name, point=point)
    return AddOn.loaded(point)
