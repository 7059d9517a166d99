"""The host's side: what it must implement, and how it is found."""

from __future__ import annotations

from pathlib import Path

import pluggy
import pytest

from solicense_plugin import HostError, HostUser, hookimpl
from solicense_plugin.hooks.host import Host as Hooks
from solicense_plugin.hooks.host import find_host
from tests.support.host import make_app

_NEEDED = ("solicense_current_user", "solicense_users", "solicense_sign_in_url")


class Least:
    """A host with what is needed and nothing else."""

    @hookimpl
    def solicense_current_user(self) -> HostUser | None:
        return None

    @hookimpl
    def solicense_users(self) -> list[HostUser]:
        return []

    @hookimpl
    def solicense_sign_in_url(self, next: str) -> str:  # noqa: A002  the hook's word for it
        return f"/sign-in?to={next}"


def test_three_hooks_are_enough() -> None:
    hooks = Hooks(Least())
    assert hooks.current_user() is None
    assert list(hooks.users("default")) == []
    assert hooks.sign_in_url("/x") == "/sign-in?to=/x"
    assert (hooks.page_template(), hooks.installation(), hooks.timezone("default")) == (
        None,
        None,
        None,
    )


@pytest.mark.parametrize("missing", _NEEDED)
def test_a_host_without_a_needed_hook_is_refused_by_the_hooks_name(missing: str) -> None:
    incomplete = type("Incomplete", (Least,), {missing: None})()
    with pytest.raises(HostError, match=missing):
        make_app(incomplete)


def test_a_hook_without_its_mark_is_missing() -> None:
    class Unmarked(Least):
        def solicense_users(self) -> list[HostUser]:
            return []

    with pytest.raises(HostError, match="solicense_users"):
        Hooks(Unmarked())


def test_a_misspelt_hook_is_refused_by_its_name() -> None:
    class Misspelt(Least):
        @hookimpl
        def solicense_page_templet(self) -> str:
            return "crm.html"

    with pytest.raises(pluggy.PluginValidationError, match="solicense_page_templet"):
        Hooks(Misspelt())


def test_an_argument_that_a_hook_has_not_is_refused_by_its_name() -> None:
    class TooMuch(Least):
        @hookimpl
        def solicense_page_template(self, colour: str) -> str:
            return colour

    with pytest.raises(pluggy.PluginValidationError, match="colour"):
        Hooks(TooMuch())


# --- without host= -------------------------------------------------------------------------------

_MODULE = """
from solicense_plugin import hookimpl

@hookimpl
def solicense_current_user(): return None
@hookimpl
def solicense_users(): return []
@hookimpl
def solicense_sign_in_url(next): return next

class Crm:
    solicense_current_user = hookimpl(lambda self: None)
    solicense_users = hookimpl(lambda self: [])
    solicense_sign_in_url = hookimpl(lambda self, next: next)

crm = Crm()
"""


def install(folder: Path, monkeypatch: pytest.MonkeyPatch, name: str, *points: str) -> None:
    """Put a distribution with entry points on the path."""
    (folder / f"{name}.py").write_text(_MODULE)
    facts = folder / f"{name}-1.0.dist-info"
    facts.mkdir()
    (facts / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (facts / "entry_points.txt").write_text("\n".join(["[solicense.host]", *points]))
    monkeypatch.syspath_prepend(folder)


def test_without_a_host_the_message_says_what_to_do() -> None:
    with pytest.raises(HostError, match=r"give host=….*solicense\.host \(found: none\)"):
        make_app(None)


def test_two_installed_hosts_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path, monkeypatch, "two_crms", "north = two_crms:Crm", "south = two_crms:Crm")
    with pytest.raises(HostError, match="found: north, south"):
        find_host()


@pytest.mark.parametrize(
    ("name", "point"),
    [
        pytest.param("a_class", "crm = a_class:Crm", id="a class"),
        pytest.param("an_instance", "crm = an_instance:crm", id="an instance"),
        pytest.param("a_module", "crm = a_module", id="a module"),
    ],
)
def test_the_one_installed_host_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, point: str
) -> None:
    install(tmp_path, monkeypatch, name, point)
    assert Hooks(find_host()).sign_in_url("/x") == "/x"
