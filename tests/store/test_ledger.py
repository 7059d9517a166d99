"""The ledger: each change writes its entry, and no later hand goes unnoticed."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from solicense_plugin.domain.ledger import GENESIS, hash_of
from solicense_plugin.domain.moments import to_microseconds
from solicense_plugin.store import ledger
from tests.support.signing import NOW, module, plan
from tests.support.tampering import Hand, tamper
from tests.support.world import World


@pytest.fixture
def told(world: World) -> World:
    """Six entries: identity, load, activation with lines, two given, one taken."""
    world.people(3)
    world.own(plan("sales", 5), module("extra", 5))
    world.assign("sales", 1)
    world.assign("extra", 1)
    world.unassign("extra", 1)
    return world


def first_broken(world: World) -> int | None:
    with world.context.reading() as reading:
        return ledger.first_broken(reading)


def entries(hand: Hand) -> list[int]:
    return [row["sequence"] for row in hand.rows(hand.tables.ledger)]


def test_an_untouched_ledger_is_whole(told: World) -> None:
    assert first_broken(told) is None


def test_every_change_has_an_entry_with_its_lines(told: World) -> None:
    with told.context.reading() as reading:
        found = list(ledger.entries(reading))
        contents = [json.loads(entry.text) for entry in found]
    assert [(entry.action, entry.owner) for entry in found] == [
        ("installation:identified", ""),
        ("package:loaded", "SUPEROFFICE"),
        ("package:activated", "SUPEROFFICE"),
        ("licence:given", "SUPEROFFICE"),
        ("licence:given", "SUPEROFFICE"),
        ("licence:taken", "SUPEROFFICE"),
    ]
    assert [content["lines"] for content in contents] == [0, 0, 2, 1, 1, 1]
    assert {str(entry.actor) for entry in found} == {"user:1"}
    assert {entry.at for entry in found} == {NOW}
    assert [content["previous"] for content in contents] == [
        GENESIS,
        *(entry.hash for entry in found[:-1]),
    ]


def test_a_line_keeps_since_when_and_by_whom_what_went_had_been_there(told: World) -> None:
    seen = []

    def read(hand: Hand) -> None:
        last = entries(hand)[-1]
        seen.extend(hand.rows(hand.tables.line, sequence=last))

    tamper(told.context, read)
    (line,) = seen
    assert (line["associate_id"], line["before"], line["after"]) == (1, 1, 0)
    assert (line["since"], line["given_by"]) == (to_microseconds(NOW), "user:1")


def test_entries_can_be_read_from_a_revision_on_and_for_one_owner(told: World) -> None:
    with told.context.reading() as reading:
        everything = [entry.sequence for entry in ledger.entries(reading)]
        later = [entry.sequence for entry in ledger.entries(reading, after=everything[2])]
        mine = [entry.sequence for entry in ledger.entries(reading, owner="SUPEROFFICE")]
        theirs = list(ledger.entries(reading, owner="ACME"))
    assert (later, mine, theirs) == (everything[3:], everything[1:], [])


# --- entries -----------------------------------------------------------------------------------


def change_entry(number: int, **values: object) -> Callable[[Hand], None]:
    def act(hand: Hand) -> None:
        hand.change(hand.tables.ledger, {"sequence": entries(hand)[number]}, **values)

    return act


def rewrite(hand: Hand) -> None:
    """Say something else in an entry, with a hash that fits."""
    sequence = entries(hand)[3]
    (row,) = hand.rows(hand.tables.ledger, sequence=sequence)
    content = json.loads(row["text"]) | {"reason": "none of your business"}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    hand.change(hand.tables.ledger, {"sequence": sequence}, text=text, hash=hash_of(text))


def replace_in_text(old: str, new: str) -> Callable[[Hand], None]:
    def act(hand: Hand) -> None:
        sequence = entries(hand)[3]
        (row,) = hand.rows(hand.tables.ledger, sequence=sequence)
        assert old in row["text"]
        text = row["text"].replace(old, new)
        hand.change(hand.tables.ledger, {"sequence": sequence}, text=text)

    return act


def swap_entries(hand: Hand) -> None:
    one, other = entries(hand)[3:5]
    for old, new in ((one, -1), (other, one), (-1, other)):
        hand.change(hand.tables.ledger, {"sequence": old}, sequence=new)


def remove_entry(number: int) -> Callable[[Hand], None]:
    def act(hand: Hand) -> None:
        hand.remove(hand.tables.ledger, sequence=entries(hand)[number])

    return act


def cut_off(hand: Hand) -> None:
    """Remove the newest entry with all that belongs to it."""
    sequence = entries(hand)[-1]
    hand.remove(hand.tables.line, sequence=sequence)
    hand.remove(hand.tables.ledger, sequence=sequence)


def empty(hand: Hand) -> None:
    hand.remove(hand.tables.line)
    hand.remove(hand.tables.ledger)


def forge_entry(hand: Hand) -> None:
    """Put an entry that fits the one before it between two others."""
    third, fourth = hand.rows(hand.tables.ledger)[2:4]
    hand.change(hand.tables.ledger, {"sequence": fourth["sequence"]}, sequence=1_000_000)
    content = json.loads(fourth["text"])
    content |= {"previous": third["hash"], "lines": 0, "lines_digest": hash_of("")}
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    hand.add(hand.tables.ledger, **{**fourth, "text": text, "hash": hash_of(text)})


ENTRIES = [
    pytest.param(change_entry(3, at=0), id="at"),
    pytest.param(change_entry(3, actor="user:2"), id="actor"),
    pytest.param(change_entry(3, actor="nobody:2"), id="actor-of-no-kind"),
    pytest.param(change_entry(3, action="licence:taken"), id="action"),
    pytest.param(change_entry(3, action="licence:stolen"), id="action-that-is-none"),
    pytest.param(change_entry(3, owner="ACME"), id="owner"),
    pytest.param(change_entry(3, hash="f" * 64), id="hash"),
    pytest.param(change_entry(5, hash="f" * 64), id="last-hash"),
    pytest.param(change_entry(3, text=""), id="text-removed"),
    pytest.param(change_entry(3, text="x", hash=hash_of("x")), id="no-json-with-its-hash"),
    pytest.param(change_entry(3, text="[]", hash=hash_of("[]")), id="list-with-its-hash"),
    pytest.param(change_entry(3, text="[]"), id="text-of-another-shape"),
    pytest.param(change_entry(3, text="{}", hash=hash_of("{}")), id="empty-text-with-its-hash"),
    pytest.param(replace_in_text('"sales"', '"extra"'), id="facts"),
    pytest.param(replace_in_text('"reason":""', '"reason":"x"'), id="reason"),
    pytest.param(rewrite, id="rewritten-with-its-hash"),
    pytest.param(swap_entries, id="two-swapped"),
    pytest.param(change_entry(5, sequence=1_000_000), id="renumbered"),
    pytest.param(remove_entry(0), id="first-removed"),
    pytest.param(remove_entry(3), id="one-between-removed"),
    pytest.param(remove_entry(5), id="last-removed"),
    pytest.param(cut_off, id="last-cut-off-with-its-lines"),
    pytest.param(empty, id="everything-removed"),
    pytest.param(forge_entry, id="forged-between"),
]


@pytest.mark.parametrize("act", ENTRIES)
def test_a_hand_on_the_entries_is_noticed(told: World, act: Callable[[Hand], None]) -> None:
    tamper(told.context, act)
    assert first_broken(told) is not None


# --- lines -------------------------------------------------------------------------------------


def change_line(**values: object) -> Callable[[Hand], None]:
    def act(hand: Hand) -> None:
        where = {"sequence": entries(hand)[2], "line": 2}
        hand.change(hand.tables.line, where, **values)

    return act


def swap_lines(hand: Hand) -> None:
    sequence = entries(hand)[2]
    for old, new in ((1, 9), (2, 1), (9, 2)):
        hand.change(hand.tables.line, {"sequence": sequence, "line": old}, line=new)


def add_line(number: int | None) -> Callable[[Hand], None]:
    """Add a line to an entry, or to none."""

    def act(hand: Hand) -> None:
        sequence = entries(hand)[number] if number is not None else 1_000_000
        values = {"licence_id": 1, "associate_id": 1, "before": 0, "after": 1}
        hand.add(hand.tables.line, sequence=sequence, line=9, **values)

    return act


def move_line(hand: Hand) -> None:
    old, new = entries(hand)[2], entries(hand)[1]
    hand.change(hand.tables.line, {"sequence": old, "line": 2}, sequence=new)


def remove_line(hand: Hand) -> None:
    hand.remove(hand.tables.line, sequence=entries(hand)[2], line=2)


LINES = [
    pytest.param(change_line(licence_id=99), id="licence"),
    pytest.param(change_line(associate_id=3), id="associate"),
    pytest.param(change_line(before=7), id="before"),
    pytest.param(change_line(after=7), id="after"),
    pytest.param(change_line(since=7), id="since"),
    pytest.param(change_line(given_by="user:9"), id="by-whom"),
    pytest.param(swap_lines, id="two-swapped"),
    pytest.param(remove_line, id="removed"),
    pytest.param(move_line, id="moved-to-another-entry"),
    pytest.param(add_line(2), id="added"),
    pytest.param(add_line(0), id="added-to-an-entry-without-lines"),
    pytest.param(add_line(None), id="added-to-no-entry"),
]


@pytest.mark.parametrize("act", LINES)
def test_a_hand_on_the_lines_is_noticed(told: World, act: Callable[[Hand], None]) -> None:
    tamper(told.context, act)
    assert first_broken(told) is not None
