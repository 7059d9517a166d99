"""`solicense issuer approve` and `issue`: an owner's key, and packages signed by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from joserfc.errors import JoseError

from solicense_plugin.domain.errors import PackageRefused
from solicense_plugin.issuer import keys, signing
from solicense_plugin.issuer.commands.options import EXISTING, FILE, private_key, unsigned, write
from solicense_plugin.issuer.documents import MEDIA_TYPES


@click.command()
@click.argument("owner")
@click.option("--root", type=private_key, required=True, help="The private root key.")
@click.option("--key", type=EXISTING, required=True, help="The owner's public key.")
@click.option(
    "--days",
    type=click.IntRange(1, 36_500),
    default=730,
    show_default=True,
    help="How long the owner may sign.",
)
@click.option("--out", type=FILE, required=True, help="Where the certificate goes.")
def approve(owner: str, root: keys.Private, key: Path, days: int, out: Path) -> None:
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
        raise unsigned(error) from error
    write(out, certificate + b"\n")


@click.command()
@click.argument("source", type=EXISTING)
@click.option("--certificate", type=EXISTING, required=True, help="The owner's certificate.")
@click.option("--key", type=private_key, required=True, help="The owner's private key.")
@click.option("--out", type=FILE, required=True, help="Where the licence file goes.")
def issue(source: Path, certificate: Path, key: keys.Private, out: Path) -> None:
    """Sign the package in SOURCE, a .json or .xml file, and write a .licence file."""
    media_type = MEDIA_TYPES.get(source.suffix.lower())
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
        raise unsigned(error) from error
    write(out, signed)
