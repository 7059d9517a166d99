"""Whole pages and parts of them: the same partial, in the page or alone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from solicense_plugin import htmx
from solicense_plugin.hooks.shown import sendable
from solicense_plugin.i18n import language
from solicense_plugin.parts import parts
from solicense_plugin.services import overview
from solicense_plugin.services.overview import OwnerTitle
from solicense_plugin.web import tabs
from solicense_plugin.web.desk import desk
from solicense_plugin.web.guard import csrf_field

#: Where a panel, and where a dialog's content is swapped.
_PANEL, _DIALOG = "#solicense-panel", "#solicense-dialog-body"


@dataclass(frozen=True, slots=True)
class Message:
    """What has just happened, said once."""

    text: str
    #: ``good``, ``warn`` or ``stop``.
    kind: str = "good"


def show_panel(
    partial: str,
    *,
    title: str,
    key: str,
    titles: Sequence[OwnerTitle],
    message: Message | None = None,
    **values: Any,  # noqa: ANN401  whatever the partial needs
) -> Response:
    """Show a tab's panel: with the bar and the message to htmx, else in a whole page."""
    swaps = htmx.wants_fragment()
    bar = drawn_bar(titles, key, swaps=swaps)
    if swaps:
        around = {"sl_bar": bar, "sl_message": message, "sl_panel": drawn(partial, **values)}
        return htmx.fragment(drawn("parts/_swap.html", **around), into=_PANEL)
    return _page(partial, title=title, in_dialog=False, sl_bar=bar, sl_message=message, **values)


def drawn_bar(titles: Sequence[OwnerTitle], current: str, *, swaps: bool = False) -> Markup:
    """Draw the tab bar; once for all that it depends on, so that many tabs cost nothing.

    :param swaps: it is sent beside a panel.
    """

    def draw() -> Markup:
        items = tabs.bar(desk(), titles, current)
        return drawn("parts/_bar.html", items=items, swaps=swaps)

    return parts().around.get((swaps, tabs.bar_facts(desk(), titles, current)), draw)


def show_part(partial: str, **values: Any) -> Response:  # noqa: ANN401  whatever it needs
    """Show a part of what is on the screen, where htmx asked for that alone."""
    return show_drawn(drawn(partial, **values))


def show_drawn(part: Markup) -> Response:
    """Show a part that is drawn already."""
    return htmx.fragment(part)


def drawn(partial: str, **values: Any) -> Markup:  # noqa: ANN401  whatever it needs
    """Draw a partial."""
    html = sendable(render_template(f"solicense/{partial}", **values))
    return Markup(html)  # noqa: S704  a template of ours


def show_dialog(
    partial: str,
    *,
    title: str,
    owner: str,
    status: int = 200,
    titles: Sequence[OwnerTitle] | None = None,
    **values: Any,  # noqa: ANN401  whatever the partial needs
) -> Response:
    """Show a dialog: its content alone to htmx, else as a page of its own.

    :param titles: the owners for the tab bar, where they are known already.
    """
    if htmx.wants_fragment():
        return htmx.fragment(drawn(partial, **values), status=status, into=_DIALOG)
    bar = drawn_bar(titles or all_titles(), tabs.key_of(desk(), owner))
    page = _page(partial, title=title, in_dialog=True, sl_bar=bar, sl_message=None, **values)
    page.status_code = status
    return page


def _page(
    partial: str,
    *,
    title: str,
    in_dialog: bool,
    sl_bar: Markup,
    sl_message: Message | None,
    **values: Any,  # noqa: ANN401  whatever the partial needs
) -> Response:
    """Put a partial into a whole page. It is drawn first: a page of many levels is slow."""
    html = render_template(
        "solicense/page.html",
        sl_layout=parts().layout,
        sl_panel=drawn(partial, **values),
        sl_title=title,
        sl_in_dialog=in_dialog,
        sl_bundled=parts().config.htmx == "bundled",
        sl_bar=sl_bar,
        sl_message=sl_message,
    )
    return make_response(sendable(html))


@dataclass(frozen=True, slots=True)
class Form:
    """The hidden fields of a form: the session's token, and one for this form alone."""

    once: str

    @classmethod
    def new(cls) -> Form:
        """Make a form that has not been sent."""
        return cls(secrets.token_urlsafe(24))

    @classmethod
    def sent(cls) -> Form:
        """Return the form that was sent or is being paged through, or a new one."""
        return cls(request.values.get("once", "")[:64] or cls.new().once)

    def hidden(self) -> Markup:
        """Return the fields."""
        field = Markup('<input type="hidden" name="{}" value="{}">')
        return field.format(csrf_field(), generate_csrf()) + field.format("once", self.once)


def link(endpoint: str, **values: Any) -> str:  # noqa: ANN401  whatever the address needs
    """Return the address of a page of ours."""
    return url_for(f"solicense.{endpoint}", **values)


def back_to_tab(owner: str, **values: Any) -> str:  # noqa: ANN401  whatever the address needs
    """Return the address of an owner's tab."""
    return link("tab", key=tabs.key_of(desk(), owner), **values)


def all_titles() -> Sequence[OwnerTitle]:
    """Return the owners for the tab bar."""
    return overview.titles(desk().context, language=language())
