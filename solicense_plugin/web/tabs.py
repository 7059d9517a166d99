"""The tab bar: contributed tabs, and one for every owner that has none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from solicense_plugin.domain.errors import NotFound
from solicense_plugin.domain.names import is_owner_name
from solicense_plugin.hooks.tabs import RESERVED_KEYS, LicenceTab
from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import language
from solicense_plugin.services.overview import OwnerTitle
from solicense_plugin.web.desk import Desk

_WEIGHT_OF_OWNERS = 1000
#: Before the key of an owner whose name is a key of somebody else.
_ASIDE = "owner-"


@dataclass(frozen=True, slots=True)
class BarItem:
    """A tab in the bar."""

    key: str
    title: str
    url: str
    is_current: bool
    #: What waits for the administrator, in words; empty for nothing.
    badge: str


def bar(desk: Desk, titles: Sequence[OwnerTitle], current: str) -> list[BarItem]:
    """Return the tab bar.

    :param current: the key of the tab that is open.
    """
    names = {title.owner.name: title for title in titles}
    contributed = [tab for _, tab in desk.parts.add_ons.tabs]
    shown = {tab.owner_name for tab in contributed}
    tabs = [*contributed, *(_of_owner(desk, t) for name, t in names.items() if name not in shown)]
    tabs.sort(key=lambda tab: (tab.weight, tab.key))
    return [
        BarItem(
            key=tab.key,
            title=str(tab.title),
            url=url_for("solicense.tab", key=tab.key),
            is_current=tab.key == current,
            badge=_badge(names.get(tab.owner_name or "")),
        )
        for tab in tabs
    ]


def _of_owner(desk: Desk, title: OwnerTitle) -> LicenceTab:
    owner = title.owner
    name = owner.description.spoken(language(), owner.language).text
    return LicenceTab(key_of(desk, owner.name), name, _WEIGHT_OF_OWNERS, owner.name)


def _badge(title: OwnerTitle | None) -> str:
    return _("A new licence is waiting.") if title and title.is_waiting else ""


def tab_by_key(desk: Desk, key: str) -> LicenceTab:
    """Return the tab that a key stands for.

    :raises NotFound: none; the owner's own key too where an add-on draws its tab.
    """
    contributed = [tab for _, tab in desk.parts.add_ons.tabs]
    for tab in contributed:
        if tab.key == key:
            return tab
    owner = key.removeprefix(_ASIDE).upper()
    if not is_owner_name(owner) or key_of(desk, owner) != key:
        raise NotFound
    return LicenceTab(key, owner, _WEIGHT_OF_OWNERS, owner)


def key_of(desk: Desk, owner: str) -> str:
    """Return the key of the tab that shows an owner.

    It is the owner's name in lower case, unless that stands for something else.
    """
    tabs = [tab for _, tab in desk.parts.add_ons.tabs]
    for tab in tabs:
        if tab.owner_name == owner:
            return tab.key
    key = owner.lower()
    taken = RESERVED_KEYS | {tab.key for tab in tabs}
    return f"{_ASIDE}{key}" if key in taken else key
