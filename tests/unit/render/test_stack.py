"""Who owns what, for people: the section of the stack, the advice of a finding that it puts right, and the command that does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.plan.exit_status import ExitCode
from sync.core.plan.model import Finding, Remedy, StackShare
from sync.core.stack_imports import StackImports
from sync.render.importing import import_text
from sync.render.outputs import Adopted, ImportOutput
from sync.render.page import Page
from sync.render.remedy import remedy
from sync.render.stack import stack_lines
from sync.render.summary import next_lines
from sync.render.text import drift_text, plan_text
from sync.specs.ids import Uid
from tests.unit.render import steps_sample as sample
from tests.unit.render.test_plan_text import EMPTY, GAP, MEMORY, STALE

MISSING = Finding(code="EX001", subject="a/b/c", origin="pending", uid=Uid("x"), args={"address": "cn-hangzhou/b/c"})
SHARE = StackShare(
    name="dev", owned=(Uid("a"), Uid("b")), read=(Uid("c"),), missing=(Uid("d"),), registrations=("a@hotline",), pending=0
)
PAGE = Page(width=100)
SETS = "pulumi up --refresh (stack dev) sets it to the value in the registry"
KEEP = "to keep what was found, write it into the spec."


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        pytest.param(
            replace(MISSING, stack="dev"),
            "pulumi up (stack dev) creates it. Or: correct its address in the spec.",
            id="pending",
        ),
        pytest.param(
            replace(MISSING, origin="drift", stack="dev"),
            "pulumi up --refresh (stack dev) creates it. Or: correct its address in the spec.",
            id="drift",
        ),
        pytest.param(
            replace(MISSING, origin="unrecorded", stack="dev"),
            "pulumi up --refresh (stack dev) creates it. Or: correct its address in the spec.",
            id="without-a-lock",
        ),
        pytest.param(
            replace(MEMORY, remedy="apply", stack="dev"),
            f"{SETS}; so does ivrsync apply. Or: {KEEP}",
            id="either-does-it",
        ),
        pytest.param(
            replace(MEMORY, remedy=None, stack="dev"),
            f"{SETS}. Or: {KEEP}",
            id="only-pulumi-does-it",
        ),
        pytest.param(MEMORY, "To keep what was found, write it into the spec.", id="no-stack"),
    ],
)
def test_what_a_stack_owns_pulumi_puts_right(finding: Finding, expected: str) -> None:
    assert remedy(finding) == expected


@pytest.mark.parametrize("state", ["by-hand", "held-back"])
def test_a_step_for_a_person_or_held_back_is_told_as_without_a_stack(state: Remedy) -> None:
    assert remedy(replace(STALE, remedy=state, stack="dev")) == remedy(replace(STALE, remedy=state))


def test_the_name_of_a_stack_is_made_safe() -> None:
    assert "\x1b" not in remedy(replace(MEMORY, stack="\x1b[31m"))


MOVE = Finding(
    code="LO001", subject="cn-hangzhou/b/c", origin="drift", uid=Uid("x"), stack="dev",
    args={
        "uid": "x", "from": "cn-hangzhou/b/c", "to": "cn-hangzhou/b/d", "kinds": ["renamed"],
        "certainty": "certain", "probability": 1.0,
        "evidence": [{"kind": "stack", "weight": 0.0}], "rivals": [], "signature": [], "covers": [],
    },
)  # fmt: skip


def test_a_move_has_two_ways_back() -> None:
    assert remedy(MOVE) == (
        "pulumi up --refresh (stack dev) makes it where the registry has it, and points its registrations there. Or: if the new "
        "place is right, ivrsync accept x writes it into the registry, ivrsync import --pulumi names it to the program, and the "
        "next pulumi up takes the function over. ivrsync why x shows every reason."
    )


def test_the_stack_is_a_section_of_plan_and_drift() -> None:
    lines = [
        "PULUMI STACK dev",
        "  Owns        2 functions and 1 registration of the registry: pulumi up makes and changes them",
        "  Only reads  c",
        "  Has not     d",
    ]

    assert stack_lines(SHARE, PAGE) == tuple(lines)
    for text in (plan_text(replace(EMPTY, stack=SHARE), PAGE), drift_text(replace(EMPTY, stack=SHARE), PAGE)):
        assert "\n".join(["", *lines, ""]) in text
    assert "PULUMI" not in plan_text(EMPTY, PAGE)


def test_many_uids_are_told_by_the_first_and_interrupted_updates_by_what_to_do() -> None:
    share = replace(SHARE, read=(), missing=tuple(Uid(f"u{number}") for number in range(14)), pending=1)

    assert stack_lines(share, PAGE)[2:] == (
        "  Has not     u0, u1, u2, u3, u4, u5, u6, u7, u8, u9, u10, u11 and 2 more",
        "  Interrupted 1 update: run pulumi refresh, its state may be wrong there",
    )
    assert stack_lines(None, PAGE) == ()


@pytest.mark.parametrize(
    ("findings", "steps", "expected"),
    [
        pytest.param((replace(MISSING, stack="dev"),), False, ["Next: pulumi up --stack dev"], id="pending"),
        pytest.param(
            (replace(MISSING, stack="dev"), replace(MEMORY, stack="dev")),
            False,
            ["Next: pulumi up --refresh --stack dev"],
            id="drift",
        ),
        pytest.param(
            (replace(MEMORY, stack="dev"),),
            True,
            ["Next: pulumi up --refresh --stack dev", "Then: ivrsync apply --stack dev"],
            id="steps-for-apply",
        ),
        pytest.param((MEMORY,), True, ["Next: ivrsync apply --stack dev"], id="none-of-the-stacks"),
    ],
)
def test_the_next_command_is_that_of_the_owner(findings: tuple[Finding, ...], steps: bool, expected: list[str]) -> None:  # noqa: FBT001
    plan = replace(EMPTY, findings=findings, stack=SHARE, steps=(sample.configure(),) if steps else ())

    assert [line for line in next_lines(plan, allowed=("--stack", "dev")) if not line.startswith("More")] == expected


def test_what_was_not_read_comes_after_it() -> None:
    plan = replace(EMPTY, findings=(replace(MISSING, stack="dev"),), stack=SHARE, gaps=(GAP,))

    assert next_lines(plan)[:2] == ("Next: pulumi up --stack dev", "Then: ivrsync doctor")


@pytest.mark.parametrize(
    ("ids", "expected"),
    [
        pytest.param(
            StackImports(services={"s@x": "s"}, functions={"a@x": "s:a"}, registrations={"a@hotline": "ccc-test/r1"}),
            "FOR PULUMI (3)\n"
            "  registry/pulumi-import.json: 1 function and 1 registration that the next pulumi up takes over\n"
            "  s@x        s\n"
            "  a@x        s:a          to be written: a setting or the code differs, or could not be read\n"
            "  a@hotline  ccc-test/r1\n\n",
            id="some",
        ),
        pytest.param(
            StackImports(functions={"a@x": "a"}, as_found={"a@x": "abc"}),
            "FOR PULUMI (1)\n"
            "  registry/pulumi-import.json: 1 function and 0 registrations that the next pulumi up takes over; it\n"
            "  writes nothing to what is as its spec says, before the spec or the code changes or the file is\n"
            "  removed\n"
            "  a@x  a  as its spec says\n\n",
            id="as-its-spec-says",
        ),
        pytest.param(StackImports(), "FOR PULUMI\n  nothing exists that pulumi up has still to take over\n\n", id="nothing"),
    ],
)
def test_what_pulumi_takes_over_is_listed(ids: StackImports, expected: str) -> None:
    output = ImportOutput(
        code=ExitCode.IN_SYNC, dry_run=False, edits=(), centers=(), functions=(), left_out=(), gaps=(),
        adopted=Adopted(path="registry/pulumi-import.json", ids=ids),
    )  # fmt: skip

    assert import_text(output, PAGE).startswith(expected)
