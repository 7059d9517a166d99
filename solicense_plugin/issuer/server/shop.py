"""The shop page: what a customer owns, and a form to buy more of it.

It knows its customers by serial number and company alone and asks for no password, so
that a real issuer puts his own login before it.
"""

from __future__ import annotations

import logging
import secrets
from http import HTTPStatus

from flask import (
    Blueprint,
    Flask,
    Response,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.exceptions import HTTPException
from wtforms import ValidationError

from solicense_plugin.domain.installation import Identity
from solicense_plugin.issuer.files import write_whole
from solicense_plugin.issuer.server import requests
from solicense_plugin.issuer.server.desk import Desk
from solicense_plugin.issuer.server.folder import Folder
from solicense_plugin.issuer.server.orders import (
    FIELD,
    MOST,
    Order,
    OrderRefused,
    Stale,
    buy,
    is_for_sale,
    offers,
    seen,
)
from solicense_plugin.issuer.server.protocol import file, identity
from solicense_plugin.issuer.server.statuses import Declined

_POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_EXPIRED = "This form has expired. Look at the numbers, and send it again."
_CHANGED = "What you own has changed since this form was made. Here is what you own now."

_log = logging.getLogger(__name__)


def register(app: Flask, desk: Desk) -> None:
    """Add the shop to a licence server."""
    app.secret_key = _secret(desk.folder)
    app.config |= {
        # Cookies do not know ports: a CRM on this machine has its own "session", and
        # another owner's shop its own.
        "SESSION_COOKIE_NAME": f"solicense_shop_{desk.owner()}",
        "SESSION_COOKIE_SAMESITE": "Lax",
        "WTF_CSRF_TIME_LIMIT": None,
    }
    app.register_blueprint(_routes(desk))


def _secret(folder: Folder) -> bytes:
    """Return the key of the sessions: made by whichever process comes first."""
    found = folder.path / "secret"
    with folder.locked("secret"):
        if not found.exists():
            write_whole(found, secrets.token_bytes(32), mode=0o600)
    return found.read_bytes()


def _routes(desk: Desk) -> Blueprint:
    shop = Blueprint(
        "shop",
        __name__,
        template_folder="templates",
        static_folder="static",
        static_url_path="/shop/static",
    )
    shop.after_request(_harden)
    shop.register_error_handler(Declined, _stranger)
    shop.register_error_handler(HTTPException, _unasked)
    shop.register_error_handler(Exception, _failed)

    @shop.get("/shop")
    def page() -> Response:
        if not request.args:
            return _page("shop/welcome.html")
        asking = identity(request.args, serial="serial", company="company")
        return _owned(desk, asking, Order())

    @shop.post("/shop")
    def order() -> Response:
        asking = identity(request.form, serial="serial", company="company")
        return _ordered(desk, asking, Order.of(request.form))

    @shop.get("/shop/code")
    def code() -> Response:
        return _asked()

    @shop.post("/shop/code")
    def answer() -> Response:
        return _answered(desk, request.form.get("code", ""))

    return shop


def _asked(problem: str = "", status: HTTPStatus = HTTPStatus.OK, code: str = "") -> Response:
    return _page("shop/code.html", status, problem=problem, token=generate_csrf(), code=code)


def _answered(desk: Desk, code: str) -> Response:
    """Send the package that a pasted request code asks for, to be saved as a file."""
    try:
        validate_csrf(request.form.get("csrf_token"))
        issued = requests.answer(desk, code)
    except ValidationError:
        return _asked("This form has expired. Send it again.", HTTPStatus.BAD_REQUEST, code)
    except Declined as declined:
        return _asked(declined.detail, declined.http, code)
    answer = file(issued)
    name = f"{desk.owner().lower()}-{issued.number}.licence"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _ordered(desk: Desk, asking: Identity, wanted: Order) -> Response:
    try:
        validate_csrf(request.form.get("csrf_token"))
        bought = buy(desk, asking, wanted)
    except ValidationError:
        return _owned(desk, asking, wanted, _EXPIRED, HTTPStatus.BAD_REQUEST)
    except Stale:
        return _owned(desk, asking, Order(), _CHANGED, HTTPStatus.CONFLICT)
    except OrderRefused as refused:
        unprocessable = HTTPStatus.UNPROCESSABLE_ENTITY
        return _owned(desk, asking, refused.order, str(refused), unprocessable)
    for line in bought:
        flash(line)
    again = url_for("shop.page", serial=asking.serial_number, company=asking.company_name)
    return make_response(redirect(again, HTTPStatus.SEE_OTHER))


def _owned(
    desk: Desk,
    asking: Identity,
    order: Order,
    problem: str = "",
    status: HTTPStatus = HTTPStatus.OK,
) -> Response:
    """Show what a customer owns, and his form as he has filled it in so far."""
    source = desk.source(asking)
    return _page(
        "shop/owned.html",
        status,
        identity=asking,
        owner=source.package.owner,
        offers=offers(source),
        is_for_sale=is_for_sale,
        order=order,
        problem=problem,
        seen=seen(desk, source),
        token=generate_csrf(),
        most=MOST,
        field=FIELD,
    )


def _stranger(declined: Declined) -> Response:
    problem = "We know no customer with this serial number and company."
    return _page("shop/welcome.html", declined.http, problem=problem)


def _unasked(error: HTTPException) -> Response:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    return _page("shop/welcome.html", status, problem=error.description or status.description)


def _failed(_error: Exception) -> Response:
    _log.exception("the shop failed")
    problem = "The shop cannot be used now. Please try again later."
    return _page("shop/welcome.html", HTTPStatus.INTERNAL_SERVER_ERROR, problem=problem)


def _page(template: str, status: HTTPStatus = HTTPStatus.OK, **context: object) -> Response:
    return make_response(render_template(template, **context), status)


def _harden(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["Referrer-Policy"] = "same-origin"
    return answer
