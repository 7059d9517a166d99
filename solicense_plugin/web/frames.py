"""What stands around a page of an add-on: our screen, or nothing where htmx asks for a part."""

from __future__ import annotations

from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from solicense_plugin import htmx
from solicense_plugin.parts import parts
from solicense_plugin.web import pages
from solicense_plugin.web.guard import csrf_field


def layout() -> str:
    """Return the template to extend."""
    return "solicense/parts/_bare.html" if htmx.wants_fragment() else parts().layout


def tab_bar(key: str = "") -> Markup:
    """Draw the tab bar, with the tab of this key as the open one."""
    return pages.drawn_bar(pages.all_titles(), key)


def csrf_hidden() -> Markup:
    """Return the hidden field that our guard demands of a POST."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(
        csrf_field(), generate_csrf()
    )


def is_bundled() -> bool:
    """Return whether we bring htmx ourselves."""
    return parts().config.htmx == "bundled"
