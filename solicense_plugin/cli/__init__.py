"""`flask licences …`: what operators do, by the same functions as the screen."""

from __future__ import annotations

import click

from solicense_plugin.cli.add_ons import list_add_ons
from solicense_plugin.cli.licences import activate, history, load, remove, restore, status
from solicense_plugin.cli.request_code import request_code
from solicense_plugin.cli.setting_up import init_db, reset_clock, sync_users, upgrade_db, verify
from solicense_plugin.cli.updating import check, run_updates


@click.group()
def licences() -> None:
    """Administer licences."""


for _command in (
    *(init_db, upgrade_db, sync_users, reset_clock, verify),
    *(load, activate, restore, remove, history, status),
    *(check, run_updates, request_code, list_add_ons),
):
    licences.add_command(_command)
