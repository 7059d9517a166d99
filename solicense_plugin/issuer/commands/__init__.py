"""`solicense issuer …`: keys, signed packages, revocations and the licence server."""

from __future__ import annotations

import click

from solicense_plugin.issuer.commands.keys import keygen
from solicense_plugin.issuer.commands.revoking import revoke
from solicense_plugin.issuer.commands.serving import serve
from solicense_plugin.issuer.commands.signing import approve, issue


@click.group()
def issuer() -> None:
    """Make keys, approve an owner's key, sign licence packages, and serve them."""


for _command in (keygen, approve, issue, revoke, serve):
    issuer.add_command(_command)
