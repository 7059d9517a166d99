"""`solicense …`: the demo, and what licence issuers and authors of add-ons need."""

from __future__ import annotations

import click

from solicense_plugin.demo.commands import demo
from solicense_plugin.issuer.commands import issuer
from solicense_plugin.scaffold.new_addon import new_addon


@click.group()
def main() -> None:
    """Licence administration for a CRM that runs already."""


main.add_command(demo)
main.add_command(issuer)
main.add_command(new_addon)

if __name__ == "__main__":
    main(prog_name="solicense")
