"""A plan file is taken only as it was written."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from sync.core.plan.codec import PlanFileError, decode, plan_digest
from sync.core.worlds import Configuration
from sync.render.json_ import plan_json
from tests.fakes.worlds import found, listed, plan, registered, there, wanted

A, MISSPELT = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo_service/lookup"
WORLD = found(there(A, Configuration(environment={"API_KEY": "test-old-key"})), listed("r1", MISSPELT))
PLAN = plan(wanted(registered("lookup", A, settings=Configuration(environment={"API_KEY": "test-new-key"}))), WORLD)

Edit = Callable[[dict[str, Any]], object]


def _edited(edit: Edit) -> str:
    document = json.loads(plan_json(PLAN))
    edit(document)
    return json.dumps(document)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        pytest.param("", "not a plan file", id="empty"),
        pytest.param("[]", "not a plan file", id="a-list"),
        pytest.param("[" * 100_000, "not a plan file", id="too-deep"),
        pytest.param("{}", "not a plan file", id="nothing-in-it"),
        pytest.param(_edited(lambda file: file["plan"].update(version=1)), "format version 1", id="an-earlier-version"),
        pytest.param(_edited(lambda file: file["plan"].update(version=3)), "format version 3", id="a-later-version"),
        pytest.param(_edited(lambda file: file["plan"].pop("steps")), "steps", id="a-part-is-missing"),
        pytest.param(_edited(lambda file: file["plan"]["steps"][0].update(kind="format-disk")), "steps", id="an-unknown-step"),
        pytest.param(_edited(lambda file: file["plan"]["steps"].pop()), "changed after it was written", id="a-step-taken-out"),
        pytest.param(
            _edited(lambda file: file["plan"]["basis"].update(account="other")),
            "changed after it was written",
            id="elsewhere",
        ),
        pytest.param(_edited(lambda file: file.update(digest="0" * 64)), "changed after it was written", id="another-digest"),
        pytest.param(_edited(lambda file: file["plan"]["findings"][0].update(code="RG004")), "changed", id="another-finding"),
        pytest.param(_edited(lambda file: file.update(version=1)), "more than a plan", id="something-more"),
    ],
)
def test_what_is_no_plan_or_no_longer_the_same_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(PlanFileError, match=reason):
        decode(text)


def test_what_the_file_says_for_readers_is_not_read_back() -> None:
    """Another version of ivrsync may say it in other words; what the plan is stands beside it, under the digest."""

    def reworded(file: dict[str, Any]) -> None:
        file.update(verdict="in-sync", exit_code=0)
        for finding in file["plan"]["findings"]:
            finding.update(message="other words", fix="other words", fingerprint="0" * 16)

    assert decode(_edited(reworded)) == PLAN


def test_a_plan_file_holds_no_value_that_looks_secret() -> None:
    assert "test-old-key" not in plan_json(PLAN)
    assert "test-new-key" not in plan_json(PLAN)


def test_a_digest_is_sixty_four_hexadecimal_digits() -> None:
    assert len(plan_digest(PLAN)) == 64
    assert int(plan_digest(PLAN), 16)
