"""`solicense issuer revoke`: what is no longer trusted."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from solicense_plugin.domain.errors import LicenceError
from solicense_plugin.issuer import keys, revoking
from solicense_plugin.issuer.commands.options import EXISTING, FILE, private_key, unsigned, write
from solicense_plugin.packages.envelope import payload_of
from solicense_plugin.packages.revocations import Revocations, read_revocations
from solicense_plugin.packages.trust import RootKeys, parse_owner_key


@click.command()
@click.option("--root", type=private_key, required=True, help="The private root key.")
@click.option(
    "--key", "public", type=EXISTING, multiple=True, help="An owner's public key to be revoked."
)
@click.option(
    "--certificate", type=EXISTING, multiple=True, help="The certificate of such a key instead."
)
@click.option("--package", type=EXISTING, multiple=True, help="A licence file to be revoked.")
@click.option(
    "--old-root",
    type=EXISTING,
    multiple=True,
    help="A public root key that has signed the list so far, after a rotation.",
)
@click.option("--out", type=FILE, required=True, help="The list; one that is there is continued.")
def revoke(
    *,
    root: keys.Private,
    public: tuple[Path, ...],
    certificate: tuple[Path, ...],
    package: tuple[Path, ...],
    old_root: tuple[Path, ...],
    out: Path,
) -> None:
    """Add owners' keys and packages to the list of revocations, for good."""
    if not (public or certificate or package):
        message = "Say what is revoked: --key, --certificate or --package."
        raise click.UsageError(message)
    try:
        signer = keys.load_private(root)
        signed = revoking.revoke(
            root=signer,
            issued_at=datetime.now(UTC).replace(microsecond=0),
            owner_keys=[*map(keys.load_public, public), *map(_certified, certificate)],
            documents=[revoking.document_hash(file.read_bytes()) for file in package],
            previous=_previous(out, [signer, *map(keys.load_public, old_root)]),
        )
    except (ValueError, JoseError, LicenceError) as error:
        raise unsigned(error) from error
    write(out, signed)


def _certified(file: Path) -> OKPKey:
    line = file.read_bytes().removeprefix(b"\xef\xbb\xbf").strip()
    if line.count(b".") != 2:
        message = f"{file} is no certificate"
        raise ValueError(message)
    return parse_owner_key(payload_of(line)).key


def _previous(file: Path, roots: list[OKPKey]) -> Revocations | None:
    """Read the list so far; only what a root key of ours signed is signed again."""
    if not file.exists():
        return None
    trusted = RootKeys({root.kid: root for root in roots if root.kid})
    return read_revocations(file.read_bytes(), roots=trusted)
