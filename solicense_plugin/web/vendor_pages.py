"""Pages of add-ons: their blueprints below ours, so that our guard stands before them.

What an add-on does to its blueprint is tried in an application of no use first: whatever
clashes or fails there costs that blueprint alone, and the host starts.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

from flask import Blueprint, Flask, Response, current_app
from werkzeug.exceptions import HTTPException

from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.boundary import AddOnFailed, WrongValue
from solicense_plugin.hooks.patience import Patience
from solicense_plugin.hooks.registry import AddOns
from solicense_plugin.web import faults

_HOOK = "solicense_blueprints"
#: For how many seconds a blueprint may be tried.
TO_TRY = 2.0
#: Our own blueprint, whose guard it is.
_OURS = "solicense"
#: What a blueprint may not do: it would reach the host's pages and ours.
_EVERYWHERE = (
    "before_request_funcs",
    "after_request_funcs",
    "teardown_request_funcs",
    "url_value_preprocessors",
    "url_default_functions",
    "error_handler_spec",
)


def register(app: Flask, add_ons: AddOns, url_prefix: str) -> None:
    """Put the add-ons' blueprints below ours; what cannot be is kept with its reason."""
    patience = Patience(TO_TRY)
    for add_on, pages in add_ons.collected(_HOOK, Blueprint):
        prefix = f"{url_prefix}/add-ons/{add_on.name}"
        try:
            tried = functools.partial(_demand_alone, app, pages, prefix)
            patience.call(add_on.boundary, _HOOK, tried)
        except AddOnFailed as failed:
            add_ons.faults.append(failed.fault)
            continue
        try:  # what it runs while it is registered may do something else the second time
            add_on.boundary.call(_HOOK, functools.partial(_put, app, pages, prefix))
        except AddOnFailed as failed:
            add_ons.faults.append(failed.fault)
        _guard(app, add_on, f"{_OURS}.{pages.name}")


def _put(app: Flask, pages: Blueprint, prefix: str) -> None:
    app.register_blueprint(pages, name_prefix=_OURS, url_prefix=_below(prefix, pages))


def _below(prefix: str, pages: Blueprint) -> str:
    return prefix + (pages.url_prefix or "").rstrip("/")


def _demand_alone(app: Flask, pages: Blueprint, prefix: str) -> None:
    """Demand that a blueprint can be registered and touches nothing but its own.

    :raises WrongValue: its name or a route of it is taken, or it reaches further.
    """
    if f"{_OURS}.{pages.name}" in app.blueprints:
        raise WrongValue(f"the name of the blueprint is taken: {pages.name}")
    trial = Flask(__name__, static_folder=None)
    trial.register_blueprint(pages, name_prefix=_OURS, url_prefix=_below(prefix, pages))
    for kind in _EVERYWHERE:
        if getattr(trial, kind).get(None):
            raise WrongValue(f"the blueprint acts on every page of the application: {kind}")
    if len(trial.template_context_processors[None]) > 1:
        raise WrongValue("the blueprint changes the templates of the whole application")
    taken = set(_routes(app))
    for route in _routes(trial):
        if route in taken:
            raise WrongValue(f"the route is taken: {' '.join(route)}")
        taken.add(route)


def _routes(app: Flask) -> Iterator[tuple[str, str]]:
    for rule in app.url_map.iter_rules():
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            yield method, rule.rule


def _guard(app: Flask, add_on: AddOn, name: str) -> None:
    """Put everything that a blueprint runs behind the boundary."""
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith(f"{name}."):
            app.view_functions[endpoint] = _guarded(add_on, endpoint, view)
    for kind in (app.before_request_funcs, app.after_request_funcs):
        for scope, functions in kind.items():
            if scope == name or str(scope).startswith(f"{name}."):
                functions[:] = [
                    _guarded(add_on, f"{scope} {one.__name__}", one) for one in functions
                ]


def _guarded(add_on: AddOn, contribution: str, view: Callable[..., Any]) -> Callable[..., Any]:
    """Return a view that answers with a page of ours where it fails."""

    def answer(*arguments: Any, **values: Any) -> Any:  # noqa: ANN401  Flask's own
        try:
            answered = current_app.ensure_sync(view)(*arguments, **values)
        except HTTPException as said:
            return said
        return None if answered is None else current_app.make_response(answered)

    @functools.wraps(view)
    def guarded(*arguments: Any, **values: Any) -> Any:  # noqa: ANN401  Flask's own
        call = functools.partial(answer, *arguments, **values)
        try:
            answered = add_on.boundary.call(contribution, call)
        except AddOnFailed as failed:
            return _failed(failed)
        if isinstance(answered, HTTPException):
            raise answered
        return answered

    return guarded


def _failed(failed: AddOnFailed) -> Response:
    return faults.of_add_on(failed.fault.add_on, failed.fault.reference)
