"""The ledger: no field of an entry or its lines can change without its hash changing."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from solicense_plugin.domain.actor import SYSTEM, Actor, ActorKind
from solicense_plugin.domain.ledger import (
    GENESIS,
    Action,
    LedgerEntry,
    LedgerLine,
    digest_of_lines,
    hash_of,
)
from tests.support.signing import NOW
from tests.support.values import MICROSECOND

ENTRY = LedgerEntry(
    at=NOW,
    actor=Actor(ActorKind.USER, "7"),
    action=Action.LICENCE_GIVEN,
    owner="SUPEROFFICE",
    reason="Back from leave",
    facts={"licence": "ten-sales"},
)
PLACE: dict[str, Any] = {
    "sequence": 3,
    "lines": 1,
    "lines_digest": digest_of_lines([LedgerLine(1, 2, 0, 1)]),
    "previous": GENESIS,
}

NUMBERS = st.integers(0, 2**31 - 1)
LINES = st.builds(
    LedgerLine,
    licence_id=NUMBERS,
    associate_id=st.none() | NUMBERS,
    before=NUMBERS,
    after=NUMBERS,
    since=st.none() | st.integers(0, 2**53),
    given_by=st.none() | st.sampled_from(["", "user:1", "operator:root", "|", "\n"]) | st.text(),
)


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"at": NOW + MICROSECOND}, id="when"),
        pytest.param({"actor": Actor(ActorKind.USER, "8")}, id="who"),
        pytest.param({"actor": Actor(ActorKind.OPERATOR, "7")}, id="in-what-capacity"),
        pytest.param({"action": Action.LICENCE_TAKEN}, id="what"),
        pytest.param({"owner": "ACME"}, id="about-whom"),
        pytest.param({"reason": "Back from leave."}, id="why"),
        pytest.param({"facts": {"licence": "ten-service"}}, id="a-fact"),
        pytest.param({"facts": {"licence": "ten-sales", "note": None}}, id="one-fact-more"),
        pytest.param({"facts": {}}, id="no-facts"),
    ],
)
def test_the_hash_changes_with_every_field_of_an_entry(changed: dict[str, Any]) -> None:
    other = replace(ENTRY, **changed)
    assert hash_of(other.text(**PLACE)) != hash_of(ENTRY.text(**PLACE))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"sequence": 4}, id="its-place"),
        pytest.param({"lines": 2}, id="how-many-lines"),
        pytest.param({"lines_digest": "f" * 64}, id="what-the-lines-say"),
        pytest.param({"previous": "f" * 64}, id="what-went-before"),
    ],
)
def test_the_hash_changes_with_its_place_in_the_chain(changed: dict[str, Any]) -> None:
    assert hash_of(ENTRY.text(**PLACE | changed)) != hash_of(ENTRY.text(**PLACE))


def test_the_text_is_canonical_and_plain_ascii() -> None:
    entry = replace(ENTRY, facts={"b": 1, "a": "Ødegård \ud800"}, at=NOW + timedelta(seconds=0.5))
    text = entry.text(**PLACE)
    assert text.isascii()
    assert text == entry.text(**dict(reversed(PLACE.items())))
    assert text == replace(entry, facts=dict(reversed([*entry.facts.items()]))).text(**PLACE)
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert json.loads(text)["at"] % 10**6 == 500_000


@given(st.lists(LINES), st.lists(LINES))
def test_other_lines_have_another_digest(one: list[LedgerLine], two: list[LedgerLine]) -> None:
    assert (digest_of_lines(one) == digest_of_lines(two)) == (one == two)


@given(st.lists(LINES, min_size=1), st.data())
def test_the_digest_changes_with_every_field_of_a_line(
    lines: list[LedgerLine], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(lines) - 1))
    field = data.draw(st.sampled_from(LedgerLine.__slots__))
    value = getattr(data.draw(LINES), field)
    assume(value != getattr(lines[place], field))
    other = [*lines[:place], replace(lines[place], **{field: value}), *lines[place + 1 :]]
    assert digest_of_lines(other) != digest_of_lines(lines)


def test_a_line_that_looks_like_two_is_one() -> None:
    one, other = LedgerLine(1, 2, 0, 1, 5, "user:1"), LedgerLine(3, 4, 0, 1, 5, "user:2")
    both = LedgerLine(1, 2, 0, 1, 5, f"user:1\n{other.text()}")
    assert digest_of_lines([both]) != digest_of_lines([one, other])


def test_lines_may_come_one_by_one() -> None:
    lines = [LedgerLine(1, 2, 0, 1), LedgerLine(1, None, 20, 18)]
    assert digest_of_lines(iter(lines)) == digest_of_lines(lines)


def test_what_the_system_does_has_no_id() -> None:
    assert json.loads(replace(ENTRY, actor=SYSTEM).text(**PLACE))["actor"] == "system"
