"""`flask licences …`: texts, JSON, and the three exit statuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from solicense_plugin import i18n, messages
from solicense_plugin.cli import licences
from solicense_plugin.cli.refusals import _SENTENCES
from solicense_plugin.domain import errors
from solicense_plugin.domain.errors import Fault, LicenceError, PackageRefused
from solicense_plugin.store.engine import own_engine
from tests.cli.conftest import Operator
from tests.support.host import ADMINISTRATOR, Host
from tests.support.signing import COMPANY, SERIAL, Issuer, module, plan

_EVERY = set(
    "activate add-ons check history init-db load remove request-code reset-clock restore "
    "run-updates status sync-users upgrade-db verify".split()
)
#: Those that work with licences, and how they are called.
_NEED_TABLES = {
    "activate": ["SUPEROFFICE"],
    "add-ons": [],
    "check": [],
    "history": ["SUPEROFFICE"],
    "remove": ["ACME", "--reason", "why"],
    "restore": ["SUPEROFFICE", "--issue", "1", "--reason", "why"],
    "load": ["a.licence"],
    "request-code": [],
    "reset-clock": ["--reason", "why"],
    "run-updates": [],
    "status": [],
    "sync-users": [],
    "verify": [],
}


@pytest.fixture
def ready(operator: Operator) -> Operator:
    """An operator whose installation is set up."""
    operator.set_up()
    return operator


def test_the_commands_are_these() -> None:
    assert set(licences.commands) == _EVERY


@pytest.mark.parametrize("name", sorted(_EVERY))
def test_a_command_explains_itself(operator: Operator, name: str) -> None:
    text = operator.must(name, "--help")
    assert text.splitlines()[2].strip().endswith((".", "…"))


# --- init-db, upgrade-db -------------------------------------------------------------------------


def test_init_db_makes_the_tables_and_says_whose_installation_it_is(operator: Operator) -> None:
    made = operator.must("init-db", "--company", COMPANY, "--serial", SERIAL)
    assert made == "The tables are ready.\n"
    assert operator.must("status") == "No licences yet.\n"


def test_init_db_can_be_run_again(ready: Operator) -> None:
    assert ready.must("init-db") == "The tables are ready.\n"
    ready.set_up()


def test_init_db_does_not_give_an_installation_to_somebody_else(ready: Operator) -> None:
    done = ready.run("init-db", "--company", "Acme", "--serial", "1")
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("serial_number: This installation has a company name")


@pytest.mark.parametrize("half", [["--company", COMPANY], ["--serial", SERIAL]], ids=str)
def test_half_an_identity_is_a_wrong_call(operator: Operator, half: list[str]) -> None:
    done = operator.run("init-db", *half)
    assert done.exit_code == 2
    assert "--company and --serial belong together." in done.stderr


def test_upgrade_db_brings_the_tables(operator: Operator) -> None:
    assert operator.must("upgrade-db") == "The tables are ready.\n"
    assert operator.must("upgrade-db") == "The tables are ready.\n"


@pytest.mark.parametrize("name", sorted(_NEED_TABLES))
def test_without_tables_a_command_says_what_to_run(operator: Operator, name: str) -> None:
    (operator.folder / "a.licence").write_bytes(b"")
    arguments = [str(operator.folder / a) if "." in a else a for a in _NEED_TABLES[name]]
    done = operator.run(name, *arguments)
    assert done.exit_code == 1
    assert done.stderr == (
        "The tables are missing or of another release: run `flask licences upgrade-db`.\n"
    )


def test_with_tables_of_another_release_a_command_says_what_to_run(
    ready: Operator, tmp_path: Path
) -> None:
    engine = own_engine(f"sqlite:///{tmp_path / 'crm.sqlite'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE solicense_alembic_version SET version_num = 'later'")
    engine.dispose()
    done = ready.run("status")
    assert done.exit_code == 1
    assert "of another release" in done.stderr


def test_status_tells_of_licences_that_wait_for_their_dates(ready: Operator) -> None:
    file = ready.file(module("ten-sales", 5), issue=8, IssuedAt="2027-01-01")
    begins = "2026-12-31T23:00:00+00:00"
    assert ready.must("load", file) == f"SUPEROFFICE licence number 8: new, valid from {begins}.\n"
    assert ready.json("load", file)["begins"] == begins
    assert ready.must("status").splitlines()[1:] == [
        "  licence number 8 is valid from 2026-12-31T23:00:00+00:00"
    ]
    (owner,) = ready.json("status")["owners"]
    assert owner["later"] == [{"issue_number": 8, "begins": begins}]
    early = ready.run("activate", "SUPEROFFICE")
    assert (early.exit_code, early.stderr) == (1, "The licence is not valid yet.\n")


# --- load, activate, status ----------------------------------------------------------------------


def test_a_file_is_loaded_and_activated(ready: Operator) -> None:
    file = ready.file(plan("ten-sales", 5), module("web", 9, IsHidden=True))
    assert ready.must("load", file) == "SUPEROFFICE licence number 1: new.\n"
    assert ready.must("load", file) == "SUPEROFFICE licence number 1: already-waiting.\n"
    assert ready.must("status").splitlines()[0] == "SUPEROFFICE: in-order, licence number 1 waits"
    assert ready.must("activate", "SUPEROFFICE") == "SUPEROFFICE licence number 1 is active.\n"
    assert ready.must("status") == "SUPEROFFICE: in-order\n  ten-sales: 0 / 5\n"
    assert ready.must("load", file) == "SUPEROFFICE licence number 1: already-current.\n"


def test_the_same_for_programs(ready: Operator) -> None:
    file = ready.file(plan("ten-sales", 5), module("web", 9, IsHidden=True, Unrestricted=True))
    loaded = {"owner": "SUPEROFFICE", "issue_number": 1, "arrival": "new", "begins": None}
    assert ready.json("load", file) == loaded
    (waiting,) = ready.json("status")["owners"]
    assert (waiting["waiting"], waiting["can_activate"], waiting["licences"]) == (1, True, [])
    active = {"owner": "SUPEROFFICE", "issue_number": 1, "not_asked": []}
    assert ready.json("activate", "SUPEROFFICE") == active
    assert ready.json("status") == {
        "owners": [
            {
                "owner": "SUPEROFFICE",
                "state": "in-order",
                "revoked": None,
                "waiting": None,
                "can_activate": None,
                "later": [],
                "licences": [
                    {"name": "ten-sales", "in_use": 0, "quantity": 5, "hidden": False},
                    {"name": "web", "in_use": 0, "quantity": None, "hidden": True},
                ],
            }
        ],
        "notices": [],
        "events": [],
    }


def test_a_refused_file_says_why_and_leaves_nothing(ready: Operator) -> None:
    done = ready.run("load", ready.file(SerialNr="1"))
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.startswith("The licence is for another serial number (1).")
    assert ready.must("status") == "No licences yet.\n"


def test_a_file_larger_than_a_licence_is_not_read_whole(ready: Operator, tmp_path: Path) -> None:
    huge = tmp_path / "huge.licence"
    with huge.open("wb") as file:
        file.truncate(1 << 40)
    done = ready.run("load", str(huge))
    assert done.exit_code == 1
    assert "larger than a licence file can be" in done.stderr


def test_a_file_that_is_not_there_is_a_wrong_call(ready: Operator) -> None:
    done = ready.run("load", "nowhere.licence")
    assert done.exit_code == 2
    assert "nowhere.licence" in done.stderr


def test_a_file_before_anybody_has_said_whose_installation_it_is_has_to_wait(
    operator: Operator,
) -> None:
    operator.must("init-db")
    done = operator.run("load", operator.file())
    assert done.exit_code == 1
    assert "init-db --company … --serial …" in done.stderr


def test_nothing_to_activate_is_refused(ready: Operator) -> None:
    ready.must("load", ready.file())
    ready.must("activate", "SUPEROFFICE")
    done = ready.run("activate", "SUPEROFFICE")
    assert (done.exit_code, done.stderr) == (1, "No licence waits.\n")


def test_an_owner_that_is_not_there_is_refused(ready: Operator) -> None:
    done = ready.run("activate", "ACME")
    assert done.exit_code == 1
    assert "There is no such owner" in done.stderr


def test_too_many_in_use_are_refused_with_every_reason(ready: Operator, host: Host) -> None:
    people = [replace(ADMINISTRATOR, id=str(n), login=f"user{n}") for n in (1, 2)]
    host.people = {None: people}
    ready.must("sync-users")
    ready.must("load", ready.file(plan("ten-sales", 2), module("web", 2)))
    ready.must("activate", "SUPEROFFICE")
    with ready.app.app_context():
        for person in people:
            ready.app.extensions["licences"].people.assign(person.id, "ten-sales")
            ready.app.extensions["licences"].people.assign(person.id, "web")
    ready.must("load", ready.file(plan("ten-sales", 1), module("other"), issue=2))
    done = ready.run("activate", "SUPEROFFICE")
    assert done.exit_code == 1
    assert done.stderr.splitlines() == [
        "ten-sales is used by 1 person more than the new licence allows.",
        "web is used by 2 people more than the new licence allows.",
    ]
    assert ready.json("status")["owners"][0]["can_activate"] is False


def test_what_an_operator_did_stands_under_his_name(ready: Operator) -> None:
    ready.must("load", ready.file())
    engine = own_engine(f"sqlite:///{ready.folder / 'crm.sqlite'}")
    with engine.connect() as connection:
        actors = connection.exec_driver_sql("SELECT DISTINCT actor FROM solicense_ledger")
        (actor,) = actors.scalars()
    engine.dispose()
    assert actor.startswith("operator:")


# --- sync-users, verify --------------------------------------------------------------------------


def test_users_are_read_again(ready: Operator, host: Host) -> None:
    ada, bo, cy = (replace(ADMINISTRATOR, id=str(n), login=f"user{n}") for n in (1, 2, 3))
    host.people = {None: [ada, bo]}
    assert ready.must("sync-users") == "2 added, 0 changed, 0 gone.\n"
    host.people = {None: [replace(ada, name="Ada"), cy]}
    assert ready.json("sync-users") == {"added": 1, "changed": 1, "gone": 1}
    assert ready.must("sync-users") == "0 added, 0 changed, 0 gone.\n"


def test_verify_says_that_everything_agrees(ready: Operator) -> None:
    ready.must("load", ready.file())
    ready.must("activate", "SUPEROFFICE")
    assert ready.must("verify") == "Everything agrees.\n"
    assert ready.json("verify") == {"differences": [], "broken_entry": None}


def test_verify_names_what_does_not_agree(ready: Operator) -> None:
    ready.must("load", ready.file(module("ten-sales", 5)))
    ready.must("activate", "SUPEROFFICE")
    engine = own_engine(f"sqlite:///{ready.folder / 'crm.sqlite'}")
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE solicense_licence SET in_use = 4, assigned = 3")
        connection.exec_driver_sql("UPDATE solicense_ledger SET actor = 'user:9'")
    engine.dispose()
    done = ready.run("verify")
    assert done.exit_code == 1
    assert done.stdout == (
        "SUPEROFFICE ten-sales: counted (3, 4), recounted (0, 0)\nledger entry 1 has been changed\n"
    )
    assert json.loads(ready.run("verify", "--json").stdout)["broken_entry"] == 1


# --- languages -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        pytest.param({"LC_ALL": "", "LANG": "da_DK.UTF-8"}, "da", id="LANG"),
        pytest.param({"LC_ALL": "da_DK", "LANG": "de_DE"}, "da", id="LC_ALL before LANG"),
        pytest.param({"LC_ALL": "", "LANG": "fr_FR"}, "en", id="one that we do not speak"),
        pytest.param({"LC_ALL": "", "LANG": ""}, "en", id="none"),
    ],
)
def test_refusals_are_in_the_language_of_the_terminal(
    ready: Operator, environment: dict[str, str], language: str
) -> None:
    with ready.app.app_context(), i18n.speaking(language):
        expected = messages.refusal(PackageRefused(Fault.UNKNOWN_SERIAL, "1"))
    done = ready.run("load", ready.file(SerialNr="1"), **environment)
    assert done.stderr == f"{expected}\n"


def test_a_package_of_a_stranger_is_refused(ready: Operator) -> None:
    ready.issuer = Issuer()
    done = ready.run("load", ready.file())
    assert done.exit_code == 1
    assert "its signature does not hold" in done.stderr


#: What a command says in words of its own, or never meets.
_OTHERWISE = {
    errors.ActivationRefused,
    errors.AssignmentRefused,
    errors.ChoiceMoved,
    errors.IdentityMoved,
    errors.InvalidField,
    errors.MaintenanceEnded,
    errors.NotACopy,
    errors.PackageRefused,
    errors.RemovalRefused,
    errors.StaleChoice,
    errors.WhichInstallation,
}


def test_every_refusal_that_a_command_can_meet_has_words() -> None:
    kinds = {kind for kind in vars(errors).values() if isinstance(kind, type)}
    refusals = {kind for kind in kinds if issubclass(kind, LicenceError)} - {LicenceError}
    assert refusals == _SENTENCES.keys() | _OTHERWISE
