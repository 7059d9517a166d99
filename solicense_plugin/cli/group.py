"""The group `flask licences …`, and what its commands have in common."""

from __future__ import annotations

import functools
import getpass
import json
import os
from collections.abc import Callable
from typing import Any, NoReturn, ParamSpec

import click
from flask.cli import with_appcontext

from solicense_plugin import i18n
from solicense_plugin.cli.refusals import reasons
from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.domain.errors import LicenceError
from solicense_plugin.parts import parts
from solicense_plugin.services.context import Context
from solicense_plugin.store import migrate

#: The exit status of what was refused, with reasons; 0 is done, 2 a wrong call.
REFUSED = 1

installation_option = click.option(
    "--installation", metavar="KEY", help="The host's key, where several installations live here."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


def actor() -> Actor:
    """Return who types the command."""
    return Actor(ActorKind.OPERATOR, getpass.getuser())


def context_of(installation: str | None) -> Context:
    """Return what commands work with, in tables of this release."""
    demand_tables()
    return parts().context(installation)


def demand_tables() -> None:
    """Refuse when the tables are not those of this release."""
    if not migrate.is_current(parts().store):
        refuse("The tables are missing or of another release: run `flask licences upgrade-db`.")


def refuse(*reasons: str) -> NoReturn:
    """Say why something was refused, and end so."""
    for reason in reasons:
        click.echo(reason, err=True)
    raise click.exceptions.Exit(REFUSED)


def say(values: dict[str, Any], text: str, *, as_json: bool) -> None:
    """Print for people, or for programs."""
    click.echo(json.dumps(values, ensure_ascii=False) if as_json else text)


P = ParamSpec("P")


def operator_command(function: Callable[P, None]) -> Callable[P, None]:
    """Run a command in the application, in the operator's language, with refusals in words."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with i18n.speaking(_language()):
            try:
                function(*args, **kwargs)
            except LicenceError as error:
                refuse(*reasons(error))

    return with_appcontext(run)


def _language() -> str:
    """Return the language of the operator's terminal, if we speak it."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return spoken[:2] if spoken[:2] in i18n.LANGUAGES else "en"
