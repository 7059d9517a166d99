"""Associates: the host's users as it lists them, under ids that the API can carry."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from solicense_plugin.domain.associate import Associate
from solicense_plugin.domain.errors import NotFound
from solicense_plugin.domain.licence import UserType
from solicense_plugin.hooks.values import HostUser
from solicense_plugin.services import people
from solicense_plugin.services.people import Synchronised
from solicense_plugin.store import associates
from tests.support.counting import statements
from tests.support.dumps import dump
from tests.support.signing import NOW, module
from tests.support.world import World

INT32 = 2**31 - 1


def user(host_id: str, **fields: Any) -> HostUser:
    return HostUser(**{"id": host_id, "login": host_id, "name": f"User {host_id[:9]}", **fields})


def synchronise(world: World, *users: HostUser) -> Synchronised:
    return people.synchronise(world.context, users=users)


def stored(world: World) -> dict[str, Associate]:
    with world.context.reading() as reading:
        return associates.all_by_host_id(reading)


def ids(world: World) -> dict[str, int]:
    return {host_id: person.id for host_id, person in stored(world).items()}


# --- added, changed, gone ----------------------------------------------------------------------


def test_new_changed_and_gone_people_are_counted(world: World) -> None:
    assert synchronise(world, user("1"), user("2"), user("3")) == Synchronised(3, 0, 0)
    assert synchronise(world, user("1"), user("2", name="New"), user("4")) == Synchronised(1, 1, 1)
    assert synchronise(world, user("1"), user("2", name="New"), user("4")) == Synchronised(0, 0, 0)


def test_the_same_list_again_stores_nothing(world: World) -> None:
    synchronise(world, user("1"), user("b"))
    store = world.context.store
    with statements(store.engine) as made:
        synchronise(world, user("1"), user("b"))
    written = [s for s in made if s.startswith(("INSERT", "DELETE", "UPDATE"))]
    assert [s.split()[1] for s in written] == [f"{store.tables.prefix}installation"]


def test_every_field_of_a_user_is_kept(world: World) -> None:
    listed = user(
        "7",
        login="ingrid",
        name="Ingrid Åsen",
        first_name="Ingrid",
        last_name="Åsen",
        email="ingrid@nordlys.example",
        user_type=UserType.EXTERNAL,
        primary_group="Sales",
        groups=("Support", "Øst"),
        role="Manager",
        owning_company="Partner AS",
        can_log_in=False,
        last_login=datetime(2026, 3, 1, 8, 0, 0, 123456, tzinfo=timezone(timedelta(hours=2))),
        former_employee=True,
        waiting_for_approval=True,
        portrait_url="https://crm.example/7.png",
    )
    synchronise(world, listed)
    person = stored(world)["7"]
    same = [name for name in Associate.__slots__ if name not in {"id", "host_id"}]
    assert {name: getattr(person, name) for name in same} == {
        name: getattr(listed, name) for name in same
    }


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({"name": "Other"}, id="name"),
        pytest.param({"groups": ("A", "B")}, id="groups"),
        pytest.param({"last_login": NOW}, id="last-login"),
        pytest.param({"user_type": UserType.EXTERNAL}, id="user-type"),
        pytest.param({"can_log_in": False}, id="can-log-in"),
        pytest.param({"former_employee": True}, id="former-employee"),
    ],
)
def test_each_field_can_change_there_and_back(world: World, fields: dict[str, Any]) -> None:
    synchronise(world, user("1"))
    assert synchronise(world, user("1", **fields)) == Synchronised(0, 1, 0)
    assert synchronise(world, user("1")) == Synchronised(0, 1, 0)


def test_whoever_is_gone_keeps_what_he_holds_and_cannot_log_in(world: World) -> None:
    world.own(module("one"))
    synchronise(world, user("1"), user("2"))
    world.assign("one", 2)
    synchronise(world, user("1"))
    assert (stored(world)["2"].former_employee, stored(world)["2"].can_log_in) == (True, False)
    assert world.holders("one") == [2]


def test_whoever_comes_back_is_the_same_person(world: World) -> None:
    synchronise(world, user("1"), user("b"))
    before = stored(world)
    synchronise(world)
    assert synchronise(world, user("1"), user("b")) == Synchronised(0, 2, 0)
    assert stored(world) == before


def test_a_user_who_is_listed_twice_is_one_person(world: World) -> None:
    assert synchronise(world, user("1"), user("1", name="Last")) == Synchronised(1, 0, 0)
    assert stored(world)["1"].name == "Last"


def test_an_empty_list_makes_everybody_go(world: World) -> None:
    synchronise(world, user("1"), user("2"))
    assert synchronise(world) == Synchronised(0, 0, 2)
    assert synchronise(world) == Synchronised(0, 0, 0)


def test_a_list_that_breaks_off_changes_nothing(world: World) -> None:
    def broken() -> Any:
        yield user("2")
        raise ConnectionError

    synchronise(world, user("1"))
    before = dump(world.context.store, world.context.installation_id)
    with pytest.raises(ConnectionError):
        people.synchronise(world.context, users=broken())
    assert dump(world.context.store, world.context.installation_id) == before


# --- ids ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host_id, number",
    [
        pytest.param("1", 1, id="smallest"),
        pytest.param(str(INT32), INT32, id="largest"),
        pytest.param("0042", 42, id="leading-zeros"),
    ],
)
def test_an_id_that_is_an_integer_is_kept(world: World, host_id: str, number: int) -> None:
    synchronise(world, user(host_id))
    assert ids(world) == {host_id: number}
    assert people.associate_id(world.context, host_id=host_id) == number


@pytest.mark.parametrize(
    "host_id",
    [
        pytest.param("0", id="nought"),
        pytest.param("-1", id="negative"),
        pytest.param(str(INT32 + 1), id="more-than-int32"),
        pytest.param("9" * 239, id="huge"),
        pytest.param("1.0", id="fraction"),
        pytest.param("٣", id="digit-of-another-script"),
        pytest.param("²", id="superscript"),
        pytest.param("b1f2-77", id="text"),
        pytest.param("Ola@Nordlys", id="address"),
    ],
)
def test_any_other_id_gets_a_number_of_ours_and_keeps_it(world: World, host_id: str) -> None:
    synchronise(world, user(host_id))
    (number,) = ids(world).values()
    assert 0 < number <= INT32
    synchronise(world, user("x"), user(host_id, name="New"))
    assert ids(world)[host_id] == number


def test_two_spellings_of_one_number_are_two_people(world: World) -> None:
    synchronise(world, user("7"), user("007"), user("07"))
    found = ids(world)
    assert found["7"] == 7
    assert len(set(found.values())) == 3


def test_ids_of_ours_stay_clear_of_ids_of_the_host_s(world: World) -> None:
    numbers = [user(str(n)) for n in range(1, 31)]
    texts = [user(f"t{n}") for n in range(10)]
    synchronise(world, *texts[:5], *numbers[:20])
    synchronise(world, *texts, *numbers)
    found = ids(world)
    assert len(set(found.values())) == len(found) == 40
    assert all(0 < number <= INT32 for number in found.values())


def test_a_host_s_number_that_is_taken_gets_another_one(world: World) -> None:
    synchronise(world, user("text"))
    taken = ids(world)["text"]
    synchronise(world, user("text"), user(str(taken)))
    found = ids(world)
    assert found["text"] == taken
    assert found[str(taken)] != taken


def test_ids_are_told_apart_exactly(world: World) -> None:
    synchronise(world, user("hugo"), user("Hugo"), user("hügo"))
    assert len(set(ids(world).values())) == 3


def test_somebody_who_was_never_listed_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        people.associate_id(world.context, host_id="1")


# --- many --------------------------------------------------------------------------------------


def test_statements_do_not_grow_with_the_number_of_people(world: World) -> None:
    def needed(count: int, name: str) -> int:
        listed = [user(f"{name}{n}") for n in range(count)] + [user(str(n)) for n in range(1, 5)]
        with statements(world.context.store.engine) as added:
            synchronise(world, *listed)
        with statements(world.context.store.engine) as changed:
            synchronise(world, *(user(u.id, name=f"New {u.id}") for u in listed))
        return len(added) + len(changed)

    needed(1, "first")
    assert needed(5, "few") == needed(200, "many")
