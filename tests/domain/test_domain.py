"""The domain as a whole: frozen values, and nothing beyond the standard library."""

from __future__ import annotations

import ast
import sys
from dataclasses import is_dataclass
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from solicense_plugin import domain

FILES = sorted(Path(domain.__path__[0]).glob("*.py"))


def imported(file: Path) -> set[str]:
    """Return what a file imports, wherever in it."""
    names = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_imports_the_standard_library_and_itself_only(file: Path) -> None:
    beyond = {name for name in imported(file) if name.split(".")[0] not in sys.stdlib_module_names}
    assert {name for name in beyond if not name.startswith("solicense_plugin.domain")} == set()


def module(file: Path) -> ModuleType:
    return import_module(f"{domain.__name__}.{file.stem}")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_its_values_are_frozen(file: Path) -> None:
    found = (value for value in vars(module(file)).values() if isinstance(value, type))
    values = [value for value in found if is_dataclass(value)]
    assert [value for value in values if "__setattr__" not in vars(value)] == []
