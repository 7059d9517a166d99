"""`solicense demo --addon PATH`: an add-on from its folder, shown again after each change."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from click.testing import CliRunner

from solicense_plugin.console import main
from solicense_plugin.demo.add_ons import FolderAddOn, NoAddOn, importable
from solicense_plugin.hooks.registry import AddOns

_PROJECT = """[project]
name = "acme-forms"
version = "1.2"
[project.entry-points."solicense.addons"]
acme-forms = "acme_forms_of_the_tests"
"""
_MODULE = """from markupsafe import Markup
from solicense_plugin import LicenceTab, hookimpl
api = "solicense-addon/1"

@hookimpl
def solicense_licence_tabs():
    return [LicenceTab(key="acme-forms", title="TITLE", render=lambda context: "x")]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An add-on in a flat folder."""
    folder = tmp_path / "acme-forms"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(_PROJECT)
    write(folder, "Forms of Acme")
    return folder


def write(folder: Path, title: str) -> None:
    (folder / "acme_forms_of_the_tests.py").write_text(_MODULE.replace("TITLE", title))


@pytest.mark.parametrize("layout", ["flat", "src"])
def test_an_add_on_is_found_as_if_installed_and_forgotten_afterwards(
    folder: Path, layout: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if layout == "src":
        (folder / "src").mkdir()
        module = folder / "acme_forms_of_the_tests.py"
        module.rename(folder / "src" / module.name)
    monkeypatch.delitem(sys.modules, "acme_forms_of_the_tests", raising=False)
    before = list(sys.path)
    with importable([FolderAddOn.read(folder)]):
        found = AddOns()
        found.load_installed()
    (add_on,) = [one for one in found.all if one.name == "acme-forms"]
    assert (add_on.distribution, add_on.version, add_on.refusal) == ("acme-forms", "1.2", None)
    assert sys.path == before
    assert [file for file in folder.rglob("*") if "__pycache__" in file.parts] == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param(None, "cannot be read", id="no file"),
        pytest.param("[project", "cannot be read", id="no TOML"),
        pytest.param('[project]\nname = "x"\n', "solicense.addons", id="no entry point"),
    ],
)
def test_a_folder_without_an_add_on_is_refused_with_the_reason(
    tmp_path: Path, text: str | None, reason: str
) -> None:
    if text is not None:
        (tmp_path / "pyproject.toml").write_text(text)
    with pytest.raises(NoAddOn, match=reason):
        FolderAddOn.read(tmp_path)


def test_a_folder_that_is_not_there_is_a_wrong_call(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["demo", "--addon", str(tmp_path / "nowhere")])
    assert done.exit_code == 2
    assert "does not exist" in done.output


@pytest.fixture
def served(folder: Path, tmp_path: Path) -> Iterator[str]:
    """The demo with the add-on; its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "solicense_plugin.console", "demo", "--port", str(port)]
    options = ["--state", str(tmp_path / "world"), "--addon", str(folder)]
    with (tmp_path / "log").open("w") as log:
        demo = subprocess.Popen([*command, *options], stdout=log, stderr=log)
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            demo.terminate()
            demo.wait(20)


def until(true: Callable[[], bool], log: Path) -> None:
    """Wait until something is true; while the demo starts again nobody answers."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if true():
                return
        except (URLError, ConnectionError):
            pass
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.mark.slow
def test_the_demo_shows_an_add_on_again_after_a_change_and_goes_on_when_it_breaks(
    folder: Path, served: str, tmp_path: Path
) -> None:
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    log = tmp_path / "log"

    def get(path: str) -> str:
        return str(browser.open(f"{served}{path}", timeout=20).read().decode())

    def bar(title: str) -> Callable[[], bool]:
        return lambda: title in get("/settings/licences/")

    until(lambda: "username" in get("/login"), log)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', get("/login"))
    assert token
    fields = {"username": "admin", "password": "demo", "csrf_token": token[1]}
    browser.open(f"{served}/login", urlencode(fields).encode(), timeout=20).close()
    assert bar("Forms of Acme")()

    write(folder, "Forms anew")
    until(bar("Forms anew"), log)

    (folder / "acme_forms_of_the_tests.py").write_text("raise RuntimeError('half an edit')")
    until(lambda: not bar("Forms anew")(), log)
    assert "half an edit" in log.read_text()

    (folder / "pyproject.toml").write_text("[project")
    write(folder, "Forms again")
    until(lambda: "stays as it was" in log.read_text(), log)
    (folder / "pyproject.toml").write_text(_PROJECT)
    until(bar("Forms again"), log)
