"""An installation: whose licences these are."""

from __future__ import annotations

import pytest

from solicense_plugin.domain.installation import Identity, Installation


def test_an_identity_is_trimmed_and_composed() -> None:
    typed = Identity.of(" Bla\u030abær AS\n", "\t1010000006 ")
    assert typed == Identity("Blåbær AS", "1010000006")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Identity.of("Blåbær AS", "1010000007"), id="another-serial"),
        pytest.param(Identity.of("BLÅBÆR AS", "1010000006"), id="another-case"),
        pytest.param(Identity.of("Blåbær AS", "01010000006"), id="a-zero-before"),
    ],
)
def test_identities_compare_exactly(other: Identity) -> None:
    assert other != Identity.of("Blåbær AS", "1010000006")


def test_an_installation_belongs_to_nobody_until_somebody_says_so() -> None:
    assert Installation(1, "default", None, 0).identity is None
