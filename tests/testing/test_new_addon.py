"""`solicense new-addon`: a package that passes what a vendor's package must pass."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from solicense_plugin.console import main
from tests.support.installing import Site


def new_addon(name: str, into: Path) -> Result:
    return CliRunner().invoke(main, ["new-addon", name, "--into", str(into)])


@pytest.mark.slow
def test_the_package_passes_its_own_tests_ruff_and_mypy(tmp_path: Path) -> None:
    made = new_addon("acme-forms", tmp_path)
    assert made.exit_code == 0, made.output
    folder, site = tmp_path / "acme-forms", Site.make(tmp_path)
    site.install(shutil.copytree(folder, tmp_path / "copy"))
    site.run("ruff", "check", "--no-cache", ".", cwd=folder)
    site.run("ruff", "format", "--no-cache", "--check", ".", cwd=folder)
    site.run("mypy", "--strict", "src", "tests", cwd=folder)
    said = site.run("pytest", "-q", "-p", "no:cacheprovider", cwd=folder)
    assert " passed" in said
    assert "skipped" not in said


@pytest.mark.slow
def test_it_has_everything_that_an_author_needs(tmp_path: Path) -> None:
    assert new_addon("acme-forms", tmp_path).exit_code == 0
    files = {f.relative_to(tmp_path / "acme-forms").as_posix() for f in tmp_path.rglob("*.*")}
    assert files >= {
        ".github/workflows/test.yml",
        ".gitignore",
        "README.md",
        "pyproject.toml",
        "src/acme_forms/__init__.py",
        "src/acme_forms/py.typed",
        "src/acme_forms/translations/da/LC_MESSAGES/messages.mo",
        "src/acme_forms/translations/da/LC_MESSAGES/messages.po",
        "tests/conftest.py",
        "tests/test_tab.py",
    }


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        pytest.param("Acme", "lower-case", id="capital letters"),
        pytest.param("acme forms", "lower-case", id="a space"),
        pytest.param("acme_forms", "hyphens", id="an underscore"),
        pytest.param("acme--forms", "single hyphens", id="two hyphens"),
        pytest.param("7-acme", "begin with a letter", id="a digit first"),
        pytest.param("../acme", "lower-case", id="a path"),
        pytest.param("a" * 41, "at most 40", id="too long"),
        pytest.param("", "begin with a letter", id="nothing"),
        pytest.param("superoffice", "is ours", id="a tab of ours"),
        pytest.param("solicense-forms", "is ours", id="a package of ours"),
        pytest.param("class", "means something in Python", id="a keyword"),
        pytest.param("json", "means something in Python", id="a module of Python"),
    ],
)
def test_a_name_that_cannot_work_is_refused_with_the_reason(
    tmp_path: Path, name: str, problem: str
) -> None:
    done = new_addon(name, tmp_path)
    assert done.exit_code == 2
    assert problem in " ".join(done.output.split())
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "acme-forms").mkdir()
    done = new_addon("acme-forms", tmp_path)
    assert done.exit_code == 1
    assert "is there already" in done.output
    assert list((tmp_path / "acme-forms").iterdir()) == []


@pytest.mark.slow
def test_without_copier_the_line_to_type_is_said(tmp_path: Path) -> None:
    assert importlib.util.find_spec("copier")
    script = (
        "import sys; sys.modules['copier'] = None; from importlib import util; "
        "from solicense_plugin.console import main; main(['new-addon', 'acme-forms'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert '  pip install "solicense-plugin[authors]"\n' in done.stderr
    assert list(tmp_path.iterdir()) == []
