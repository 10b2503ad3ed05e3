"""A signature is shown whole: inputs with their places, answers, and what stays open."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.core.signature.inferred import Escape, Inferred, ResultPath, Unknown
from sync.core.signature.model import Evidence, Parameter, ResultField
from sync.render.page import Page
from sync.render.signature import signature_text

AT = Evidence(file="index.py", line=3, kind="subscript")
SIGNATURE = Inferred(
    inputs=(
        Parameter(name="area", required=False, default="0571", type="string", evidence=(AT,)),
        Parameter(name="phone", required=True, default=None, type=None, evidence=(AT,)),
    ),
    results=(ResultPath(kind="object", fields=(ResultField(name="city", type="string", nullable=True),), evidence=AT),),
    escapes=(Escape(reason="computed-key", file="index.py", line=4, detail="asked[name]"),),
)
WHOLE = """\
code: index.handler, python3.10

INPUTS (2)
  area   optional  string  default "0571"
      index.py:3  asked['phone']
  phone  required
      index.py:3  asked['phone']

RESULTS (1)
  object: city string or null
      index.py:3  asked['phone']

open: there may be further inputs, 1 place
  a key that is not a constant: asked[name]
      index.py:4
"""


def test_everything_is_shown_with_its_place() -> None:
    text = signature_text("code: index.handler, python3.10", SIGNATURE, {("index.py", 3): "asked['phone']"}, Page(width=100))

    assert [line.rstrip() for line in text.splitlines()] == WHOLE.splitlines()


def test_what_is_unknown_says_why_and_nothing_else() -> None:
    unknown = Unknown(reason="broken-package", detail="not a readable zip")

    assert signature_text("code", unknown, {}, Page(width=100)) == "code\n\nunknown: broken-package: not a readable zip\n"


@given(st.text(), st.text(), st.text())
def test_no_name_and_no_code_can_act_on_a_terminal(name: str, title: str, code: str) -> None:
    item = Parameter(name=name, required=True, default=code, type=None, evidence=(AT,))
    text = signature_text(title, Inferred(inputs=(item,), results=(), escapes=()), {("index.py", 3): code}, Page(width=80))

    assert all(char.isprintable() or char == "\n" for char in text)
