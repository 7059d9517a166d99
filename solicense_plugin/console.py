"""`solicense …`: the demo, and what a licence issuer needs."""

from __future__ import annotations

import click

from solicense_plugin.demo.commands import demo
from solicense_plugin.issuer.commands import issuer


@click.group()
def main() -> None:
    """Licence administration for a CRM that runs already."""


main.add_command(demo)
main.add_command(issuer)
