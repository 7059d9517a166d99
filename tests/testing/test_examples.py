"""The examples: installed by pip as a vendor's customer would, they pass their own tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.installing import ROOT, Site

pytestmark = pytest.mark.slow

_EXAMPLES = ROOT / "examples"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    folder = tmp_path_factory.mktemp("examples")
    copy = Path(shutil.copytree(_EXAMPLES, folder / "sources"))
    site = Site.make(folder)
    site.install(copy / "acme_signatures", copy / "borealis_notes")
    return site


def test_acme_signatures_passes_its_own_tests_and_the_conformance_suite(
    site: Site, tmp_path: Path
) -> None:
    shutil.copytree(_EXAMPLES / "acme_signatures" / "tests", tmp_path / "tests")
    said = site.run("pytest", "-q", "-W", "error", "-p", "no:cacheprovider", cwd=tmp_path)
    assert " passed" in said
    assert "skipped" not in said


def test_acme_signatures_is_typed(site: Site) -> None:
    folder = _EXAMPLES / "acme_signatures"
    site.run("mypy", "--strict", "--no-incremental", "src", "tests", cwd=folder)


def test_the_declarative_example_passes_the_conformance_suite(site: Site, tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["solicense_plugin.testing.plugin"]\n')
    (tmp_path / "test_it.py").write_text(
        "from solicense_plugin.testing.conformance import Conformance\n\n\n"
        'class TestConformance(Conformance):\n    add_on = "borealis-notes"\n'
    )
    said = site.run("pytest", "-q", "-W", "error", "-p", "no:cacheprovider", cwd=tmp_path)
    assert " passed" in said


def test_the_declarative_example_has_about_twenty_lines_and_no_html() -> None:
    source = (_EXAMPLES / "borealis_notes" / "borealis_notes.py").read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 25
    assert "<" not in source
