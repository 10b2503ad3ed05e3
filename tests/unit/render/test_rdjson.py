"""Diagnostics for reviewdog are what its schema says, and count columns as it does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from sync.render.registry_files import RegistryFiles
from sync.specs.models import Where
from tests.unit.render.ci_sample import NAMES, PAGE, drift, held, hostile, informed, written
from tests.unit.render.test_plan_text import MEMORY, STALE

SCHEMA = "rdjson-DiagnosticResult.json"


def test_a_finding_is_a_diagnostic_over_its_uid() -> None:
    assert held(SCHEMA, written("rdjson", drift(MEMORY))) == {
        "source": {"name": "ivrsync"},
        "diagnostics": [
            {
                "message": "check-user-identity: memory is 128 MB, wanted 256 MB (cn-shenzhen/example-service/checkUserIdentity)\n"
                "To keep what was found, write it into the spec.",
                "location": {
                    "path": "registry/services/example-service.yaml",
                    "range": {"start": {"line": 6, "column": 3}, "end": {"line": 6, "column": 22}},
                },
                "severity": "WARNING",
                "code": {"value": "CF003 memory-differs"},
            }
        ],
    }


def test_severities_are_reviewdogs() -> None:
    parsed = held(SCHEMA, written("rdjson", drift(informed("f"), MEMORY, replace(STALE, breaks=False))))
    assert [item["severity"] for item in parsed["diagnostics"]] == ["ERROR", "WARNING", "INFO"]


@pytest.mark.parametrize(
    ("text", "where", "column"),
    [
        pytest.param("a\n  f:\n", Where("r.yaml", 2, 3), 3, id="spaces before it"),
        pytest.param("{名: {}, f: {}}\n", Where("r.yaml", 1, 9), 11, id="Chinese before it: three bytes a character"),
        pytest.param("{😀: {}, f: {}}\r\n", Where("r.yaml", 1, 9), 12, id="four bytes"),
        pytest.param("a\n", Where("r.yaml", 9, 5), 5, id="a file that has become shorter"),
        pytest.param("ab\n", Where("r.yaml", 1, 9), 9, id="a line that has"),
        pytest.param(None, Where("r.yaml", 1, 9), 9, id="a file that cannot be read"),
    ],
)
def test_columns_count_bytes(text: str | None, where: Where, column: int) -> None:
    page = replace(PAGE, files=lambda: RegistryFiles(text=lambda file: text if file == "r.yaml" else None))
    parsed = held(SCHEMA, written("rdjson", drift(replace(MEMORY, where=where)), page))
    assert parsed["diagnostics"][0]["location"]["range"]["start"] == {"line": where.line, "column": column}


@given(NAMES)
def test_whatever_things_are_called_it_is_what_the_schema_says(name: str) -> None:
    output, page = hostile(name)
    text = written("rdjson", output, page)
    text.encode()
    assert len(held(SCHEMA, text)["diagnostics"]) == len(output.plan.findings)
