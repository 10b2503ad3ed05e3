"""The page: it is HTML, asks for nothing from anywhere, lets no name break out, and tells first who is hurt."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.flows.call_graph import CallGraph, graph_of
from sync.core.plan.fingerprint import fingerprints
from sync.core.plan.model import Finding, FlowRef, ModuleRef, Plan
from sync.core.worlds import Gap
from sync.render.escape import visible
from sync.render.format_registry import formats_for
from sync.render.html.markup import Html, join, raw, tag
from sync.render.outputs import DriftOutput, PlanOutput
from sync.render.page import Page
from sync.specs.ids import CenterName, Uid
from tests.fakes.crowd import crowd
from tests.unit.render import steps_sample as sample
from tests.unit.render.test_graph import GRAPH, SPIKES, only
from tests.unit.render.test_plan_text import EMPTY, FULL, GAP, MAIN, MEMORY, NAMES, STALE

HTML = "{http://www.w3.org/1999/xhtml}"
PAGE = Page(width=100, tool=lambda: "ivrsync 0")
ASK = ModuleRef(
    flow=MAIN, activity="1", name="查询归属地", registration="meta-1", reaches="cn-hangzhou/demo_service/get_number_region"
)
BREAKS = replace(STALE, modules=(ASK,))
# The elements that the page is made of, and those of a drawing in it.
OURS = {
    *("html", "head", "meta", "link", "title", "style", "script", "body", "main", "header", "section", "nav", "footer", "h1", "h2"),
    *(
        "p",
        "ul",
        "ol",
        "li",
        "a",
        "b",
        "strong",
        "small",
        "span",
        "code",
        "pre",
        "kbd",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ),
    *("details", "summary", "dl", "dt", "dd", "div", "input", "button", "dialog", "form", "figure", "figcaption"),
    *(f"{{http://www.w3.org/2000/svg}}{name}" for name in ("svg", "g", "polygon", "polyline", "path", "text", "ellipse")),
}
OUT = (*SPIKES, "'\"><img src=x onerror=alert(1)>", "</style><script>", "</title>", "\u202e\x00\ud800")
# What a browser may fetch, or go to, because of an attribute.
ADDRESSES = {
    "src",
    "href",
    "action",
    "formaction",
    "data",
    "poster",
    "background",
    "srcset",
    "ping",
    "manifest",
    "cite",
    "longdesc",
}


def page_of(plan: Plan, graph: CallGraph | None = None) -> str:
    return formats_for("plan")["html"].render(PlanOutput(plan=plan, bar="warning", graph=graph), PAGE)


def read(page: str) -> Element:
    """The page as a browser reads it; an `AssertionError` of html5lib for any mistake in it."""
    parser = html5lib.HTMLParser(strict=True)
    tree: Element = parser.parse(page)
    return tree


def words(element: Element | None) -> str:
    assert element is not None
    return " ".join("".join(element.itertext()).split())


def part(tree: Element, name: str) -> Element:
    return next(element for element in tree.iter() if element.get("id") == name)


def addresses(tree: Element) -> Iterator[str]:
    for element in tree.iter():
        for name, value in element.attrib.items():
            if re.sub(r"\{.*\}", "", name) in ADDRESSES:
                yield value


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page_of(EMPTY), id="nothing"),
        pytest.param(page_of(FULL), id="one of everything"),
        pytest.param(page_of(FULL, GRAPH), id="with who calls what"),
        pytest.param(formats_for("drift")["html"].render(DriftOutput(plan=FULL, bar="error", graph=GRAPH), PAGE), id="drift"),
        pytest.param(formats_for("plan")["html"].render(crowd(60, broken=2), PAGE), id="a crowd"),
    ],
)
def test_the_page_is_html_that_asks_for_nothing(page: str) -> None:
    tree = read(page)
    assert [address for address in addresses(tree) if not address.startswith("#") and address != "data:,"] == []
    ids = [name for element in tree.iter() if (name := element.get("id"))]
    assert sorted(set(ids)) == sorted(ids)
    assert [address for address in addresses(tree) if address.startswith("#") and address[1:] not in ids] == []
    assert [
        element.tag for element in tree.iter() if element.get("style") or any(name.startswith("on") for name in element.attrib)
    ] == []
    style = words(tree.find(f".//{HTML}style"))
    assert re.findall(r"url\(|@import|@font-face|https?:", style) == []


def test_the_policy_lets_only_our_style_and_script_run() -> None:
    tree = read(page_of(FULL, GRAPH))
    policies = [m.get("content") or "" for m in tree.iter(f"{HTML}meta") if m.get("http-equiv") == "Content-Security-Policy"]
    stated = dict(part.strip().split(" ", 1) for part in policies[0].split(";"))
    (style,), (script,) = tree.iter(f"{HTML}style"), tree.iter(f"{HTML}script")
    assert stated == {
        "default-src": "'none'",
        "style-src": f"'sha256-{digest(style)}'",
        "script-src": f"'sha256-{digest(script)}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    head = tree.find(f"{HTML}head")
    assert head is not None
    assert [m.get("http-equiv") for m in head.iter(f"{HTML}meta")].index("Content-Security-Policy") == 1, "before what it rules"


def digest(element: Element) -> str:
    return base64.b64encode(hashlib.sha256((element.text or "").encode()).digest()).decode()


@settings(max_examples=50)  # reading as a browser does takes its time
@given(name=st.tuples(st.sampled_from(OUT), NAMES).map("".join))
def test_no_name_breaks_out(name: str) -> None:
    flow = FlowRef(center=CenterName(name), id=name, name=name, published=True)
    module = ModuleRef(flow=flow, activity=name, name=name, registration=name, reaches=name)
    hostile = Finding(
        code="RG002",
        subject=name,
        origin="drift",
        uid=Uid(name),
        center=CenterName(name),
        args={"id": name, "center": name, "target": name},
        flows=(flow,),
        modules=(module,),
        breaks=True,
        stack=name,
    )
    gap = Gap(scope="region", subject=name, generation=None, operation=name, code=name, message=name, request_id=name)
    state = replace(sample.state(sample.RIGHT), description=name, role=name)
    step = replace(sample.register(by_hand=True), uid=Uid(name), instance=name, after=state)
    plan = replace(FULL, findings=(hostile,), gaps=(gap,), unsearched=(gap,), steps=(step,))
    page = page_of(plan, only(name))
    tree = read(page)
    assert [len(list(tree.iter(f"{HTML}{tag}"))) for tag in ("script", "style", "title", "body")] == [1, 1, 1, 1]
    assert {element.tag.removeprefix(HTML) for element in tree.iter()} <= OURS
    assert not any(element.attrib.keys() & {"onerror", "onload", "onclick"} for element in tree.iter())
    assert words(part(tree, "broken")).count(" ".join(visible(name).split())) >= 1
    assert [character for character in page if not character.isprintable() and character != "\n"] == []


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        pytest.param(EMPTY, "All is as the registry says.", id="in sync"),
        pytest.param(replace(EMPTY, findings=(MEMORY,)), "No published flow breaks.", id="it differs"),
        pytest.param(
            replace(EMPTY, gaps=(GAP,)), "No flow is known to break, but not everything could be read.", id="it could not be read"
        ),
        pytest.param(
            replace(EMPTY, findings=(BREAKS,)), "Callers of 来电主流程 reach no function at 查询归属地.", id="one flow, one module"
        ),
        pytest.param(replace(EMPTY, findings=(STALE,)), "Callers of 来电主流程 reach no function.", id="no module is known"),
        pytest.param(
            replace(EMPTY, findings=(replace(BREAKS, when="after-apply"),)),
            "After apply, callers of 来电主流程 would reach no function at 查询归属地.",
            id="only afterwards",
        ),
        pytest.param(
            replace(EMPTY, findings=(replace(BREAKS, flows=(MAIN, replace(MAIN, id="flow-2"))),)),
            "Callers of 2 flows are hurt.",
            id="two flows",
        ),
        pytest.param(
            replace(EMPTY, findings=(replace(BREAKS, callers=(replace(MAIN, id="flow-2", name="总机"),)),)),
            "Callers of 2 flows are hurt.",
            id="a flow and one that calls it",
        ),
        pytest.param(
            replace(EMPTY, findings=(replace(BREAKS, flows=(MAIN, replace(MAIN, id="flow-2", published=False))),)),
            "Callers of 来电主流程 reach no function at 查询归属地.",
            id="a draft hurts nobody",
        ),
    ],
)
def test_the_first_words_are_the_verdict_in_the_words_of_a_caller(plan: Plan, expected: str) -> None:
    tree = read(page_of(plan))
    assert words(tree.find(f".//{HTML}h1")) == expected
    assert words(tree.find(f".//{HTML}title")) == f"{expected} – Plan"


def test_the_parts_stand_in_the_order_in_which_they_are_needed() -> None:
    tree = read(page_of(replace(FULL, findings=(BREAKS, MEMORY)), GRAPH))
    sections = [section.get("id") for section in tree.iter(f"{HTML}section")]
    assert sections == ["broken", "by-hand", "findings", "held-back", "unread", "calls", "steps"]
    contents = next(tree.iter(f"{HTML}nav"))
    assert [link.get("href") for link in contents] == [f"#{name}" for name in sections]


def test_the_page_says_everything_that_the_text_for_people_says() -> None:
    said = words(read(page_of(replace(FULL, findings=(replace(BREAKS, remedy="by-hand"), MEMORY)), GRAPH)))
    for sentence in (
        "2 functions and 1 registration wanted in account 1000000000000001, compared with the clouds and the lock.",
        "来电主流程 [flow-1], published in hotline; numbers *****1234, *****5678",
        "设置 > IVR集成 > 函数列表 > 编辑, in the row 区域 华东1（杭州）, 服务 demo_service, 函数 get_number_region",
        "registration meta-1 in center hotline points at cn-hangzhou/demo_service/get_number_region, which does not exist",
        "target.service: demo_service -> demo-service",
        "A flow that calls this registration reaches nothing: callers hear silence or the failure exit.",
        "By hand: the steps of ivrsync plan show where to click.",
        "registry/services/demo-service.yaml:6:3",
        "memory is 128 MB, wanted 256 MB",
        "these flows hold its id, or its function's name, in a form that is not understood:",
        "review the flow first; then: ivrsync plan --allow-flow flow-1",
        "functions of region cn-beijing (FC 3.0): ListFunctions: Throttling.User: slow down (request id r-1)",
        "module 查询 [1] → registration meta-2 → function cn-hangzhou/demo_service/get_number_region",
        "(get-number-region) BROKEN: no such function",
    ):
        assert sentence in said


def test_links_to_a_finding_last_as_long_as_it_does() -> None:
    moved = replace(BREAKS, where=None, flows=(), modules=(), remedy=None)
    for findings in ((BREAKS, MEMORY), (moved,), (MEMORY, moved)):
        row = part(read(page_of(replace(EMPTY, findings=findings))), f"f-{fingerprints([BREAKS])[0]}")
        assert row.tag == f"{HTML}tr"


def test_the_tree_leads_from_a_broken_call_to_its_finding() -> None:
    plan = replace(EMPTY, findings=(BREAKS,))
    calls = part(read(page_of(plan, graph_of(plan.findings))), "calls")
    assert [link.get("href") for link in calls.iter(f"{HTML}a")] == [f"#f-{fingerprints([BREAKS])[0]}"]
    assert [fold.get("open") for fold in calls.iter(f"{HTML}details")] == [""], "open"


def test_without_a_picture_the_page_tells_who_calls_what_as_far_as_the_findings_do() -> None:
    assert "module 查询归属地 [1] → registration meta-1" in words(part(read(page_of(replace(EMPTY, findings=(BREAKS,)))), "calls"))


def test_five_thousand_findings_are_all_there_in_a_file_that_can_be_sent() -> None:
    many = crowd(4_994, broken=3)
    page = formats_for("plan")["html"].render(many, PAGE)
    assert len(many.plan.findings) == 5_000
    assert page.count('<tr id="f-') == 5_000
    assert len(page.encode()) < 6_000_000


def test_the_same_output_is_the_same_page() -> None:
    assert page_of(FULL, GRAPH) == page_of(FULL, GRAPH)


def test_only_what_was_made_as_html_is_html() -> None:
    assert tag("p", "a < b & c", Html("<br>"), title='"x"') == '<p title="&quot;x&quot;">a &lt; b &amp; c<br></p>'
    assert tag("input", hidden=True, disabled=False) == "<input hidden>"
    assert join(["<", Html("<i></i>")]) == "&lt;<i></i>"


@pytest.mark.parametrize("code", ["a</script>", "<!--"])
def test_a_script_of_ours_cannot_end_early(code: str) -> None:
    with pytest.raises(ValueError, match="would end the script early"):
        raw("script", code)
