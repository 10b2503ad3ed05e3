"""How long a test waits for what is certain to come: so long that only a defect makes it wait in vain, on a busy machine too."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 300.0  # seconds; pyproject.toml ends a whole test at twice as much


def wait_until(happened: Callable[[], bool]) -> None:
    """Look again and again until it has happened."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)
