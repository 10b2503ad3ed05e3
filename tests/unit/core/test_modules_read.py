"""A function module is read to the last value: what it names, what it passes, what it reads, and whether all is understood."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from pydantic import JsonValue

from sync.core.flows.document import FunctionModule, function_modules
from sync.core.flows.excerpt import Passed
from sync.core.plan.model import FlowRef
from tests.fakes.worlds import CENTER, flow


def modules(*activities: JsonValue, published: bool = True) -> tuple[FunctionModule, ...] | None:
    definition = json.dumps({"activities": list(activities)})
    return function_modules(replace(flow("f1", "", published=published), definition=definition))


def module(**properties: JsonValue) -> FunctionModule:
    found = modules({"type": "RUN_FUNCTION", "id": "7", "name": "ask", "properties": properties})
    assert found is not None
    (one,) = found
    return one


def test_a_module_is_everything_that_it_states() -> None:
    stated: JsonValue = {
        "meta": {"functionMetaId": "r1", "functionName": "lookup", "region": "cn-hangzhou", "size": 5, "none": None},
        "others": [{"functionId": ["r2", "", "r3"]}, "spoken", True],
        "functionName": "",
        "inputParams": [{"name": "b", "value": "${caller}"}, {"name": "a", "value": "1"}],
        "outputParams": [{"name": "zone"}, {"name": "city"}],
    }
    expected = FunctionModule(
        flow=FlowRef(center=CENTER, id="f1", name="flow f1", published=True),
        activity="7",
        name="ask",
        words=frozenset({"r1", "r2", "r3", "lookup", "cn-hangzhou", "spoken", ""}),
        ids=frozenset({"r1", "r2", "r3"}),
        names=frozenset({"lookup"}),
        passes=(Passed("a", "1"), Passed("b", None)),
        reads=("city", "zone"),
        is_understood=True,
    )
    nothing = replace(
        expected, activity="", name="", words=frozenset(), ids=frozenset(), names=frozenset(), passes=None, reads=None,
        is_understood=False,
    )  # fmt: skip
    whole: JsonValue = {"type": "FUNCTION_COMPUTE", "id": "7", "name": "ask", "properties": stated}

    assert modules(whole) == (expected,)
    assert modules({"type": "RUN_FUNCTION", "id": "7", "properties": stated}) == (replace(expected, name="7"),)
    assert modules({"type": "RUN_FUNCTION", "id": 7, "name": 8, "properties": None}) == (nothing,)
    assert modules({"type": "PLAY", "id": "7"}, "RUN_FUNCTION", {"id": "7"}) == ()
    assert modules(whole, published=False) == (replace(expected, flow=replace(expected.flow, published=False)),)


@pytest.mark.parametrize("wrapped_in", ["dict", "list"])
@pytest.mark.parametrize(("levels", "is_seen"), [(0, True), (6, True), (7, True), (8, False), (20, False)])
def test_eight_levels_of_the_properties_are_searched(wrapped_in: str, levels: int, *, is_seen: bool) -> None:
    value: JsonValue = "r1"
    for _ in range(levels):
        value = {"functionMetaId": value} if wrapped_in == "dict" else [value]

    assert module(functionMetaId=value).ids == (frozenset({"r1"}) if is_seen else frozenset())


@pytest.mark.parametrize("key", ["parameters", "outputs", "inputParams", "outputParams"])
def test_what_is_passed_or_read_names_no_function(key: str) -> None:
    stated: dict[str, JsonValue] = {"functionName": "lookup", key: {"functionMetaId": "r1"}, "deep": {key: ["r2"]}, "after": "x"}
    one = module(**stated)

    assert (one.words, one.ids, one.names) == (frozenset({"lookup", "x"}), frozenset(), frozenset({"lookup"}))


@pytest.mark.parametrize(
    ("parameters", "passes"),
    [
        ([{"key": "a", "name": "b", "value": "1"}], (Passed("a", "1"),)),
        ([{"key": "a", "value": "1", "defaultValue": "2"}], (Passed("a", "1"),)),
        ([{"key": "a", "defaultValue": "2"}], (Passed("a", "2"),)),
        ([{"key": "a"}], (Passed("a", None),)),
        ([{"key": "a", "value": "caller", "valueSource": "Var"}], (Passed("a", None),)),
        ([{"key": "a", "value": "caller", "valueSource": "Const"}], (Passed("a", "caller"),)),
        ([{"key": "b", "value": 0}, {"key": "a", "value": False}], (Passed(name="a", value=False), Passed("b", 0))),
        ({"a": "x${b}y", "c": "${}", "g": ""}, (Passed("a", None), Passed("c", None), Passed("g", ""))),
        ({"d": "${e", "f": "$e"}, (Passed("d", "${e"), Passed("f", "$e"))),
        ({"b": None, "a": 5}, (Passed("a", 5), Passed("b", None))),
        ({"a": []}, None),
        ({"a": {}}, None),
        ({"a": "1", "b": ["2"]}, None),
        ([{"key": "a"}, {"value": "1"}], None),
        ([{"key": None}], None),
        (None, None),
        (True, None),
        ('{"a"', None),
        ("5", None),
        *(({key: "1", "a": "2"}, None) for key in ("entries", "fields", "items", "list", "mode", "type", "version")),
    ],
)  # fmt: skip
def test_inputs_are_read_in_every_form(parameters: JsonValue, passes: tuple[Passed, ...] | None) -> None:
    one = module(parameters=parameters)

    assert (one.passes, one.reads, one.is_understood) == (passes, None, passes is not None)
    assert module(inputParams=parameters).passes == passes
    assert module(inputParams={"other": "1"}, parameters=parameters).passes == passes


@pytest.mark.parametrize(
    ("outputs", "reads", "is_understood"),
    [
        ([{"key": "b"}, {"name": "a", "value": "x"}], ("a", "b"), True),
        ({"b": "x", "a": "${y}"}, ("a", "b"), True),
        ([], (), True),
        (None, None, True),
        ("the whole answer", None, False),
        (["a"], None, False),
    ],
)
def test_fields_are_read_in_every_form_and_what_is_not_is_a_puzzle(
    outputs: JsonValue, reads: tuple[str, ...] | None, *, is_understood: bool
) -> None:
    one = module(parameters={}, outputs=outputs)

    assert (one.passes, one.reads, one.is_understood) == ((), reads, is_understood)
    assert module(outputs=outputs).is_understood is False
    assert module(outputParams={"other": "1"}, outputs=outputs).reads == reads
