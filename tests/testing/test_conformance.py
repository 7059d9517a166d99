"""The conformance suite: the examples pass it, and whoever is careless does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from solicense_plugin import HostUser
from solicense_plugin.demo.add_ons import FolderAddOn, importable
from solicense_plugin.testing.conformance import Conformance
from solicense_plugin.testing.crm import PEOPLE, Crm, Packages
from solicense_plugin.testing.signing import module
from tests.support.installing import ROOT, Site


@pytest.fixture(scope="module", autouse=True)
def installed() -> Iterator[None]:
    """Both examples, as if they were installed."""
    examples = ("acme_signatures", "borealis_notes")
    with importable([FolderAddOn.read(ROOT / "examples" / name) for name in examples]):
        yield


@pytest.fixture(autouse=True)
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_SIGNATURES_FILE", str(tmp_path / "archive.sqlite"))


class TestAcme(Conformance):
    pytestmark = pytest.mark.slow
    add_on = "acme-signatures"


class TestBorealis(Conformance):
    pytestmark = pytest.mark.slow
    add_on = "borealis-notes"


@pytest.mark.slow
def test_the_kit_assigns_licences_of_a_package_that_it_signed(
    crm: Crm, packages: Packages, stranger: HostUser
) -> None:
    packages.activate(module("signature", 5))
    crm.assign(stranger, "signature", owner="VENDOR")
    assert "VENDOR" in crm.command("status")
    assert len(PEOPLE) == len(crm.host.people[None])


_CARELESS = """from markupsafe import Markup
from solicense_plugin import LicenceTab, PlanLimit, hookimpl
api = "solicense-addon/1"

@hookimpl
def solicense_licence_tabs():
    return [LicenceTab("careless", "Careless", render=CARE)]

@hookimpl
def solicense_plan_limits():
    return LIMITS
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("render", "limits", "failed"),
    [
        pytest.param(
            "lambda c: Markup(f'<b>{c.user.name}</b>')",
            "None",
            "test_hostile_texts_come_out_escaped",
            id="it writes names as markup",
        ),
        pytest.param(
            "lambda c: 1 // 0", "None", "test_its_tabs_speak_or_fall_back", id="its tab fails"
        ),
        pytest.param(
            "lambda c: ''",
            "['40 %']",
            "test_every_hook_answers_in_time_and_with_what_is_asked_for",
            id="a hook answers with something else",
        ),
    ],
)
def test_an_add_on_that_is_careless_fails(
    tmp_path: Path, render: str, limits: str, failed: str
) -> None:
    source = _CARELESS.replace("CARE)", f"{render})").replace("LIMITS", limits)
    (tmp_path / "careless.py").write_text(source)
    info = tmp_path / "careless-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: careless\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[solicense.addons]\ncareless = careless\n")
    (tmp_path / "conftest.py").write_text('pytest_plugins = ["solicense_plugin.testing.plugin"]\n')
    (tmp_path / "test_it.py").write_text(
        "from solicense_plugin.testing.conformance import Conformance\n\n\n"
        'class TestConformance(Conformance):\n    add_on = "careless"\n'
    )
    site = Site(tmp_path, pip=tmp_path)
    with pytest.raises(AssertionError, match=f"(FAILED|ERROR) .*::{failed}"):
        site.run("pytest", "-q", "-p", "no:cacheprovider", cwd=tmp_path)
