"""Add-ons installed by pip into a folder, which the environment of the tests never sees."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Site:
    """A folder with installed packages, seen by programs that are run with it."""

    folder: Path
    pip: Path

    @classmethod
    def make(cls, folder: Path) -> Site:
        """Make an empty one, with a pip of its own beside it."""
        subprocess.run([sys.executable, "-m", "venv", folder / "pip"], check=True)
        return cls(folder / "site", folder / "pip" / "bin" / "python")

    def install(self, *what: Path) -> None:
        """Install packages as a vendor's customer would, without asking an index."""
        options = "--quiet --no-deps --no-build-isolation --no-index --disable-pip-version-check"
        pip = f"-m pip --python {sys.executable} install {options} --target".split()
        command = [str(part) for part in (self.pip, *pip, self.folder, *what)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert not done.returncode, done.stdout + done.stderr

    def run(self, *command: str, cwd: Path) -> str:
        """Run a module of Python in a folder, and return what it said."""
        done = subprocess.run(
            [sys.executable, "-m", *command],
            cwd=cwd,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert not done.returncode, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    @property
    def environment(self) -> dict[str, str]:
        """What programs are run with."""
        return os.environ | {"PYTHONPATH": os.pathsep.join([str(self.folder), str(ROOT)])}
