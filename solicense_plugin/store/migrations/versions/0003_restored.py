"""Why an older issue was restored."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from solicense_plugin.store.columns import exact

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    prefix = context.config.attributes["prefix"]
    op.add_column(f"{prefix}activation", sa.Column("reason", exact(254)))
