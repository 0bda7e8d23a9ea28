"""How many inputs the generated tests try: some hundred each, or 10,000 with SUMMARIZE_HOSTILE=all."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

_WHOLE = os.environ.get("SUMMARIZE_HOSTILE") == "all"


def tries(count: int) -> settings:
    """Return the settings for a test of ``count`` inputs. Each run tries the same ones, however busy the machine is."""
    return settings(
        max_examples=10_000 if _WHOLE else count,
        derandomize=not _WHOLE,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
