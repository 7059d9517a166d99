"""A machine on which nothing of ours is but the wheel, installed by plain pip."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
_APPLICATION = Path(__file__).with_name("one_file")
_MARKER = "# The README's lines stand here.\n"
#: What the CRM has been using before it met us.
_OF_THE_CRM = ("flask", "flask-login", "flask-sqlalchemy", "flask-babel", "flask-wtf")
#: What a wheel is built from.
_SOURCES = (
    "solicense_plugin hooks templates translations pyproject.toml setup.cfg README.md LICENSE"
).split()


@dataclass(frozen=True)
class Python:
    """An environment of its own."""

    folder: Path

    def run(self, program: str, *arguments: str | Path, cwd: Path | None = None) -> str:
        """Run a program of the environment, and return what it said."""
        command = [str(self.folder / "bin" / program), *map(str, arguments)]
        done = subprocess.run(
            command, cwd=cwd or self.folder, capture_output=True, text=True, check=False
        )
        assert not done.returncode, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout


def install(folder: Path) -> Python:
    """Build the wheel from a copy of the sources, and install it by plain pip."""
    sources = folder / "sources"
    sources.mkdir(parents=True)
    for name in _SOURCES:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(source, sources / name, symlinks=True, ignore=ignored)
        elif source.exists():
            shutil.copy(source, sources / name)
    environment = folder / "environment"
    subprocess.run([sys.executable, "-m", "venv", environment], check=True)
    python = Python(environment)
    python.run("pip", "wheel", "--quiet", "--no-deps", "-w", folder / "wheels", sources)
    (wheel,) = (folder / "wheels").glob("*.whl")
    python.run("pip", "install", "--quiet", *_OF_THE_CRM, wheel)
    return python


def readme_block(language: str) -> str:
    """Return the README's only block in a language."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    return str(block)


def make_application(folder: Path, *, with_plugin: bool) -> Path:
    """Write the CRM, before or after the README's lines."""
    shutil.copytree(_APPLICATION, folder)
    catalogue = folder / "translations" / "de" / "LC_MESSAGES" / "messages"
    with (
        catalogue.with_suffix(".po").open("rb") as po,
        catalogue.with_suffix(".mo").open("wb") as mo,
    ):
        write_mo(mo, read_po(po))
    source = (folder / "crm.py").read_text(encoding="utf-8")
    assert _MARKER in source
    if with_plugin:
        source = source.replace(_MARKER, readme_block("python"))
        (folder / "templates" / "licences_in_crm.html").write_text(readme_block("html"))
    (folder / "crm.py").write_text(source, encoding="utf-8")
    return folder


@dataclass
class Crm:
    """The CRM in a folder, run by an environment."""

    python: Python
    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    url: str = ""

    def flask(self, *arguments: str | Path) -> str:
        """Run a command of the application."""
        with _environ(self.settings):
            return self.python.run("flask", "--app", "crm", *arguments, cwd=self.folder)

    def script(self, source: str) -> str:
        """Run Python inside the application."""
        with _environ(self.settings):
            return self.python.run("python", "-c", source, cwd=self.folder)

    @contextmanager
    def served(self) -> Iterator[Crm]:
        """Serve the application on a free port."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        flask = str(self.python.folder / "bin" / "flask")
        with (self.folder / "log").open("w") as log:
            server = subprocess.Popen(
                [flask, "--app", "crm", "run", "--port", str(port)],
                cwd=self.folder,
                env={**os.environ, **self.settings},
                stdout=log,
                stderr=log,
            )
        self.url = f"http://127.0.0.1:{port}"
        try:
            self._wait(server)
            yield self
        finally:
            server.terminate()
            server.wait(20)

    def _wait(self, server: subprocess.Popen[bytes]) -> None:
        for _ in range(300):
            assert server.poll() is None, (self.folder / "log").read_text()
            try:
                urllib.request.urlopen(f"{self.url}/about", timeout=5).close()
            except URLError:
                time.sleep(0.1)
            else:
                return
        message = f"no answer: {(self.folder / 'log').read_text()}"
        raise AssertionError(message)


@contextmanager
def _environ(values: Mapping[str, str]) -> Iterator[None]:
    before = dict(os.environ)
    os.environ.update(values)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)
