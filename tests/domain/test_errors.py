"""What is refused: errors carry values, and hostile ones only as far as they can be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from solicense_plugin.domain import errors
from solicense_plugin.domain.errors import Fault, PackageRefused


@pytest.mark.parametrize(
    "detail, shown",
    [
        pytest.param("ModuleLicenses[3].ModuleName", "ModuleLicenses[3].ModuleName", id="field"),
        pytest.param("Bjørn & Søn <A/S>", "Bjørn & Søn <A/S>", id="markup-is-for-pages-to-escape"),
        pytest.param("\x1b[2J", "\ufffd[2J", id="an-order-to-a-terminal"),
        pytest.param("a\r\nb", "a\ufffd\ufffdb", id="another-line-of-a-log"),
        pytest.param("\ud800", "\ufffd", id="half-a-surrogate"),
        pytest.param("SUPER\u202eECIFFO", "SUPER\ufffdECIFFO", id="a-change-of-direction"),
        pytest.param("A\u200bCME", "A\ufffdCME", id="a-space-of-no-width"),
        pytest.param("x" * 1_000_000, "x" * 254, id="without-end"),
    ],
)
def test_a_hostile_detail_is_kept_as_it_can_be_shown(detail: str, shown: str) -> None:
    assert PackageRefused(Fault.UNKNOWN_ROOT, detail).detail == shown


@given(st.text(st.characters()))
def test_every_detail_can_be_written_anywhere(detail: str) -> None:
    refused = PackageRefused(Fault.ALGORITHM, detail)
    assert refused.detail.encode().decode().isprintable()
    assert refused.args == (Fault.ALGORITHM, refused.detail)


def test_every_fault_has_a_code_of_its_own() -> None:
    assert all(fault.value == fault.name.lower().replace("_", "-") for fault in Fault)


@pytest.mark.parametrize(
    "error, values",
    [
        pytest.param(
            errors.AssignmentRefused(errors.AssignmentFault.NONE_FREE, "ten-sales", "Anna Dahl"),
            {"licence": "ten-sales", "associate": "Anna Dahl"},
            id="assignment",
        ),
        pytest.param(
            errors.RemovalRefused([errors.Withheld("7", "Anna Dahl", "acme", "busy")]),
            {"withheld": (errors.Withheld("7", "Anna Dahl", "acme", "busy"),)},
            id="removal",
        ),
        pytest.param(
            errors.StaleChoice(["Anna Dahl", "Hugo Bos"]),
            {"associates": ("Anna Dahl", "Hugo Bos")},
            id="choice",
        ),
        pytest.param(
            errors.WhichInstallation(["north", "south"]), {"keys": ("north", "south")}, id="which"
        ),
        pytest.param(
            errors.InvalidField("serial_number", "empty"),
            {"field": "serial_number", "rule": "empty"},
            id="field",
        ),
    ],
)
def test_an_error_carries_what_it_is_about(
    error: errors.LicenceError, values: dict[str, object]
) -> None:
    assert {name: getattr(error, name) for name in values} == values
