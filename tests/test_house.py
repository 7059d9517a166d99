"""The house's own rules: layers, lengths, coverage and the pinned set."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).resolve().parent.parent
#: Declarations, which are as long as what they declare.
_DECLARATIONS = ("store/tables.py", "store/migrations/versions/")
_FILES = sorted(
    file
    for folder in ("solicense_plugin", "hooks")
    for file in (_ROOT / folder).rglob("*.py")
    if not any(part in file.as_posix() for part in _DECLARATIONS)
)


def settings() -> dict[str, Any]:
    text = (_ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found: dict[str, Any] = tomllib.loads(text)["tool"]
    return found


def lengths() -> dict[str, int]:
    """Return how many lines each function has, its decorators not counted."""
    found = {}
    for file in _FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                found[f"{file.relative_to(_ROOT)}:{node.lineno} {node.name}"] = lines
    return found


def test_imports_run_one_way() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-logo", "--no-cache"], cwd=_ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


def test_hooks_are_measured_although_their_folder_is_a_link() -> None:
    assert {"solicense_plugin", "hooks"} <= set(settings()["coverage"]["run"]["source"])
    assert (_ROOT / "solicense_plugin" / "hooks").is_symlink()


@pytest.mark.parametrize("name", ["hooks", "templates", "translations"])
def test_a_top_level_folder_is_installed_inside_the_package(name: str) -> None:
    link = _ROOT / "solicense_plugin" / name
    assert link.readlink() == Path("..", name)


def test_the_pinned_set_holds_hashes_and_no_address() -> None:
    text = (_ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^[a-zA-Z0-9._-]+(?:\[[a-z,]+\])?==", text, re.MULTILINE)
    assert len(pinned) > 50
    assert text.count("--hash=sha256:") >= len(pinned)
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links| @ ", text)


def test_functions_are_short() -> None:
    found = lengths()
    short = sum(lines <= 20 for lines in found.values()) / len(found)
    assert statistics.median(found.values()) <= 8
    assert short >= 0.9, f"{short:.1%} of {len(found)} functions have 20 lines or fewer"


def test_no_function_is_long() -> None:
    assert {name: lines for name, lines in lengths().items() if lines > 40} == {}


def test_no_file_is_long() -> None:
    files = [*_FILES, *(_ROOT / "tests").rglob("*.py"), *(_ROOT / "templates").rglob("*.html")]
    counted = {f: len(f.read_text(encoding="utf-8").splitlines()) for f in files}
    assert {f.name: lines for f, lines in counted.items() if lines > 400} == {}


def test_every_module_says_what_it_is() -> None:
    missing = [
        file.relative_to(_ROOT).as_posix()
        for file in _FILES
        if not ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))
    ]
    assert missing == []
