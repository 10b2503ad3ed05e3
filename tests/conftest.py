"""What tests counted is printed at the end, also when they ran in several processes."""

from __future__ import annotations

import pytest

COUNTED = "counted"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """One line for each thing that a passed test counted with `record_property("counted", ...)`."""
    reports = terminalreporter.getreports("passed")
    lines = sorted(str(value) for report in reports for name, value in report.user_properties if name == COUNTED)
    if lines:
        terminalreporter.section("counted")
        for line in lines:
            terminalreporter.write_line(line)
