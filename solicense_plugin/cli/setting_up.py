"""Setting up and looking after an installation: tables, users, clock, ledger."""

from __future__ import annotations

from dataclasses import asdict

import click

from solicense_plugin.cli.group import (
    REFUSED,
    actor,
    context_of,
    installation_option,
    json_option,
    operator_command,
    say,
)
from solicense_plugin.parts import parts
from solicense_plugin.services import (
    clock,
    installations,
    people,
    upgrading,
    verification,
)


@click.command("init-db")
@click.option("--company", metavar="NAME", help="The company that the licences are issued for.")
@click.option("--serial", metavar="NUMBER", help="Its serial number.")
@installation_option
@operator_command
def init_db(company: str | None, serial: str | None, installation: str | None) -> None:
    """Make the tables, and say whose installation this is."""
    if (company is None) != (serial is None):
        message = "--company and --serial belong together."
        raise click.UsageError(message)
    store = parts().store
    _upgrade()
    key = installation or parts().host.installation()
    installations.create(store, key)
    if company is not None and serial is not None:
        installations.identify(
            parts().context(key), company_name=company, serial_number=serial, actor=actor()
        )
    click.echo("The tables are ready.")


@click.command("upgrade-db")
@click.option(
    "--despite-maintenance",
    metavar="REASON",
    help="Upgrade although maintenance has ended; the reason is kept in the ledger.",
)
@operator_command
def upgrade_db(*, despite_maintenance: str | None) -> None:
    """Bring the tables to this release's shape."""
    if despite_maintenance is not None and not despite_maintenance.strip():
        message = "--despite-maintenance needs a reason."
        raise click.UsageError(message)
    _upgrade(reason=despite_maintenance or "")
    click.echo("The tables are ready.")


def _upgrade(reason: str = "") -> None:
    upgrading.upgrade(parts().store, now=parts().clock(), actor=actor(), reason=reason.strip())


@click.command("sync-users")
@installation_option
@json_option
@operator_command
def sync_users(*, installation: str | None, as_json: bool) -> None:
    """Read the host's users again."""
    context = context_of(installation)
    users = list(parts().host.users(installation or installations.ONLY))
    done = people.synchronise(context, users=users)
    text = f"{done.added} added, {done.changed} changed, {done.gone} gone."
    say(asdict(done), text, as_json=as_json)


@click.command("reset-clock")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept in the ledger.")
@installation_option
@json_option
@operator_command
def reset_clock(*, reason: str, installation: str | None, as_json: bool) -> None:
    """Let the clock's time count again after it was ahead by mistake."""
    context = context_of(installation)
    before = clock.reset(context, reason=reason, actor=actor())
    text = f"The clock's time counts again; it was {before.isoformat()} that counted."
    say({"before": before.isoformat()}, text, as_json=as_json)


@click.command()
@installation_option
@json_option
@operator_command
def verify(*, installation: str | None, as_json: bool) -> None:
    """Count everything again from its rows, and check the ledger."""
    found = verification.verify(context_of(installation))
    lines = [
        f"{d.owner} {d.licence}: counted {d.counted}, recounted {d.recounted}"
        for d in found.differences
    ]
    if found.broken_entry is not None:
        lines.append(f"ledger entry {found.broken_entry} has been changed")
    say(asdict(found), "\n".join(lines) or "Everything agrees.", as_json=as_json)
    if not found.is_sound:
        raise click.exceptions.Exit(REFUSED)
