"""The tab bar: contributed tabs, and one for every other owner that is here or can come."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flask import url_for

from solicense_plugin.domain.errors import NotFound
from solicense_plugin.domain.names import is_owner_name
from solicense_plugin.domain.owner import ModuleOwner
from solicense_plugin.domain.texts import Text
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.tabs import RESERVED_KEYS, LicenceTab
from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import language
from solicense_plugin.services.overview import OwnerTitle
from solicense_plugin.web import vendors
from solicense_plugin.web.desk import Desk

_WEIGHT_OF_OWNERS = 1000
#: Before the key of an owner whose name is a key of somebody else.
_ASIDE = "owner-"
#: The tab that has an address of its own.
STATUS = "status"


@dataclass(frozen=True, slots=True)
class BarItem:
    """A tab in the bar."""

    key: str
    title: str
    url: str
    is_current: bool
    #: What waits for the administrator, in words; empty for nothing.
    badge: str
    #: Where its vendor's badge is; empty where it has none.
    badge_url: str


@dataclass(frozen=True, slots=True)
class Found:
    """A tab and whose it is."""

    tab: LicenceTab
    #: ``None`` for an owner's tab that nobody contributed.
    add_on: AddOn | None


def bar(desk: Desk, titles: Sequence[OwnerTitle], current: str) -> list[BarItem]:
    """Return the tab bar.

    :param current: the key of the tab that is open.
    """
    names = {title.owner.name: title for title in titles}
    contributed = desk.parts.add_ons.tabs
    taken = {tab.owner_name for _, tab in contributed}
    tabs = [
        (tab, vendors.title_of(tab)) for whose, tab in contributed if vendors.may_see(whose, tab)
    ]
    tabs += [_of_owner(desk, title) for name, title in names.items() if name not in taken]
    tabs += [_of_owner(desk, title) for title in _to_come(desk, taken | names.keys())]
    tabs.sort(key=lambda pair: (pair[0].weight, pair[0].key))
    return [
        BarItem(
            key=tab.key,
            title=title,
            url=_url(tab.key),
            is_current=tab.key == current,
            badge=_waiting(names.get(tab.owner_name or "")),
            badge_url=url_for("solicense.badge", key=tab.key) if tab.badge else "",
        )
        for tab, title in tabs
    ]


def bar_facts(desk: Desk, titles: Sequence[OwnerTitle], current: str) -> Hashable:
    """Return all that the bar depends on."""
    tabs = desk.parts.add_ons.tabs
    return (
        language(),
        current,
        url_for("solicense.screen"),
        tuple(tab.key for whose, tab in tabs if vendors.may_see(whose, tab)),
        tuple((one.owner.name, _of_owner(desk, one), one.is_waiting) for one in titles),
    )


def _url(key: str) -> str:
    return url_for("solicense.status") if key == STATUS else url_for("solicense.tab", key=key)


def _of_owner(desk: Desk, title: OwnerTitle) -> tuple[LicenceTab, str]:
    owner = title.owner
    name = owner.description.spoken(language(), owner.language).text
    return LicenceTab(key_of(desk, owner.name), name, _WEIGHT_OF_OWNERS, owner.name), name


def _to_come(desk: Desk, known: AbstractSet[str | None]) -> list[OwnerTitle]:
    """Return the owners whose first package an issuer's licence server may have."""
    issuers = sorted(desk.parts.add_ons.issuers.keys() - known)
    named = [ModuleOwner(name, Text(name)) for name in issuers if desk.context.has_issuer(name)]
    return [OwnerTitle(owner, is_waiting=False) for owner in named]


def _waiting(title: OwnerTitle | None) -> str:
    return _("A new licence is waiting.") if title and title.is_waiting else ""


def tab_by_key(desk: Desk, key: str) -> Found:
    """Return the tab that a key stands for.

    :raises NotFound: none, or one that is not for this user; the owner's own key too where
        an add-on draws its tab.
    """
    for whose, tab in desk.parts.add_ons.tabs:
        if tab.key == key:
            if not vendors.may_see(whose, tab):
                raise NotFound
            return Found(tab, whose)
    owner = key.removeprefix(_ASIDE).upper()
    if not is_owner_name(owner) or key_of(desk, owner) != key:
        raise NotFound
    return Found(LicenceTab(key, owner, _WEIGHT_OF_OWNERS, owner), None)


def contributed_for(desk: Desk, owner: str) -> Found | None:
    """Return the tab that an add-on contributed for an owner, if this user may see it."""
    for whose, tab in desk.parts.add_ons.tabs:
        if tab.owner_name == owner and vendors.may_see(whose, tab):
            return Found(tab, whose)
    return None


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
