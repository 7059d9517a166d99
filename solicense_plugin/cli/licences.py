"""Licences: loading, activating, restoring and removing them, and what is owned."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from solicense_plugin import i18n, messages, notice_messages
from solicense_plugin.cli import status_report
from solicense_plugin.cli.group import (
    actor,
    context_of,
    installation_option,
    json_option,
    operator_command,
    refuse,
    say,
)
from solicense_plugin.domain.activation import Activation, Source
from solicense_plugin.packages.lines import MAX_BYTES
from solicense_plugin.services import (
    activation,
    deliveries,
    notices,
    overview,
    packages,
    removing,
)
from solicense_plugin.services import history as past


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@installation_option
@json_option
@operator_command
def load(file: Path, *, installation: str | None, as_json: bool) -> None:
    """Check the licence in FILE and keep it to be activated."""
    with file.open("rb") as opened:
        content = opened.read(MAX_BYTES + 1)
    done = packages.load(
        context_of(installation), content=content, source=Source.FILE, actor=actor()
    )
    begins = done.begins and done.begins.isoformat()
    waits = f", valid from {begins}" if begins else ""
    text = f"{done.owner} licence number {done.issue_number}: {done.arrival.value}{waits}."
    say(asdict(done) | {"begins": begins}, text, as_json=as_json)


@click.command()
@click.argument("owner")
@installation_option
@json_option
@operator_command
def activate(owner: str, *, installation: str | None, as_json: bool) -> None:
    """Activate the licence that waits for OWNER."""
    context = context_of(installation)
    digest = activation.propose(context, owner=owner).comparison.digest
    done = activation.activate(context, owner=owner, digest=digest, actor=actor())
    values = {"owner": owner, "issue_number": done.issue_number, "not_asked": done.not_asked}
    say(values, f"{owner} licence number {done.issue_number} is active.", as_json=as_json)
    _say_not_asked(done)


def _say_not_asked(done: Activation) -> None:
    for vendor in done.not_asked:
        click.echo(messages.not_asked(vendor), err=True)


@click.command()
@installation_option
@json_option
@operator_command
def status(*, installation: str | None, as_json: bool) -> None:
    """Show every owner's licences and what administrators have to know."""
    context = context_of(installation)
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
    say(values, "\n".join(lines), as_json=as_json)


@click.command()
@click.argument("owner")
@installation_option
@json_option
@operator_command
def history(owner: str, *, installation: str | None, as_json: bool) -> None:
    """Show every licence of OWNER that was activated, newest first."""
    found = past.of_owner(context_of(installation), owner=owner)
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
    say({"owner": owner, "activations": done}, lines, as_json=as_json)


def _history_line(done: dict[str, Any]) -> str:
    why = f", restored: {done['restored']}" if done["restored"] else ""
    who = done["name"] or done["by"]
    return f"{done['at']} number {done['issue_number']} by {who} from {done['source']}{why}"


@click.command()
@click.argument("owner")
@click.option(
    "--issue",
    required=True,
    type=click.IntRange(1, 2**31 - 1),
    metavar="N",
    help="The number to go back to.",
)
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept in the history.")
@installation_option
@json_option
@operator_command
def restore(
    owner: str, *, issue: int, reason: str, installation: str | None, as_json: bool
) -> None:
    """Make an older licence of OWNER active again that was active before."""
    done = activation.restore(
        context_of(installation), owner=owner, issue_number=issue, reason=reason, actor=actor()
    )
    values = {
        "owner": owner,
        "issue_number": done.issue_number,
        "reason": done.reason,
        "not_asked": done.not_asked,
    }
    say(values, f"{owner} licence number {done.issue_number} is active again.", as_json=as_json)
    _say_not_asked(done)


@click.command()
@click.argument("owner")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it is kept in the ledger.")
@click.option("--yes", is_flag=True, help="Do not ask first.")
@installation_option
@json_option
@operator_command
def remove(owner: str, *, reason: str, yes: bool, installation: str | None, as_json: bool) -> None:
    """Remove OWNER with its licences, which nobody has any more; its history stays."""
    context = context_of(installation)
    found = removing.propose(context, owner=owner, language=i18n.language()).loss
    if not yes and not click.confirm(f"{owner}: {messages.loss(found)}. Remove?", err=True):
        refuse("Nothing has been removed.")
    done = removing.remove(context, owner=owner, digest=found.digest, reason=reason, actor=actor())
    values = {"owner": owner, "licences": len(done.licences), "people": done.people}
    say(values, f"{owner} is removed: {messages.loss(done)}.", as_json=as_json)
