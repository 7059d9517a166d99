"""What an activation changed, kept as JSON for the history."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from solicense_plugin.domain.activation import changes, stated
from solicense_plugin.domain.errors import InvalidField
from solicense_plugin.domain.moments import to_microseconds
from tests.support.signing import NOW
from tests.support.values import compared, current, hidden, licence, owner, package, plan

LATER = NOW + timedelta(days=365)


def test_changed_licences_are_kept_with_their_figures() -> None:
    comparison = compared(
        current(
            plan("ten-sales", 21),
            hidden("web", 5),
            licence("same"),
            assigned={"ten-sales": 18, "web": 2},
        ),
        package(plan("ten-sales", 18), licence("same"), licence("any", 1, unrestricted=True)),
    )
    kept = changes(comparison)["licences"]
    fields = ["licence", "change", "before", "after", "unrestricted", "in_use", "dropped"]
    assert kept == [
        dict(zip(fields, ["ten-sales", "lowered", 21, 18, False, 18, 0], strict=True)),
        dict(zip(fields, ["any", "added", 0, 1, True, 0, 0], strict=True)),
        dict(zip(fields, ["web", "removed", 5, 0, False, 0, 2], strict=True)),
    ]


def test_changed_dates_are_kept_in_microseconds_and_never_as_null() -> None:
    comparison = compared(
        current(licence("web"), owner=owner(expiry=NOW, next_check=NOW)),
        package(licence("web"), owner=owner(expiry=LATER)),
    )
    assert changes(comparison)["dates"] == [
        {"date": "expiry", "before": to_microseconds(NOW), "after": to_microseconds(LATER)},
        {"date": "next_check", "before": to_microseconds(NOW), "after": None},
    ]


def test_what_is_kept_survives_json() -> None:
    kept = changes(compared(None, package(licence("web"), owner=owner(expiry=LATER))))
    assert json.loads(json.dumps(kept)) == kept


@pytest.mark.parametrize(
    "said, kept",
    [
        pytest.param("Ordered fewer.", "Ordered fewer.", id="as-it-is"),
        pytest.param("  Ordered\n\tfewer. ", "Ordered fewer.", id="in-one-line"),
        pytest.param("\x1b[2J", "\ufffd[2J", id="nothing-for-a-terminal"),
        pytest.param("x" * 254, "x" * 254, id="the-longest"),
    ],
)
def test_the_reason_for_restoring_is_kept_as_one_line(said: str, kept: str) -> None:
    assert stated(said) == kept


@pytest.mark.parametrize(
    "said, rule",
    [
        pytest.param("", "empty", id="nothing"),
        pytest.param(" \n\u2003", "empty", id="blank"),
        pytest.param("x" * 255, "too-long", id="too-long"),
    ],
)
def test_restoring_wants_a_reason(said: str, rule: str) -> None:
    with pytest.raises(InvalidField) as refused:
        stated(said)
    assert (refused.value.field, refused.value.rule) == ("reason", rule)
