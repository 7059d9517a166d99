"""`solicense issuer keygen`: a new key."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from solicense_plugin.issuer import keys
from solicense_plugin.issuer.commands.options import FILE, unwritten


@click.command()
@click.argument("name", type=FILE)
@click.option("--kid", help="The key's id; the file's name and today's date unless given.")
def keygen(name: Path, kid: str | None) -> None:
    """Make a key: NAME.private.jwk, for nobody else's eyes, and NAME.public.jwks.

    A root key's public file is what SOLICENSE_ROOT_KEYS names; an owner sends his to
    whoever holds the root key.
    """
    files = keys.KeyFiles.named(name)
    try:
        keys.save(keys.generate(kid or f"{name.name}-{datetime.now(UTC):%Y%m%d}"), files)
    except FileExistsError as error:
        message = f"{error.filename} is there already, and a key is never written over."
        raise click.ClickException(message) from error
    except OSError as error:
        raise unwritten(error, Path(error.filename)) from error
    click.echo(f"{files.private}\n{files.public}")
