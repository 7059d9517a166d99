"""`solicense issuer approve` and `issue`: an owner's key, and packages signed by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from joserfc.errors import JoseError

from solicense_plugin.domain.errors import PackageRefused
from solicense_plugin.domain.request_code import RequestCode, UnreadableCode
from solicense_plugin.issuer import keys, signing
from solicense_plugin.issuer.commands.options import EXISTING, FILE, private_key, unsigned, write
from solicense_plugin.issuer.documents import MEDIA_TYPES
from solicense_plugin.packages.documents import parse_document


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
@click.option(
    "--for",
    "code",
    metavar="CODE",
    help="The request code that it answers: sign only what is meant for that installation.",
)
def issue(source: Path, certificate: Path, key: keys.Private, out: Path, code: str | None) -> None:
    """Sign the package in SOURCE, a .json or .xml file, and write a .licence file."""
    media_type = MEDIA_TYPES.get(source.suffix.lower())
    if media_type is None:
        message = "The source must be a .json or .xml file."
        raise click.BadParameter(message, param_hint="SOURCE")
    if code is not None:
        _demand_answer(source, media_type, code)
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


def _demand_answer(source: Path, media_type: str, text: str) -> None:
    """Refuse a source that does not answer a request code.

    Where every answer has a higher number than the code, a code is answered once.
    """
    try:
        code = RequestCode.read(text)
        package = parse_document(source.read_bytes(), media_type=media_type, zone=UTC)
    except UnreadableCode as error:
        message = "This is no request code, or something in it has been changed."
        raise click.BadParameter(message, param_hint="--for") from error
    except PackageRefused as error:
        raise unsigned(error) from error
    asked = (code.owner, code.identity)
    if asked != (package.owner.name, package.identity):
        who = f"{code.owner} for {code.identity.company_name}, {code.identity.serial_number}"
        message = f"The request code asks {who}; SOURCE is something else."
        raise click.BadParameter(message, param_hint="--for")
    if package.issue_number <= code.issue_number:
        message = f"The installation has number {code.issue_number}; SOURCE must have a higher one."
        raise click.BadParameter(message, param_hint="--for")
