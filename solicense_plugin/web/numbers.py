"""Numbers out of addresses and forms: what a database can hold, or none."""

from __future__ import annotations

_INT32, _INT64 = 2**31 - 1, 2**63 - 1


def small(text: str) -> int:
    """Read an id or a number that is counted.

    :raises ValueError: it is none, or too large.
    """
    return _up_to(_INT32, text)


def large(text: str) -> int:
    """Read a moment or a revision.

    :raises ValueError: it is none, or too large.
    """
    return _up_to(_INT64, text)


def _up_to(most: int, text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 19 or int(text) > most:
        raise ValueError(text)
    return int(text)
