"""`flask licences …`: what operators do, by the same functions as the screen."""

from __future__ import annotations

import functools
import getpass
import json
import os
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn, ParamSpec

import click
from flask.cli import with_appcontext

from solicense_plugin import (
    add_on_report,
    check_messages,
    i18n,
    messages,
    notice_messages,
    status_report,
)
from solicense_plugin.domain.activation import Activation, Source
from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.domain.errors import (
    ActivationRefused,
    ClockNotAhead,
    InvalidField,
    LicenceError,
    MaintenanceEnded,
    NotFound,
    NothingWaiting,
    NotIdentified,
    PackageRefused,
    PlatformStays,
    StaleComparison,
    StaleRemoval,
    WhichInstallation,
)
from solicense_plugin.domain.names import SUPEROFFICE
from solicense_plugin.domain.updates import CheckResult
from solicense_plugin.packages.lines import MAX_BYTES
from solicense_plugin.parts import parts
from solicense_plugin.services import (
    activation,
    add_ons,
    clock,
    deliveries,
    installations,
    notices,
    overview,
    packages,
    people,
    removing,
    updates,
    upgrading,
    verification,
)
from solicense_plugin.services import history as past
from solicense_plugin.services.context import Context
from solicense_plugin.store import migrate

#: The exit status of what was refused, with reasons; 0 is done, 2 a wrong call.
REFUSED = 1
#: What a round of telling add-ons counts.
_EVENTS = ("told", "failed", "expired")
#: Checks that need nobody to do anything.
_FINE = {CheckResult.UNCHANGED, CheckResult.ACTIVATED, CheckResult.WAITING}

_installation = click.option(
    "--installation", metavar="KEY", help="The host's key, where several installations live here."
)
_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")


@click.group()
def licences() -> None:
    """Administer licences."""


def _actor() -> Actor:
    return Actor(ActorKind.OPERATOR, getpass.getuser())


def _context(installation: str | None) -> Context:
    _demand_tables()
    return parts().context(installation)


def _demand_tables() -> None:
    if not migrate.is_current(parts().store):
        _refuse("The tables are missing or of another release: run `flask licences upgrade-db`.")


def _refuse(*reasons: str) -> NoReturn:
    for reason in reasons:
        click.echo(reason, err=True)
    raise click.exceptions.Exit(REFUSED)


def _print(values: dict[str, Any], text: str, *, as_json: bool) -> None:
    click.echo(json.dumps(values, ensure_ascii=False) if as_json else text)


def _reasons(error: LicenceError) -> list[str]:
    """Say in words why something was refused."""
    if isinstance(error, PackageRefused):
        return [messages.refusal(error)]
    if isinstance(error, ActivationRefused):
        return [messages.objection(found, found.licence) for found in error.objections]
    if isinstance(error, InvalidField):
        return [f"{error.field}: {messages.invalid(error)}"]
    if isinstance(error, WhichInstallation):
        return [f"Say which installation: --installation {' | '.join(error.keys)}"]
    if isinstance(error, MaintenanceEnded):
        return [notice_messages.maintenance_ended(error.ended, parts().config.timezone)]
    return [_SENTENCES[type(error)]]


_SENTENCES: dict[type[LicenceError], str] = {
    NotIdentified: "Say first whose installation this is: init-db --company … --serial …",
    NothingWaiting: "No licence waits.",
    ClockNotAhead: "The newest time seen is not ahead of the clock: nothing is to be put right.",
    NotFound: "There is no such owner or installation (init-db makes the first one).",
    StaleComparison: "Nothing has been activated: something has changed meanwhile. Try again.",
    PlatformStays: "SuperOffice's own licences cannot be removed: the CRM needs them.",
    StaleRemoval: "Nothing has been removed: something has changed meanwhile. Try again.",
}


P = ParamSpec("P")


def _operator_command(function: Callable[P, None]) -> Callable[P, None]:
    """Run a command in the application, in the operator's language, with refusals in words."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        with i18n.speaking(_language()):
            try:
                function(*args, **kwargs)
            except LicenceError as error:
                _refuse(*_reasons(error))

    return with_appcontext(run)


def _language() -> str:
    """Return the language of the operator's terminal, if we speak it."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return spoken[:2] if spoken[:2] in i18n.LANGUAGES else "en"


@licences.command("init-db")
@click.option("--company", metavar="NAME", help="The company that the licences are issued for.")
@click.option("--serial", metavar="NUMBER", help="Its serial number.")
@_installation
@_operator_command
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
            parts().context(key), company_name=company, serial_number=serial, actor=_actor()
        )
    click.echo("The tables are ready.")


@licences.command("upgrade-db")
@click.option(
    "--despite-maintenance",
    metavar="REASON",
    help="Upgrade although maintenance has ended; the reason is kept in the ledger.",
)
@_operator_command
def upgrade_db(*, despite_maintenance: str | None) -> None:
    """Bring the tables to this release's shape."""
    if despite_maintenance is not None and not despite_maintenance.strip():
        message = "--despite-maintenance needs a reason."
        raise click.UsageError(message)
    _upgrade(reason=despite_maintenance or "")
    click.echo("The tables are ready.")


def _upgrade(reason: str = "") -> None:
    upgrading.upgrade(parts().store, now=parts().clock(), actor=_actor(), reason=reason.strip())


@licences.command("sync-users")
@_installation
@_json
@_operator_command
def sync_users(*, installation: str | None, as_json: bool) -> None:
    """Read the host's users again."""
    context = _context(installation)
    users = list(parts().host.users(installation or installations.ONLY))
    done = people.synchronise(context, users=users)
    text = f"{done.added} added, {done.changed} changed, {done.gone} gone."
    _print(asdict(done), text, as_json=as_json)


@licences.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_installation
@_json
@_operator_command
def load(file: Path, *, installation: str | None, as_json: bool) -> None:
    """Check the licence in FILE and keep it to be activated."""
    with file.open("rb") as opened:
        content = opened.read(MAX_BYTES + 1)
    done = packages.load(
        _context(installation), content=content, source=Source.FILE, actor=_actor()
    )
    text = f"{done.owner} licence number {done.issue_number}: {done.arrival.value}."
    _print(asdict(done), text, as_json=as_json)


@licences.command()
@click.argument("owner")
@_installation
@_json
@_operator_command
def activate(owner: str, *, installation: str | None, as_json: bool) -> None:
    """Activate the licence that waits for OWNER."""
    context = _context(installation)
    digest = activation.propose(context, owner=owner).comparison.digest
    done = activation.activate(context, owner=owner, digest=digest, actor=_actor())
    values = {"owner": owner, "issue_number": done.issue_number, "not_asked": done.not_asked}
    _print(values, f"{owner} licence number {done.issue_number} is active.", as_json=as_json)
    _say_not_asked(done)


def _say_not_asked(done: Activation) -> None:
    for vendor in done.not_asked:
        click.echo(messages.not_asked(vendor), err=True)


@licences.command()
@click.argument("owner", default=SUPEROFFICE)
@_installation
@_json
@_operator_command
def check(owner: str, *, installation: str | None, as_json: bool) -> None:
    """Ask the licence server of OWNER now, also for the first licence or after a removal."""
    done = updates.check(_context(installation), owner=owner, actor=_actor(), absent_too=True)
    _print(_checked(done), _check_line(done), as_json=as_json)
    if done.checks.result not in _FINE:
        raise click.exceptions.Exit(REFUSED)


@licences.command("run-updates")
@_json
@_operator_command
def run_updates(*, as_json: bool) -> None:
    """Ask licence servers whose next check is due; tell add-ons the news."""
    _demand_tables()
    keys = installations.keys(parts().store)
    done = [checked for key in keys for checked in updates.run(parts().context(key))]
    told = [deliveries.deliver(parts().context(key)) for key in keys]
    events = {name: sum(getattr(one, name) for one in told) for name in _EVENTS}
    lines = [*map(_check_line, done)] or ["No check is due."]
    lines += [f"Events {name}: {count}." for name, count in events.items() if count]
    values = {"checks": list(map(_checked, done)), "events": events}
    _print(values, "\n".join(lines), as_json=as_json)


def _checked(done: updates.Checked) -> dict[str, Any]:
    due = done.checks.due
    return {
        "owner": done.owner,
        "result": done.checks.result.value,
        "reason": done.checks.reason.code,
        "next_check": due and due.isoformat(),
    }


def _check_line(done: updates.Checked) -> str:
    return f"{done.owner}: {check_messages.result(done.checks)}"


@licences.command()
@_installation
@_json
@_operator_command
def status(*, installation: str | None, as_json: bool) -> None:
    """Show every owner's licences and what administrators have to know."""
    context = _context(installation)
    owners = [
        status_report.of_owner(context, title.owner.name)
        for title in overview.titles(context, language="en")
    ]
    told = notices.current(context, language=i18n.language())
    lines = [line for owner in owners for line in status_report.lines(owner)] or [
        "No licences yet."
    ]
    lines += [notice_messages.words(notice, context.zone) for notice in told]
    waiting = deliveries.backlog(context)
    lines += map(status_report.event, waiting)
    values = {
        "owners": owners,
        "notices": [status_report.notice(notice) for notice in told],
        "events": [asdict(one) | {"oldest": one.oldest.isoformat()} for one in waiting],
    }
    _print(values, "\n".join(lines), as_json=as_json)


@licences.command()
@click.argument("owner")
@_installation
@_json
@_operator_command
def history(owner: str, *, installation: str | None, as_json: bool) -> None:
    """Show every licence of OWNER that was activated, newest first."""
    found = past.of_owner(_context(installation), owner=owner)
    done = [
        {
            "issue_number": row.issue_number,
            "at": row.at.isoformat(),
            "by": str(row.by),
            "name": found.names.get(row.by),
            "source": row.source.value,
            "restored": row.reason,
        }
        for row in found.rows
    ]
    lines = "\n".join(map(_history_line, done)) or "Nothing has been activated yet."
    _print({"owner": owner, "activations": done}, lines, as_json=as_json)


def _history_line(done: dict[str, Any]) -> str:
    why = f", restored: {done['restored']}" if done["restored"] else ""
    who = done["name"] or done["by"]
    return f"{done['at']} number {done['issue_number']} by {who} from {done['source']}{why}"


@licences.command()
@click.argument("owner")
@click.option(
    "--issue",
    required=True,
    type=click.IntRange(1, 2**31 - 1),
    metavar="N",
    help="The number to go back to.",
)
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept in the history.")
@_installation
@_json
@_operator_command
def restore(
    owner: str, *, issue: int, reason: str, installation: str | None, as_json: bool
) -> None:
    """Make an older licence of OWNER active again that was active before."""
    done = activation.restore(
        _context(installation), owner=owner, issue_number=issue, reason=reason, actor=_actor()
    )
    values = {
        "owner": owner,
        "issue_number": done.issue_number,
        "reason": done.reason,
        "not_asked": done.not_asked,
    }
    _print(values, f"{owner} licence number {done.issue_number} is active again.", as_json=as_json)
    _say_not_asked(done)


@licences.command("reset-clock")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept in the ledger.")
@_installation
@_json
@_operator_command
def reset_clock(*, reason: str, installation: str | None, as_json: bool) -> None:
    """Let the clock's time count again after it was ahead by mistake."""
    context = _context(installation)
    before = clock.reset(context, reason=reason, actor=_actor())
    text = f"The clock's time counts again; it was {before.isoformat()} that counted."
    _print({"before": before.isoformat()}, text, as_json=as_json)


@licences.command()
@click.argument("owner")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept in the ledger.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@_installation
@_json
@_operator_command
def remove(owner: str, *, reason: str, yes: bool, installation: str | None, as_json: bool) -> None:
    """Remove OWNER with its licences, which nobody has any more; its history stays."""
    context = _context(installation)
    found = removing.propose(context, owner=owner, language=i18n.language()).loss
    if not yes and not click.confirm(f"{owner}: {messages.loss(found)}. Remove?", err=True):
        _refuse("Nothing has been removed.")
    done = removing.remove(context, owner=owner, digest=found.digest, reason=reason, actor=_actor())
    values = {"owner": owner, "licences": len(done.licences), "people": done.people}
    _print(values, f"{owner} is removed: {messages.loss(done)}.", as_json=as_json)


@licences.command()
@_installation
@_json
@_operator_command
def verify(*, installation: str | None, as_json: bool) -> None:
    """Count everything again from its rows, and check the ledger."""
    found = verification.verify(_context(installation))
    lines = [
        f"{d.owner} {d.licence}: counted {d.counted}, recounted {d.recounted}"
        for d in found.differences
    ]
    if found.broken_entry is not None:
        lines.append(f"ledger entry {found.broken_entry} has been changed")
    _print(asdict(found), "\n".join(lines) or "Everything agrees.", as_json=as_json)
    if not found.is_sound:
        raise click.exceptions.Exit(REFUSED)


@licences.command("add-ons")
@click.option("--check", "api", type=int, metavar="N", help="Tell which version N would stop.")
@_installation
@_json
@_operator_command
def list_add_ons(*, api: int | None, installation: str | None, as_json: bool) -> None:
    """Show which add-ons are installed, what has failed and what is paused."""
    installed = parts().add_ons
    if api is None:
        told = installed, add_ons.ailments(_context(installation))
        _print(add_on_report.values(*told), add_on_report.text(*told), as_json=as_json)
        return
    stop = add_on_report.stopping(installed, api)
    _print({"stopping": stop}, add_on_report.stopping_line(stop, api), as_json=as_json)
    if stop:
        raise click.exceptions.Exit(REFUSED)
