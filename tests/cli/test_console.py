"""The script `solicense`."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from solicense_plugin import console

_COMMANDS = {"demo", "issuer", "new-addon"}


def test_the_script_is_installed_and_lists_its_commands() -> None:
    script = Path(sys.executable).with_name("solicense")
    done = subprocess.run([script, "--help"], capture_output=True, text=True, check=True)
    assert all(f"\n  {name} " in done.stdout for name in _COMMANDS)
    assert done.stderr == ""


def test_the_script_is_this_function() -> None:
    (script,) = entry_points(group="console_scripts", name="solicense")
    assert script.load() is console.main
    assert set(console.main.commands) == _COMMANDS


def _all(group: click.Group, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    found = []
    for name, command in group.commands.items():
        found.append((*path, name))
        if isinstance(command, click.Group):
            found += _all(command, (*path, name))
    return found


@pytest.mark.parametrize("command", _all(console.main), ids=" ".join)
def test_every_command_explains_itself(command: tuple[str, ...]) -> None:
    done = CliRunner().invoke(console.main, [*command, "--help"])
    assert done.exit_code == 0
    assert done.output.splitlines()[2].strip()


def test_a_command_that_is_none_is_a_wrong_call() -> None:
    assert CliRunner().invoke(console.main, ["nonsense"]).exit_code == 2
