"""Every state of every screen, and how it comes about: for axe, for widths and for pictures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from solicense_plugin.domain.actor import Actor, ActorKind
from solicense_plugin.domain.add_ons import FAULTS_UNTIL_PAUSE
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.hooks.boundary import AddOnFailed
from solicense_plugin.services import add_ons
from tests.support.crm_world import CrmWorld
from tests.support.vendors import DOCUMENTS, LISTED, WORKING, Standard

#: Presses something (a selector), or does whatever else.
Step = str | Callable[[Page, CrmWorld], None]

BASE = "/settings/licences"
TAB = f"{BASE}/tabs/superoffice"
PARTNER = f"{BASE}/tabs/acme"
_OWNER = f"{BASE}/owners/SUPEROFFICE"
_SALES = f"{_OWNER}/licences/ten-sales"
_ADD_ONS = f"{BASE}/add-ons"


@dataclass(frozen=True)
class State:
    """A state: who looks at which page of which world, what he presses, and what he then sees."""

    name: str
    path: str
    steps: tuple[Step, ...] = ()
    shows: str = "main"
    world: Callable[[CrmWorld], None] = CrmWorld.close
    settings: Mapping[str, object] = field(default_factory=dict)
    login: str = "admin"
    #: Names of the add-ons that are installed.
    vendors: tuple[str, ...] = ()

    def reach(self, page: Page, world: CrmWorld) -> None:
        """Bring it about, and see that it has come about."""
        page.goto(self.path)
        for step in self.steps:
            if isinstance(step, str):
                page.locator(step).first.click()
            else:
                step(page, world)
        expect(page.locator(self.shows).first).to_be_visible()
        page.mouse.move(0, 0)


# --- worlds --------------------------------------------------------------------------------------


def _free(world: CrmWorld) -> None:
    world.make_room()


def _by_hand(world: CrmWorld) -> None:
    world.make_room()
    world.activate(Actor(ActorKind.USER, "1"))


def _by_itself(world: CrmWorld) -> None:
    world.make_room()
    world.activate()


def _restored(world: CrmWorld) -> None:
    _by_itself(world)
    world.restore(7, "Number 8 is not what was ordered.")


def _future_dated(world: CrmWorld) -> None:
    _by_hand(world)
    begins = (datetime.now(UTC) + timedelta(days=60)).replace(hour=0, minute=0, microsecond=0)
    fewer = {"ten-sales": 15}
    world.load(world.newer_licence(quantities=fewer, IssuedAt=begins.replace(second=0).isoformat()))


def _unidentified(world: CrmWorld) -> None:
    world.start_over()


def _revoked(world: CrmWorld) -> None:
    _by_hand(world)
    world.revoke()


def _copied(world: CrmWorld) -> None:
    world.close()
    (world.folder / "database.json").write_text('"south"')


def _for_another(world: CrmWorld) -> None:
    world.change_identity("Nordlys Group AS", "2020000001")


def _removed_by_colleague(_page: Page, world: CrmWorld) -> None:
    world.remove("ACME", "The contract has ended.")


def _failing(world: CrmWorld) -> None:
    """Let one thing that an add-on contributes be paused, and another have failed."""

    def call() -> None:
        message = "the signature server <signatures.example> does not answer"
        raise ConnectionError(message)

    signatures = AddOn.of("signatures", Standard())
    for contribution in (*["tab acme"] * FAULTS_UNTIL_PAUSE, "badge acme"):
        with suppress(AddOnFailed):
            add_ons.ask(world.context, signatures, contribution, call)
    world.close()


# --- steps ---------------------------------------------------------------------------------------


def _activated_meanwhile(_page: Page, world: CrmWorld) -> None:
    _by_hand(world)


def _newer_meanwhile(page: Page, world: CrmWorld) -> None:
    expect(page.locator("#sl-activate")).to_be_enabled()
    world.load(world.newer_licence(quantities={"ten-sales": 19}))


def _writes(selector: str, text: str) -> Step:
    return lambda page, _world: page.locator(selector).fill(text)


def _chooses_damaged(page: Page, world: CrmWorld) -> None:
    page.locator("#sl-file").set_input_files(world.damaged_licence())


def _goes_offline(page: Page, _world: CrmWorld) -> None:
    expect(page.locator("#solicense-dialog-title")).to_be_focused()
    page.context.set_offline(True)


_ACTIVATION = "#sl-activate-new"
_SUPERFLUOUS = (_ACTIVATION, "#sl-reasons a")

_UNKNOWN = (_writes("#sl-serial_number", "1"), _writes("#sl-company_name", "Acme"))

STATES = [
    State("sign-in", "/login", shows="form", login=""),
    State(
        "sign-in-refused",
        "/login",
        (_writes("[name=username]", "anna"), _writes("[name=password]", "x"), "form button"),
        "[role=alert]",
        login="",
    ),
    State("start", "/"),
    State("start-told", "/", shows=".sl-slot .sl-notice"),
    State("start-copied", "/", shows=".sl-slot .sl-stop", world=_copied),
    State("tab-copied", TAB, shows="#sl-copy", world=_copied),
    State("tab-called-a-copy", TAB, ("#sl-copy",), "#solicense-case .sl-warn", world=_copied),
    State("start-revoked", "/", shows=".sl-slot .sl-stop", world=_revoked),
    State("tab-revoked", TAB, shows="#solicense-case .sl-stop", world=_revoked),
    State("start-ordinary-user", "/", login="hugo"),
    State("users", "/users/", shows="table"),
    State("users-other", "/users/other", shows="table"),
    State("tab-waiting", TAB, shows="#solicense-case .sl-stop"),
    State("tab-can-be-activated", TAB, shows="#solicense-case .sl-good", world=_free),
    State("tab-nothing-waiting", TAB, shows=".sl-facts", world=_by_hand),
    State("tab-activated-by-itself", TAB, shows="#sl-activated", world=_by_itself),
    State("tab-hidden-shown", TAB, ("#sl-hidden",), "#sl-of-chat-cal"),
    State("tab-nothing-found", TAB, (_writes("#sl-q", "zeppelin"),), ".sl-none"),
    State("tab-sorted", TAB, ("#sl-user-in-use",), "[aria-sort]"),
    State("tab-partner", PARTNER, shows=".sl-table"),
    State("tab-partner-for-another", PARTNER, shows="#sl-issued-for", world=_for_another),
    State("remove-fresh", PARTNER, ("#sl-remove",), "#sl-remove-owner"),
    State(
        "remove-refused",
        PARTNER,
        ("#sl-remove", _writes("#sl-reason", " "), "#sl-remove-owner"),
        "#sl-reason-problem",
    ),
    State(
        "remove-too-late",
        PARTNER,
        (
            "#sl-remove",
            _writes("#sl-reason", "Not needed."),
            _removed_by_colleague,
            "#sl-remove-owner",
        ),
        "dialog .sl-main",
    ),
    State(
        "tab-has-been-removed",
        PARTNER,
        ("#sl-remove", _writes("#sl-reason", "Not needed."), "#sl-remove-owner"),
        "#solicense-status .sl-good",
    ),
    State("tab-no-root-keys", TAB, shows=".sl-notice", settings={"SOLICENSE_ROOT_KEYS": ""}),
    State("tab-nobody-identified", TAB, shows=".sl-notice", world=_unidentified),
    State(
        "tab-has-been-activated",
        TAB,
        (_ACTIVATION, "#sl-activate"),
        "#solicense-status .sl-good",
        _free,
    ),
    State("tab-check-failed", TAB, ("#sl-check",), "#solicense-status .sl-warn"),
    State("activate-blocked", TAB, (_ACTIVATION,), "#sl-activate:disabled"),
    State("activate-free", TAB, (_ACTIVATION,), "#sl-activate:enabled", _free),
    State("activate-nothing", TAB, (_activated_meanwhile, _ACTIVATION), "dialog .sl-main"),
    State(
        "activate-stale",
        TAB,
        (_ACTIVATION, _newer_meanwhile, "#sl-activate"),
        "dialog .sl-notice ul",
        _free,
    ),
    State("tab-future-dated", TAB, shows="#sl-later-9", world=_future_dated),
    State("activate-future-dated", TAB, ("#sl-later-9",), "#sl-begins", _future_dated),
    State("superfluous-fresh", TAB, _SUPERFLUOUS, "#sl-ok"),
    State("superfluous-chosen", TAB, (*_SUPERFLUOUS, "#sl-suggest"), "#sl-counts .sl-good"),
    State("superfluous-refused", TAB, (*_SUPERFLUOUS, "#sl-ok"), "dialog [role=alert] p"),
    State("superfluous-kept", TAB, _SUPERFLUOUS, ".sl-kept", vendors=WORKING),
    State(
        "superfluous-kept-not-asked",
        TAB,
        _SUPERFLUOUS,
        "#sl-keeper-forgetful .sl-ink-warn",
        vendors=("acme", "forgetful"),
    ),
    State(
        "superfluous-nobody-found",
        TAB,
        (*_SUPERFLUOUS, _writes("#sl-choose-q", "zeppelin"), "#sl-search"),
        "dialog .sl-none",
    ),
    State("details-plan", TAB, ("#sl-of-ten-sales",), "#sl-holders"),
    State("details-hidden", f"{TAB}?hidden=1", ("#sl-of-chat-cal",), "#sl-holders"),
    State("details-system", TAB, ("#sl-of-saint",), "dialog .sl-facts"),
    State("details-unrestricted", TAB, ("#sl-of-visible-for",), "#sl-holders"),
    State("load-fresh", TAB, ("#sl-load",), "#sl-file"),
    State("load-refused", TAB, ("#sl-load", _chooses_damaged, "#sl-load-file"), "#sl-problem"),
    State(
        "load-offline",
        TAB,
        ("#sl-load", _chooses_damaged, _goes_offline, "#sl-load-file"),
        "#solicense-dialog-alert p, #solicense-dialog-alert .sl-stop",
    ),
    State(
        "request-code",
        f"{BASE}/tabs/acme",
        ("#sl-request-code",),
        "#sl-copy-code",
        settings={"SOLICENSE_LICENCE_HOSTS": ""},
    ),
    State("activated", TAB, ("#sl-activated",), "dialog .sl-table", _by_itself),
    State("user-licences", f"{BASE}/users", shows=".sl-table"),
    State("history", f"{BASE}/history", shows=".sl-table", world=_restored),
    State("history-empty", f"{BASE}/history", shows=".sl-none", world=_unidentified),
    State("history-opened", f"{BASE}/history", ("#sl-history a",), "dialog .sl-body", _restored),
    State("add-ons-none", f"{BASE}/history", ("#sl-add-ons",), ".sl-none"),
    State(
        "add-ons",
        _ADD_ONS,
        shows=".sl-fault form",
        world=_failing,
        vendors=LISTED,
    ),
    State("add-ons-opened", _ADD_ONS, ("summary",), ".sl-fault pre", _failing),
    State(
        "add-ons-resumed", _ADD_ONS, (".sl-fault button",), "#solicense-status .sl-good", _failing
    ),
    State("add-ons-no-reference", f"{_ADD_ONS}?reference=123456", shows="#sl-faults-title"),
    State("change-fresh", TAB, ("#sl-change",), "#sl-serial_number"),
    State("change-refused", TAB, ("#sl-change", *_UNKNOWN, "#sl-identify"), "#sl-problem"),
    State(
        "tab-of-vendor", f"{BASE}/tabs/signatures", shows=".sl-vendor .sl-table", vendors=WORKING
    ),
    State(
        "tab-of-vendor-failed",
        f"{BASE}/tabs/trouble",
        shows="#sl-add-on-trouble .sl-stop",
        vendors=WORKING,
    ),
    State(
        "dialog-of-vendor",
        f"{BASE}/tabs/signatures",
        ("#sl-add-on-signatures-action-1",),
        "dialog #acme-send",
        vendors=WORKING,
    ),
    State("page-dialog-of-vendor", DOCUMENTS, shows="#acme-send", vendors=WORKING),
    State("tab-with-part", f"{BASE}/tabs/acme", shows=".sl-vendor .sl-notice", vendors=WORKING),
    State("status", f"{BASE}/status", shows="#sl-events-of-acme .sl-table", vendors=WORKING),
    State("status-empty", f"{BASE}/status", shows=".sl-none"),
    State(
        "details-with-panels",
        TAB,
        ("#sl-of-ten-sales",),
        "#sl-panels-of-acme h3",
        vendors=WORKING,
    ),
    State("fault-403", TAB, shows=".sl-stop", login="hugo"),
    State("fault-404", f"{_OWNER}/licences/no-such", shows=".sl-stop"),
]

_PAGES = [
    State("activate-blocked", f"{_OWNER}/activation", shows="#sl-activate"),
    State("activate-nothing", f"{_OWNER}/activation", shows=".sl-main", world=_by_hand),
    State("superfluous-fresh", f"{_SALES}/superfluous", shows="#sl-ok"),
    State("details-plan", _SALES, shows="#sl-holders"),
    State("superfluous-kept", f"{_SALES}/superfluous?asked=1", shows=".sl-kept", vendors=WORKING),
    State("load-fresh", f"{_OWNER}/package", shows="#sl-file"),
    State("remove-fresh", f"{BASE}/owners/ACME/removal", shows="#sl-remove-owner"),
    State("request-code", f"{_OWNER}/request-code", shows="#sl-copy-code"),
    State("change-fresh", f"{BASE}/installation", shows="#sl-serial_number"),
    State("activated", f"{_OWNER}/activations/8", shows=".sl-sheet .sl-table", world=_by_itself),
    State("identify", f"{BASE}/installation", shows="#sl-identify", world=_unidentified),
    State(
        "identify-refused",
        f"{BASE}/installation",
        (_writes("#sl-company_name", " "), _writes("#sl-serial_number", " "), "#sl-identify"),
        ".sl-wrong",
        _unidentified,
    ),
]
#: Each dialog as a page of its own.
STATES += [replace(state, name=f"page-{state.name}") for state in _PAGES]
