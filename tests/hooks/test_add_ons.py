"""Add-ons: called one by one, ordered, and each at its own risk."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from solicense_plugin import LicenceTab, hookimpl
from solicense_plugin.hooks.registry import AddOns, TakenKey
from solicense_plugin.web.our_tabs import OurTabs


class AddOn:
    """A vendor's add-on that contributes what it is told to."""

    api = "solicense-addon/1"

    def __init__(self, contribute: Callable[[], Any]) -> None:
        self._contribute = contribute

    @hookimpl
    def solicense_licence_tabs(self) -> Any:
        return self._contribute()


def tab(key: str, weight: int = 1000, **fields: Any) -> LicenceTab:
    return LicenceTab(key, key.title(), weight, **({"owner_name": "ACME"} | fields))


def add_ons(**contributed: Callable[[], Any]) -> AddOns:
    """Register ourselves, then vendors in this order."""
    found = AddOns()
    found.register("solicense", OurTabs(), ours=True)
    for name, contribute in contributed.items():
        found.register(name, AddOn(contribute))
    return found


def keys(found: AddOns) -> list[str]:
    return [one.key for _, one in found.tabs]


def fail() -> Any:
    message = "the vendor's database is away"
    raise RuntimeError(message)


def leave() -> None:
    raise SystemExit(3)


def test_our_own_tabs_come_through_the_hook() -> None:
    assert keys(add_ons()) == ["superoffice", "history"]
    assert AddOns().tabs == ()


def test_tabs_are_ordered_by_weight_and_then_by_key() -> None:
    found = add_ons(
        late=lambda: [tab("zeta", 50), tab("alpha")], early=lambda: [tab("beta"), tab("first", 1)]
    )
    assert keys(found) == ["first", "zeta", "superoffice", "alpha", "beta", "history"]


@pytest.mark.parametrize(
    "contribute",
    [
        pytest.param(fail, id="it raises"),
        pytest.param(leave, id="it wants to end the program"),
        pytest.param(lambda: ["no tab"], id="it contributes something else"),
        pytest.param(lambda: [LicenceTab("Bad Key", "x")], id="its tab is refused"),
        pytest.param(lambda: 5, id="it contributes no list"),
        pytest.param(lambda: (fail() for _ in range(1)), id="it fails while it is read"),
    ],
)
def test_an_add_on_that_fails_is_logged_and_left_out(
    contribute: Callable[[], Any], caplog: pytest.LogCaptureFixture
) -> None:
    found = add_ons(bad=contribute, good=lambda: [tab("acme")])
    assert keys(found) == ["superoffice", "acme", "history"]
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "add-on bad: " in record.getMessage()
    assert record.exc_info is not None


@pytest.mark.parametrize("contribute", [lambda: None, list, tuple], ids=["None", "list", "tuple"])
def test_an_add_on_may_contribute_nothing(contribute: Callable[[], Any]) -> None:
    assert keys(add_ons(quiet=contribute)) == ["superoffice", "history"]


@pytest.mark.parametrize("key", ["superoffice", "status", "history"])
def test_a_reserved_key_is_ours(key: str) -> None:
    found = add_ons(bold=lambda: [tab(key), tab("acme")])
    assert keys(found) == ["superoffice", "acme", "history"]
    assert found.taken == [TakenKey("bold", key)]


def test_of_two_with_one_key_the_first_has_it() -> None:
    found = add_ons(
        first=lambda: [tab("acme", 5)],
        second=lambda: [tab("acme", 1)],
    )
    assert [(t.key, t.weight) for _, t in found.tabs] == [
        ("acme", 5),
        ("superoffice", 100),
        ("history", 9000),
    ]
    assert found.taken == [TakenKey("second", "acme")]


def test_an_add_on_is_asked_once() -> None:
    asked: list[str] = []

    def contribute() -> list[LicenceTab]:
        asked.append("now")
        return [tab("acme")]

    found = add_ons(acme=contribute)
    assert keys(found) == keys(found)
    assert asked == ["now"]
