"""Asking licence servers."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from solicense_plugin.store.columns import exact

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    prefix = context.config.attributes["prefix"]
    op.create_table(
        f"{prefix}check",
        sa.Column("installation_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("owner_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("due", sa.BigInteger()),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("result", exact(16), nullable=False),
        sa.Column("attempted", sa.BigInteger()),
        sa.Column("reason", exact(64), nullable=False),
        sa.Column("detail", exact(1000), nullable=False),
        sa.Column("url", exact(2000), nullable=False),
    )
