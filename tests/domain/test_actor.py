"""Who does something, as the ledger writes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain.actor import SYSTEM, Actor, ActorKind


@given(st.builds(Actor, st.sampled_from(ActorKind), st.text()))
def test_what_the_ledger_writes_is_read_back(actor: Actor) -> None:
    assert Actor.parse(str(actor)) == actor


@pytest.mark.parametrize(
    "actor, text",
    [
        pytest.param(Actor(ActorKind.USER, "42"), "user:42", id="user"),
        pytest.param(Actor(ActorKind.USER, "ad:42"), "user:ad:42", id="user-with-a-colon"),
        pytest.param(Actor(ActorKind.OPERATOR, "root"), "operator:root", id="operator"),
        pytest.param(SYSTEM, "system", id="system"),
    ],
)
def test_an_actor_is_a_kind_and_an_id(actor: Actor, text: str) -> None:
    assert str(actor) == text


def test_nobody_else_acts() -> None:
    with pytest.raises(ValueError, match="vendor"):
        Actor.parse("vendor:ACME")
