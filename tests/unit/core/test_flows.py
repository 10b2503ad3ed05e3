"""Function modules, read in every form that is understood; what is not understood is not guessed."""

from __future__ import annotations

import json

import pytest
from pydantic import JsonValue

from sync.core.flows.document import DIALECTS, Dialect, FunctionModule, function_modules
from sync.core.flows.excerpt import Passed
from sync.core.worlds import FoundFlow
from tests.fakes.worlds import CENTER


def flow(definition: str) -> FoundFlow:
    return FoundFlow(
        center=CENTER, id="f1", name="welcome", type="MAIN_FLOW", published=True,
        definition=definition, draft_id=None, editor=None, numbers=(),
    )  # fmt: skip


def module(properties: JsonValue, kind: str = "RUN_FUNCTION") -> FunctionModule:
    activity = {"type": kind, "id": "10000002", "name": "ask", "properties": properties, "events": []}
    found = function_modules(flow(json.dumps({"activities": [activity]})))
    assert found is not None
    (one,) = found
    return one


# One fixture a dialect, after the evidence that the dialect names.
FIXTURES: dict[str, JsonValue] = {
    "tracking": {
        "functionName": "HelloWorld",
        "parameters": '[{"key":"name","value":"alice"},{"key":"age","value":"${开始.caller}"}]',
        "outputs": [{"key": "greeting", "value": "words"}],
    },
    "plugin": {
        "functionMeta": {"functionMetaId": "a9127136", "functionName": "HelloWorld", "regionId": "cn-hangzhou"},
        "inputParams": [
            {"name": "name", "type": "String", "value": "alice"},
            {"name": "age", "type": "String", "valueSource": "Var", "value": "caller"},
        ],
        "outputParams": [{"name": "greeting", "type": "String"}],
    },
}


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_each_dialect_is_read_from_its_fixture(dialect: Dialect) -> None:
    read = module(FIXTURES[dialect.name])

    assert read.passes == (Passed("age", None), Passed("name", "alice"))
    assert read.reads == ("greeting",)
    assert "HelloWorld" in read.words


@pytest.mark.parametrize("kind", ["RUN_FUNCTION", "FUNCTION_COMPUTE"])
def test_both_names_of_the_module_are_known(kind: str) -> None:
    assert module({}, kind).activity == "10000002"


@pytest.mark.parametrize(
    ("parameters", "passes"),
    [
        pytest.param({"a": "1", "b": "${x}"}, (Passed("a", "1"), Passed("b", None)), id="a-map"),
        pytest.param('{"a": 5}', (Passed("a", 5),), id="a-map-as-text"),
        pytest.param([{"name": "a", "value": "1"}], (Passed("a", "1"),), id="a-list-with-names"),
        pytest.param([], (), id="nothing-passed"),
        pytest.param("[]", (), id="nothing-passed-as-text"),
        pytest.param("free text", None, id="text-that-is-no-json"),
        pytest.param(["a"], None, id="a-list-of-something-else"),
        pytest.param([5], None, id="a-list-of-numbers"),
        pytest.param([{"name": 5}], None, id="a-name-that-is-no-text"),
        pytest.param(7, None, id="a-number"),
        pytest.param({"items": [{"key": "a", "value": "1"}]}, None, id="a-list-inside-a-map"),
        pytest.param({"mode": "multi", "list": "a"}, None, id="a-map-that-describes-itself"),
        pytest.param('{"version": 1, "entries": {"a": "1"}}', None, id="a-map-with-a-version"),
        pytest.param("[" * 50_000, None, id="nested-without-end"),
    ],
)
def test_inputs_are_read_as_a_list_a_map_or_either_as_text(parameters: JsonValue, passes: tuple[Passed, ...] | None) -> None:
    assert module({"parameters": parameters}).passes == passes


def test_a_module_without_a_known_place_for_inputs_is_not_taken_to_pass_none() -> None:
    assert module({"functionMetaId": "r1"}).passes is None


def test_what_is_passed_is_no_word_that_names_a_function() -> None:
    assert module({"functionMetaId": "r1", "parameters": {"which": "r2"}}).words == {"r1"}


@pytest.mark.parametrize("definition", ["", "not json", "[]", "{}", '{"activities": {}}'])
def test_a_definition_of_another_form_is_not_an_empty_flow(definition: str) -> None:
    assert function_modules(flow(definition)) is None


def test_other_modules_and_oddities_are_passed_over() -> None:
    activities = [{"type": "PLAY_SAY", "properties": {"say": "r1"}}, "text", 5, {"type": "RUN_FUNCTION", "properties": "text"}]
    found = function_modules(flow(json.dumps({"activities": activities})))

    assert found is not None
    assert [(one.words, one.passes) for one in found] == [(frozenset(), None)]
