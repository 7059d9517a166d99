"""`flask licences request-code`: asking for a licence without a network."""

from __future__ import annotations

import sys
from io import BytesIO, StringIO
from pathlib import Path

import click
import segno

from solicense_plugin.cli.group import (
    REFUSED,
    context_of,
    installation_option,
    json_option,
    operator_command,
    say,
)
from solicense_plugin.domain.names import SUPEROFFICE
from solicense_plugin.services import request_codes

_NEXT = (
    "Send this code to the licence owner, or let him photograph it. Load the file that you get\n"
    "back: flask licences load FILE"
)


@click.command("request-code")
@click.argument("owner", default=SUPEROFFICE)
@click.option(
    "--svg",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write the code as a picture to be photographed (QR).",
)
@installation_option
@json_option
@operator_command
def request_code(owner: str, *, svg: Path | None, installation: str | None, as_json: bool) -> None:
    """Print a code that asks OWNER for a licence where no network leads there."""
    code = request_codes.make(context_of(installation), owner=owner)
    picture = segno.make_qr(code.text(), error="l")
    if svg is not None:
        _write(svg, picture)
    lines = [code.text(), "", _NEXT]
    if sys.stdout.isatty():
        drawn = StringIO()
        picture.terminal(out=drawn, compact=True)
        lines.insert(1, drawn.getvalue())
    values = {"owner": owner, "issue_number": code.issue_number, "code": code.text()}
    say(values, "\n".join(lines), as_json=as_json)


def _write(file: Path, picture: segno.QRCode) -> None:
    drawn = BytesIO()
    picture.save(drawn, kind="svg", light="#fff")
    try:
        file.write_bytes(drawn.getvalue())
    except OSError as error:
        click.echo(f"{file} cannot be written: {error.strerror}", err=True)
        raise click.exceptions.Exit(REFUSED) from error
