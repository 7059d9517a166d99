"""What is promised to hosts and vendors is written down."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import solicense_plugin
from solicense_plugin.hooks import specs
from solicense_plugin.hooks.host import Host
from solicense_plugin.hooks.specs import AddOnHooks, HostHooks

_ROOT = Path(__file__).resolve().parents[2]


def _specs_of(kind: type) -> Iterator[Callable[..., object]]:
    for name, function in vars(kind).items():
        if hasattr(function, f"{specs.PROJECT}_spec"):
            assert name == function.__name__
            yield function


_HOST = list(_specs_of(HostHooks))
_ADD_ON = list(_specs_of(AddOnHooks))
every_hook = pytest.mark.parametrize("hook", [*_HOST, *_ADD_ON], ids=lambda hook: hook.__name__)


def test_hooks_are_found() -> None:
    assert len(_HOST) >= 8
    assert len(_ADD_ON) >= 1


@every_hook
def test_a_hook_has_our_prefix_and_no_other_function_stands_beside_it(
    hook: Callable[..., object],
) -> None:
    assert hook.__name__.startswith("solicense_")
    public = [f for kind in (HostHooks, AddOnHooks) for f in vars(kind) if not f.startswith("_")]
    assert set(public) == {h.__name__ for h in (*_HOST, *_ADD_ON)}


@every_hook
def test_a_hook_says_what_it_is_for_when_it_is_called_and_since_when_it_is_there(
    hook: Callable[..., object],
) -> None:
    text = inspect.getdoc(hook) or ""
    first, _blank, rest = text.partition("\n")
    assert first.endswith(".")
    assert ".. versionadded:: 0." in rest


@every_hook
def test_a_hook_is_typed(hook: Callable[..., object]) -> None:
    annotations = inspect.get_annotations(hook)
    parameters = [name for name in inspect.signature(hook).parameters if name != "self"]
    assert {*parameters, "return"} == annotations.keys()


@pytest.mark.parametrize("hook", _HOST, ids=lambda hook: hook.__name__)
def test_a_hook_for_hosts_stands_in_the_guide_for_hosts(hook: Callable[..., object]) -> None:
    guide = (_ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    assert hook.__name__ in guide


def test_a_needed_hook_is_a_hook() -> None:
    assert {hook.__name__ for hook in _HOST} >= set(Host._NEEDED)


@pytest.mark.parametrize("name", solicense_plugin.__all__)
def test_what_is_public_explains_itself(name: str) -> None:
    thing = getattr(solicense_plugin, name)
    if isinstance(thing, type):
        own = thing.__doc__ or ""
        assert own.strip()
        assert not own.startswith(f"{name}(")  # what a dataclass writes by itself
        methods = [m for n, m in vars(thing).items() if inspect.isfunction(m) and n[0] != "_"]
        assert [m.__name__ for m in methods if not inspect.getdoc(m)] == []


def test_public_names_are_sorted_and_there() -> None:
    assert solicense_plugin.__all__ == sorted(solicense_plugin.__all__)
    assert all(hasattr(solicense_plugin, name) for name in solicense_plugin.__all__)


@pytest.mark.parametrize(
    "value",
    ["DatabaseFacts", "HostUser", "LicenceTab", "Screen", "TabContext"],
    ids=lambda name: name,
)
def test_a_public_value_cannot_be_changed(value: str) -> None:
    kind: Any = getattr(solicense_plugin, value)
    assert kind.__dataclass_params__.frozen
