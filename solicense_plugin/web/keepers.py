"""Beside each name in Remove superfluous licences: whom an add-on says must keep it, and why.

The list asks nobody. Each add-on is asked by an address of its own, which the page loads after
the list, about the people on that page; without JavaScript a button asks all of them.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin import htmx, messages
from solicense_plugin.domain.errors import NotFound
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.boundary import AddOnFailed
from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import ngettext
from solicense_plugin.services import keepers, removal_objections
from solicense_plugin.services.keepers import Question, Reasons
from solicense_plugin.web import numbers, pages, vendors
from solicense_plugin.web.desk import desk


@dataclass(frozen=True, slots=True)
class Keeper:
    """An add-on that may say who must keep a licence, and what it said of those on a page."""

    name: str
    #: Where it is asked about them.
    url: str
    #: By the associate's id, in words; empty until it is asked.
    reasons: Reasons
    was_asked: bool = False
    #: How many must keep it, or that it could not be asked.
    summary: str = ""
    failed: bool = False


def of_page(owner: str, licence: str, people: Collection[int], *, asked: bool) -> Sequence[Keeper]:
    """Return the add-ons to be asked about the people on a page.

    :param asked: whether to ask them now.
    """
    those = desk().parts.add_ons.having(removal_objections.HOOK) if people else []
    if not (asked and those):
        return [_to_ask(one, owner, licence, people) for one in those]
    about = keepers.question(desk().context, owner=owner, licence=licence, people=people)
    return [_asked(one, about) for one in those]


def show(owner: str, licence: str, add_on: str) -> AnyResponse:
    """Show what one add-on says of some people; without htmx the list with what all say.

    :raises NotFound: there is no such licence, or the add-on is not asked about it.
    """
    one = desk().parts.add_ons.named(add_on)
    if one is None or not one.has(removal_objections.HOOK):
        raise NotFound
    if not htmx.wants_fragment():
        return redirect(pages.link("superfluous", owner=owner, licence=licence, asked=1), 303)
    people = _people(request.args.get("who", ""))
    about = keepers.question(desk().context, owner=owner, licence=licence, people=people)
    return pages.show_part("parts/_keeper.html", keeper=_asked(one, about), people=about.people)


def _people(text: str) -> list[int]:
    """Read whom it is about; what is no number is nobody."""
    found = []
    for word in text.split(",")[: removal_objections.MOST]:
        try:
            found.append(numbers.small(word))
        except ValueError:
            continue
    return found


def _to_ask(add_on: AddOn, owner: str, licence: str, people: Collection[int]) -> Keeper:
    who = ",".join(map(str, people))
    url = pages.link("keepers", owner=owner, licence=licence, add_on=add_on.name, who=who)
    return Keeper(add_on.name, url, {})


def _asked(add_on: AddOn, about: Question) -> Keeper:
    """Ask an add-on; that it cannot be asked stops nothing."""
    try:
        said = vendors.ask(add_on, removal_objections.HOOK, lambda: about.ask(add_on))
    except AddOnFailed:
        words = messages.not_asked(add_on.name)
        return Keeper(add_on.name, "", {}, was_asked=True, summary=words, failed=True)
    summary = ngettext(
        "%(num)d person on this page must keep it for now, says %(add_on)s.",
        "%(num)d people on this page must keep it for now, says %(add_on)s.",
        len(said),
        add_on=add_on.name,
    )
    reasons = {person: tuple(map(_words, why)) for person, why in said.items()}
    return Keeper(add_on.name, "", reasons, was_asked=True, summary=summary if said else "")


def _words(reason: str) -> str:
    return _("Must keep it for now: %(reason)s", reason=reason)
