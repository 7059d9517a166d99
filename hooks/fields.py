"""What fields of hooks' values must be; refused with a message that names the field."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from solicense_plugin.domain.names import is_owner_name

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,249}")
_ADDRESS = re.compile(r"https://[^\s\"'<>]+|/(?![/\\])[^\s\"'<>]*")


def wrong(value: object, field: str, needed: str) -> ValueError:
    """Return the error that names the field, what it needs and what was given."""
    given = getattr(value, field)
    return ValueError(f"{type(value).__name__}.{field} must be {needed}, not {given!r:.100}")


def demand_key(value: object) -> None:
    """Demand a key that can stand in an address and in an id."""
    key = getattr(value, "key", None)
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise wrong(value, "key", f"a string that matches {KEY.pattern}")


def demand_owner(value: object, needed: str = "the name of a module owner") -> None:
    """Demand a name that a module owner can have."""
    name = getattr(value, "owner_name", None)
    if not isinstance(name, str) or not is_owner_name(name):
        raise wrong(value, "owner_name", needed)


def demand_text(value: object, field: str) -> None:
    """Demand a text, which may be lazy: that is read when it is shown, not now."""
    text = getattr(value, field)
    if isinstance(text, str) and not text.strip():
        raise wrong(value, field, "a text")
    if text is None or isinstance(text, bytes | int | float):
        raise wrong(value, field, "a text")


def demand_address(value: object, field: str) -> None:
    """Demand an address that leads to this site or, encrypted, to another."""
    address = getattr(value, field)
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        raise wrong(value, field, "a path on this site or an https address")


def demand_amount(value: object, field: str) -> None:
    """Demand an amount, whole or decimal."""
    amount = getattr(value, field)
    good = isinstance(amount, int | Decimal) and not isinstance(amount, bool)
    if not good or not Decimal(amount).is_finite() or amount < 0:
        raise wrong(value, field, "a whole or decimal number, 0 or more")


def demand_all(value: object, field: str, kind: type) -> None:
    """Demand values of one kind."""
    given = getattr(value, field)
    if not is_sequence(given) or not all(isinstance(one, kind) for one in given):
        raise wrong(value, field, f"a sequence of {kind.__name__}")


def is_sequence(given: object) -> bool:
    """Tell whether something has a length and an order, and is no text itself."""
    return isinstance(given, Sequence) and not isinstance(given, str | bytes)


def demand_whole(value: object, field: str, *, least: int) -> None:
    """Demand a whole number that is not too small."""
    number = getattr(value, field)
    if not is_whole(number) or number < least:
        raise wrong(value, field, f"a whole number, {least} or more")


def demand_weight(value: object) -> None:
    """Demand what things are ordered by."""
    if not is_whole(getattr(value, "weight", None)):
        raise wrong(value, "weight", "a whole number")


def is_whole(number: object) -> bool:
    """Tell whether something is a whole number; to Python, yes and no are."""
    return isinstance(number, int) and not isinstance(number, bool)
