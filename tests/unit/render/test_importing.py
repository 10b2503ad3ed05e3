"""What import and edits say is whole, and safe to show whatever the names are."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.importing import LeftOut, Reason
from sync.core.plan.exit_status import ExitCode
from sync.core.signature.inferred import Escape, Inferred
from sync.core.worlds import WantedCenter
from sync.render.documents import ImportedRow
from sync.render.edit import edit_text, open_text
from sync.render.importing import import_text, summary
from sync.render.outputs import Edit, ImportOutput
from sync.render.page import Page
from sync.specs.ids import Address, CenterName, Region, Uid

ROW = ImportedRow(
    uid=Uid("order-status"),
    address=Address(Region("cn-hangzhou"), "", "order-status"),
    generation="3.0",
    file="registry/services/functions.yaml",
    centers=("hotline",),
    signature="open",
    remarks=("open: index.py:3: there may be further inputs",),
)
LEFT = LeftOut(reason="stale", target=Address(Region("cn-hangzhou"), "s", "gone"), center="hotline", registration="m4")
FULL = ImportOutput(
    code=ExitCode.IN_SYNC,
    dry_run=False,
    edits=(
        Edit(path="registry/centers.yaml", before=None, after="centers: {}\n"),
        Edit(path="registry/services/functions.yaml", before="a\n", after="a\nb\n"),
    ),
    centers=(WantedCenter(name=CenterName("hotline"), instance="ccc-test", mode="console"),),
    functions=(ROW,),
    left_out=(LEFT,),
    gaps=(),
)
TEXT = """\
WRITTEN (2)
  registry/centers.yaml
  registry/services/functions.yaml

FUNCTIONS (1)
  order-status  cn-hangzhou/order-status  signature open
      open: index.py:3: there may be further inputs

LEFT OUT (1)
  hotline [m4] -> cn-hangzhou/s/gone
      stale: the function does not exist: flows that call this registration reach nothing

1 function, 1 registration, 1 center imported, 1 left out

Next  ivrsync validate   is the registry right in itself?
      ivrsync plan       what still differs, and whom it hurts?
"""


def test_the_whole_text() -> None:
    assert import_text(FULL, Page(width=100)) == TEXT


def test_a_dry_run_shows_first_what_would_stand_in_each_file() -> None:
    text = import_text(FULL._replace(dry_run=True, edits=FULL.edits[1:]), Page(width=100))
    added = "--- registry/services/functions.yaml\n+++ registry/services/functions.yaml\n@@ -1,2 +1,3 @@\n a\n+b\n \n"

    assert text.startswith(f"{added}\nWOULD BE WRITTEN (1)\n  registry/services/functions.yaml\n")
    assert text.endswith("\n1 function, 1 registration, 1 center would be imported, 1 left out\n")


def test_a_quiet_page_holds_the_summary_alone() -> None:
    assert import_text(FULL, Page(width=100, quiet=True)) == "1 function, 1 registration, 1 center imported, 1 left out\n"


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_is_explained(reason: Reason) -> None:
    text = import_text(FULL._replace(left_out=(replace(LEFT, reason=reason),)), Page(width=200))

    assert len(text.split(f"      {reason}: ")[1].split("\n")[0]) > len("the function")


@pytest.mark.parametrize(
    ("output", "expected"),
    [
        pytest.param(
            FULL._replace(dry_run=True), "1 function, 1 registration, 1 center would be imported, 1 left out", id="dry run"
        ),
        pytest.param(
            FULL._replace(edits=(), functions=(), centers=(), left_out=()),
            "nothing to import: the registry knows everything that registrations reach",
            id="nothing",
        ),
    ],
)
def test_the_summary_is_one_line(output: ImportOutput, expected: str) -> None:
    assert summary(output) == expected


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(NAMES)
def test_no_name_acts_on_a_terminal(name: str) -> None:
    address = Address(Region("cn-hangzhou"), name, name)
    output = FULL._replace(
        edits=(Edit(path=name, before="a\n", after=f"{name}\n"),),
        functions=(replace(ROW, address=address, remarks=(name,)),),
        left_out=(replace(LEFT, target=address, center=name, registration=name or "m", detail=name),),
    )
    escape = Escape(reason="passed-on", file=name, line=1, detail=name)
    shown = [
        import_text(output, Page(width=80)),
        edit_text(Edit(path=name, before="a\n", after=f"{name}\n"), Page(width=80)),
        open_text(name, Inferred(inputs=(), results=(), escapes=(escape,)), [name]),
    ]

    assert [text for text in shown if not all(character.isprintable() or character in "\n\u3000" for character in text)] == []


def test_a_change_is_shown_with_what_stands_around_it() -> None:
    before, after = "a\r\nb\r\nc\r\nd\r\n", "a\r\nb\r\nc\r\ne\r\nd\r\n"
    edit = Edit(path="f.yaml", before=before, after=after)

    assert edit_text(edit, Page(width=80)) == "--- f.yaml\n+++ f.yaml\n@@ -2,4 +2,5 @@\n b\n c\n+e\n d\n \n"
    assert edit_text(edit._replace(after=before), Page(width=80)) == ""
    assert "\x1b[32m+e\x1b[0m\n" in edit_text(edit, Page(width=80, colour=True))
