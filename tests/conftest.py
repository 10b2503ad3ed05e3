"""How all tests run: one profile of Hypothesis; its seed, and what tests counted, are printed at the end."""

from __future__ import annotations

import os
import secrets

import pytest
from hypothesis import HealthCheck, Phase, settings

COUNTED = "counted"
CI_SEED = 0

# How long an example takes says how busy the machine is, and nothing about the code.
settings.register_profile(
    "ivrsync", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=False, print_blob=True
)
# Whoever plants mistakes asks whether there is an example, and not for the smallest one.
settings.register_profile("mutants", settings.get_profile("ivrsync"), phases=[Phase.explicit, Phase.reuse, Phase.generate])
settings.load_profile("ivrsync")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Give Hypothesis a seed unless the command line does, always the same one in CI. Every process of pytest-xdist is told it."""
    if config.option.hypothesis_seed is None:
        in_ci = "CI" in os.environ  # noqa: TID251  a setting of the tests, not of the program
        config.option.hypothesis_seed = str(CI_SEED if in_ci else secrets.randbelow(1 << 32))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """The seed, and one line for each thing that a passed test counted with `record_property("counted", ...)`."""
    seed = terminalreporter.config.option.hypothesis_seed
    terminalreporter.write_line(f"hypothesis seed: {seed} (the same examples again: --hypothesis-seed={seed})")
    reports = terminalreporter.getreports("passed")
    lines = sorted(str(value) for report in reports for name, value in report.user_properties if name == COUNTED)
    if lines:
        terminalreporter.section("counted")
        for line in lines:
            terminalreporter.write_line(line)
