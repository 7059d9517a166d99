"""Which add-ons are installed, and what is wrong with them."""

from __future__ import annotations

import click

from solicense_plugin import add_on_report
from solicense_plugin.cli.group import (
    REFUSED,
    context_of,
    installation_option,
    json_option,
    operator_command,
    say,
)
from solicense_plugin.parts import parts
from solicense_plugin.services import (
    add_ons,
)


@click.command("add-ons")
@click.option("--check", "api", type=int, metavar="N", help="Tell which version N would stop.")
@installation_option
@json_option
@operator_command
def list_add_ons(*, api: int | None, installation: str | None, as_json: bool) -> None:
    """Show which add-ons are installed, what has failed and what is paused."""
    installed = parts().add_ons
    if api is None:
        told = installed, add_ons.ailments(context_of(installation))
        say(add_on_report.values(*told), add_on_report.text(*told), as_json=as_json)
        return
    stop = add_on_report.stopping(installed, api)
    say({"stopping": stop}, add_on_report.stopping_line(stop, api), as_json=as_json)
    if stop:
        raise click.exceptions.Exit(REFUSED)
