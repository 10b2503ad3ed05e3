"""The hidden line: what stands in it comes back, and nothing in it ends it early."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.hosts.marker import Marker, marked, marker_of, unmarked

HOSTILE = ("a --> <script>", "--", "-->", "a b", "registry=x scope=y", "\n", "\r", "中心/热线", "%2D", "", "&gt;", "x" * 500)


def test_a_marker_is_one_readable_line_above_the_text() -> None:
    marker = Marker(registry="registry", scope="hot-line", head="ab" * 20, run=12)
    assert marked(marker, "text\n") == f"<!-- ivrsync registry=registry scope=hot%2Dline head={'ab' * 20} run=12 -->\n\ntext\n"


@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_comes_back_and_ends_nothing(value: str) -> None:
    marker = Marker(registry=value, scope=value)
    line = marked(marker, "").splitlines()[0]
    assert marker_of(marked(marker, "text")) == marker
    assert (line.count("<"), line.count(">"), line.count("--")) == (1, 1, 2)


@given(st.text(), st.text(), st.text(alphabet="0123456789abcdef", max_size=64), st.integers(0, 10**18 - 1))
def test_every_marker_comes_back(registry: str, scope: str, head: str, run: int) -> None:
    if any("\ud800" <= character <= "\udfff" for character in registry + scope):
        return
    marker = Marker(registry=registry, scope=scope, head=head, run=run)
    assert marker_of(marked(marker, "text")) == marker


@pytest.mark.parametrize(
    "body",
    [
        "text\n<!-- ivrsync registry=registry scope=default head= run=9 -->",
        "> <!-- ivrsync registry=registry scope=default head= run=9 -->",
        "<!-- ivrsync registry=registry scope=default head=XYZ run=9 -->",
        "<!-- ivrsync registry=registry scope=default head= run=-9 -->",
        f"<!-- ivrsync registry=registry scope=default head= run={'9' * 19} -->",
        "<!-- ivrsync -->",
        "",
    ],
)
def test_what_only_looks_like_a_marker_is_none(body: str) -> None:
    assert marker_of(body) is None


@pytest.mark.parametrize("kept", ["{}", "{}\r\n\r\n", "\n{}", "  {}  "])
def test_a_host_may_change_line_ends_and_outer_space(kept: str) -> None:
    marker = Marker(registry="registry", scope="default")
    body = kept.format(marked(marker, "first\n\nsecond")).replace("\n", "\r\n")
    assert (marker_of(body), unmarked(body)) == (marker, "first\n\nsecond")
