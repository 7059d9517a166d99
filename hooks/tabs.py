"""Tabs and panels that add-ons contribute: values, checked when they are made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup

from solicense_plugin.hooks.fields import (
    demand_address,
    demand_all,
    demand_key,
    demand_owner,
    demand_text,
    demand_weight,
    is_sequence,
    wrong,
)
from solicense_plugin.hooks.values import HostUser

#: Keys of tabs that are ours.
RESERVED_KEYS = frozenset({"superoffice", "status", "history"})


class Sign(StrEnum):
    """How serious something is; shown by a sign and a word, never by colour alone."""

    INFO = "info"
    GOOD = "good"
    WARN = "warn"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class TabContext:
    """What a tab, a panel or a part of one is drawn for."""

    user: HostUser
    #: The host's key of the installation; ``default`` where there is one.
    installation: str
    #: The language of the request: one of da, de, en, nb, nl, sv.
    locale: str


@dataclass(frozen=True, slots=True)
class PanelNotice:
    """A line above the rest of a panel."""

    text: str
    sign: Sign = Sign.INFO

    def __post_init__(self) -> None:
        """Refuse what could not be shown."""
        demand_text(self, "text")
        if not isinstance(self.sign, Sign):
            raise wrong(self, "sign", "a Sign")


@dataclass(frozen=True, slots=True)
class PanelAction:
    """A button of a panel: a link to a page of the add-on or of its vendor."""

    title: str
    #: A path on the host's own site, or an ``https`` address, which opens in a new window.
    url: str
    #: Whether a page of the add-on's own blueprint opens in our dialog; it is a page of its
    #: own without JavaScript. Any other page opens as a page.
    in_dialog: bool = False

    def __post_init__(self) -> None:
        """Refuse what could not be followed."""
        demand_text(self, "title")
        demand_address(self, "url")
        in_dialog: object = self.in_dialog
        if not isinstance(in_dialog, bool):
            raise wrong(self, "in_dialog", "True or False")


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelValues:
    """A panel as values: we draw it, in the look of the screen."""

    notices: Sequence[PanelNotice] = ()
    #: What the table's columns are called; empty for no table.
    columns: Sequence[str] = ()
    #: One text a column; at most 1,000 are shown.
    rows: Sequence[Sequence[str]] = ()
    actions: Sequence[PanelAction] = ()

    def __post_init__(self) -> None:
        """Refuse rows that do not fit the columns."""
        demand_all(self, "notices", PanelNotice)
        demand_all(self, "actions", PanelAction)
        if not is_sequence(self.columns):
            raise wrong(self, "columns", "a sequence of texts")
        if not is_sequence(self.rows) or not all(self._fits(row) for row in self.rows):
            raise wrong(self, "rows", f"sequences of {len(self.columns)} texts, as columns has")

    def _fits(self, row: Sequence[str]) -> bool:
        return is_sequence(row) and len(row) == len(self.columns)


@dataclass(frozen=True, slots=True)
class LicenceTab:
    """A tab of the Licences screen.

    With ``owner_name`` it is the standard licence tab of that module owner; what ``values``
    or ``render`` contribute stands below the owner information, and without an owner it is
    the whole panel. ``values`` are drawn by us; with ``render`` the vendor draws himself.
    """

    #: Lower case, unique among all add-ons; part of the tab's address.
    key: str
    #: Lazy where it is translated.
    title: str
    #: Tabs are ordered by weight, then key.
    weight: int = 1000
    owner_name: str | None = None
    #: Draws the panel; a plain string is escaped.
    render: Callable[[TabContext], Markup | str] | None = None
    #: At most 12 characters beside the title; ``None`` for none. Asked for after the page.
    badge: Callable[[TabContext], str | None] | None = None
    #: Whether this user sees the tab; asked with each page, for at most 50 ms.
    visible: Callable[[TabContext], bool] | None = None
    #: The vendor's part of the panel as values.
    values: Callable[[TabContext], PanelValues] | None = None

    def __post_init__(self) -> None:
        """Refuse a tab that could not be shown, and name the field."""
        demand_key(self)
        demand_text(self, "title")
        demand_weight(self)
        if self.owner_name is not None:
            demand_owner(self, "the name of a module owner, or None")
        for field in ("render", "badge", "visible", "values"):
            if getattr(self, field) is not None and not callable(getattr(self, field)):
                raise wrong(self, field, "a function of a TabContext, or None")
        if self.owner_name is None and self.render is None and self.values is None:
            message = "LicenceTab needs owner_name, values or render"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class LicencePanel:
    """A part of a licence's details."""

    #: Lower case, unique within the add-on.
    key: str
    title: str
    #: Draws it; a plain string is escaped.
    render: Callable[[TabContext], Markup | str]
    weight: int = 1000

    def __post_init__(self) -> None:
        """Refuse what could not be shown."""
        demand_key(self)
        demand_text(self, "title")
        demand_weight(self)
        if not callable(self.render):
            raise wrong(self, "render", "a function of a TabContext")
