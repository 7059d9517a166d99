"""What every add-on must stand, as tests that a vendor inherits.

::

    class TestConformance(Conformance):
        add_on = "acme-signatures"

Switch the fixtures on first (:mod:`solicense_plugin.testing.plugin`).
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

import pytest

from solicense_plugin import (
    ActivationObjection,
    HostUser,
    LicencePanel,
    LicenceTab,
    MeteredService,
    PlanLimit,
    RemovalObjection,
    SystemEvent,
)
from solicense_plugin.hooks.add_on import AddOn
from solicense_plugin.i18n import LANGUAGES
from solicense_plugin.testing import facts
from solicense_plugin.testing.conformance_in_browser import ConformanceInBrowser
from solicense_plugin.testing.crm import PEOPLE, Crm, LicenceScreen, Packages
from solicense_plugin.testing.host import PREFIX
from solicense_plugin.testing.signing import module
from solicense_plugin.testing.visitor import Page

#: For how many seconds a hook or a page may take.
BUDGET = 2.0
#: Where faults of add-ons are logged.
_LOG = "solicense.add_ons"
#: An element that nobody draws: where it is in a page, a text was not escaped.
MARK = "x-hostile"
_HOSTILE = f'"><{MARK}></{MARK}><script>alert(1)</script>'


@dataclass(frozen=True)
class _Question:
    """A hook, what it answers with, and what it is asked about."""

    hook: str
    kind: type
    arguments: Mapping[str, object]


def _questions(texts: str, people: int) -> Iterator[_Question]:
    """Yield every hook that answers with values, about facts of some size."""
    here = {"installation": facts.INSTALLATION}
    licence = facts.licence(description=texts)
    everybody = facts.people(people, name=texts)
    yield _Question("solicense_licence_panels", LicencePanel, {"licence": licence})
    yield _Question("solicense_metered_services", MeteredService, here)
    yield _Question("solicense_plan_limits", PlanLimit, here)
    yield _Question("solicense_system_events", SystemEvent, here)
    comparison = {"comparison": facts.comparison(people)}
    yield _Question("solicense_object_to_activation", ActivationObjection, comparison)
    removal = {"licence": licence, "associates": everybody}
    yield _Question("solicense_object_to_removal", RemovalObjection, removal)


_SIZES = [
    pytest.param("Signature user", 0, id="nothing"),
    pytest.param("Signature user", 3, id="a few"),
    pytest.param("Signature user", 1000, id="huge"),
    pytest.param(_HOSTILE, 3, id="hostile"),
    pytest.param("🜁" * 254, 3, id="long"),
]


class Conformance(ConformanceInBrowser):
    """Inherit from it, and say which add-on is meant."""

    #: The name of its entry point.
    add_on: str

    @pytest.fixture(autouse=True)
    def _no_fault_is_logged(self, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
        """Whatever an add-on does wrong is logged, and fails the test that it happened in."""
        yield
        logged = [r.getMessage() for r in caplog.get_records("call") if r.name == _LOG]
        assert logged == []

    @pytest.fixture
    def mine(self, crm: Crm) -> AddOn:
        """The add-on, installed and enabled."""
        found = {one.name: one for one in crm.add_ons.all}
        assert self.add_on in found, f"no add-on {self.add_on!r} is installed: pip install -e ."
        refused = found[self.add_on].refusal
        assert refused is None, f"it is disabled: {refused}"
        return found[self.add_on]

    @pytest.fixture
    def tabs(self, crm: Crm, mine: AddOn) -> list[LicenceTab]:
        """The tabs of the add-on."""
        return [tab for add_on, tab in crm.add_ons.tabs if add_on is mine]

    def test_it_is_loaded_and_nothing_of_it_fails_at_start(self, crm: Crm, mine: AddOn) -> None:
        """Tabs, issuers, pages and catalogues are asked for when the plugin is set up."""
        assert crm.add_ons.tabs
        assert [fault for fault in crm.add_ons.faults if fault.add_on == mine.name] == []
        assert [taken for taken in crm.add_ons.taken if taken.add_on == mine.name] == []

    @pytest.mark.parametrize(("texts", "people"), _SIZES)
    def test_every_hook_answers_in_time_and_with_what_is_asked_for(
        self, crm: Crm, mine: AddOn, texts: str, people: int
    ) -> None:
        """Whatever is asked, in whatever size and with whatever texts."""
        with crm.app.app_context():
            for question in _questions(texts, people):
                mine.ask(question.hook, question.kind, budget=BUDGET, **question.arguments)

    def test_it_may_be_told_the_same_twice(self, crm: Crm, mine: AddOn) -> None:
        """Events are delivered at least once: the second time is not an error."""
        told: dict[str, Mapping[str, object]] = {
            "solicense_activated": {"activation": facts.activation()},
            "solicense_assignments_changed": {"changes": facts.assignments()},
        }
        with crm.app.app_context():
            for (hook, arguments), _time in product(told.items(), range(2)):
                mine.tell(hook, budget=BUDGET, **arguments)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_its_tabs_speak_or_fall_back(
        self, crm: Crm, licence_screen: LicenceScreen, tabs: list[LicenceTab], language: str
    ) -> None:
        """In each of the six languages a tab has a title and shows no fault."""
        licence_screen.language = language
        for tab in tabs:
            page = self._drawn(licence_screen, tab)
            with crm.app.test_request_context(headers={"Accept-Language": language}):
                assert str(tab.title) in page.text

    def test_its_tabs_are_there_in_time(
        self, licence_screen: LicenceScreen, tabs: list[LicenceTab]
    ) -> None:
        """A tab with everything that it loads takes two seconds at the most."""
        for tab in tabs:
            began = time.monotonic()
            self._drawn(licence_screen, tab)
            assert time.monotonic() - began < BUDGET

    def test_hostile_texts_come_out_escaped(
        self,
        crm: Crm,
        licence_screen: LicenceScreen,
        packages: Packages,
        tabs: list[LicenceTab],
        administrator: HostUser,
    ) -> None:
        """Names of people, owners and licences are texts, whatever stands in them."""
        licence_screen.sign_in(replace(administrator, name=_HOSTILE))
        crm.host.people = {None: [replace(user, name=_HOSTILE) for user in PEOPLE]}
        crm.command("sync-users")
        hostile = module("signature", 5, ModuleDescription=_HOSTILE)
        packages.activate(hostile, OwnerDescription=_HOSTILE)
        for tab in tabs:
            page = self._drawn(licence_screen, tab)
            assert page.root.all(MARK) == []

    @pytest.mark.parametrize("who", ["nobody", "stranger"])
    def test_nobody_without_access_sees_its_tabs_or_its_pages(
        self,
        crm: Crm,
        licence_screen: LicenceScreen,
        tabs: list[LicenceTab],
        stranger: HostUser,
        who: str,
    ) -> None:
        """Whoever may not see licences is sent to the sign-in or refused."""
        licence_screen.sign_in(None if who == "nobody" else stranger)
        for path in [*(f"/tabs/{tab.key}" for tab in tabs), *self._pages(crm)]:
            answer = crm.app.test_client().get(path if "/add-ons/" in path else PREFIX + path)
            assert answer.status_code in {302, 303, 401, 403, 405}, path

    def test_whoever_may_only_look_cannot_send_its_forms(
        self, crm: Crm, licence_screen: LicenceScreen, viewer: HostUser
    ) -> None:
        """A form changes something: it takes an administrator."""
        licence_screen.sign_in(viewer)
        for path in self._pages(crm):
            assert crm.app.test_client().post(path).status_code in {403, 405}, path

    def _drawn(self, screen: LicenceScreen, tab: LicenceTab) -> Page:
        page = screen.tab(tab.key)
        assert page.status == 200
        return page

    def _pages(self, crm: Crm) -> list[str]:
        """Return the addresses of the add-on's own pages that need no argument."""
        rules = [rule for rule in crm.app.url_map.iter_rules() if not rule.arguments]
        return [rule.rule for rule in rules if f"/add-ons/{self.add_on}/" in f"{rule.rule}/"]
