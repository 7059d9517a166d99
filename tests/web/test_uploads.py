"""Loading a file: what is wrong is said, nothing of it is kept, and the page goes on working."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from flask import Flask
from sqlalchemy import select

from solicense_plugin import messages
from solicense_plugin.domain.errors import Fault, PackageRefused
from solicense_plugin.i18n import LANGUAGES
from solicense_plugin.packages.lines import MAX_BYTES
from tests.conftest import rounds
from tests.support.dumps import Dump, dump
from tests.support.host import PREFIX, Host, make_app
from tests.support.markup import parse
from tests.support.signing import module
from tests.support.uploads import HOSTILE, good
from tests.support.visitor import Page, Visitor
from tests.support.world import World

_PACKAGE = f"{PREFIX}/owners/SUPEROFFICE/package"
#: What a refusal leaves behind, and nothing else.
_TRACES = {"solicense_ledger", "solicense_installation"}


@pytest.fixture
def form(world: World, either: Visitor) -> Page:
    """The form, where issue number 2 is active and number 3 may come."""
    world.own(module("ten-sales", 5), issue=2)
    return either.open(_PACKAGE)


def said(app: Flask, fault: Fault, detail: str = "", language: str = "en") -> str:
    """Return what a refusal says."""
    with app.test_request_context(headers={"Accept-Language": language}):
        return messages.refusal(PackageRefused(fault, detail))


def kept(world: World) -> Dump:
    """Return what must not change when a file is refused."""
    found = dump(world.context.store, world.context.installation_id)
    return {name: rows for name, rows in found.items() if name not in _TRACES}


def entries(world: World) -> list[str]:
    row = world.context.store.tables.ledger
    with world.context.reading() as reading:
        return list(reading.connection.scalars(select(row.c.text).order_by(row.c.sequence)))


def refused(page: Page) -> str:
    """Return the message of a form that was refused."""
    assert page.status == 422
    problem = page.by_id("sl-problem").text
    assert "Nothing has been stored and nothing has been changed." in problem
    assert page.by_id("sl-file")["aria-describedby"] == "sl-problem"
    return problem


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_with_its_own_reason_and_leaves_nothing_behind(
    world: World, app: Flask, form: Page, what: str
) -> None:
    make, fault, detail = HOSTILE[what]
    before, known = kept(world), len(entries(world))
    page = form.press("Check the file", file=make(world.issuer))
    assert said(app, fault, detail) in refused(page)
    assert kept(world) == before
    (entry,) = entries(world)[known:]
    assert f'"fault":"{fault}"' in entry
    assert page.press("Check the file", file=good(world.issuer)).has("button", "Activate")


def test_no_byte_can_be_changed(world: World, form: Page) -> None:
    content, before = good(world.issuer), kept(world)
    samples = rounds(32, len(content) - 1)
    for sample in range(samples):
        place = sample * (len(content) - 1) // samples
        changed = bytearray(content)
        changed[place] ^= 1
        refused(form.press("Check the file", file=bytes(changed)))
    assert kept(world) == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_class_of_fault_has_a_message_of_its_own(app: Flask, language: str) -> None:
    messages_of = [said(app, fault, "…", language) for fault in Fault]
    assert len(set(messages_of)) == len(Fault)


def test_without_root_keys_nothing_can_be_loaded_and_the_screen_says_so(
    world: World, host: Host
) -> None:
    world.own(module("ten-sales", 5))
    app = make_app(host, engine=world.context.store.engine, clock=world.clock)
    site = Visitor(app)
    assert said(app, Fault.NO_ROOT_KEYS) in site.open(f"{PREFIX}/").by_id("solicense-case").text
    page = site.open(_PACKAGE).press("Check the file", file=good(world.issuer))
    assert said(app, Fault.NO_ROOT_KEYS) in refused(page)


def test_a_form_without_a_file_says_what_is_missing(world: World, form: Page) -> None:
    before, known = kept(world), len(entries(world))
    page = form.press("Check the file")
    assert "Choose a licence file first." in refused(page)
    assert (kept(world), len(entries(world))) == (before, known)


def test_an_empty_file_says_that_it_is_empty(form: Page) -> None:
    empty = (BytesIO(b""), "empty.licence")
    token = form.root.all("input")[0]["value"]
    page = form.visitor.open(
        _PACKAGE,
        method="POST",
        data={"csrf_token": token, "file": empty},
        content_type="multipart/form-data",
    )
    assert "The file is empty." in refused(page)


# --- what mail does to good files ----------------------------------------------------------------


@pytest.mark.parametrize(
    "damage",
    [
        pytest.param(lambda content: content, id="nothing"),
        pytest.param(lambda content: content.replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(lambda content: b"\xef\xbb\xbf" + content, id="BOM"),
        pytest.param(lambda content: content + b"\n\r\n\n", id="newlines at the end"),
        pytest.param(lambda content: content.rstrip(), id="no newline at the end"),
    ],
)
def test_a_good_file_that_mail_has_damaged_is_accepted(
    world: World, form: Page, damage: Callable[[bytes], bytes]
) -> None:
    page = form.press("Check the file", file=damage(good(world.issuer)))
    assert page.status == 200
    page.press("Activate")
    assert world.in_use() == {"ten-sales": (0, 10)}


def test_what_is_active_already_changes_nothing(world: World, either: Visitor) -> None:
    content = good(world.issuer)
    either.open(_PACKAGE).press("Check the file", file=content).press("Activate")
    before = dump(world.context.store, world.context.installation_id)["solicense_ledger"]
    page = either.open(_PACKAGE).press("Check the file", file=content)
    assert "This licence is active already: nothing changes." in page.text
    assert dump(world.context.store, world.context.installation_id)["solicense_ledger"] == before


def test_what_waits_already_is_shown_again(world: World, either: Visitor) -> None:
    content = good(world.issuer)
    either.open(_PACKAGE).press("Check the file", file=content)
    known = len(entries(world))
    page = either.open(_PACKAGE).press("Check the file", file=content)
    assert page.has("button", "Activate")
    assert len(entries(world)) == known


# --- more than a licence file can be -------------------------------------------------------------


class _Endless:
    """A body that goes on for a while, and remembers how much of it was read."""

    def __init__(self, size: int) -> None:
        self.left, self.taken = size, 0

    def read(self, count: int = -1) -> bytes:
        count = self.left if count < 0 else min(self.left, count)
        self.left -= count
        self.taken += count
        return b"x" * count

    readline = read


@pytest.mark.parametrize("htmx", [False, True], ids=["plain", "htmx"])
@pytest.mark.parametrize("says_its_length", [True, False], ids=["with length", "chunked"])
def test_twenty_megabytes_are_refused_without_being_read(
    app: Flask, world: World, htmx: bool, says_its_length: bool
) -> None:
    body = _Endless(20 * 1024 * 1024)
    length = {"CONTENT_LENGTH": str(body.left)} if says_its_length else {}
    answer = app.test_client().post(
        _PACKAGE,
        content_type="multipart/form-data; boundary=b",
        headers={"HX-Request": "true"} if htmx else {},
        environ_overrides={"wsgi.input": body, "wsgi.input_terminated": True, **length},
    )
    assert answer.status_code == 413
    assert said(app, Fault.TOO_LARGE) in parse(answer.text).text
    assert body.taken <= MAX_BYTES + 256 * 1024
