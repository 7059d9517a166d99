"""`solicense new-addon NAME`."""

from __future__ import annotations

import keyword
import re
import sys
from importlib import import_module, util
from pathlib import Path

import click
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from solicense_plugin.hooks.tabs import RESERVED_KEYS

_TEMPLATE = Path(__file__).parent / "template"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_LONGEST = 40


@click.command("new-addon")
@click.argument("name")
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    default=".",
    help="Where its folder is made.  [default: here]",
)
def new_addon(name: str, into: Path) -> None:
    """Make the package of a new add-on, in a folder of its name.

    NAME is in lower case, with hyphens between words: acme-signatures.
    """
    if problem := _problem(name):
        raise click.BadParameter(problem, param_hint="NAME")
    folder = into / name
    if folder.exists():
        message = f"{folder} is there already. Choose another name, or another place by --into."
        raise click.ClickException(message)
    _copy(name, folder)
    for po in folder.rglob("*.po"):
        _compile(po)
    click.echo(f"Made {folder}. What to do next:")
    click.echo(f"  cd {folder}")
    click.echo('  pip install -e ".[dev]"')
    click.echo("  pytest")
    click.echo("  solicense demo --addon .")


def _problem(name: str) -> str:
    """Return why an add-on cannot be called so; empty where it can."""
    package = name.replace("-", "_")
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        return (
            f"{name!r} must be lower-case letters and digits, with single hyphens between words, "
            f"begin with a letter and have at most {_LONGEST} characters: acme-signatures"
        )
    if name in RESERVED_KEYS or name.startswith("solicense"):
        return f"{name!r} is ours: choose a name with yours in it, for instance acme-{name}"
    if keyword.iskeyword(package) or package in sys.stdlib_module_names:
        return f"{name!r} means something in Python: choose another name, for instance my-{name}"
    return ""


def _copy(name: str, folder: Path) -> None:
    if util.find_spec("copier") is None:
        line = 'pip install "solicense-plugin[authors]"'
        message = f"This needs copier. Type this, then try again:\n  {line}"
        raise click.ClickException(message)
    # Imported here: only authors of add-ons have it.
    copier = import_module("copier")
    words = name.split("-")
    data = {
        "dot": ".",
        "name": name,
        "package": name.replace("-", "_"),
        "class_name": "".join(word.capitalize() for word in words),
        "title": " ".join(word.capitalize() for word in words),
    }
    copier.run_copy(str(_TEMPLATE), folder, data=data, quiet=True, defaults=True)


def _compile(po: Path) -> None:
    """Make the catalogue that is read from the one that is written."""
    with po.open("rb") as source, po.with_suffix(".mo").open("wb") as made:
        write_mo(made, read_po(source))
