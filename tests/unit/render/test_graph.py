"""The picture of who calls what in every form: what it says, that what is broken is marked, and that no name breaks out of it."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.flows.call_graph import CallGraph, CallingFlow, ModuleCall, State, UncalledRegistration, ending_as
from sync.core.plan.model import FlowRef
from sync.core.worlds import Gap
from sync.errors import InputError
from sync.render.escape import visible
from sync.render.graph_dot import graph_dot
from sync.render.graph_mermaid import graph_mermaid
from sync.render.graph_svg import graph_svg, inline_svg
from sync.render.graph_text import graph_text
from sync.render.page import Page
from sync.specs.ids import CenterName, Uid
from tests.unit.render.colour import uncoloured

HOTLINE = CenterName("hotline")
PAGE = Page(width=120)
MAIN = FlowRef(center=HOTLINE, id="flow-1", name="来电主流程", published=True)
DRAFT = FlowRef(center=HOTLINE, id="flow-2", name="草稿", published=False)
RIGHT, WRONG = "cn-hangzhou/demo-service/get_number_region", "cn-hangzhou/demo_service/get_number_region"


def call(activity: str, state: State, target: str = RIGHT, registration: str = "meta-1") -> ModuleCall:
    return ModuleCall(
        activity=activity, name="查询", registration=registration, target=target, uid=Uid("get-number-region"), state=state
    )


GRAPH = CallGraph(
    flows=(
        CallingFlow(
            flow=MAIN,
            numbers=("*****1234", "*****5678"),
            calls=(call("1", "no-function", WRONG, "meta-2"), call("2", "no-registration", "", "meta-3"), call("3", "works")),
        ),
        CallingFlow(flow=DRAFT, numbers=(), calls=(call("4", "does-not-fit"),), is_understood=False),
    ),
    uncalled=(UncalledRegistration(center=HOTLINE, registration="meta-4", target=RIGHT, uid=None, mentioned=(DRAFT,)),),
)
TEXT = """\
CENTER hotline

  numbers *****1234, *****5678
    flow 来电主流程 [flow-1], published
      module 查询 [1]
        registration meta-2
x         function cn-hangzhou/demo_service/get_number_region (get-number-region): BROKEN: no such function
      module 查询 [2]
x       registration meta-3: BROKEN: the center has no such registration
      module 查询 [3]
        registration meta-1
          function cn-hangzhou/demo-service/get_number_region (get-number-region)

  no number
    flow 草稿 [flow-2], not published
      calls functions in a form that is not understood
x     module 查询 [4]: BROKEN: what the module passes or reads does not fit
        registration meta-1
          function cn-hangzhou/demo-service/get_number_region (get-number-region)

CALLED BY NO FLOW (1)

  registration meta-4 of center hotline, mentioned in a form that is not understood by 草稿 [flow-2], not published
    function cn-hangzhou/demo-service/get_number_region

2 flows with 4 calls: 3 broken, in 1 published flow
"""
SUB_TEXT = """\
CENTER hotline

  called by 来电主流程 [flow-1], published
    flow 子流程 [flow-3], published
      module 查询 [1]
        registration meta-1
x         function cn-hangzhou/demo-service/get_number_region (get-number-region): BROKEN: no such function

  numbers *1
    flow 来电主流程 [flow-1], published
x     flow 子流程 [flow-3], published: BROKEN: a call of it fails

2 flows with 1 call: 1 broken, in 2 published flows
"""
MERMAID = """\
flowchart LR
  n1["来电主流程"]
  n2(["#42;#42;#42;#42;#42;1234"])
  n3("查询 #91;1#93;")
  n4{{"meta-2"}}
  n5[["get-number-region<br>cn-hangzhou/demo_service/get_number_region"]]
  n2 --> n1
  n1 --> n3
  n3 --> n4
  n4 -.-x|"BROKEN: no such function"| n5
  class n5 broken
  classDef broken stroke:#b3261e,stroke-width:2px,stroke-dasharray:4
  classDef unsure stroke-dasharray:2
"""
NAMES = st.text(
    st.one_of(st.characters(), st.sampled_from("\x00\x1b\n\r\t\u202e\u2066\u200b\ud800\"'`\\<>&;#|[](){}-%名/N")), max_size=20
)
SPIKES = (
    "</text><script>alert(1)</script>",
    '"];x[label="y',
    "\\",
    "\\N\\G\\l",
    "&lt;&amp;#60;",
    "]]>",
    "-->",
    "`**b**`",
    "end",
    "<!--",
)


def only(name: str) -> CallGraph:
    """A picture in which everything has that name."""
    flow = FlowRef(center=CenterName(name), id=name, name=name, published=True)
    one = ModuleCall(activity=name, name=name, registration=name, target=name or "x", uid=Uid(name), state="no-function")
    strange = UncalledRegistration(center=HOTLINE, registration=name, target=name, uid=None, mentioned=(flow,))
    return CallGraph(flows=(CallingFlow(flow=flow, numbers=(name,), calls=(one,)),), uncalled=(strange,))


def test_the_tree_leads_from_the_numbers_to_the_functions() -> None:
    assert graph_text(GRAPH, PAGE) == TEXT


def test_what_a_main_flow_calls_is_told_at_both_and_breaks_both() -> None:
    sub = replace(DRAFT, id="flow-3", name="子流程", published=True)
    main = CallingFlow(flow=MAIN, numbers=("*1",), calls=(), sub_flows=(sub,))
    both = CallGraph(flows=(main, CallingFlow(flow=sub, numbers=(), calls=(call("1", "works"),))))
    graph = ending_as(both, {(sub, "1"): "no-function"})
    assert graph_text(graph, PAGE) == SUB_TEXT
    assert [line for line in graph_mermaid(graph).splitlines() if "|" in line] == [
        '  n3 -.-x|"BROKEN: no such function"| n4',
        '  n5 -.-x|"BROKEN: a call of it fails"| n1',
    ]


def test_colour_only_repeats_what_the_tree_says() -> None:
    coloured = graph_text(GRAPH, Page(width=120, colour=True))
    assert uncoloured(coloured) == TEXT
    assert "\x1b[31mx       registration meta-3" in coloured


def test_what_was_not_read_stands_below_the_tree() -> None:
    missing = Gap(scope="flows", subject="hotline", generation=None, operation="ListContactFlows", code="Denied", message="no")
    told = graph_text(CallGraph(gaps=(missing,)), PAGE)
    assert "COULD NOT READ (1)" in told
    assert told.endswith("\n\n0 flows with 0 calls: none broken\n")


def test_mermaid_draws_every_box_and_arrow_once_and_marks_what_is_broken() -> None:
    first = GRAPH.flows[0]
    small = CallGraph(flows=(CallingFlow(flow=MAIN, numbers=first.numbers[:1], calls=first.calls[:1]),))
    assert graph_mermaid(small) == MERMAID
    whole = graph_mermaid(GRAPH)
    assert whole.count('{{"meta-1"}}') == 1
    assert [line.split("|")[1] for line in whole.splitlines() if "|" in line] == [
        '"BROKEN: no such function"',
        '"BROKEN: the center has no such registration"',
        '"BROKEN: what the module passes or reads does not fit"',
        '"mentions it"',
    ]


# The lines that Mermaid may be made of; in a text only what means nothing to it.
_WORDS = r'"(?:[^\x00-\x7f]|[A-Za-z0-9 \-_./,:()]|#\d+;|<br>)*"'
_LINE = re.compile(
    rf"  (?:n\d+(?:\(\[|\[\[|\{{\{{|\[|\(){_WORDS}(?:\]\)|\]\]|\}}\}}|\]|\))|n\d+ (?:-->|-\.-x|-\.->)(?:\|{_WORDS}\|)? n\d+"
    r"|class n[\dn,]+ (?:broken|unsure)|classDef .*)"
)


@given(name=NAMES)
@pytest.mark.parametrize("spike", SPIKES)
def test_no_name_breaks_out_of_mermaid(spike: str, name: str) -> None:
    first, *rest = graph_mermaid(only(spike + name)).splitlines()
    assert first == "flowchart LR"
    assert [line for line in rest if not _LINE.fullmatch(line)] == []


@settings(max_examples=20)  # of each spike; Graphviz takes its time
@given(name=NAMES)
@pytest.mark.parametrize("spike", SPIKES)
def test_no_name_breaks_out_of_dot_or_the_drawing(spike: str, name: str) -> None:
    graph = only(spike + name)
    pygraphviz = pytest.importorskip("pygraphviz", exc_type=ImportError, reason="the extra `graph` is not installed")
    read = pygraphviz.AGraph(string=graph_dot(graph))
    assert (len(read.nodes()), len(read.edges())) == (6, 6)
    drawn = ET.fromstring(graph_svg(graph))  # noqa: S314  of our own making
    tags = {element.tag.rpartition("}")[2] for element in drawn.iter()}
    assert tags <= {"svg", "g", "polygon", "polyline", "path", "text", "ellipse"}
    assert _squeezed(visible(spike + name)) in _squeezed("".join(drawn.itertext()))


def _squeezed(text: str) -> str:
    """Without spaces, which a drawing joins, and line breaks, which it sets."""
    return re.sub(r"\s", "", text)


def test_a_drawing_inside_a_page_names_nothing_outside() -> None:
    pytest.importorskip("pygraphviz", exc_type=ImportError, reason="the extra `graph` is not installed")
    assert "http" not in inline_svg(GRAPH)
    assert graph_svg(GRAPH).count("http") == 2, "the two names of its namespaces"
    assert 'class="edge broken"' in inline_svg(GRAPH)


def test_without_graphviz_a_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    with pytest.raises(InputError, match="a drawing needs Graphviz, which is not installed here") as refused:
        graph_svg(GRAPH)
    assert refused.value.hint.startswith("pip install 'ivrsync[graph]'")
