"""The dialog Remove licence owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin import history_messages, htmx, messages
from solicense_plugin.domain.errors import InvalidField, NotFound, StaleRemoval
from solicense_plugin.domain.licence import LicenceKind
from solicense_plugin.domain.lists import LicenceRow
from solicense_plugin.i18n import gettext as _
from solicense_plugin.i18n import language, number, spoken
from solicense_plugin.services import history, removing
from solicense_plugin.services.context import AlreadyDone
from solicense_plugin.services.history import Happened
from solicense_plugin.services.removing import Removal
from solicense_plugin.web import numbers, pages, tabs
from solicense_plugin.web.desk import desk
from solicense_plugin.web.pages import Form


def show(owner: str) -> Response:
    """Show what would be lost with an owner, and ask why it is to go."""
    return _dialog(owner, _propose(owner))


def remove(owner: str) -> AnyResponse:
    """Remove an owner, if what goes with it still is what the administrator saw."""
    mine, form = desk(), Form.sent()
    reason = request.form.get("reason", "")
    try:
        removing.remove(
            mine.context,
            owner=owner,
            digest=request.form.get("digest", ""),
            reason=reason,
            actor=mine.actor,
            token=form.once,
        )
    except AlreadyDone:
        pass
    except InvalidField as invalid:
        problem = messages.invalid(invalid)
        return _dialog(owner, _propose(owner), status=422, reason=reason, problem=problem)
    except StaleRemoval:
        happened = _happened(owner)
        return _dialog(owner, _propose(owner), status=409, reason=reason, happened=happened)
    except NotFound:
        return _gone(owner)
    return _done(owner)


def _propose(owner: str) -> Removal:
    return removing.propose(desk().context, owner=owner, language=language())


def _happened(owner: str) -> Sequence[Happened]:
    """Return what others have done since the dialog was opened."""
    seen = request.form.get("revision", default=0, type=numbers.large)
    return history.since(desk().context, owner=owner, revision=seen, language=language())


def _done(owner: str) -> AnyResponse:
    """Show the first tab, which says what was removed."""
    first = tabs.bar(desk(), pages.all_titles(), "")[0]
    url = pages.link("tab", key=first.key, removed=owner)
    return htmx.go_to(url) if htmx.wants_fragment() else redirect(url, 303)


def _gone(owner: str) -> Response:
    """Say that a colleague was faster.

    :raises NotFound: there never was such an owner.
    """
    if removing.removed(desk().context, owner=owner, language=language()) is None:
        raise NotFound
    return pages.show_dialog(
        "dialogs/_gone.html",
        title=_("Remove licence owner"),
        owner=owner,
        status=409,
        happened=[history_messages.happened(entry) for entry in _happened(owner)],
        back=pages.link("screen"),
    )


@dataclass(frozen=True, slots=True)
class Lost:
    """A licence that goes, ready to be written."""

    name: str
    in_use: str
    quantity: str

    @classmethod
    def of(cls, row: LicenceRow) -> Lost:
        """Prepare a line."""
        return cls(
            row.description or row.name,
            "" if row.kind == LicenceKind.SITE else number(row.in_use),
            _("unrestricted") if row.unrestricted else number(row.quantity),
        )


def _dialog(
    owner: str,
    removal: Removal,
    *,
    status: int = 200,
    happened: Sequence[Happened] = (),
    **values: Any,  # noqa: ANN401  whatever else the dialog is to say
) -> Response:
    mine, loss = desk(), removal.loss
    return pages.show_dialog(
        "dialogs/_remove.html",
        title=_("Remove licence owner"),
        owner=owner,
        status=status,
        form=Form.new(),
        owner_key=owner,
        owner_name=spoken(loss.owner.description, loss.owner.language),
        revision=removal.revision,
        loss=loss,
        lost=[Lost.of(row) for row in loss.licences],
        has_add_on=owner in {tab.owner_name for _, tab in mine.parts.add_ons.tabs},
        happened=[history_messages.happened(entry) for entry in happened],
        back=pages.back_to_tab(owner),
        **values,
    )
