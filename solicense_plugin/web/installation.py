"""The dialog for serial number and licence owner: the first ones, or new ones."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from solicense_plugin import check_messages, htmx, messages
from solicense_plugin.domain.errors import (
    IdentityMoved,
    InvalidField,
    LicenceError,
    NotIdentified,
    PackageRefused,
)
from solicense_plugin.domain.fetch_faults import FetchFailed
from solicense_plugin.domain.names import SUPEROFFICE
from solicense_plugin.i18n import gettext as _
from solicense_plugin.services import identity_change
from solicense_plugin.services.context import AlreadyDone
from solicense_plugin.services.identity_change import ChangeDeclined, Outcome
from solicense_plugin.web import pages
from solicense_plugin.web.desk import desk
from solicense_plugin.web.pages import Form
from solicense_plugin.web.uploads import licence_file

#: How large a file a form can carry in a field, in bytes: less than Flask reads of fields.
_CARRIED = 400_000


def show() -> Response:
    """Ask whose installation this is, or is to be."""
    new = identity_change.standing(desk().context).announced
    return _dialog(new.company_name, new.serial_number) if new else _dialog()


def change() -> AnyResponse:
    """Store whose installation this is, if that is authorised."""
    mine, form = desk(), Form.sent()
    company, serial = (request.form.get(n, "") for n in ("company_name", "serial_number"))
    carried = request.form.get("carried", "")
    content = licence_file() or carried.encode() or None
    try:
        outcome = identity_change.change(
            mine.context,
            company_name=company,
            serial_number=serial,
            actor=mine.actor,
            content=content,
            token=form.once,
        )
    except AlreadyDone as before:
        outcome = Outcome(before.result)
    except InvalidField as invalid:
        problems = {invalid.field: messages.invalid(invalid)}
        return _dialog(company, serial, status=422, problems=problems, carried=carried)
    except IdentityMoved:
        return _dialog(status=409, problem=_("A colleague has changed it meanwhile."))
    except (PackageRefused, FetchFailed, ChangeDeclined) as refused:
        return _dialog(company, serial, status=422, problem=_reason(refused), url=_url(refused))
    return _go_on(outcome)


def propose(content: bytes) -> Response:
    """Ask to confirm whose installation it is by the first licence file.

    :raises NotIdentified: it is a partner's, which cannot say.
    """
    new = identity_change.proposed_by(desk().context, content)
    if new is None:
        raise NotIdentified
    carried = content.decode() if len(content) <= _CARRIED else ""
    said = _("The licence file says whose installation this is. Confirm that it is yours.")
    return _dialog(new.company_name, new.serial_number, status=409, problem=said, carried=carried)


def _reason(error: PackageRefused | FetchFailed | ChangeDeclined) -> str:
    if isinstance(error, ChangeDeclined):
        return check_messages.declined(error.said)
    if isinstance(error, FetchFailed):
        return check_messages.unreachable(error)
    return messages.refusal(error)


def _url(error: LicenceError) -> str:
    return error.said.url if isinstance(error, ChangeDeclined) else ""


def _go_on(outcome: Outcome) -> AnyResponse:
    values = {"changed": 1} if outcome is Outcome.CHANGED else {}
    url = (
        pages.link("package", owner=SUPEROFFICE)
        if outcome is Outcome.IDENTIFIED
        else pages.back_to_tab(SUPEROFFICE, **values)
    )
    return htmx.go_to(url) if htmx.wants_fragment() else redirect(url, 303)


def _dialog(
    company_name: str = "",
    serial_number: str = "",
    *,
    status: int = 200,
    problems: dict[str, str] | None = None,
    **values: Any,  # noqa: ANN401  whatever else the dialog is to say
) -> Response:
    identity = identity_change.standing(desk().context).identity
    return pages.show_dialog(
        "dialogs/_identify.html",
        title=_("Change serial number") if identity else _("Company and serial number"),
        owner=SUPEROFFICE,
        status=status,
        form=Form.new(),
        identity=identity,
        problems=problems or {},
        company_name=company_name,
        serial_number=serial_number,
        back=pages.link("screen"),
        **values,
    )
