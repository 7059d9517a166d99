"""What an add-on gives to be shown, made harmless while it is still behind the boundary."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from flask_babel.speaklater import LazyString
from markupsafe import Markup, escape

from solicense_plugin.hooks.boundary import WrongValue
from solicense_plugin.hooks.tabs import PanelValues
from solicense_plugin.hooks.whole import demand_whole

#: How many rows of a table are shown.
MOST_ROWS = 1000
#: How many characters an add-on may draw: more is no page for anybody.
MOST_CHARACTERS = 2_000_000
#: How many characters a badge may have.
MOST_OF_A_BADGE = 12
_LONE = re.compile("[\\ud800-\\udfff]")


def sendable(text: str) -> str:
    """Return a text as UTF-8 can say it: halves of characters become replacement signs."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _LONE.sub("\N{REPLACEMENT CHARACTER}", text)
    return text


def text_of(value: object) -> str:
    """Return a text, read now if it is lazy.

    :raises WrongValue: it is none.
    """
    if not isinstance(value, str | LazyString):
        raise WrongValue(f"a text is needed, not {value!r:.100}")
    text = str(value)
    if len(text) > MOST_CHARACTERS:
        raise WrongValue(f"more than {MOST_CHARACTERS} characters")
    return sendable(text)


def markup_of(value: object) -> Markup:
    """Return what was drawn: markup as it is, a plain text escaped.

    :raises WrongValue: it is neither, or markup that would reach beyond its place.
    """
    text = text_of(value)
    if not isinstance(value, Markup):
        return escape(text)
    demand_whole(text)
    return Markup(text)  # noqa: S704  it says so


def badge_of(value: object) -> str:
    """Return a badge; empty for none.

    :raises WrongValue: it is no short text.
    """
    text = "" if value is None else text_of(value).strip()
    if len(text) > MOST_OF_A_BADGE:
        raise WrongValue(f"a badge has at most {MOST_OF_A_BADGE} characters")
    return text


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice, read."""

    text: str
    sign: str


@dataclass(frozen=True, slots=True)
class ShownAction:
    """An action, read."""

    title: str
    url: str
    in_dialog: bool = False

    @property
    def leads_away(self) -> bool:
        """Whether it leads to another site."""
        return not self.url.startswith("/")


@dataclass(frozen=True, slots=True)
class ShownValues:
    """A panel's values, read: nothing in it is the add-on's code any more."""

    notices: tuple[ShownNotice, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    #: How many rows are not shown.
    more: int
    actions: tuple[ShownAction, ...]

    @classmethod
    def of(cls, values: object, own_pages: str) -> ShownValues:
        """Read a panel's values.

        :param own_pages: what the addresses of the add-on's own pages begin with.
        :raises WrongValue: they are none.
        """
        if not isinstance(values, PanelValues):
            raise WrongValue(f"PanelValues are needed, not {values!r:.100}")
        rows = islice(values.rows, MOST_ROWS)
        return cls(
            notices=tuple(ShownNotice(text_of(n.text), n.sign.value) for n in values.notices),
            columns=tuple(map(text_of, values.columns)),
            rows=tuple(tuple(map(text_of, row)) for row in rows),
            more=max(0, len(values.rows) - MOST_ROWS),
            actions=tuple(
                ShownAction(text_of(a.title), a.url, a.in_dialog and a.url.startswith(own_pages))
                for a in values.actions
            ),
        )
