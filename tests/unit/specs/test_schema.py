"""The schema that editors use says what the loader says."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
from pydantic import JsonValue

from sync.specs.schema import json_schema, schema_text
from sync.specs.yaml.loader import Reader

REGISTRY = Path(__file__).parents[3] / "registry"
SAMPLES = sorted(REGISTRY.rglob("*.yaml"))
FUNCTION: dict[str, JsonValue] = {"name": "f"}


def service(**function: JsonValue) -> JsonValue:
    return {"service": "s", "region": "cn-hangzhou", "functions": {"a": FUNCTION | function}}


def accepts(value: JsonValue) -> bool:
    return bool(jsonschema.Draft202012Validator(json_schema()).is_valid(value))


def test_it_is_a_valid_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_the_committed_copy_is_fresh() -> None:
    fresh = (REGISTRY / "registry.schema.json").read_text(encoding="utf-8") == schema_text()

    assert fresh, "run: ivrsync schema > registry/registry.schema.json"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_every_sample_follows_the_schema_its_first_line_points_at(sample: Path) -> None:
    first, _, _ = sample.read_text(encoding="utf-8").partition("\n")
    pointed = sample.parent / first.removeprefix("# yaml-language-server: $schema=")

    assert pointed.resolve() == (REGISTRY / "registry.schema.json").resolve()
    assert all(accepts(document.value) for document in Reader(sample.read_text(encoding="utf-8")).run().documents)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(service(registrations={"hotline": None}), id="registration-with-nothing-behind-it"),
        pytest.param(service(signature={"inputs": {"x": None}, "result": "text"}), id="input-with-nothing-behind-it"),
        pytest.param(service(signature={"result": {"a": "string"}}), id="result-fields"),
        pytest.param(service(checks=[{"name": "x", "input": {"a": [1, None]}, "expect": "text"}]), id="any-json-in-a-check"),
        pytest.param({"service": "s", "region": "华南1(深圳)", "functions": {}}, id="half-width-brackets"),
        pytest.param({"centers": {"hotline": {"instance": "i", "registrations": "api"}}}, id="centers"),
    ],
)
def test_it_accepts_what_the_loader_accepts(value: JsonValue) -> None:
    assert accepts(value)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(service(runtme="x"), id="unknown-key"),
        pytest.param(service(memory="256"), id="text-for-number"),
        pytest.param(service(memory=32), id="too-little"),
        pytest.param(service(runtime=3.1), id="number-for-text"),
        pytest.param(service(name="1f"), id="name"),
        pytest.param(service(environment={"A-B": "x"}), id="variable"),
        pytest.param(service(registrations={"Hot Line": {}}), id="center"),
        pytest.param({"service": "s", "region": "", "functions": {}}, id="no-region"),
        pytest.param({"service": "s", "region": "cn-hangzhou", "generation": 2.0, "functions": {}}, id="generation-without-quotes"),
        pytest.param({"service": "s", "region": "cn-hangzhou", "functions": {"A": FUNCTION}}, id="uid"),
        pytest.param({"centers": {}, "service": "s"}, id="both"),
        pytest.param([], id="list"),
    ],
)
def test_it_refuses_what_the_loader_refuses(value: JsonValue) -> None:
    assert not accepts(value)


def test_every_field_is_explained_where_an_editor_shows_it() -> None:
    definitions = json_schema()["$defs"]
    unexplained = [
        f"{name}.{field}"
        for name, definition in definitions.items()
        for field, about in definition.get("properties", {}).items()
        if not about.get("description")
    ]

    assert unexplained == []
