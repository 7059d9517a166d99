"""What fields of hooks' values must be; refused with a message that names the field."""

from __future__ import annotations

import re
from decimal import Decimal

KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,249}")
_ADDRESS = re.compile(r"https://[^\s\"'<>]+|/(?![/\\])[^\s\"'<>]*")


def wrong(value: object, field: str, needed: str) -> ValueError:
    """Return the error that names the field, what it needs and what was given."""
    given = getattr(value, field)
    return ValueError(f"{type(value).__name__}.{field} must be {needed}, not {given!r}")


def demand_key(value: object) -> None:
    """Demand a key that can stand in an address and in an id."""
    key = getattr(value, "key", None)
    if not isinstance(key, str) or not KEY.fullmatch(key):
        raise wrong(value, "key", f"a string that matches {KEY.pattern}")


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
    if not all(isinstance(one, kind) for one in getattr(value, field)):
        raise wrong(value, field, f"a sequence of {kind.__name__}")


def demand_whole(value: object, field: str, *, least: int) -> None:
    """Demand a whole number that is not too small."""
    number = getattr(value, field)
    if not isinstance(number, int) or isinstance(number, bool) or number < least:
        raise wrong(value, field, f"a whole number, {least} or more")
