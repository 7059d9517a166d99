"""Transactions: one writer of an installation at a time, and readers that see one moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, select

from solicense_plugin.domain.errors import NotFound
from solicense_plugin.store import installations, migrate
from solicense_plugin.store.engine import own_engine
from solicense_plugin.store.session import Store
from tests.support.crowd import at_once
from tests.support.dumps import dump
from tests.support.world import World

THREADS, EACH = 20, 10


def count_up(store: Store, installation_id: int) -> list[int | Exception]:
    """Open 200 writing transactions at once, and return the revision that each one got."""

    def several(_thread: int) -> list[int]:
        found = []
        for _ in range(EACH):
            with store.writing(installation_id) as writing:
                found.append(writing.installation.revision)
        return found

    outcomes = at_once(THREADS, several)
    return [
        one for outcome in outcomes for one in (outcome if isinstance(outcome, list) else [outcome])
    ]


def test_no_writer_overtakes_another(world: World) -> None:
    context = world.context
    with context.reading() as reading:
        before = reading.installation.revision
    found = count_up(context.store, context.installation_id)
    assert sorted(found, key=repr) == sorted(
        range(before + 1, before + 1 + THREADS * EACH), key=repr
    )


def test_a_host_s_untouched_sqlite_engine_loses_nothing_either(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'crm.sqlite'}")
    store = Store(lambda: engine, "solicense_")
    migrate.upgrade(store)
    installation_id = installations.create(store, "only").id
    assert sorted(count_up(store, installation_id), key=repr) == sorted(
        range(1, 1 + THREADS * EACH), key=repr
    )
    engine.dispose()


def test_an_error_leaves_everything_as_it_was(world: World) -> None:
    context = world.context

    def fail() -> None:
        with context.writing() as writing:
            writing.take_ids(5)
            raise InterruptedError

    before = dump(context.store, context.installation_id)
    with pytest.raises(InterruptedError):
        fail()
    assert dump(context.store, context.installation_id) == before


def test_a_reader_sees_one_moment(world: World) -> None:
    """Else counters and assignments, read one after the other, would seem to differ."""
    world.own()
    (person,) = world.people(1)
    row = world.context.store.tables.licence
    counters = select(row.c.in_use).where(row.c.installation_id == world.context.installation_id)
    with world.context.reading() as reading:
        before = reading.connection.scalar(counters)
        world.assign("ten-sales", person)
        assert reading.connection.scalar(counters) == before
    with world.context.reading() as reading:
        assert reading.connection.scalar(counters) == 1


@pytest.mark.parametrize("how", ["reading", "writing"])
def test_an_installation_that_is_not_there_is_not_found(store: Store, how: str) -> None:
    with pytest.raises(NotFound), getattr(store, how)(2_000_000):
        pass


def test_our_own_sqlite_has_a_log_beside_it_and_foreign_keys(tmp_path: Path) -> None:
    engine = own_engine(f"sqlite:///{tmp_path / 'own.sqlite'}")
    with engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "busy_timeout")
        }
    engine.dispose()
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1, "busy_timeout": 30000}


LEVELS = {
    "postgresql": ("SHOW transaction_isolation", "SERIALIZABLE"),
    "mysql": ("SELECT @@session.tx_isolation", "SERIALIZABLE"),
    "mariadb": ("SELECT @@session.tx_isolation", "SERIALIZABLE"),
}


@pytest.fixture
def hosts_engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An engine whose default isolation level the host has chosen, with one connection."""
    url = request.getfixturevalue(f"{request.param}_url")
    engine = create_engine(url, isolation_level="SERIALIZABLE", pool_size=1, max_overflow=0)
    yield engine
    engine.dispose()


@pytest.mark.database
@pytest.mark.parametrize("hosts_engine", ["postgresql", "mariadb"], indirect=True)
def test_the_isolation_level_of_the_host_s_engine_is_left_alone(hosts_engine: Engine) -> None:
    question, level = LEVELS[hosts_engine.dialect.name]
    store = Store(lambda: hosts_engine, "hosts_")
    migrate.upgrade(store)
    installation_id = installations.create(store, "only").id
    with store.writing(installation_id) as writing:
        ours = writing.connection.exec_driver_sql(question).scalar_one()
    with store.reading(installation_id):
        pass
    with hosts_engine.connect() as connection:
        theirs = connection.exec_driver_sql(question).scalar_one()
    store.tables.metadata.drop_all(hosts_engine)
    with hosts_engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE hosts_alembic_version")
    assert [answer.upper().replace("-", " ") for answer in (ours, theirs)] == [
        "READ COMMITTED",
        level,
    ]
