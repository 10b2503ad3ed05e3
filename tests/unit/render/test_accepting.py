"""What accept and lock say is whole, and safe to show whatever the names are."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.acceptance import Accepted, Caller, Effect, Elsewhere, Unrecorded
from sync.core.locking import LockEntry, Recording
from sync.core.matching.identity import Certainty, Evidence, FunctionMatch, Rival
from sync.core.plan.exit_status import ExitCode
from sync.core.plan.model import FlowRef
from sync.render.accepting import accept_text, lock_text
from sync.render.outputs import AcceptOutput, Edit, LockOutput
from sync.render.page import Page
from sync.render.width import cells
from sync.specs.ids import Address, CenterName, Region, Uid
from tests.unit.render.test_documents import accepted, locked

HERE, THERE = Address(Region("cn-hangzhou"), "orders", "status"), Address(Region("cn-hangzhou"), "", "order-status")
MATCH = FunctionMatch(
    uid=Uid("order-status"),
    was=HERE,
    found=THERE,
    certainty="suspected",
    probability=0.991,
    evidence=(Evidence(kind="code", weight=4.0), Evidence(kind="name", weight=1.0)),
    kinds=("renamed", "migrated"),
)
FLOW = FlowRef(center=CenterName("hotline"), id="flow-1", name="订单", published=True)
CALLER = Caller(center=CenterName("hotline"), registration="m1", flows=(FLOW,), numbers=("4001",), effect="repointed")
ONE = Accepted(uid=Uid("order-status"), before=HERE, to=THERE, match=MATCH, said=False, callers=(CALLER,))
CHOSEN = AcceptOutput(
    code=ExitCode.IN_SYNC,
    written=False,
    edits=(Edit(path="registry/orders.yaml", before="a\nb\n", after="a\nc\n"),),
    accepted=(ONE,),
    others=(),
    gaps=(),
)
TEXT = """\
order-status  cn-hangzhou/orders/status -> cn-hangzhou/order-status
    it was migrated to the other generation and was renamed (suspected, probability 99 %): its code is like the recorded
    code, its name is like the recorded one
    hotline [m1] ivrsync apply will point it there; published flows that call it: 订单 (4001)

--- registry/orders.yaml
+++ registry/orders.yaml
@@ -1,3 +1,3 @@
 a
-b
+c
 \n
"""
TWIN = Rival(address=THERE, probability=0.4, lost="too-close")
UNSURE = replace(MATCH, uid=Uid("refund"), found=None, certainty="unsure", rivals=(TWIN,))
LISTED = CHOSEN._replace(
    edits=(),
    accepted=(),
    others=(Elsewhere(wanted=HERE, match=replace(MATCH, certainty="certain")), Elsewhere(wanted=HERE, match=UNSURE)),
)
LOST = Unrecorded(uid=Uid("refund"), wanted=HERE)
LOST_TEXT = """\
MISSING, AND NEVER RECORDED: where they are now cannot be told (1)
  refund  cn-hangzhou/orders/status
      if you know where it is: ivrsync accept refund=REGION/SERVICE/NAME

nothing to accept: 1 function is missing and not in the lock, so where to cannot be told
"""
LISTED_TEXT = """\
CERTAIN (1)
  order-status  cn-hangzhou/orders/status -> cn-hangzhou/order-status
      it was migrated to the other generation and was renamed (certain): its code is like the recorded code, its name is
      like the recorded one

TO BE DECIDED (1)
  refund  cn-hangzhou/orders/status -> ?
      it cannot be told which of these it is now
      cn-hangzhou/order-status (probability 40 %): it is too close to call

Next  ivrsync accept --certain                        all that are certain
      ivrsync accept order-status                     one, certain or not
      ivrsync accept refund=cn-hangzhou/order-status  one at the address that you say

2 functions found elsewhere, 1 of them certain; nothing is written
"""
PAGE = Page(width=120)
QUIET = Page(width=120, quiet=True)


def test_what_would_be_written_is_shown_with_reasons_callers_and_diff() -> None:
    assert accept_text(CHOSEN, PAGE) == TEXT


def test_what_was_shown_is_not_shown_again_once_it_is_written() -> None:
    ended = accept_text(CHOSEN._replace(written=True, shown=True), PAGE)

    assert ended.startswith("1 function accepted; written to registry/orders.yaml\n\nNext  ivrsync plan ")
    assert accept_text(CHOSEN._replace(written=True), PAGE) == TEXT + ended


def test_without_a_choice_everything_is_shown_with_the_command_for_each() -> None:
    assert accept_text(LISTED, PAGE) == LISTED_TEXT


def test_what_was_never_recorded_and_is_missing_is_named_with_what_can_be_said_of_it() -> None:
    assert accept_text(LISTED._replace(others=(), unrecorded=(LOST,)), PAGE) == LOST_TEXT


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        (CHOSEN, "1 function would be accepted in registry/orders.yaml\n"),
        (CHOSEN._replace(shown=True), ""),
        (CHOSEN._replace(shown=True, written=True), "1 function accepted; written to registry/orders.yaml\n"),
        (LISTED, "2 functions found elsewhere, 1 of them certain; nothing is written\n"),
        (
            LISTED._replace(others=(), recorded=False),
            (
                "nothing to accept: there is no lock, so only a function that bears its uid would be recognised; "
                "ivrsync lock writes one\n"
            ),
        ),
        (
            LISTED._replace(others=(), unrecorded=(LOST,)),
            "nothing to accept: 1 function is missing and not in the lock, so where to cannot be told\n",
        ),
        (LISTED._replace(others=()), "nothing to accept: no function was found elsewhere than the registry has it\n"),
    ],
)
def test_a_quiet_page_holds_the_summary_alone(output: AcceptOutput, expected: str) -> None:
    assert accept_text(output, QUIET) == expected


@pytest.mark.parametrize(
    ("certainty", "said"),
    [("certain", "and that is certain"), ("suspected", "but it is not certain"), ("unsure", "but it is not certain")],
)
def test_of_one_that_was_found_elsewhere_it_is_said_whether_that_is_certain(certainty: Certainty, said: str) -> None:
    alone = CHOSEN._replace(edits=(), accepted=(), others=(Elsewhere(wanted=HERE, match=replace(MATCH, certainty=certainty)),))

    assert accept_text(alone, Page(width=100, quiet=True)) == f"1 function found elsewhere, {said}; nothing is written\n"


@pytest.mark.parametrize("effect", get_args(Effect))
def test_every_effect_on_callers_is_said(effect: Effect) -> None:
    caller = replace(CALLER, effect=effect, flows=(), numbers=())
    text = accept_text(CHOSEN._replace(accepted=(replace(ONE, callers=(caller,)),)), Page(width=300))

    assert f"{text.split('hotline [m1] ')[1].split(';')[0]}; no published flow calls it" in text


def test_what_does_not_fit_is_said_of_the_flows_that_call_it() -> None:
    caller = replace(CALLER, misfits=("FL001", "FL003"))
    text = accept_text(CHOSEN._replace(accepted=(replace(ONE, callers=(caller,)),)), Page(width=300))

    told = "FL001 input-not-passed, FL003 field-read-missing"
    assert f"call it: 订单 (4001); they do not fit the function there: {told}\n" in text


def test_a_function_without_a_registration_and_one_that_was_named_are_said_to_be() -> None:
    text = accept_text(CHOSEN._replace(accepted=(replace(ONE, said=True, match=None, callers=()),)), PAGE)

    assert "\n    as you say\n    no registration of it was found, so no flow calls it\n" in text


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        pytest.param(MATCH, "as you say, and as was concluded: it was migrated to the other generation and ", id="the same"),
        pytest.param(
            replace(MATCH, found=replace(THERE, name="other")),
            "as you say; what was concluded is cn-hangzhou/other: it was migrated to the other generation and ",
            id="another",
        ),
        pytest.param(UNSURE, "as you say\n", id="undecided"),
        pytest.param(replace(MATCH, found=HERE, kinds=()), "as you say\n", id="it seemed to be where it was"),
    ],
)
def test_what_was_said_is_set_against_what_was_concluded(match: FunctionMatch, expected: str) -> None:
    text = accept_text(CHOSEN._replace(accepted=(replace(ONE, said=True, match=match),)), Page(width=300))

    assert text.split("\n", 1)[1].startswith(f"    {expected}")


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_page_but_commands_which_are_copied(width: int) -> None:
    shown = "".join(accept_text(output, Page(width=width)) for output in (CHOSEN, LISTED))

    assert [line for line in shown.split("\n") if cells(line) > width and "ivrsync accept" not in line] == []


ENTRY = LockEntry(uid=Uid("order-status"), address=HERE, recording="new", registrations=1, codes=())
LOCKED = LockOutput(
    code=ExitCode.IN_SYNC,
    written=False,
    path="registry/registry.lock.json",
    entries=(
        ENTRY,
        replace(ENTRY, uid=Uid("again"), recording="changed", changes=("memory", "checksum")),
        replace(ENTRY, uid=Uid("same"), recording="same"),
        replace(ENTRY, uid=Uid("stale"), recording="kept", codes=("RG002",)),
    ),
    gaps=(),
)
LOCKED_TEXT = """\
RECORDED FOR THE FIRST TIME (1)
  order-status  cn-hangzhou/orders/status  1 registration

RECORDED AGAIN (1)
  again  cn-hangzhou/orders/status  memory, checksum

STAY AS RECORDED, so that what differs stays visible (1)
  stale  cn-hangzhou/orders/status  RG002 registration-stale

"""


def test_the_lock_is_shown_by_what_becomes_of_each_entry() -> None:
    assert lock_text(LOCKED, PAGE) == LOCKED_TEXT


def test_once_it_is_recorded_only_that_is_said() -> None:
    done = "2 functions recorded in registry/registry.lock.json; 1 function left as it was\n"
    ended = lock_text(LOCKED._replace(written=True, shown=True), PAGE)

    assert ended.startswith(f"{done}\nNext  commit ")
    assert lock_text(LOCKED._replace(written=True, shown=True), QUIET) == done
    assert lock_text(LOCKED._replace(entries=()), PAGE) == "nothing to record\n"


@pytest.mark.parametrize("recording", [item for item in get_args(Recording) if item != "same"])
def test_every_entry_that_differs_is_shown(recording: Recording) -> None:
    text = lock_text(LOCKED._replace(entries=(replace(ENTRY, recording=recording),)), PAGE)

    assert "\n  order-status  cn-hangzhou/orders/status  " in text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=12))
def test_no_name_acts_on_a_terminal(name: str) -> None:
    chosen = accepted(name)
    shown = [
        accept_text(chosen, Page(width=80)),
        accept_text(chosen._replace(accepted=(), edits=()), Page(width=80)),
        lock_text(locked(name), Page(width=80)),
    ]

    assert [text for text in shown if not all(character.isprintable() or character in "\n\u3000" for character in text)] == []
