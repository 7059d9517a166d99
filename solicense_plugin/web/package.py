"""The dialog Load license from file."""

from __future__ import annotations

from flask import Response, redirect
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin import htmx, messages
from solicense_plugin.domain.activation import Source
from solicense_plugin.domain.arrival import Arrival
from solicense_plugin.domain.errors import InvalidField, NotIdentified, PackageRefused
from solicense_plugin.i18n import gettext as _
from solicense_plugin.services import packages
from solicense_plugin.services.context import AlreadyDone
from solicense_plugin.services.packages import Loaded
from solicense_plugin.web import activation, installation, pages, tab, tabs
from solicense_plugin.web.desk import desk
from solicense_plugin.web.pages import Form
from solicense_plugin.web.uploads import licence_file


def show(owner: str) -> Response:
    """Ask for a licence file."""
    return _dialog(owner)


def load(owner: str) -> AnyResponse:
    """Check a licence file, and show what it would change."""
    mine, form = desk(), Form.sent()
    content = licence_file()
    if content is None:
        return _dialog(owner, messages.invalid(InvalidField("file", "no-file")), status=422)
    try:
        loaded = packages.load(
            mine.context,
            content=content,
            source=Source.FILE,
            actor=mine.actor,
            token=form.once,
        )
    except AlreadyDone as before:
        return _to_activation(before.result)
    except PackageRefused as refused:
        return _dialog(owner, messages.refusal(refused), status=422)
    except NotIdentified:
        return installation.propose(content)
    return _loaded(owner, loaded)


def _loaded(owner: str, loaded: Loaded) -> AnyResponse:
    """Show what became of a file that was accepted, on the tab that it was loaded on."""
    if loaded.arrival is Arrival.SET_ASIDE:
        return _dialog(owner, messages.set_aside(loaded.issue_number), status=422)
    if loaded.arrival is Arrival.ALREADY_CURRENT:
        return _nothing_changes(loaded.owner)
    return _to_activation(loaded.owner)


def _to_activation(owner: str) -> AnyResponse:
    if htmx.wants_fragment():
        return activation.show(owner)
    return redirect(pages.link("activation", owner=owner), 303)


def _nothing_changes(owner: str) -> AnyResponse:
    if htmx.wants_fragment():
        return tab.owner_panel(owner, unchanged=True)
    return redirect(pages.back_to_tab(owner, unchanged=1), 303)


def _dialog(owner: str, problem: str = "", status: int = 200) -> Response:
    """Show the form; the file has to be chosen again, since no browser keeps it."""
    facts = next((title.owner for title in pages.all_titles() if title.owner.name == owner), None)
    return pages.show_dialog(
        "dialogs/_load.html",
        title=_("Load license from file"),
        owner=owner,
        status=status,
        form=Form.new(),
        owner_key=owner,
        facts=facts,
        problem=problem,
        back=pages.back_to_tab(owner),
        tab_key=tabs.key_of(desk(), owner),
    )
