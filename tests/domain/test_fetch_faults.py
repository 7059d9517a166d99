"""Faults of fetching: a closed set with stable codes, and details that can be shown."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.errors import LicenceError
from solicense_plugin.domain.fetch_faults import FetchFailed, FetchFault


@pytest.mark.parametrize("fault", FetchFault)
def test_every_fault_has_a_code_of_its_own(fault: FetchFault) -> None:
    assert fault.value == fault.name.lower().replace("_", "-")


def test_a_failure_carries_its_fault_and_a_detail_that_can_be_shown() -> None:
    failed = FetchFailed(FetchFault.REDIRECT, "https://\x1b[2J" + "x" * 1_000)
    assert isinstance(failed, LicenceError)
    assert failed.fault is FetchFault.REDIRECT
    assert failed.detail == "https://\ufffd[2J" + "x" * 242
    assert FetchFailed(FetchFault.REFUSED).detail == ""
