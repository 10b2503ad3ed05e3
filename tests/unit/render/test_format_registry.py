"""Formats are the modules there are; each writes what it says it can."""

from __future__ import annotations

import json

import pytest

from sync.core.plan.exit_status import ExitCode
from sync.core.plan.report import Report, Result
from sync.render.format_registry import KINDS, Command, formats_for
from sync.render.outputs import ApplyOutput, CommandOutput, Edit, PlanOutput, SignatureOutput, ValidateOutput
from sync.render.page import Page
from sync.specs.diagnostics import Problem
from sync.specs.models import Registry
from tests.unit.render import steps_sample as sample
from tests.unit.render.test_documents import outputs
from tests.unit.render.test_plan_text import EMPTY, FULL

PAGE = Page(width=100, tool=lambda: "ivrsync 0")
DONE = Report(plan="p", results=(Result(step=sample.configure(), outcome="done"),))
APPLIED = ApplyOutput(report=DONE, code=ExitCode.IN_SYNC, after=EMPTY, recorded="registry/registry.lock.json", unrecorded=False)
ALL: dict[Command, CommandOutput] = {
    "plan": PlanOutput(plan=FULL, bar="warning"),
    "apply": APPLIED,
    **{output.command: output for output in outputs("名").values()},
}


def text(output: CommandOutput, page: Page = PAGE) -> str:
    """The output as people read it."""
    return formats_for(output.command)["text"].render(output, page)


@pytest.mark.parametrize("command", KINDS)
def test_people_are_offered_text_first_and_programs_a_document(command: Command) -> None:
    assert next(iter(formats_for(command))) == "text"
    assert "json" in formats_for(command)


@pytest.mark.parametrize(("command", "name"), [(command, name) for command in KINDS for name in formats_for(command)])
def test_a_format_writes_what_it_says_it_can(command: Command, name: str) -> None:
    written = formats_for(command)[name].render(ALL[command], PAGE)
    assert written.endswith("\n")
    if name == "json":
        assert json.loads(written)["document"] == KINDS[command]


def test_what_apply_is_about_to_do_is_shown_without_advice_and_quietly_on_one_line() -> None:
    begins = PlanOutput(plan=FULL, bar="warning", begins=True)
    told = PlanOutput(plan=FULL, bar="warning")
    assert text(told).startswith(text(begins))
    assert "Next: ivrsync apply" not in text(begins)
    assert text(begins, Page(width=100, quiet=True)).count("\n") == 1


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        pytest.param(
            APPLIED,
            "\n  1  ~ configure  check-user-identity  done\n     cn-shenzhen/example-service/checkUserIdentity\n"
            "     memory: 128 -> 256\n     environment.API_KEY: differs (looks secret, not shown)\n"
            "\n1 done\nnow in sync; recorded in registry/registry.lock.json\n",
            id="done and recorded",
        ),
        pytest.param(
            ApplyOutput(
                report=Report(plan="p", results=()), code=ExitCode.IN_SYNC, after=EMPTY, recorded="lock.json", unrecorded=False
            ),
            "now in sync; recorded in lock.json\n",
            id="nothing to do but to record",
        ),
        pytest.param(
            ApplyOutput(report=Report(plan="p", results=()), code=ExitCode.IN_SYNC, after=EMPTY, recorded="", unrecorded=False),
            "",
            id="nothing at all",
        ),
        pytest.param(
            ApplyOutput(report=Report(plan="p", results=()), code=ExitCode.STOPPED, after=None, recorded="", unrecorded=False),
            "Run apply again to go on, with the same plan file if one was given; then `ivrsync test`.\n",
            id="stopped",
        ),
        pytest.param(
            ApplyOutput(report=Report(plan="p", results=()), code=ExitCode.ERROR, after=EMPTY, recorded="", unrecorded=True),
            "",
            id="not recorded: the error says so",
        ),
    ],
)
def test_how_an_apply_ended(output: ApplyOutput, expected: str) -> None:
    assert text(output) == expected


def test_a_quiet_apply_says_the_counts_and_the_verdict() -> None:
    assert text(APPLIED, Page(width=100, quiet=True)) == "1 done\nnow in sync\n"


def test_what_a_registry_holds_or_the_mistakes_in_it() -> None:
    assert text(ValidateOutput(registry=Registry(functions=(), centers=(), digest=""))) == (
        "no mistakes: 0 functions, 0 registrations, 0 centers, 0 regions\n"
    )
    assert text(ValidateOutput(registry=None, problems=(Problem(file="a.yaml", message="no\x1b", hint="yes"),))) == (
        "a.yaml: no\\u001b\n  hint: yes\n"
    )


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        pytest.param(None, "", id="nothing was written"),
        pytest.param(
            Edit(path="f.yaml", before="a\n", after="a\n"), "\nnothing to write: f.yaml already declares it\n", id="nothing new"
        ),
        pytest.param(
            Edit(path="f.yaml", before="a\n", after="b\n"),
            "\n--- f.yaml\n+++ f.yaml\n@@ -1,2 +1,2 @@\n-a\n+b\n \n\nwritten to f.yaml\n",
            id="written",
        ),
    ],
)
def test_a_signature_that_was_shown_is_not_shown_again_with_what_was_written(edit: Edit | None, expected: str) -> None:
    first = ALL["signature"]
    assert isinstance(first, SignatureOutput)
    assert text(first._replace(edit=edit, shown=True)) == expected
