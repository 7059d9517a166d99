"""What the issuer's commands have in common: files, keys, and failing in words."""

from __future__ import annotations

from pathlib import Path

import click

from solicense_plugin.domain.errors import PackageRefused
from solicense_plugin.issuer import keys
from solicense_plugin.issuer.files import write_whole
from solicense_plugin.packages.revocations import RevocationsRefused

FILE = click.Path(dir_okay=False, path_type=Path)
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


def private_key(place: str) -> keys.Private:
    """Return where a private key is: in a file, or ``env:NAME`` in an environment variable.

    It is read when it is needed.
    """
    scheme, _colon, name = place.partition(":")
    if scheme == "env" and name:
        return keys.Variable(name)
    found: Path = EXISTING.convert(place, None, None)
    return found


def unsigned(error: Exception) -> click.ClickException:
    """Return how a command ends that has nothing to sign."""
    reason = str(error)
    if isinstance(error, PackageRefused | RevocationsRefused):
        reason = f"{error.fault.value} {error.detail}".rstrip()
    return click.ClickException(f"Not signed: {reason}")


def write(file: Path, content: bytes) -> None:
    """Write a file, and say so."""
    try:
        write_whole(file, content)
    except OSError as error:
        raise unwritten(error, file) from error
    click.echo(str(file))


def unwritten(error: OSError, file: Path) -> click.ClickException:
    """Return how a command ends that cannot write its file."""
    return click.ClickException(f"{file} cannot be written: {error.strerror}")
