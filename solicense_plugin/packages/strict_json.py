"""JSON as signed documents use it: no duplicate keys, no NaN, no depth without end."""

from __future__ import annotations

import json

from solicense_plugin.domain.errors import Fault, PackageRefused

#: Deeper than any document that we know what to do with.
MAX_DEPTH = 32


def loads(content: bytes) -> object:
    """Read a JSON document.

    :raises PackageRefused: ``duplicate-key``, ``too-deep`` or ``malformed``.
    """
    try:
        value: object = json.loads(
            content.decode(), object_pairs_hook=_without_duplicates, parse_constant=_no_constant
        )
    except RecursionError as error:
        raise PackageRefused(Fault.TOO_DEEP) from error
    except ValueError as error:
        raise PackageRefused(Fault.MALFORMED, "JSON") from error
    _demand_depth(value, MAX_DEPTH)
    return value


def _without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise PackageRefused(Fault.DUPLICATE_KEY, key)
        found[key] = value
    return found


def _no_constant(name: str) -> object:
    raise PackageRefused(Fault.MALFORMED, name)


def _demand_depth(value: object, left: int) -> None:
    if not left:
        raise PackageRefused(Fault.TOO_DEEP)
    if isinstance(value, dict):
        for child in value.values():
            _demand_depth(child, left - 1)
    elif isinstance(value, list):
        for child in value:
            _demand_depth(child, left - 1)
