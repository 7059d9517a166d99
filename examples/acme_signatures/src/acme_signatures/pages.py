"""The dialog in which documents are sent and signed: routes of our own, behind the guard."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from acme_signatures.archive import MOST_WAITING, Archive
from acme_signatures.texts import gettext as _

#: The longest title and the longest name.
_LONGEST = 200


def make_pages(archive: Archive) -> Blueprint:
    """Make the blueprint; its name and its templates' folder are ours alone."""
    pages = Blueprint("acme_signatures", __name__, template_folder="templates")

    @pages.get("/documents")
    def documents() -> Response:
        return _shown(archive)

    @pages.post("/documents")
    def send() -> AnyResponse:
        fields = [request.form.get(name, "").strip() for name in ("title", "signer", "user_id")]
        if not all(0 < len(field) <= _LONGEST for field in fields):
            return _shown(archive, _("Say what is signed, by whom, and his number in the CRM."))
        if len(archive.waiting()) >= MOST_WAITING:
            return _shown(archive, _("No document can be sent until one has been signed."))
        title, signer, user_id = fields
        archive.send(title, signer=signer, user_id=user_id, sent=_today())
        return redirect(url_for(".documents", changed=1), 303)

    @pages.post("/documents/<int:document>/signed")
    def sign(document: int) -> AnyResponse:
        archive.sign(document, at=_today())
        return redirect(url_for(".documents", changed=1), 303)

    return pages


def _shown(archive: Archive, problem: str = "") -> Response:
    page = render_template(
        "acme_signatures/documents.html",
        documents=archive.waiting(),
        problem=problem,
        changed="changed" in request.args,
        text=_,
        back=url_for("solicense.tab", key="acme"),
    )
    return make_response(page, 422 if problem else 200)


def _today() -> date:
    return datetime.now(UTC).date()
