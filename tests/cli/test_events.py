"""Events for add-ons, where no thread tells them: by `run-updates`, and seen in `status`."""

from __future__ import annotations

from tests.cli.conftest import Operator
from tests.support.listening import Listener, Told
from tests.support.signing import module


def activate(operator: Operator, listener: Listener) -> None:
    operator.set_up()
    operator.app.extensions["solicense"].add_ons.register("acme", listener)
    operator.must("load", operator.file(module("crm", 1)))
    operator.must("activate", "SUPEROFFICE")


def test_run_updates_tells_what_has_happened(operator: Operator) -> None:
    listener = Listener()
    activate(operator, listener)
    assert listener.told == []
    assert operator.json("run-updates")["events"] == {"told": 1, "failed": 0, "expired": 0}
    assert len(listener.told) == 1
    assert operator.must("run-updates") == "No check is due.\n"


def test_status_shows_what_an_add_on_is_still_to_be_told_and_why(operator: Operator) -> None:
    def fail(_told: Told) -> None:
        message = "the vendor's database is away"
        raise RuntimeError(message)

    activate(operator, Listener(fail))
    assert "Events failed: 1." in operator.must("run-updates")
    (waits,) = operator.json("status")["events"]
    assert (waits["recipient"], waits["waiting"], waits["failing"]) == ("acme", 1, 1)
    assert "acme: 1 events wait since" in operator.must("status")
    assert "the vendor's database is away" in operator.must("status")
