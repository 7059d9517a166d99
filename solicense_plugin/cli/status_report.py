"""What `flask licences status` says: of each owner, and what administrators have to know."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from solicense_plugin.domain.notices import Notice
from solicense_plugin.services import overview
from solicense_plugin.services.context import Context
from solicense_plugin.store.deliveries import Backlog


def notice(notice: Notice) -> dict[str, Any]:
    """Return a notice for programs."""
    return {"about": notice.kind.value, "owner": notice.owner and notice.owner.name}


def of_owner(context: Context, owner: str) -> dict[str, Any]:
    """Return an owner's licences and their state, for programs."""
    seen = overview.overview(context, owner=owner, language="en", viewer="")
    return {
        "owner": owner,
        "state": seen.validity.value,
        "revoked": seen.revoked and seen.revoked.value,
        "waiting": seen.waiting.new.issue_number if seen.waiting else None,
        "can_activate": seen.waiting.can_activate if seen.waiting else None,
        "later": [
            {"issue_number": one.issue_number, "begins": one.begins.isoformat()}
            for one in seen.later
        ],
        "licences": [
            {
                "name": row.name,
                "in_use": row.in_use,
                "quantity": None if row.unrestricted else row.quantity,
                "hidden": row.hidden,
            }
            for row in seen.licences
        ],
    }


def lines(owner: dict[str, Any]) -> Iterator[str]:
    """Yield the same in lines for people."""
    waits = f", licence number {owner['waiting']} waits" if owner["waiting"] else ""
    revoked = f" ({owner['revoked']})" if owner["revoked"] else ""
    yield f"{owner['owner']}: {owner['state']}{revoked}{waits}"
    for one in owner["later"]:
        yield f"  licence number {one['issue_number']} is valid from {one['begins']}"
    for row in owner["licences"]:
        if not row["hidden"]:
            quantity = "unrestricted" if row["quantity"] is None else row["quantity"]
            yield f"  {row['name']}: {row['in_use']} / {quantity}"


def event(one: Backlog) -> str:
    """Say which events an add-on is still to be told."""
    since = f"{one.oldest:%Y-%m-%d %H:%M} UTC"
    return (
        f"{one.recipient}: {one.waiting} events wait since {since}, "
        f"{one.failing} failed {one.error}"
    ).rstrip()
