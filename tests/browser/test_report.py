"""The page in a real browser: nothing leaves, nothing is complained of, filter and keys and links work, with 5,000 findings too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.core.plan.fingerprint import fingerprints
from sync.render.format_registry import formats_for
from sync.render.outputs import PlanOutput
from sync.render.page import Page
from sync.specs.ids import Uid
from tests.fakes.browser import CHROMIUM, Browser, browser
from tests.fakes.crowd import crowd

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here; on Debian: apt-get install chromium")

SMALL, MIDDLE, LARGE = crowd(3, broken=1), crowd(60, broken=3), crowd(4_994, broken=3)
SHOWN = (
    "[...document.querySelectorAll('.findings tbody tr')].filter(row => row.getClientRects().length).map(row => row.id.slice(2))"
)
CURRENT = "(document.querySelector('tr.current') || {}).id"
FIELD = "document.getElementById('filter').value"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with browser(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("small"), SMALL)


@pytest.fixture(scope="module")
def middle(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("middle"), MIDDLE)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    return written(tmp_path_factory.mktemp("large"), LARGE)


def written(folder: Path, output: PlanOutput) -> str:
    (folder / "report.html").write_text(formats_for("plan")["html"].render(output, Page(width=100)), encoding="utf-8")
    return (folder / "report.html").as_uri()


def opened(chromium: Browser, address: str) -> Browser:
    """A page just opened, with nothing asked or said before."""
    chromium.open("about:blank")
    chromium.requests.clear()
    chromium.console.clear()
    chromium.open(address)
    return chromium


def test_nothing_but_the_page_is_asked_for_and_nothing_is_complained_of(chromium: Browser, small: str) -> None:
    page = opened(chromium, small)
    page.press("?", "Escape", "j", "Enter", "/", "f", "Escape")
    assert (page.requests, page.console) == ([small], [])


def test_what_breaks_the_rules_is_seen(chromium: Browser, small: str) -> None:
    page = opened(chromium, small)
    page.run("void document.body.append(Object.assign(new Image(), {src: 'http://127.0.0.1:9/x.png'}))")
    page.press("j")
    assert any("Content Security Policy" in text for text in page.console)


def test_the_filter_leaves_what_has_every_word(chromium: Browser, large: str) -> None:
    page = opened(chromium, large)
    page.press("/", *"FN-0123 memory")
    named = [name for name, one in zip(fingerprints(LARGE.plan.findings), LARGE.plan.findings, strict=True) if one.uid == "fn-0123"]
    assert page.run(SHOWN) == named
    assert page.run("document.getElementById('shown').textContent") == "1 of 5000"
    page.press("Escape")
    assert (page.run(f"{SHOWN}.length"), page.run(FIELD)) == (5_000, "")


def test_a_button_leaves_what_breaks_a_flow(chromium: Browser, middle: str) -> None:
    page = opened(chromium, middle)
    page.run("document.querySelector('[data-kind=breaks]').click()")
    broken = [one for one in MIDDLE.plan.findings if one.breaks]
    assert page.run(f"{SHOWN}.length") == len(broken) == 3
    page.run("document.querySelector('.tools [data-kind=warning]').click()")
    assert page.run(SHOWN) == []


def test_a_heading_sorts_both_ways(chromium: Browser, middle: str) -> None:
    page = opened(chromium, middle)
    about = "[...document.querySelectorAll('.findings td:nth-child(3)')].map(cell => cell.textContent)"
    for direction, reverse in (("ascending", False), ("descending", True)):
        page.run("document.querySelector('.findings th:nth-child(3) button').click()")
        assert page.run(about) == sorted((one.uid or one.subject for one in MIDDLE.plan.findings), reverse=reverse)
        assert page.run("document.querySelector('.findings th:nth-child(3)').getAttribute('aria-sort')") == direction


def test_keys_lead_from_finding_to_finding(chromium: Browser, small: str) -> None:
    page = opened(chromium, small)
    every = page.run(SHOWN)
    page.press("j")
    assert page.run(CURRENT) == f"f-{every[0]}"
    page.press("j", "j", "k")
    assert page.run(CURRENT) == f"f-{every[1]}"
    page.press("Enter")
    assert page.run("document.querySelector('tr.current details').open")
    page.press("/", "j", "k")
    assert page.run(FIELD) == "jk", "in the filter they are letters"


def test_a_question_mark_shows_the_keys_until_escape(chromium: Browser, small: str) -> None:
    page = opened(chromium, small)
    page.press("?")
    assert page.run("document.getElementById('keys').open")
    page.press("Escape")
    assert not page.run("document.getElementById('keys').open")


def test_a_link_opens_its_finding_even_if_it_was_filtered_out(chromium: Browser, middle: str) -> None:
    names = dict(zip((one.uid for one in MIDDLE.plan.findings), fingerprints(MIDDLE.plan.findings), strict=True))
    name = names[Uid("fn-0059")]
    page = opened(chromium, f"{middle}#f-{name}")
    assert page.run(CURRENT) == f"f-{name}"
    assert page.run("document.querySelector('tr.current details').open")
    assert 0 <= page.run("document.querySelector('tr.current').getBoundingClientRect().top") <= page.run("innerHeight")
    page.press("/", *"fn-0001")
    assert page.run(f"{SHOWN}.length") == 3
    page.run(f"location.hash = 'f-{names[Uid('fn-0050')]}'")
    page.press("Shift")
    assert page.run(f"{SHOWN}.length") == 66
    assert page.run(CURRENT) == f"f-{names[Uid('fn-0050')]}"


def test_without_a_script_everything_is_there_and_no_tool_is_shown(chromium: Browser, small: str) -> None:
    chromium.ask("Emulation.setScriptExecutionDisabled", value=True)
    page = opened(chromium, small)
    shown, tools = page.run(SHOWN), page.run("document.querySelector('.tools').getClientRects().length")
    chromium.ask("Emulation.setScriptExecutionDisabled", value=False)
    assert (len(shown), tools, page.console) == (len(SMALL.plan.findings), 0, [])


@pytest.mark.parametrize("width", [360, 1400])
def test_nothing_is_wider_than_the_window(chromium: Browser, small: str, width: int) -> None:
    page = opened(chromium, small)
    page.ask("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=False)
    page.run("document.querySelectorAll('details').forEach(part => { part.open = true; })")
    assert page.run("document.documentElement.scrollWidth") <= width
    page.ask("Emulation.clearDeviceMetricsOverride")


def test_on_paper_everything_is_open(chromium: Browser, small: str) -> None:
    page = opened(chromium, small)
    page.ask("Emulation.setEmulatedMedia", media="print")
    heights = page.run("[...document.querySelectorAll('.findings dl')].map(list => list.getBoundingClientRect().height)")
    page.ask("Emulation.setEmulatedMedia", media="")
    assert len(heights) == len(SMALL.plan.findings)
    assert min(heights) > 0
