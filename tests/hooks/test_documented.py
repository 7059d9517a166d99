"""The manual for vendors is true: every hook has a section, a test and a use."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from solicense_plugin.hooks.specs import AddOnHooks, HostHooks

_ROOT = Path(__file__).resolve().parents[2]
_MANUAL = (_ROOT / "docs" / "hooks.md").read_text(encoding="utf-8")
_GUIDE = (_ROOT / "docs" / "add-ons.md").read_text(encoding="utf-8")
_TESTS = [_ROOT / "tests", *(_ROOT / "examples").glob("*/tests")]

Hook = Callable[..., object]


def hooks_of(kind: type) -> list[Hook]:
    return [hook for name, hook in vars(kind).items() if name.startswith("solicense_")]


def name_of(hook: Hook) -> str:
    return hook.__name__


def signature(hook: Hook) -> str:
    """Return how a hook is called, as a heading of the manual says it."""
    text = str(inspect.signature(hook)).replace("'", "")
    return hook.__name__ + re.sub(r"^\(self(, )?", "(", text)


def python_in(folder: Path) -> Iterator[str]:
    for file in folder.rglob("*.py"):
        yield file.read_text(encoding="utf-8")


_ADD_ON, _HOST = hooks_of(AddOnHooks), hooks_of(HostHooks)
every_hook = pytest.mark.parametrize("hook", [*_ADD_ON, *_HOST], ids=name_of)


@every_hook
def test_a_hook_has_one_section_whose_heading_is_its_signature(hook: Hook) -> None:
    assert _MANUAL.splitlines().count(f"## `{signature(hook)}`") == 1
    kind = "AddOnHooks" if hook in _ADD_ON else "HostHooks"
    assert f":pyobject: {kind}.{hook.__name__}\n" in _MANUAL


def test_the_manual_has_no_section_without_a_hook() -> None:
    headings = re.findall(r"^## `(.*)`$", _MANUAL, re.MULTILINE)
    assert headings == [signature(hook) for hook in [*_ADD_ON, *_HOST]]


@every_hook
def test_a_hook_is_named_by_a_test(hook: Hook) -> None:
    word = re.compile(rf"\b{hook.__name__}\b")
    assert any(word.search(text) for folder in _TESTS for text in python_in(folder))


@pytest.mark.parametrize("hook", _ADD_ON, ids=name_of)
def test_a_hook_for_add_ons_is_used_in_an_example(hook: Hook) -> None:
    used = re.compile(rf"@hookimpl\s+def {hook.__name__}\(")
    assert any(used.search(text) for text in python_in(_ROOT / "examples"))


@pytest.mark.parametrize("page", [_MANUAL, _GUIDE], ids=["hooks", "add-ons"])
def test_code_of_the_manual_is_cut_from_files_that_are_there(page: str) -> None:
    cut = re.findall(r"\{literalinclude\} \.\./(\S+)", page)
    assert cut
    assert [name for name in cut if not (_ROOT / name).is_file()] == []


def test_the_guides_commands_are_commands() -> None:
    assert "solicense new-addon acme-forms" in _GUIDE
    assert "solicense demo --addon ." in _GUIDE
