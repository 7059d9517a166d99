"""Alembic's environment: one connection, given by `store.migrate`, and no files of its own."""

from __future__ import annotations

from alembic import context

from solicense_plugin.store.tables import Tables

attributes = context.config.attributes
prefix = attributes["prefix"]
context.configure(
    connection=attributes["connection"],
    target_metadata=Tables(prefix).metadata,
    version_table=f"{prefix}alembic_version",
    render_as_batch=True,
    transaction_per_migration=False,
)
context.run_migrations()
