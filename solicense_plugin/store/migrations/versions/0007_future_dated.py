"""From when a package can be activated that came before its date."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

revision = "0007"
down_revision = "0005"


def upgrade() -> None:
    prefix = context.config.attributes["prefix"]
    op.add_column(f"{prefix}package", sa.Column("begins", sa.BigInteger()))
    # A default in the database: the release before, which may still run, does not know it.
    op.add_column(
        f"{prefix}package",
        sa.Column("withdrawn", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
