"""What an activation changed, kept as JSON for the history."""

from __future__ import annotations

import json
from datetime import timedelta

from solicense_plugin.domain.activation import changes
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
