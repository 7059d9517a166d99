"""Add-ons are loaded by entry point; one that cannot work is disabled, and says why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from solicense_plugin.domain.add_ons import FaultKind
from solicense_plugin.hooks.add_on import AddOn, Refusal
from solicense_plugin.hooks.boundary import AddOnFailed
from solicense_plugin.hooks.contributions import PlanLimit
from solicense_plugin.hooks.registry import AddOns, TakenKey
from tests.support.host import Host, make_app

_HEAD = """
from solicense_plugin import hookimpl, LicenceTab
from solicense_plugin.hooks.contributions import PlanLimit
api = "solicense-addon/1"
"""
_TAB = """
@hookimpl
def solicense_licence_tabs():
    return [LicenceTab("{key}", "A tab", owner_name="ACME")]
"""
_CLASS = """
class Vendor:
    api = "solicense-addon/1"

    @hookimpl
    def solicense_plan_limits(self, installation):
        return [PlanLimit(key="seals", title=installation, used=1, maximum=2)]

vendor = Vendor()
"""
Install = Callable[..., AddOns]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Install:
    """Put a distribution on the path that has add-ons, and load what is installed."""

    def install(module: str, code: str, *points: str) -> AddOns:
        folder = tmp_path / module
        facts = folder / f"{module}-2.5.dist-info"
        facts.mkdir(parents=True)
        (folder / f"{module}.py").write_text(_HEAD + code)
        (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {module}\nVersion: 2.5\n")
        entries = points or (f"acme = {module}",)
        (facts / "entry_points.txt").write_text("\n".join(["[solicense.addons]", *entries]))
        monkeypatch.syspath_prepend(folder)
        add_ons = AddOns()
        add_ons.load_installed()
        return add_ons

    return install


def only(add_ons: AddOns) -> AddOn:
    (add_on,) = add_ons.all
    return add_on


@pytest.mark.parametrize(
    ("module", "point"),
    [
        pytest.param("ld_class", "acme = ld_class:Vendor", id="a class"),
        pytest.param("ld_instance", "acme = ld_instance:vendor", id="an instance"),
    ],
)
def test_a_class_or_an_instance_is_loaded_with_what_brought_it(
    install: Install, module: str, point: str
) -> None:
    add_on = only(install(module, _CLASS, point))
    assert add_on.refusal is None
    assert (add_on.name, add_on.distribution, add_on.version, add_on.api) == (
        "acme",
        module,
        "2.5",
        1,
    )
    asked = add_on.ask("solicense_plan_limits", PlanLimit, budget=5, installation="north")
    assert [limit.title for limit in asked] == ["north"]


def test_a_module_is_loaded(install: Install) -> None:
    add_ons = install("ld_module", _TAB.format(key="acme"))
    assert [tab.key for _, tab in add_ons.tabs] == ["acme"]
    assert only(add_ons).has("solicense_licence_tabs")
    assert not only(add_ons).has("solicense_issuers")


_WRONG_NAMES = ["Acme", "a.b", "a_b", "-a", "a" * 251]


@pytest.mark.parametrize("name", _WRONG_NAMES, ids=lambda name: name[:10])
def test_a_name_that_cannot_stand_in_an_address_is_refused_before_it_is_imported(
    install: Install, name: str
) -> None:
    add_on = only(install(f"ld_name{_WRONG_NAMES.index(name)}", "raise OSError", f"{name} = x"))
    assert add_on.refusal is not None
    assert (add_on.refusal.refusal, add_on.refusal.fault) == (Refusal.BAD_NAME, None)


@pytest.mark.parametrize(
    ("module", "code", "message"),
    [
        pytest.param("ld_raises", "raise OSError('away')", "OSError: away", id="it raises"),
        pytest.param("ld_exits", "import sys; sys.exit(3)", "SystemExit: 3", id="it exits"),
        pytest.param("ld_syntax", "def (", "SyntaxError: ", id="it is no Python"),
        pytest.param("ld_import", "import ld_nowhere", "ModuleNotFoundError: ", id="a part lacks"),
    ],
)
def test_what_cannot_be_imported_is_disabled_with_its_traceback(
    install: Install, module: str, code: str, message: str
) -> None:
    refused = only(install(module, code)).refusal
    assert refused is not None
    assert refused.fault is not None
    assert (refused.refusal, refused.fault.kind) == (Refusal.FAILED, FaultKind.RAISED)
    assert refused.detail.startswith(message)
    assert refused.fault.details.startswith("Traceback")


@pytest.mark.parametrize(
    ("module", "code", "point"),
    [
        pytest.param("ld_no_thing", "", "acme = ld_no_thing:Nothing", id="the class is not there"),
        pytest.param(
            "ld_needs",
            "class Vendor:\n    def __init__(self, needed): pass",
            "acme = ld_needs:Vendor",
            id="its class wants arguments",
        ),
        pytest.param("ld_badly", "", "acme = no such: thing!", id="an entry point that is none"),
        pytest.param(
            "ld_looked",
            "class Vendor:\n    @property\n    def api(self): raise LookupError",
            "acme = ld_looked:Vendor",
            id="looking at it fails",
        ),
        pytest.param(
            "ld_sly",
            "class Vendor:\n    api = 'solicense-addon/1'\n"
            "    def __getattr__(self, name): raise SystemExit(name)",
            "acme = ld_sly:Vendor",
            id="asking it for a hook ends the program",
        ),
    ],
)
def test_what_cannot_be_made_or_looked_at_is_disabled(
    install: Install, module: str, code: str, point: str
) -> None:
    refused = only(install(module, code, point)).refusal
    assert refused is not None
    assert refused.refusal is Refusal.FAILED
    assert refused.fault is not None


_HOOK = "@hookimpl\ndef "


@pytest.mark.parametrize(
    ("refusal", "detail", "code"),
    [
        pytest.param(Refusal.NO_API, "", "del api", id="no version"),
        pytest.param(Refusal.NO_API, "1", "api = 1", id="a version that is a number"),
        pytest.param(Refusal.NO_API, "solicense/1", "api = 'solicense/1'", id="another word"),
        pytest.param(
            Refusal.NO_API, "solicense-addon/01", "api = 'solicense-addon/01'", id="a zero before"
        ),
        pytest.param(
            Refusal.NEWER_API, "solicense-addon/2", "api = 'solicense-addon/2'", id="a later one"
        ),
        pytest.param(
            Refusal.UNKNOWN_HOOK,
            "solicense_licence_tab",
            f"{_HOOK}solicense_licence_tab(): pass",
            id="a misspelt hook",
        ),
        pytest.param(
            Refusal.UNKNOWN_HOOK,
            "colour",
            f"{_HOOK}solicense_plan_limits(colour): pass",
            id="an argument that is not there",
        ),
        pytest.param(
            Refusal.UNMARKED_HOOK,
            "solicense_issuers",
            "def solicense_issuers(): pass",
            id="a hook without its mark",
        ),
        pytest.param(
            Refusal.WRAPPER,
            "solicense_issuers",
            "@hookimpl(wrapper=True)\ndef solicense_issuers(): return (yield)",
            id="a wrapper",
        ),
        pytest.param(
            Refusal.WRAPPER,
            "solicense_issuers",
            "@hookimpl(hookwrapper=True)\ndef solicense_issuers(): yield",
            id="a wrapper of the old kind",
        ),
    ],
)
def test_what_could_not_work_is_refused_and_says_what_is_meant(
    install: Install, request: pytest.FixtureRequest, refusal: Refusal, detail: str, code: str
) -> None:
    module = "ld_" + "".join(c for c in request.node.callspec.id if c.isalnum())
    add_ons = install(module, _TAB.format(key="acme") + code)
    refused = only(add_ons).refusal
    assert refused is not None
    assert refused.refusal is refusal
    assert detail in refused.detail
    assert (add_ons.enabled, add_ons.tabs) == ([], ())
    assert add_ons.named("acme") is None


def test_an_older_version_that_is_not_kept_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solicense_plugin.hooks.add_on.SUPPORTED_APIS", (2, 3))
    old, kept = (type("Vendor", (), {"api": f"solicense-addon/{n}"})() for n in (1, 2))
    refused = AddOn.of("acme", old).refusal
    assert refused is not None
    assert refused.refusal is Refusal.OLDER_API
    assert AddOn.of("acme", kept).refusal is None


def test_the_second_with_a_name_is_refused_and_the_first_is_asked(install: Install) -> None:
    install("ld_first", _TAB.format(key="first"))
    add_ons = install("ld_second", _TAB.format(key="second"))
    one, other = add_ons.all
    assert one.refusal is None
    assert other.refusal is not None
    assert other.refusal.refusal is Refusal.NAME_TAKEN
    assert {one.distribution, other.distribution} == {"ld_first", "ld_second"}
    assert add_ons.named("acme") is one


def test_the_second_with_a_tabs_key_is_listed(install: Install) -> None:
    install("ld_one", _TAB.format(key="acme"), "one = ld_one")
    add_ons = install("ld_two", _TAB.format(key="acme"), "two = ld_two")
    assert [(owner.name, tab.key) for owner, tab in add_ons.tabs] == [("one", "acme")]
    assert add_ons.taken == [TakenKey("two", "acme")]


def test_one_that_fails_costs_the_others_nothing(install: Install) -> None:
    install("ld_good", _TAB.format(key="good"), "good = ld_good")
    install("ld_bad", "raise OSError", "bad = ld_bad")
    add_ons = install(
        "ld_worse",
        f"{_HOOK}solicense_licence_tabs(): return [LicenceTab('Bad Key', 'x', owner_name='A')]",
        "a-worse = ld_worse",
    )
    assert [(owner.name, tab.key) for owner, tab in add_ons.tabs] == [("good", "good")]
    (fault,) = add_ons.faults
    assert (fault.add_on, fault.contribution) == ("a-worse", "solicense_licence_tabs")
    assert "LicenceTab.key" in fault.message


def test_the_host_starts_whatever_is_installed(install: Install) -> None:
    install("ld_awful", "raise SystemExit", "awful = ld_awful")
    app = make_app(Host())
    names = [one.name for one in app.extensions["solicense"].add_ons.all]
    assert names == ["solicense", "awful"]


# --- asking and telling --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "message"),
    [
        pytest.param("return 5", "a sequence of PlanLimit is needed, not 5", id="no sequence"),
        pytest.param("return 'abc'", "a sequence of PlanLimit is needed", id="a text"),
        pytest.param("return [1]", "a PlanLimit is needed, not 1", id="a number among them"),
        pytest.param("return (n for n in iter(int, 1))", "more than 1000 values", id="no end"),
        pytest.param("raise OSError('away')", "OSError: away", id="an error"),
        pytest.param(
            "return [PlanLimit(key='a', title='', used=1, maximum=2)]",
            "ValueError: PlanLimit.title must be a text",
            id="a value that is refused",
        ),
    ],
)
def test_a_wrong_answer_is_a_fault_that_says_what_is_needed(
    install: Install, request: pytest.FixtureRequest, body: str, message: str
) -> None:
    module = "as_" + "".join(c for c in request.node.callspec.id if c.isalnum())
    add_on = only(install(module, f"{_HOOK}solicense_plan_limits():\n    {body}"))
    with pytest.raises(AddOnFailed) as failed:
        add_on.ask("solicense_plan_limits", PlanLimit, budget=5, installation="north")
    assert message in failed.value.fault.message
    assert failed.value.fault.contribution == "solicense_plan_limits"


def test_an_add_on_takes_those_arguments_that_it_wants(install: Install) -> None:
    code = (
        "told = []\n@hookimpl\ndef solicense_activated(activation): told.append(activation)\n"
        "@hookimpl\ndef solicense_assignments_changed(): told.append('changed')"
    )
    add_on = only(install("as_told", code))
    add_on.tell("solicense_activated", budget=5, activation="a")
    add_on.tell("solicense_assignments_changed", budget=5, changes="c")
    add_on.tell("solicense_issuers", budget=5)
    import as_told  # type: ignore[import-not-found]  # it is made above

    assert as_told.told == ["a", "changed"]


def test_an_add_on_that_cannot_be_told_says_so(install: Install) -> None:
    add_on = only(install("as_deaf", f"{_HOOK}solicense_activated(): raise OSError"))
    with pytest.raises(AddOnFailed):
        add_on.tell("solicense_activated", budget=5, activation="a")
