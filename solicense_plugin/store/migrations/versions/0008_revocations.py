"""Lists of revocations that licence servers send."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from solicense_plugin.store.columns import exact, file_bytes

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    prefix = context.config.attributes["prefix"]
    op.add_column(f"{prefix}installation", sa.Column("revocations", exact(64)))
    op.create_table(
        f"{prefix}revocations",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", file_bytes(), nullable=False),
        sa.Column("received_at", sa.BigInteger(), nullable=False),
    )
