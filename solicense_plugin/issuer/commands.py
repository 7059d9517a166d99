"""`solicense issuer …`: keys and signed packages at the command line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from joserfc.errors import JoseError

from solicense_plugin.domain.errors import PackageRefused
from solicense_plugin.issuer import keys, signing

_FILE = click.Path(dir_okay=False, path_type=Path)
_EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
_MEDIA_TYPES = {".json": "application/json", ".xml": "application/xml"}


@click.group()
def issuer() -> None:
    """Make keys, approve an owner's key, sign licence packages."""


@issuer.command()
@click.argument("name", type=_FILE)
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
        raise _unwritten(error) from error
    click.echo(f"{files.private}\n{files.public}")


@issuer.command()
@click.argument("owner")
@click.option("--root", type=_EXISTING, required=True, help="The private root key.")
@click.option("--key", type=_EXISTING, required=True, help="The owner's public key.")
@click.option(
    "--days",
    type=click.IntRange(1, 36_500),
    default=730,
    show_default=True,
    help="How long the owner may sign.",
)
@click.option("--out", type=_FILE, required=True, help="Where the certificate goes.")
def approve(owner: str, root: Path, key: Path, days: int, out: Path) -> None:
    """Sign an OWNER's public key, so that his packages are trusted under that name."""
    now = datetime.now(UTC).replace(microsecond=0)
    try:
        certificate = signing.approve(
            owner,
            keys.load_public(key),
            root=keys.load_private(root),
            issued_at=now,
            not_before=now,
            expires_at=now + timedelta(days=days),
        )
    except (ValueError, JoseError, PackageRefused) as error:
        raise _unsigned(error) from error
    _write(out, certificate + b"\n")


@issuer.command()
@click.argument("source", type=_EXISTING)
@click.option("--certificate", type=_EXISTING, required=True, help="The owner's certificate.")
@click.option("--key", type=_EXISTING, required=True, help="The owner's private key.")
@click.option("--out", type=_FILE, required=True, help="Where the licence file goes.")
def issue(source: Path, certificate: Path, key: Path, out: Path) -> None:
    """Sign the package in SOURCE, a .json or .xml file, and write a .licence file."""
    media_type = _MEDIA_TYPES.get(source.suffix.lower())
    if media_type is None:
        message = "The source must be a .json or .xml file."
        raise click.BadParameter(message, param_hint="SOURCE")
    try:
        signed = signing.sign(
            source.read_bytes(),
            media_type=media_type,
            certificate=certificate.read_bytes(),
            key=keys.load_private(key),
        )
    except (ValueError, JoseError, PackageRefused) as error:
        raise _unsigned(error) from error
    _write(out, signed)


def _unsigned(error: Exception) -> click.ClickException:
    reason = str(error)
    if isinstance(error, PackageRefused):
        reason = f"{error.fault.value} {error.detail}".rstrip()
    return click.ClickException(f"Not signed: {reason}")


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        raise _unwritten(error) from error
    click.echo(str(file))


def _unwritten(error: OSError) -> click.ClickException:
    return click.ClickException(f"{error.filename} cannot be written: {error.strerror}")
