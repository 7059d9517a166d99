"""The addresses that a host links to."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from solicense_plugin import Licences
from tests.support.host import PREFIX
from tests.support.views import Stage

#: What each method is called with.
_LINKS: dict[str, dict[str, Any]] = {
    "screen": {},
    "activation": {},
    "activated": {"issue": 1},
    "load": {},
    "licence": {"licence": "ten-sales"},
    "superfluous": {"licence": "ten-sales"},
    "user_licences": {},
}


def test_every_public_link_is_in_the_table() -> None:
    methods = inspect.getmembers(Licences().links, inspect.ismethod)
    assert {name for name, _method in methods if not name.startswith("_")} == {*_LINKS}


@pytest.mark.parametrize("name", _LINKS)
def test_a_link_leads_to_a_page(stage: Stage, name: str) -> None:
    with stage.app.test_request_context():
        url = getattr(stage.app.extensions["licences"].links, name)(**_LINKS[name])
    assert url.startswith(f"{PREFIX}/")
    assert stage.visitor().open(url).status == 200


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("activation", {}),
        ("activated", {"issue": 1}),
        ("load", {}),
        ("licence", {"licence": "signing"}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_link_can_be_to_another_owner(stage: Stage, name: str, values: dict[str, Any]) -> None:
    with stage.app.test_request_context():
        url = getattr(stage.app.extensions["licences"].links, name)(owner="ACME", **values)
    assert "/ACME/" in url
    assert stage.visitor().open(url).status == 200


def test_every_address_in_a_page_leads_somewhere(stage: Stage) -> None:
    site = stage.visitor()
    seen, waiting = set[str](), [f"{PREFIX}/"]
    while waiting:
        url = waiting.pop()
        page = site.open(url)
        assert page.status == 200, url
        links = {link["href"] for link in page.root.all("a") if link["href"].startswith("/")}
        waiting += links - seen
        seen |= links
    assert len(seen) > 20
