"""What add-ons contribute is checked when it is made: a wrong field is refused by its name."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from solicense_plugin.hooks.contributions import (
    ActivationObjection,
    Issuer,
    MeteredService,
    PlanLimit,
    Reading,
    RemovalObjection,
    SystemEvent,
)
from solicense_plugin.hooks.tabs import (
    LicencePanel,
    LicenceTab,
    PanelAction,
    PanelNotice,
    PanelValues,
    Sign,
)
from solicense_plugin.i18n import lazy_gettext

NOW = datetime(2026, 11, 21, tzinfo=UTC)
NAIVE = datetime(2026, 11, 21)  # noqa: DTZ001  that is what is refused
#: Every value with fields that are right.
GOOD: dict[type, dict[str, Any]] = {
    Issuer: {"owner_name": "ACME"},
    Reading: {"month": date(2026, 11, 1), "amount": 5},
    MeteredService: {"key": "storage", "title": "Storage", "unit": "GB"},
    PlanLimit: {"key": "seals", "title": "Seals", "used": 0, "maximum": 1},
    SystemEvent: {"key": "import", "name": "Import", "status": "running", "activated": NOW},
    ActivationObjection: {"reason": "An import runs."},
    RemovalObjection: {"user_id": "1", "reason": "has open requests"},
    PanelNotice: {"text": "Seals are sold out."},
    PanelAction: {"title": "Buy", "url": "https://acme.example/"},
    PanelValues: {},
    LicenceTab: {"key": "acme", "title": "Acme", "owner_name": "ACME"},
    LicencePanel: {"key": "acme", "title": "Acme", "render": str},
}
_KEYS = ("", "Acme", "a/b", "a b", "-a", "a\n", "a" * 251, 5, None, b"a")
_TEXTS = ("", "  ", None, b"a", 5, 0.5)
_AMOUNTS = (-1, True, 0.5, "5", None, Decimal("NaN"), Decimal("Infinity"), Decimal(-1))
_COUNTS = (-1, True, 0.5, "5", None)
_WEB = ("ftp://acme.example", "javascript:alert(1)", "//acme.example", "https://a b", None, 5)
_LINKS = (*_WEB, "http://acme.example/", "\\\\acme.example", "/a<b", "/\\acme.example", "")
_MOMENTS = (NAIVE, date(2026, 11, 21), "2026-11-21", 0)
_SEQUENCES = ("abc", b"abc", 5, None, {1}, iter(()))
#: What each field refuses.
WRONG: dict[tuple[type, str], tuple[Any, ...]] = {
    (Issuer, "owner_name"): ("", "acme", "USER", None, 5),
    (Issuer, "licence_url"): _WEB,
    (Issuer, "shop_url"): _WEB,
    (Issuer, "support_url"): _WEB,
    (Reading, "month"): (date(2026, 11, 2), "2026-11-01", None),
    (Reading, "amount"): _AMOUNTS,
    (MeteredService, "key"): _KEYS,
    (MeteredService, "title"): _TEXTS,
    (MeteredService, "unit"): _TEXTS,
    (MeteredService, "base"): _AMOUNTS,
    (MeteredService, "allowance_per_user"): _AMOUNTS,
    (MeteredService, "readings"): (*_SEQUENCES, [5]),
    (PlanLimit, "key"): _KEYS,
    (PlanLimit, "title"): _TEXTS,
    (PlanLimit, "used"): _COUNTS,
    (PlanLimit, "maximum"): (0, *_COUNTS),
    (SystemEvent, "key"): _KEYS,
    (SystemEvent, "name"): _TEXTS,
    (SystemEvent, "status"): _TEXTS,
    (SystemEvent, "activated"): (None, *_MOMENTS),
    (SystemEvent, "finished"): _MOMENTS,
    (SystemEvent, "percent"): (-1, 101, 0.5, "5", True),
    (ActivationObjection, "reason"): _TEXTS,
    (RemovalObjection, "user_id"): ("", None, 5),
    (RemovalObjection, "reason"): _TEXTS,
    (PanelNotice, "text"): _TEXTS,
    (PanelNotice, "sign"): ("good", None),
    (PanelAction, "title"): _TEXTS,
    (PanelAction, "url"): _LINKS,
    (PanelAction, "in_dialog"): (None, "yes", 1),
    (PanelValues, "notices"): (*_SEQUENCES, ["Seals are sold out."]),
    (PanelValues, "actions"): (*_SEQUENCES, ["Buy"]),
    (PanelValues, "columns"): _SEQUENCES,
    (PanelValues, "rows"): (*_SEQUENCES, [["one too many"]], ["abc"], [5]),
    (LicenceTab, "key"): _KEYS,
    (LicenceTab, "title"): _TEXTS,
    (LicenceTab, "weight"): ("5", None, True, 0.5),
    (LicenceTab, "owner_name"): ("", "acme", "USER", 5),
    (LicenceTab, "render"): ("<p>", 5),
    (LicenceTab, "badge"): ("5", 5),
    (LicenceTab, "visible"): (True, "yes"),
    (LicenceTab, "values"): ({}, PanelValues()),
    (LicencePanel, "key"): _KEYS,
    (LicencePanel, "title"): _TEXTS,
    (LicencePanel, "weight"): ("5", None, True),
    (LicencePanel, "render"): (None, "<p>"),
}
_ROWS = [
    pytest.param(kind, field, value, id=f"{kind.__name__}.{field}: {value!r:.20}")
    for (kind, field), values in WRONG.items()
    for value in values
]


@pytest.mark.parametrize("kind", GOOD, ids=lambda kind: kind.__name__)
def test_a_value_whose_fields_are_right_is_made_and_cannot_be_changed(kind: type) -> None:
    made = kind(**GOOD[kind])
    with pytest.raises(AttributeError):
        setattr(made, next(iter(vars(kind)["__match_args__"] or made.__slots__)), "changed")


@pytest.mark.parametrize(("kind", "field", "value"), _ROWS)
def test_a_wrong_field_is_refused_by_its_name(kind: type, field: str, value: object) -> None:
    with pytest.raises(ValueError, match=rf"^{kind.__name__}\.{field} must be "):
        kind(**{**GOOD[kind], field: value})


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        pytest.param(Issuer, {"licence_url": "http://127.0.0.1:8001"}, id="a server nearby"),
        pytest.param(Reading, {"amount": Decimal("0.5")}, id="half of something"),
        pytest.param(SystemEvent, {"finished": NOW, "percent": 100}, id="an event that has ended"),
        pytest.param(PanelAction, {"url": "/settings/licences/add-ons/acme/buy"}, id="a path"),
        pytest.param(PanelNotice, {"text": lazy_gettext("Licences"), "sign": Sign.STOP}, id="lazy"),
        pytest.param(PanelValues, {"columns": ("a", "b"), "rows": [("1", "2")]}, id="a table"),
        pytest.param(LicenceTab, {"weight": -5, "render": str, "badge": str}, id="a drawn tab"),
    ],
)
def test_what_is_unusual_and_right_is_taken(kind: type, fields: dict[str, Any]) -> None:
    made = kind(**{**GOOD[kind], **fields})
    assert {name: getattr(made, name) for name in fields} == fields


def test_a_tab_needs_something_to_show() -> None:
    with pytest.raises(ValueError, match="LicenceTab needs owner_name, values or render"):
        LicenceTab("acme", "Acme")
