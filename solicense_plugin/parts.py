"""What the extension put together for one application, for whoever serves it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app
from markupsafe import Markup

from solicense_plugin.config import Config
from solicense_plugin.hooks.host import Host
from solicense_plugin.hooks.registry import AddOns
from solicense_plugin.recent import Recent
from solicense_plugin.services.context import Context
from solicense_plugin.store.session import Store

#: Where the parts are kept, in ``app.extensions``.
EXTENSION = "solicense"


@dataclass(frozen=True)
class Parts:
    """One application's plugin."""

    config: Config
    host: Host
    add_ons: AddOns
    store: Store
    #: Makes the context of an installation, by the host's key; ``None``: the only one.
    context: Callable[[str | None], Context]
    clock: Callable[[], datetime]
    #: The layout that our pages extend.
    layout: str
    #: Whether our pages say themselves what a browser may load.
    sends_policy: bool
    #: Licence lists as they were drawn, by all that they depend on.
    drawn: Recent[Markup]
    #: Tab bars and places of vendors as they were drawn, by the same.
    around: Recent[Markup]


def parts() -> Parts:
    """Return the plugin of the current application."""
    return cast("Parts", current_app.extensions[EXTENSION])
