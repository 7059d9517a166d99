"""`solicense demo`: make the world and serve it, on this machine only."""

from __future__ import annotations

import errno
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import platformdirs
from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from solicense_plugin.demo import licence_server, world
from solicense_plugin.demo.add_ons import Changes, FolderAddOn, NoAddOn, importable
from solicense_plugin.demo.app import State, create_app
from solicense_plugin.demo.database import ACCOUNTS, PASSWORD

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--database", default="", metavar="URL", help="Another database than SQLite.")
@click.option("--state", type=_FOLDER, help="Where the world is kept.  [default: your data folder]")
@click.option("--fresh", is_flag=True, help="Make the world anew.")
@click.option("--trial", is_flag=True, help="Begin with a demo licence, to be made production.")
@click.option(
    "--addon",
    "addons",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of an add-on to try, shown again after each change; may be repeated.",
)
def demo(  # noqa: PLR0917  click gives each by its name
    port: int,
    database: str,
    state: Path | None,
    fresh: bool,  # noqa: FBT001  click's way
    trial: bool,  # noqa: FBT001  click's way
    addons: tuple[Path, ...],
) -> None:
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
    try:
        found = [FolderAddOn.read(folder) for folder in addons]
    except NoAddOn as missing:
        raise click.ClickException(str(missing)) from missing
    with importable(found):
        changed = _serve(kept, port, Changes(addons))
    if changed:
        _start_again()


def _serve(kept: State, port: int, changes: Changes) -> bool:
    """Serve the demo; return whether it ended because an add-on has changed."""
    app = create_app(kept)
    server = _server(port, app)
    with licence_server.serving(kept), _watched(changes, server) as changed:
        app.test_cli_runner().invoke(args=["licences", "run-updates"])
        _say(kept, server)
        for folder in changes.folders:
            click.echo(f"The add-on in {folder} is shown again after each change.")
        server.serve_forever()
    return changed.is_set()


def _server(port: int, app: Flask) -> BaseWSGIServer:
    try:
        return make_server("127.0.0.1", port, app, threaded=True)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise _taken(port) from error
    except SystemExit:
        raise _taken(port) from None


@contextmanager
def _watched(changes: Changes, server: BaseWSGIServer) -> Iterator[threading.Event]:
    """Shut the server down when an add-on has changed, and set the event."""
    changed, stopped = threading.Event(), threading.Event()

    def watch() -> None:
        while changes.wait(stopped):
            try:
                for folder in changes.folders:
                    FolderAddOn.read(folder)
            except NoAddOn as missing:
                click.echo(f"{missing}; the add-on stays as it was.")
                continue
            changed.set()
            server.shutdown()
            return

    watcher = threading.Thread(target=watch, daemon=True)
    if changes.folders:
        watcher.start()
    try:
        yield changed
    finally:
        stopped.set()
        server.server_close()


def _start_again() -> None:
    """Begin anew in this process's place: Python cannot forget what it has imported."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--fresh"]
    os.execv(sys.executable, [sys.executable, "-m", "solicense_plugin.console", *arguments])  # noqa: S606  our own arguments


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
