"""`flask licences upgrade-db` after the maintenance date; the clock in `status`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Engine, inspect

from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.store import migrate
from solicense_plugin.store.engine import own_engine
from solicense_plugin.store.session import Store
from tests.cli.conftest import Operator
from tests.support.signing import NOW, plan
from tests.support.world import Clock

DAY = timedelta(days=1)
REASON = "--despite-maintenance"


@pytest.fixture
def engine(operator: Operator) -> Iterator[Engine]:
    engine = own_engine(f"sqlite:///{operator.folder / 'crm.sqlite'}")
    yield engine
    engine.dispose()


@pytest.fixture
def older(operator: Operator, engine: Engine) -> Operator:
    """An operator whose tables are of an older release, maintained until tomorrow."""
    to(engine, "0002")
    with engine.begin() as connection:
        add(connection, "installation", installation_id=1, key="default", revision=0, next_id=9)
        texts = "description language licence_url shop_url support_text support_url extra_info "
        texts += "licence_version product_type product_description"
        values: dict[str, Any] = dict.fromkeys(texts.split(), "")
        values |= dict.fromkeys("deployment_type extra_flags automatic".split(), 0)
        values |= {"active_package_id": 2, "issue_number": 1, "name": "SUPEROFFICE"}
        maintenance = to_microseconds(NOW + DAY)
        add(connection, "owner", installation_id=1, id=1, maintenance=maintenance, **values)
    return operator


def to(engine: Engine, version: str) -> None:
    """Bring the tables to the shape of a release."""
    config = migrate._config("solicense_")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)


def add(connection: Any, table: str, **values: object) -> None:
    if table == "installation":
        values["ledger_head"] = ""
    names = ", ".join(f'"{name}"' for name in values)
    holes = ", ".join("?" for _ in values)
    connection.exec_driver_sql(
        f"INSERT INTO solicense_{table} ({names}) VALUES ({holes})", tuple(values.values())
    )


def is_current(engine: Engine) -> bool:
    return migrate.is_current(Store(lambda: engine, "solicense_"))


def ledger(engine: Engine) -> list[str]:
    if "newest_seen" not in {
        c["name"] for c in inspect(engine).get_columns("solicense_installation")
    }:
        return []
    with engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT text FROM solicense_ledger").scalars())


def test_until_the_maintenance_date_the_tables_are_upgraded(
    older: Operator, engine: Engine
) -> None:
    assert older.must("upgrade-db") == "The tables are ready.\n"
    assert is_current(engine)
    assert ledger(engine) == []


@pytest.mark.parametrize("name", ["upgrade-db", "init-db"])
def test_after_it_they_are_not(older: Operator, engine: Engine, clock: Clock, name: str) -> None:
    clock.now = NOW + DAY
    done = older.run(name)
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("Maintenance ended on ")
    assert REASON in done.stderr
    assert not is_current(engine)


def test_after_it_they_are_with_a_reason_that_is_kept(
    older: Operator, engine: Engine, clock: Clock
) -> None:
    clock.now = NOW + DAY
    assert older.must("upgrade-db", REASON, "The renewal is paid.") == "The tables are ready.\n"
    assert is_current(engine)
    (entry,) = ledger(engine)
    assert "The renewal is paid." in entry
    assert '"action":"release:installed-despite-maintenance"' in entry
    assert older.must("verify") == "Everything agrees.\n"


def test_a_reason_where_none_is_needed_is_not_kept(older: Operator, engine: Engine) -> None:
    older.must("upgrade-db", REASON, "To be sure.")
    assert ledger(engine) == []


def test_an_empty_reason_is_a_wrong_call(older: Operator, engine: Engine) -> None:
    assert older.run("upgrade-db", REASON, " ").exit_code == 2
    assert not is_current(engine)


def test_when_nothing_is_to_be_upgraded_maintenance_does_not_matter(
    older: Operator, clock: Clock
) -> None:
    older.must("upgrade-db")
    clock.now = NOW + DAY
    assert older.must("upgrade-db") == "The tables are ready.\n"


def test_the_maintenance_of_what_only_waits_does_not_matter(
    older: Operator, engine: Engine, clock: Clock
) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE solicense_owner SET active_package_id = NULL")
    clock.now = NOW + DAY
    assert older.must("upgrade-db") == "The tables are ready.\n"


def test_status_tells_of_a_clock_that_moved_back(operator: Operator, clock: Clock) -> None:
    operator.set_up()
    operator.must("load", operator.file(plan("ten-sales", 5)))
    clock.now = NOW - DAY
    assert "clock has moved back" in operator.must("status").splitlines()[-1]
    assert operator.json("status")["notices"] == [{"about": "clock", "owner": None}]
    assert "`flask licences reset-clock`" in operator.must("status").splitlines()[-1]


def test_maintenance_that_had_ended_has_ended_also_by_a_clock_that_moved_back(
    older: Operator, engine: Engine, clock: Clock
) -> None:
    to(engine, "0005")
    with engine.begin() as connection:
        moment = to_microseconds(NOW + DAY)
        connection.exec_driver_sql(f"UPDATE solicense_installation SET newest_seen = {moment}")
    assert older.run("upgrade-db").stderr.startswith("Maintenance ended on ")
    assert not is_current(engine)


def test_a_clock_that_was_ahead_by_mistake_is_put_right_with_a_reason(
    operator: Operator, engine: Engine, clock: Clock
) -> None:
    operator.set_up()
    clock.now = NOW - DAY
    assert operator.json("reset-clock", "--reason", "Set wrong.") == {"before": NOW.isoformat()}
    assert "clock has moved back" not in operator.must("status")
    assert "Set wrong." in ledger(engine)[-1]
    assert operator.must("verify") == "Everything agrees.\n"


def test_a_clock_that_is_not_behind_is_not_put_right(operator: Operator) -> None:
    operator.set_up()
    done = operator.run("reset-clock", "--reason", "To be sure.")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("The newest time seen is not ahead of the clock")


@pytest.mark.parametrize("reason", [[], ["--reason", " "]], ids=["none", "empty"])
def test_a_clock_is_not_put_right_without_a_reason(
    operator: Operator, clock: Clock, reason: list[str]
) -> None:
    operator.set_up()
    clock.now = NOW - DAY
    assert operator.run("reset-clock", *reason).exit_code in {1, 2}
    assert "clock has moved back" in operator.must("status")
