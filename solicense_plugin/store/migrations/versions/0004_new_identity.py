"""The identity that an owner says is the new one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import context, op

from solicense_plugin.store.columns import exact

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    prefix = context.config.attributes["prefix"]
    for name in ("company_name", "serial_number"):
        op.add_column(f"{prefix}check", sa.Column(name, exact(254)))
