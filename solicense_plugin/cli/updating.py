"""Automatic updates: asking licence servers, and doing what is due."""

from __future__ import annotations

from typing import Any

import click

from solicense_plugin import check_messages
from solicense_plugin.cli.group import (
    REFUSED,
    actor,
    context_of,
    demand_tables,
    installation_option,
    json_option,
    operator_command,
    say,
)
from solicense_plugin.domain.names import SUPEROFFICE
from solicense_plugin.domain.updates import CheckResult
from solicense_plugin.parts import parts
from solicense_plugin.services import (
    deliveries,
    installations,
    updates,
)
from solicense_plugin.services.automatic import Checked

#: What a round of telling add-ons counts.
_EVENTS = ("told", "failed", "expired")
#: Checks that need nobody to do anything.
_FINE = {CheckResult.UNCHANGED, CheckResult.ACTIVATED, CheckResult.WAITING}


@click.command()
@click.argument("owner", default=SUPEROFFICE)
@installation_option
@json_option
@operator_command
def check(owner: str, *, installation: str | None, as_json: bool) -> None:
    """Ask the licence server of OWNER now, for its first licence too."""
    done = updates.check(context_of(installation), owner=owner, actor=actor(), absent_too=True)
    say(_checked(done), _check_line(done), as_json=as_json)
    if done.checks.result not in _FINE:
        raise click.exceptions.Exit(REFUSED)


@click.command("run-updates")
@json_option
@operator_command
def run_updates(*, as_json: bool) -> None:
    """Ask licence servers, activate what is due, tell add-ons the news."""
    demand_tables()
    keys = installations.keys(parts().store)
    done = [checked for key in keys for checked in updates.run(parts().context(key))]
    told = [deliveries.deliver(parts().context(key)) for key in keys]
    events = {name: sum(getattr(one, name) for one in told) for name in _EVENTS}
    lines = [*map(_check_line, done)] or ["No check is due."]
    lines += [f"Events {name}: {count}." for name, count in events.items() if count]
    values = {"checks": list(map(_checked, done)), "events": events}
    say(values, "\n".join(lines), as_json=as_json)


def _checked(done: Checked) -> dict[str, Any]:
    due = done.checks.due
    return {
        "owner": done.owner,
        "result": done.checks.result.value,
        "reason": done.checks.reason.code,
        "next_check": due and due.isoformat(),
    }


def _check_line(done: Checked) -> str:
    return f"{done.owner}: {check_messages.result(done.checks)}"
