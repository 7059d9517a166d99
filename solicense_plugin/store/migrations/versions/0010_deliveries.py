"""Events that are told after commit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from solicense_plugin.store.columns import exact

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    prefix = context.config.attributes["prefix"]
    op.create_table(
        f"{prefix}delivery",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("sequence", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("event", exact(32), primary_key=True),
        sa.Column("kind", exact(16), primary_key=True),
        sa.Column("recipient", exact(250), primary_key=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("claim", exact(32), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("last_line", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("error", exact(254), nullable=False),
    )
    of_recipient = ["installation_id", "kind", "recipient", "due"]
    op.create_index(f"{prefix}ix_delivery_due", f"{prefix}delivery", of_recipient)
    op.create_index(f"{prefix}ix_delivery_at", f"{prefix}delivery", ["installation_id", "at"])
