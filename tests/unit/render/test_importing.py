"""What import and edits say is whole, and safe to show whatever the names are."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.importing import LeftOut, Reason
from sync.core.signature.inferred import Escape, Inferred
from sync.core.worlds import WantedCenter
from sync.render.documents import ImportDocument, ImportedRow
from sync.render.edit import edit_text, open_text
from sync.render.importing import import_text, summary
from sync.render.palette import COLOUR, PLAIN
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
FULL = ImportDocument(
    tool="ivrsync 0",
    verdict="ok",
    exit_code=0,
    dry_run=False,
    files=("registry/centers.yaml", "registry/services/functions.yaml"),
    centers=(WantedCenter(name=CenterName("hotline"), instance="ccc-test", mode="console"),),
    functions=(ROW,),
    left_out=(LEFT,),
    gaps=(),
    texts={},
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

Next  ivrsync plan
"""


def test_the_whole_text() -> None:
    assert import_text(FULL, palette=PLAIN, width=100, advice=("", "Next  ivrsync plan")) == TEXT


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_is_explained(reason: Reason) -> None:
    text = import_text(replace(FULL, left_out=(replace(LEFT, reason=reason),)), palette=PLAIN, width=200, advice=())

    assert len(text.split(f"      {reason}: ")[1].split("\n")[0]) > len("the function")


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        pytest.param(
            replace(FULL, dry_run=True), "1 function, 1 registration, 1 center would be imported, 1 left out", id="dry run"
        ),
        pytest.param(
            replace(FULL, files=(), functions=(), centers=(), left_out=()),
            "nothing to import: the registry knows everything that registrations reach",
            id="nothing",
        ),
    ],
)
def test_the_summary_is_one_line(document: ImportDocument, expected: str) -> None:
    assert summary(document) == expected


NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(NAMES)
def test_no_name_acts_on_a_terminal(name: str) -> None:
    address = Address(Region("cn-hangzhou"), name, name)
    document = replace(
        FULL,
        files=(name,),
        functions=(replace(ROW, address=address, remarks=(name,)),),
        left_out=(replace(LEFT, target=address, center=name, registration=name or "m", detail=name),),
    )
    escape = Escape(reason="passed-on", file=name, line=1, detail=name)
    shown = [
        import_text(document, palette=PLAIN, width=80, advice=()),
        edit_text(name, "a\n", f"{name}\n", palette=PLAIN),
        open_text(name, Inferred(inputs=(), results=(), escapes=(escape,)), [name]),
    ]

    assert [text for text in shown if not all(character.isprintable() or character in "\n\u3000" for character in text)] == []


def test_a_change_is_shown_with_what_stands_around_it() -> None:
    before, after = "a\r\nb\r\nc\r\nd\r\n", "a\r\nb\r\nc\r\ne\r\nd\r\n"

    assert edit_text("f.yaml", before, after, palette=PLAIN) == "--- f.yaml\n+++ f.yaml\n@@ -2,4 +2,5 @@\n b\n c\n+e\n d\n \n"
    assert edit_text("f.yaml", before, before, palette=PLAIN) == ""
    assert f"{COLOUR.good}+e{COLOUR.end}\n" in edit_text("f.yaml", before, after, palette=COLOUR)
