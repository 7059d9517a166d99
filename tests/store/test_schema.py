"""The tables: made by migrations, led by the installation, named by their prefix."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Inspector, String, Table, inspect

from solicense_plugin.store import installations, migrate
from solicense_plugin.store.session import Store
from tests.support.dumps import dump
from tests.support.world import World

_prefixes = count(1)


@pytest.fixture
def beside(store: Store) -> Iterator[Store]:
    """A store with a prefix of its own, in the same database; not migrated yet."""
    with another(store, f"beside{next(_prefixes)}_") as other:
        yield other


@contextmanager
def another(store: Store, prefix: str) -> Iterator[Store]:
    """Make a store with another prefix, and drop its tables at the end."""
    other = Store(lambda: store.engine, prefix)
    yield other
    other.tables.metadata.drop_all(store.engine)
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"DROP TABLE IF EXISTS {migrate.version_table(prefix)}")


def tables_of(store: Store) -> list[str]:
    prefix = store.tables.prefix
    return [n for n in inspect(store.engine).get_table_names() if n.startswith(prefix)]


def test_the_migrations_make_the_tables_that_the_code_knows(store: Store) -> None:
    mine = {table.name for table in store.tables.metadata.sorted_tables}

    def is_mine(name: str | None, kind: str, _parents: Any) -> bool:
        return kind != "table" or name in mine

    with store.engine.connect() as connection:
        options: dict[str, Any] = {"compare_type": True, "include_name": is_mine}
        found = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(found, store.tables.metadata) == []
    assert set(tables_of(store)) == {*mine, migrate.version_table(store.tables.prefix)}


def test_what_alembic_does_not_compare_is_equal_too(store: Store, beside: Store) -> None:
    """Primary keys, collations and the like, beside tables that the code's metadata makes."""
    beside.tables.metadata.create_all(store.engine)
    inspector = inspect(store.engine)
    for table in store.tables.metadata.sorted_tables:
        name = table.name.removeprefix(store.tables.prefix)
        assert facts(inspector, store, name) == facts(inspector, beside, name)


def facts(inspector: Inspector, store: Store, name: str) -> dict[str, Any]:
    """Return what a database says of a table, without the prefix."""
    table = f"{store.tables.prefix}{name}"
    key = inspector.get_pk_constraint(table)
    return {
        "key": key["constrained_columns"],
        "columns": [column_facts(dict(column)) for column in inspector.get_columns(table)],
        "indexes": {
            str(index["name"]).removeprefix(store.tables.prefix): index["column_names"]
            for index in inspector.get_indexes(table)
        },
    }


def column_facts(column: dict[str, Any]) -> tuple[Any, ...]:
    kind = column["type"]
    collation = kind.collation if isinstance(kind, String) else None
    return column["name"], repr(kind), collation, column["nullable"], column["default"]


def test_every_key_and_index_is_led_by_the_installation(store: Store) -> None:
    found_by_its_name = f"{store.tables.prefix}ix_installation_key"
    for table in store.tables.metadata.sorted_tables:
        assert next(column.name for column in table.primary_key) == "installation_id"
        for index in table.indexes:
            if index.name != found_by_its_name:
                assert next(column.name for column in index.columns) == "installation_id"


def test_every_text_that_is_compared_is_compared_exactly(store: Store) -> None:
    dialect = store.engine.dialect
    expected = {"sqlite": None, "postgresql": "C", "mysql": "utf8mb4_bin", "mariadb": "utf8mb4_bin"}
    collations = {
        getattr(column.type.dialect_impl(dialect), "collation", None)
        for table in store.tables.metadata.sorted_tables
        for column in table.c
        if isinstance(column.type, String) and is_compared(table, column)
    }
    assert collations == {expected[dialect.name]}


def is_compared(table: Table, column: Column[Any]) -> bool:
    indexed = {c.name for index in table.indexes for c in index.columns}
    return column.primary_key or column.name in indexed


def test_every_name_begins_with_the_prefix(store: Store, beside: Store) -> None:
    before = set(inspect(store.engine).get_table_names())
    migrate.upgrade(beside)
    inspector = inspect(store.engine)
    added = set(inspector.get_table_names()) - before
    indexes = {str(i["name"]) for table in added for i in inspector.get_indexes(table)}
    assert len(added) == len(beside.tables.metadata.tables) + 1
    assert {name[: len(beside.tables.prefix)] for name in added | indexes} == {beside.tables.prefix}


def test_two_prefixes_live_side_by_side_in_one_database(world: World, beside: Store) -> None:
    world.own()
    before = dump(world.context.store, world.context.installation_id)
    migrate.upgrade(beside)
    installations.create(beside, "elsewhere")
    assert len(dump(beside, 1)[f"{beside.tables.prefix}installation"]) == 1
    assert dump(world.context.store, world.context.installation_id) == before


def test_the_longest_prefix_fits_every_database(store: Store) -> None:
    with another(store, "p" * 31) as longest:
        migrate.upgrade(longest)
        assert len(tables_of(longest)) == len(longest.tables.metadata.tables) + 1


def test_tables_are_current_only_after_an_upgrade(store: Store, beside: Store) -> None:
    assert not migrate.is_current(beside)
    migrate.upgrade(beside)
    assert migrate.is_current(beside)


def test_an_upgrade_of_current_tables_changes_nothing(world: World) -> None:
    world.own()
    before = dump(world.context.store, world.context.installation_id)
    migrate.upgrade(world.context.store)
    assert dump(world.context.store, world.context.installation_id) == before
