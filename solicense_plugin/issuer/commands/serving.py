"""`solicense issuer serve`: the reference licence server."""

from __future__ import annotations

from pathlib import Path

import click
from werkzeug.serving import BaseWSGIServer, make_server

from solicense_plugin.issuer import keys
from solicense_plugin.issuer.commands.options import private_key
from solicense_plugin.issuer.server import FolderFault, create_server

_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option(
    "--port",
    default=0,
    type=click.IntRange(0, 65535),
    help="The port to listen on; 0 takes a free one.  [default: 0]",
)
@click.option("--key", type=private_key, help="The owner's private key.  [default: FOLDER/key]")
@click.option("--shop", is_flag=True, help="Take orders on a page that asks for no login.")
def serve(folder: Path, host: str, port: int, key: keys.Private | None, *, shop: bool) -> None:
    """Serve the packages of the owner whose certificate, key and sources are in FOLDER."""
    try:
        app = create_server(folder, key=key, with_shop=shop)
        server = make_server(host, port, app, threaded=True)
    except FolderFault as fault:
        raise click.ClickException(str(fault)) from fault
    except SystemExit:  # werkzeug's way to say that it cannot listen
        message = f"Nobody can listen at {host}:{port}. Try another port, or 0 for a free one."
        raise click.ClickException(message) from None
    _say(server, shop=shop)
    server.serve_forever()


def _say(server: BaseWSGIServer, *, shop: bool) -> None:
    address = f"http://{server.host}:{server.server_port}"
    click.echo(f"LicenseUrl: {address}")
    if shop:
        click.echo(f"ShopUrl: {address}/shop")
