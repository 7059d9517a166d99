"""The newest time seen, and which database it is."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from solicense_plugin.store.columns import exact

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    table = f"{context.config.attributes['prefix']}installation"
    op.add_column(table, sa.Column("newest_seen", sa.BigInteger()))
    op.add_column(table, sa.Column("database_identity", exact(254)))
    op.add_column(table, sa.Column("copy_identity", exact(254)))
