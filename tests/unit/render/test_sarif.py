"""SARIF is what its schema says, keeps to the limits of code scanning, and points into the repository."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from sync.core.plan.fingerprint import fingerprints
from sync.core.rules.catalogue import RULES
from sync.render.outputs import PlanOutput
from sync.render.registry_files import RegistryFiles
from sync.specs.models import Where
from tests.unit.render.ci_sample import NAMES, PAGE, drift, held, hostile, informed, many, written
from tests.unit.render.test_plan_text import FULL, MEMORY, STALE

SCHEMA = "sarif-2.1.0-rtm.5.json"
PLAN = PlanOutput(plan=FULL, bar="warning")


def run_of(text: str) -> Any:
    """The one run of a log that is what the schema says."""
    log = held(SCHEMA, text)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    return run


def test_a_finding_is_a_result_at_its_line_with_a_fingerprint_that_stays() -> None:
    run = run_of(written("sarif", drift(MEMORY)))
    fingerprint = fingerprints([MEMORY])[0]
    assert run["results"] == [
        {
            "ruleId": "CF003",
            "ruleIndex": 0,
            "level": "warning",
            "message": {
                "text": "check-user-identity: memory is 128 MB, wanted 256 MB (cn-shenzhen/example-service/checkUserIdentity). "
                "To keep what was found, write it into the spec."
            },
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": "registry/services/example-service.yaml"},
                        "region": {"startLine": 6, "startColumn": 3, "endLine": 6, "endColumn": 22},
                    }
                }
            ],
            "partialFingerprints": {"primaryLocationLineHash": f"{fingerprint}:1", "ivrsync/v1": fingerprint},
        }
    ]


def test_every_result_names_its_rule_and_every_rule_helps() -> None:
    run = run_of(written("sarif", PLAN))
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [result["ruleId"] for result in run["results"]]
    for rule in rules:
        assert rule["help"]["text"]
        assert "**Fix:**" in rule["help"]["markdown"]


def test_levels_are_those_of_the_standard_and_what_breaks_a_flow_is_an_error() -> None:
    run = run_of(written("sarif", drift(informed("f"), MEMORY, replace(MEMORY, breaks=True))))
    assert [result["level"] for result in run["results"]] == ["error", "warning", "note"]


def test_nothing_found_is_a_run_without_results() -> None:
    assert run_of(written("sarif", drift()))["results"] == []


def test_each_registry_and_command_has_a_category_of_its_own() -> None:
    page = replace(PAGE, files=lambda: RegistryFiles(folder="east", called=lambda file: f"ivr/{file}"))
    ids = [run_of(written("sarif", output, page))["automationDetails"]["id"] for output in (PLAN, drift())]
    assert ids == ["ivrsync/plan/ivr/east/", "ivrsync/drift/ivr/east/"]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_no_text_of_the_catalogue_is_too_long_for_code_scanning(rule: Any) -> None:
    assert (len(rule.why) <= 1_024, len(rule.name) <= 255) == (True, True)


def test_of_more_than_code_scanning_takes_the_worst_are_kept_and_the_rest_is_counted() -> None:
    log = json.loads(written("sarif", drift(*many(MEMORY, 25_002), STALE)))
    run = log["runs"][0]
    assert len(run["results"]) == 25_000
    assert run["results"][0]["ruleId"] == "RG002"
    (notice,) = run["invocations"][0]["toolExecutionNotifications"]
    assert notice["message"]["text"].startswith("3 findings are left out")


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        pytest.param("registry/a.yaml", "registry/a.yaml", id="a plain path"),
        pytest.param("registry/50% a.yaml", "registry/50%25%20a.yaml", id="signs that a URI cannot hold"),
        pytest.param("注册/a.yaml", "%E6%B3%A8%E5%86%8C/a.yaml", id="Chinese"),
    ],
)
def test_a_path_is_a_uri_from_the_root_of_the_repository(file: str, uri: str) -> None:
    run = run_of(written("sarif", drift(replace(MEMORY, where=Where(file, 1, 1)))))
    assert run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


@given(NAMES)
def test_whatever_things_are_called_it_is_what_the_schema_says_and_no_name_is_a_link(name: str) -> None:
    output, page = hostile(name)
    text = written("sarif", output, page)
    text.encode()
    run = run_of(text)
    assert len(run["results"]) == len(output.plan.findings)
    for result in run["results"]:
        assert re.search(r"\[[^\]]*\]\(", result["message"]["text"]) is None
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:[A-Za-z0-9_.~/-]|%[0-9A-F]{2})*", uri)
