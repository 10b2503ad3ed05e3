"""Whatever speaks against a snapshot is told in a sentence, with what to do."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from sync.core.snapshot.trust import TrustCode, TrustProblem, gap_of
from sync.render.gaps import gap_lines
from sync.render.page import Page
from sync.render.trust import trust_fix, trust_sentence, trust_words
from tests.fakes.worlds import gap

PAGE = Page(width=200, colour=False, quiet=False, tool=lambda: "ivrsync test")


@pytest.mark.parametrize("code", get_args(TrustCode))
def test_every_problem_has_a_sentence_and_something_to_do(code: TrustCode) -> None:
    problem = TrustProblem(code, "a \x1bdetail")

    said = trust_sentence(problem)
    assert said.startswith("the snapshot ")
    assert "\x1b" not in said
    assert "{" not in said
    assert trust_words(code, "") is not None
    assert (trust_fix(code) or "").endswith(".")


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        (TrustProblem("SnapshotOld", "3 days"), "the snapshot is 3 days old"),
        (TrustProblem("SnapshotUnsigned"), "the snapshot is not signed, so nobody can say who wrote it"),
        (TrustProblem("SnapshotFromFuture"), "the snapshot is dated in the future"),
        (
            TrustProblem("SnapshotKeyOther", "0101010101010101"),
            "the snapshot is signed with key 0101010101010101, which is not the registry's",
        ),
    ],
)
def test_a_problem_is_told_in_plain_words(problem: TrustProblem, says: str) -> None:
    assert trust_sentence(problem) == says


def test_the_code_of_a_cloud_has_no_such_words() -> None:
    assert (trust_words("Throttling", "slow down"), trust_fix("Throttling")) == (None, None)


def test_doubts_stand_before_what_could_not_be_read() -> None:
    doubt = gap_of(TrustProblem("SnapshotOld", "3 days"), "s.gz")
    unread = replace(gap("flows", "hotline"), code="Denied", operation="ListFlows", message="no")

    lines = gap_lines((unread, doubt), PAGE)

    assert [line for line in lines if not line.startswith("    ")] == [
        "IN DOUBT (1): everything that follows from the snapshot",
        "",
        "  - OB008 the snapshot s.gz: SnapshotOld: it is 3 days old",
        "",
        "COULD NOT READ (1): nothing is concluded from what is missing there",
        "",
        "  - OB003 flows of center hotline: ListFlows: Denied: no",
    ]
    assert gap_lines((), PAGE) == ()
    assert len(gap_lines((doubt,), PAGE)) == 4
