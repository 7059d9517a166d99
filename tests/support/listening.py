"""Add-ons of tests: one that listens, and objections, in an installation of a test's own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from solicense_plugin import hookimpl
from solicense_plugin.hooks.facts import ActivationFacts, AssignmentChange, AssignmentChanges
from solicense_plugin.hooks.registry import AddOns
from solicense_plugin.recent import Recent
from solicense_plugin.services.context import Context
from tests.support.world import World

Told = ActivationFacts | AssignmentChanges


def nothing(_told: Told) -> None:
    """Take it well."""


class Listener:
    """An add-on that is told everything, and keeps what it was told."""

    api = "solicense-addon/1"

    def __init__(self, react: Callable[[Told], None] = nothing) -> None:
        self.told: list[Told] = []
        #: What it does when it is told something.
        self.react = react

    def listen(self, told: Told) -> None:
        self.told.append(told)
        self.react(told)

    @hookimpl
    def solicense_activated(self, activation: ActivationFacts) -> None:
        self.listen(activation)

    @hookimpl
    def solicense_assignments_changed(self, changes: AssignmentChanges) -> None:
        self.listen(changes)

    @property
    def ids(self) -> list[str]:
        return [told.event_id for told in self.told]

    @property
    def changes(self) -> list[AssignmentChange]:
        """Every change of an assignment that it was told, in the order in which it was."""
        parts = (told for told in self.told if isinstance(told, AssignmentChanges))
        return [change for part in parts for change in part.changes]


def install(world: World, **plugins: object) -> None:
    """Install add-ons in a test's world, by their names."""
    add_ons = AddOns()
    for name, plugin in plugins.items():
        add_ons.register(name, plugin)
    assert [one.name for one in add_ons.enabled] == list(plugins)
    world.context = replace(world.context, add_ons=add_ons)


def anew(context: Context) -> Context:
    """Return a context as the next round, or another worker, has it."""
    return replace(context, standings=Recent(1))


def users(changes: Sequence[AssignmentChange]) -> list[tuple[str, str, bool]]:
    """Return changes in short."""
    return [(change.user_id, change.name, change.given) for change in changes]
