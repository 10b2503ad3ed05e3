"""What doctor found: one line for each thing tried, advice below what needs it."""

from __future__ import annotations

from sync.render.doctor import doctor_text
from sync.render.documents import DoctorRow
from sync.render.page import Page
from tests.unit.render.colour import uncoloured

ROWS = (
    DoctorRow(topic="credentials", subject="", state="ok", facts={"provider": "default/env", "key": "test****"}, hint=""),
    DoctorRow(topic="flows", subject="热线", state="failed", facts={"code": "NoPermission", "request-id": ""}, hint="grant it"),
    DoctorRow(topic="writing", subject="热线", state="warning", facts={}, hint="try `registrations: api`"),
)


def test_the_whole_of_it() -> None:
    assert doctor_text(ROWS, Page(width=80)) == (
        "ok       credentials        provider default/env, key test****\n"
        "FAILED   flows        热线  code NoPermission\n"
        "         hint: grant it\n"
        "warning  writing      热线\n"
        "         hint: try `registrations: api`\n"
        "\n"
        "1 of 3 did not work\n"
    )


def test_when_all_is_well_it_says_so() -> None:
    assert doctor_text(ROWS[:1], Page(width=80)).endswith("\neverything that was tried works\n")


def test_colour_changes_nothing_but_colour() -> None:
    coloured = doctor_text(ROWS, Page(width=80, colour=True))
    assert uncoloured(coloured) == doctor_text(ROWS, Page(width=80))
