"""`solicense demo`: make the world and serve it, on this machine only."""

from __future__ import annotations

import errno
from pathlib import Path

import click
import platformdirs
from werkzeug.serving import BaseWSGIServer, make_server

from solicense_plugin.demo import licence_server, world
from solicense_plugin.demo.app import State, create_app
from solicense_plugin.demo.database import ACCOUNTS, PASSWORD

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--database", default="", metavar="URL", help="Another database than SQLite.")
@click.option("--state", type=_FOLDER, help="Where the world is kept.  [default: your data folder]")
@click.option("--fresh", is_flag=True, help="Make the world anew.")
@click.option("--trial", is_flag=True, help="Begin with a demo licence, to be made production.")
def demo(port: int, database: str, state: Path | None, fresh: bool, trial: bool) -> None:  # noqa: FBT001  click's way
    """Serve a small CRM with the plugin in it, on this machine only."""
    name = "demo-trial" if trial else "demo"
    kept = State(
        state or platformdirs.user_data_path("solicense", appauthor=False) / name, database
    )
    if fresh:
        world.forget(kept)
    if trial and world.is_made(kept) and not world.is_trial(kept):
        raise click.ClickException("Another world is kept there. Make it anew: --fresh")
    world.make(kept, trial=trial)
    app = create_app(kept)
    try:
        server = make_server("127.0.0.1", port, app, threaded=True)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise _taken(port) from error
    except SystemExit:
        raise _taken(port) from None
    with licence_server.serving(kept):
        app.test_cli_runner().invoke(args=["licences", "run-updates"])
        _say(kept, server)
        server.serve_forever()


def _taken(port: int) -> click.ClickException:
    return click.ClickException(f"Port {port} is taken. Try another one: --port {port + 1}")


def _say(state: State, server: BaseWSGIServer) -> None:
    click.echo(f"Nordlys CRM with solicense: http://127.0.0.1:{server.server_port}")
    for account in ACCOUNTS:
        role = "administrator" if account == "admin" else "ordinary user"
        click.echo(f"  sign in as {account} / {PASSWORD}  ({role})")
    click.echo(f"SuperOffice's licence server, with a shop: {state.licence_url}")
    if state.partner_server.exists():
        click.echo(f"Acme Signatures' licence server, with a shop: {state.partner_url}")
    if world.is_trial(state):
        click.echo("This began as a demo version. To make it production, change the serial number:")
        click.echo(f"  new serial number {world.SERIAL}, new licence owner {world.COMPANY}")
    click.echo(f"The world is kept in {state.folder}; Ctrl+C ends.")
