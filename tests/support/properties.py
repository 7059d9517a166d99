"""How often properties are tried: enough in the suite, often in `dev.py soak`."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

from tests.conftest import rounds


def load() -> None:
    """Set it for every property. The machine may be busy, so that time is no rule."""
    settings.register_profile(
        "rounds",
        deadline=None,
        max_examples=rounds(100, 5_000),
        suppress_health_check=[HealthCheck.too_slow],
    )
    settings.load_profile("rounds")
