"""The table of the help pages: every sentence has a test that is there, or a later issue."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

_ROOT = Path(__file__).resolve().parent.parent
_PAGE = _ROOT / "docs" / "help-pages.md"
#: The issues that may stand instead of a test; an issue that has ended goes from here.
OPEN_ISSUES = {5, 6, 7}
#: Where a module or template of the second column is.
_PLACES = [_ROOT / "solicense_plugin", _ROOT / "templates" / "solicense", _ROOT]

_SHOWN_BY = "Shown by"
_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+(?:::\w+)?)`")
_ISSUE = re.compile(r"\bissue (\d+)\b")
_FILE = re.compile(r"`([\w/.]+\.(?:py|html|csv|md))`")


class Row(NamedTuple):
    """A line of one of the tables: a sentence, where it holds, and what shows it."""

    says: str
    holds: str
    shown_by: str


def rows(page: str) -> Iterator[Row]:
    """Yield the lines of the page's tables, without headings."""
    for line in page.splitlines():
        if not line.startswith("|") or set(line) <= set("|-: "):
            continue
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        assert len(cells) == 3, f"three columns, please: {line}"
        if cells[2] != _SHOWN_BY:
            yield Row(*cells)


def faults(row: Row, open_issues: set[int] = OPEN_ISSUES) -> list[str]:
    """Return what is wrong with a line."""
    named = _TEST.findall(row.shown_by)
    issues = {int(number) for number in _ISSUE.findall(row.shown_by)}
    left = _ISSUE.sub("", _TEST.sub("", row.shown_by)).strip(", ")
    found = [f"no test {file}::{name}" for file, name in named if name not in known_in(file)]
    found += [f"issue {number} has ended" for number in sorted(issues - open_issues)]
    found += [f"no file {file}" for file in _FILE.findall(row.holds) if not _is_there(file)]
    found += [f"neither a test nor an issue: {left}"] if left else []
    return found if named or issues or left else [*found, "neither a test nor an issue"]


@cache
def known_in(file: str) -> frozenset[str]:
    """Return the tests of a file, those in classes as ``Class::method``."""
    path = _ROOT / file
    if not path.is_file():
        return frozenset()
    found: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        found |= {node.name} if isinstance(node, ast.FunctionDef) else set()
        if isinstance(node, ast.ClassDef):
            methods = [inner for inner in node.body if isinstance(inner, ast.FunctionDef)]
            found |= {f"{node.name}::{method.name}" for method in methods}
    return frozenset(name for name in found if name.rpartition("::")[2].startswith("test_"))


@cache
def _is_there(file: str) -> bool:
    return any((place / file).is_file() for place in _PLACES)


def test_every_sentence_has_a_test_or_an_issue_that_is_open() -> None:
    listed = list(rows(_PAGE.read_text(encoding="utf-8")))
    assert {row.says: found for row in listed if (found := faults(row))} == {}
    assert len(listed) > 60


def test_no_sentence_stands_twice() -> None:
    said = [row.says for row in rows(_PAGE.read_text(encoding="utf-8"))]
    assert sorted(said) == sorted(set(said))


_HERE = "`tests/test_help_pages.py::test_no_sentence_stands_twice`"


@pytest.mark.parametrize(
    ("shown_by", "expected"),
    [
        pytest.param(_HERE, [], id="a test"),
        pytest.param("issue 5", [], id="an issue"),
        pytest.param(f"{_HERE}, issue 5", [], id="both"),
        pytest.param(
            "`tests/web/test_story.py::test_x`", ["no test tests/web/test_story.py::test_x"], id="x"
        ),
        pytest.param(
            "`tests/test_x.py::test_y`", ["no test tests/test_x.py::test_y"], id="no such file"
        ),
        pytest.param(
            "`tests/test_help_pages.py::rows`",
            ["no test tests/test_help_pages.py::rows"],
            id="a function that is no test",
        ),
        pytest.param(
            "`tests/test_help_pages.py::TestX::test_y`",
            ["no test tests/test_help_pages.py::TestX::test_y"],
            id="no such class",
        ),
        pytest.param("issue 2", ["issue 2 has ended"], id="an ended issue"),
        pytest.param(f"{_HERE}, issue 2", ["issue 2 has ended"], id="an ended issue with a test"),
        pytest.param("issue 99", ["issue 99 has ended"], id="an issue that never was"),
        pytest.param("", ["neither a test nor an issue"], id="nothing"),
        pytest.param("by eye", ["neither a test nor an issue: by eye"], id="words"),
        pytest.param(
            f"{_HERE}, by eye", ["neither a test nor an issue: by eye"], id="words beside a test"
        ),
    ],
)
def test_a_line_that_shows_nothing_is_found(shown_by: str, expected: list[str]) -> None:
    page = f"| What | Where | {_SHOWN_BY} |\n|---|---|---|\n| A sentence | `/` | {shown_by} |\n"
    (row,) = rows(page)
    assert faults(row) == expected


def test_a_line_that_names_a_file_that_is_gone_is_found() -> None:
    row = Row("A sentence", "`/users`, `web/users.py`, `web/gone.py`, `tabs/_gone.html`", "issue 5")
    assert faults(row) == ["no file web/gone.py", "no file tabs/_gone.html"]


def test_when_an_issue_ends_its_lines_are_found() -> None:
    row = Row("A sentence", "`/users`", f"{_HERE}, issue 5")
    assert faults(row, OPEN_ISSUES - {5}) == ["issue 5 has ended"]


def test_a_test_in_a_class_is_found_by_both_names(tmp_path: Path) -> None:
    file = tmp_path / "test_classes.py"
    file.write_text("class TestX:\n    def test_y(self): ...\n    def helper(self): ...\n")
    assert known_in(str(file)) == {"TestX::test_y"}
