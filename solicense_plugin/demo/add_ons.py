"""Add-ons from folders, for one run of the demo: found as if installed, installed nowhere."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_GROUP = "solicense.addons"
#: Folders that change without a change of the add-on.
_NO_SOURCE = frozenset({"__pycache__", "build", "dist", "node_modules"})
#: How often a folder is looked at, in seconds.
_PAUSE = 0.5


class NoAddOn(Exception):
    """There is no add-on in the folder; the message says what is missing."""


@dataclass(frozen=True)
class FolderAddOn:
    """An add-on as it stands in its author's folder."""

    folder: Path
    name: str
    version: str
    entry_points: dict[str, str]

    @classmethod
    def read(cls, folder: Path) -> FolderAddOn:
        """Read what a folder's ``pyproject.toml`` says.

        :raises NoAddOn: it is not there, cannot be read, or names no add-on.
        """
        file = folder / "pyproject.toml"
        try:
            project = tomllib.loads(file.read_text(encoding="utf-8")).get("project", {})
        except (OSError, ValueError) as error:
            message = f"{file} cannot be read: {error}"
            raise NoAddOn(message) from error
        points = project.get("entry-points", {}).get(_GROUP, {})
        if not points or "name" not in project:
            message = f'{file} has no name, or no [project.entry-points."{_GROUP}"]'
            raise NoAddOn(message)
        return cls(folder.resolve(), project["name"], project.get("version", "0"), points)

    @property
    def sources(self) -> Path:
        """Where its modules are: in ``src``, or in the folder itself."""
        src = self.folder / "src"
        return src if src.is_dir() else self.folder

    def announce(self, site: Path) -> None:
        """Write what an installer would write, so that its entry points are found."""
        info = site / f"{self.name.replace('-', '_')}-{self.version}.dist-info"
        info.mkdir()
        metadata = f"Metadata-Version: 2.1\nName: {self.name}\nVersion: {self.version}\n"
        (info / "METADATA").write_text(metadata, encoding="utf-8")
        lines = [f"{name} = {target}" for name, target in self.entry_points.items()]
        text = "\n".join([f"[{_GROUP}]", *lines, ""])
        (info / "entry_points.txt").write_text(text, encoding="utf-8")


@contextmanager
def importable(add_ons: Sequence[FolderAddOn]) -> Iterator[None]:
    """Let these add-ons be found in this process, before those that are installed.

    Nothing is written into their folders, no compiled code either.
    """
    before, writes = list(sys.path), sys.dont_write_bytecode
    with tempfile.TemporaryDirectory(prefix="solicense-add-ons-") as site:
        for add_on in add_ons:
            add_on.announce(Path(site))
        sys.path[:0] = [site, *(str(add_on.sources) for add_on in add_ons)]
        sys.dont_write_bytecode = True
        try:
            yield
        finally:
            sys.path[:], sys.dont_write_bytecode = before, writes


class Changes:
    """Whatever changes below some folders, from now on."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = folders
        self._known = _state(folders)

    def wait(self, stopped: threading.Event) -> bool:
        """Wait until something has changed.

        :param stopped: set by somebody who waits no more.
        :returns: whether something has changed; else nobody waits.
        """
        while not stopped.wait(_PAUSE):
            before, self._known = self._known, _state(self.folders)
            if self._known != before:
                return True
        return False


def _state(folders: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    """Return when each file was written, and how long it is."""
    found = {}
    for folder in folders:
        for file in _files(folder):
            try:
                stat = file.stat()
            except FileNotFoundError:  # it was there a moment ago: editors replace files
                continue
            found[file] = stat.st_mtime_ns, stat.st_size
    return found


def _files(folder: Path) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name[0] != "." and name not in _NO_SOURCE]
        yield from (Path(root, name) for name in files if name[0] != ".")
