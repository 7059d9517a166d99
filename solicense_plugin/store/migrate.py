"""Our tables in somebody's database: Alembic, with a version table of our own."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from solicense_plugin.store.session import Store

_SCRIPTS = Path(__file__).with_name("migrations")


def upgrade(store: Store) -> None:
    """Bring the tables to this release's shape; make them if there are none."""
    with store.engine.begin() as connection:
        config = _config(store.tables.prefix)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def is_current(store: Store) -> bool:
    """Tell whether the tables have this release's shape."""
    table = version_table(store.tables.prefix)
    with store.connect() as connection:
        if not inspect(connection).has_table(table):
            return False
        version = connection.exec_driver_sql(f"SELECT version_num FROM {table}").scalar()  # noqa: S608  our own prefix
    return version == ScriptDirectory.from_config(_config(store.tables.prefix)).get_current_head()


def version_table(prefix: str) -> str:
    """Return the name of the table that holds the version."""
    return f"{prefix}alembic_version"


def _config(prefix: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["prefix"] = prefix
    return config
