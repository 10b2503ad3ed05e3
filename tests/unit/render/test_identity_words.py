"""Every kind of move, evidence and loss has words, and probabilities never claim more than is known."""

from __future__ import annotations

from typing import get_args

import pytest
from pydantic import JsonValue

from sync.core.matching.identity import EvidenceKind, Kind, Loss
from sync.core.rules.catalogue import BY_CODE
from sync.core.rules.rule import Occurrence
from sync.render.identity import (
    differences_words,
    evidence_words,
    kinds_words,
    reason_words,
    rival_reason,
    rivals_words,
    share_words,
)
from sync.render.sentences import fill
from sync.specs.ids import Uid


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["renamed"], "was renamed"),
        (["renamed", "region-moved"], "moved to another region and was renamed"),
        (["swapped"], "changed places with another function"),
        ([], "moved"),
    ],
)
def test_a_move_in_words(kinds: list[str], expected: str) -> None:
    assert kinds_words(kinds) == expected


def test_every_kind_has_words() -> None:
    assert all(kinds_words([kind]) for kind in get_args(Kind))
    assert all(reason_words(kind, weight) for kind in get_args(EvidenceKind) for weight in (-1.0, 0.0, 1.0))
    assert all(rival_reason(loss) for loss in get_args(Loss))


SHARES = [(1.0, "99 %"), (0.999, "99 %"), (0.887, "88 %"), (0.01, "1 %"), (0.004, "under 1 %"), (0.0, "under 1 %")]


@pytest.mark.parametrize(("share", "expected"), SHARES)
def test_a_probability_is_rounded_down_and_never_certainty(share: float, expected: str) -> None:
    assert share_words(share) == f"probability {expected}"


def test_proofs_are_named_before_likeness_and_only_the_weightiest_of_that() -> None:
    likeness = [
        {"kind": kind, "weight": weight} for kind, weight in (("code", 2.0), ("name", 1.0), ("handler", 0.5), ("runtime", 0.4))
    ]

    assert evidence_words([{"kind": "mark", "weight": 0.0}, *likeness]) == reason_words("mark", 0.0)
    assert evidence_words(likeness) == ", ".join(reason_words(kind, 1.0) for kind in ("code", "name", "handler"))
    assert evidence_words([{"kind": "name", "weight": -1.0}]) == "nothing else is like it"


def test_rivals_and_differences_are_shown_safely() -> None:
    assert rivals_words([{"address": "a/b\x1b", "probability": 0.5}]) == "a/b\\u001b (probability 50 %)"
    assert differences_words([{"change": "input-removed", "name": "phone"}]) == "; its signature changed: input-removed phone"
    renamed = {"change": "input-renamed", "name": "orderId", "before": "orderId", "after": "orderNo\x1b"}
    assert differences_words([renamed]) == "; its signature changed: input-renamed orderId -> orderNo\\u001b"
    assert differences_words([]) == ""


@pytest.mark.parametrize(
    ("fate", "expected"),
    [
        (
            "gone",
            (
                "the function a/b does not exist in Function Compute: it was deleted, and nothing made since the last sync is like "
                "it in the regions that were searched"
            ),
        ),
        ("", "the function a/b does not exist in Function Compute"),
    ],
)
def test_a_function_that_is_gone_is_said_to_be(fate: str, expected: str) -> None:
    rule = BY_CODE["EX001"]

    assert fill(rule.message, rule.finding(Occurrence(subject="a/b", origin="drift"), address="a/b", fate=fate)) == expected


WHY = "it has the recorded package, which no other function had or has"


@pytest.mark.parametrize(
    ("code", "certainty", "expected"),
    [
        ("LO005", "certain", f"a/b changed places: orders is a/b now ({WHY})"),
        ("LO015", "suspected", f"a/b seem to have changed places: orders is probably a/b now (probability 97 %; {WHY})"),
    ],
)
def test_two_that_changed_places_are_told_as_two(code: str, certainty: str, expected: str) -> None:
    args: dict[str, JsonValue] = {
        "uid": "orders", "from": "a/a", "to": "a/b", "kinds": ["swapped"], "certainty": certainty, "probability": 0.97,
        "evidence": [{"kind": "checksum", "weight": 0.0}], "rivals": [], "signature": [], "covers": [], "registrations": {},
    }  # fmt: skip
    finding = BY_CODE[code].finding(Occurrence(subject="a/a", origin="drift", uid=Uid("orders")), **args)

    assert fill(BY_CODE[code].message, finding) == f"a/a and {expected}"
