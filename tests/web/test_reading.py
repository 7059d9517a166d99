"""A GET changes nothing, however often."""

from __future__ import annotations

import pytest

from tests.support.views import VIEWS, Stage
from tests.web.test_permissions import ROUTES, address

_EVERY_GET = pytest.mark.parametrize("endpoint", [name for m, name in ROUTES if m == "GET"])
_QUERIES = ("", "?once=a-form&through=1&q=person&sort=name&desc=1&activated=1&unchanged=1")


@_EVERY_GET
@pytest.mark.parametrize("htmx", [False, True], ids=["page", "part"])
def test_a_get_changes_nothing(stage: Stage, endpoint: str, htmx: bool) -> None:
    before = stage.dump()
    headers = {"HX-Request": "true"} if htmx else {}
    for query in _QUERIES:
        url = address(stage.app, endpoint) + query
        with stage.app.test_client().get(url, headers=headers) as answer:
            assert answer.status_code in {200, 303}
    assert stage.dump() == before


def test_every_page_can_be_read_again(stage: Stage) -> None:
    before = stage.dump()
    for view, (show, status) in VIEWS.items():
        if status == 200 and view != "suggested":
            show(stage.visitor())
    assert stage.dump() == before


@_EVERY_GET
def test_a_head_is_a_get_without_its_content(stage: Stage, endpoint: str) -> None:
    client, url = stage.app.test_client(), address(stage.app, endpoint)
    with client.get(url) as got, client.head(url) as head:
        assert head.status_code == got.status_code
        assert head.data == b""
