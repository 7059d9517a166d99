"""`solicense demo`: make the world and serve it, on this machine only."""

from __future__ import annotations

import errno
from pathlib import Path

import click
import platformdirs
from werkzeug.serving import make_server

from solicense_plugin.demo import world
from solicense_plugin.demo.app import State, create_app
from solicense_plugin.demo.database import ACCOUNTS, PASSWORD

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--database", default="", metavar="URL", help="Another database than SQLite.")
@click.option("--state", type=_FOLDER, help="Where the world is kept.  [default: your data folder]")
@click.option("--fresh", is_flag=True, help="Make the world anew.")
def demo(port: int, database: str, state: Path | None, fresh: bool) -> None:  # noqa: FBT001  click's way
    """Serve a small CRM with the plugin in it, on this machine only."""
    folder = state or platformdirs.user_data_path("solicense", appauthor=False) / "demo"
    kept = State(folder, database)
    if fresh:
        world.forget(kept)
    world.make(kept)
    try:
        server = make_server("127.0.0.1", port, create_app(kept), threaded=True)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        message = f"Port {port} is taken. Try another one: --port {port + 1}"
        raise click.ClickException(message) from error
    except SystemExit:
        message = f"Port {port} is taken. Try another one: --port {port + 1}"
        raise click.ClickException(message) from None
    click.echo(f"Nordlys CRM with solicense: http://127.0.0.1:{server.server_port}")
    for account in ACCOUNTS:
        role = "administrator" if account == "admin" else "ordinary user"
        click.echo(f"  sign in as {account} / {PASSWORD}  ({role})")
    click.echo(f"The world is kept in {folder}; Ctrl+C ends.")
    server.serve_forever()
