"""A Code Quality report has the fields that GitLab's manual asks for, and nothing twice."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from sync.core.plan.fingerprint import fingerprints
from sync.core.plan.model import Finding
from tests.unit.render.ci_sample import NAMES, drift, hostile, informed, many, written
from tests.unit.render.test_plan_text import MEMORY, STALE

SEVERITIES = {"info", "minor", "major", "critical", "blocker"}


def test_a_finding_is_an_item_at_its_line() -> None:
    assert json.loads(written("gitlab", drift(MEMORY))) == [
        {
            "description": "check-user-identity: memory is 128 MB, wanted 256 MB (cn-shenzhen/example-service/checkUserIdentity)",
            "check_name": "CF003 memory-differs",
            "fingerprint": fingerprints([MEMORY])[0],
            "severity": "major",
            "location": {"path": "registry/services/example-service.yaml", "lines": {"begin": 6}},
        }
    ]


def test_nothing_found_is_an_empty_report() -> None:
    assert json.loads(written("gitlab", drift())) == []


@pytest.mark.parametrize(
    ("finding", "severity"),
    [
        pytest.param(STALE, "blocker", id="a flow breaks"),
        pytest.param(replace(STALE, breaks=False), "critical", id="error"),
        pytest.param(MEMORY, "major", id="warning"),
        pytest.param(informed("f"), "info", id="informational"),
    ],
)
def test_severities_are_gitlabs(finding: Finding, severity: str) -> None:
    assert [item["severity"] for item in json.loads(written("gitlab", drift(finding)))] == [severity]


@given(NAMES)
def test_whatever_things_are_called_a_report_is_what_gitlab_reads(name: str) -> None:
    output, page = hostile(name)
    text = written("gitlab", output, page)
    assert text.startswith("[")  # and no byte order mark
    text.encode()
    items = json.loads(text)
    assert len(items) == len(output.plan.findings)
    for item in items:
        assert item["severity"] in SEVERITIES
        assert item["location"]["lines"]["begin"] >= 1
        assert all(isinstance(item[field], str) and item[field] for field in ("description", "check_name", "fingerprint"))


def test_no_two_items_have_one_fingerprint() -> None:
    items = json.loads(written("gitlab", drift(*many(MEMORY, 50), MEMORY, MEMORY)))
    assert len({item["fingerprint"] for item in items}) == 52
