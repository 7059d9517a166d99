"""What add-ons contribute, where it has failed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from solicense_plugin.store.columns import exact, long_text

revision = "0009"
down_revision = "0005"


def upgrade() -> None:
    prefix = context.config.attributes["prefix"]
    op.create_table(
        f"{prefix}add_on_fault",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("add_on", exact(250), primary_key=True),
        sa.Column("contribution", exact(400), primary_key=True),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("paused_since", sa.BigInteger()),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reference", exact(16), nullable=False),
        sa.Column("kind", exact(16), nullable=False),
        sa.Column("message", exact(1000), nullable=False),
        sa.Column("details", long_text(), nullable=False),
    )
