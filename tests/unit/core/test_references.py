"""Which flows mention what: too many rather than too few, and never by a part of a word."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sync.core.flows.references import read_mentions
from sync.core.worlds import FoundFlow
from tests.fakes.worlds import CENTER, flow


def _with(definition: str) -> FoundFlow:
    return replace(flow("f1", ""), definition=definition)


def _kept_as_text(value: object) -> str:
    return json.dumps({"activities": [{"properties": {"parameters": json.dumps(value, indent=1)}}]})


@pytest.mark.parametrize(
    ("definition", "name", "mentioned"),
    [
        pytest.param('{"a": "r1"}', "r1", True, id="a-whole-text"),
        pytest.param('{"a": "r12"}', "r1", False, id="a-part-of-a-word"),
        pytest.param('{"a": "my-r1"}', "r1", False, id="a-part-of-a-name-with-a-dash"),
        pytest.param('{"a": 17}', "17", True, id="a-number"),
        pytest.param('{"a": "lookup|svc|cn-hangzhou"}', "lookup", True, id="as-the-console-shows-it"),
        pytest.param('{"a": "svc$lookup"}', "lookup", True, id="as-3.0-lists-a-2.0-function"),
        pytest.param(_kept_as_text([{"key": "f", "value": "lookup"}]), "lookup", True, id="in-json-kept-as-text"),
        pytest.param(_kept_as_text(json.dumps({"f": "lookup"})), "lookup", True, id="in-json-kept-as-text-twice"),
        pytest.param(json.dumps({"a": "first\nlookup\tlast"}), "lookup", True, id="next-to-an-escaped-line-break"),
        pytest.param(_kept_as_text({"f": "call:\nlookup"}), "lookup", True, id="next-to-one-inside-json-kept-as-text"),
        pytest.param('{"a": "\\u006cookup"}', "lookup", True, id="a-letter-behind-an-escape"),
        pytest.param('{"a": "身份\\"验证"}', '身份"验证', True, id="an-id-that-needs-escaping"),
        pytest.param("{not json: lookup}", "lookup", True, id="not-json"),
        pytest.param("{not json: \\\\ lookup}", "lookup", True, id="not-json-with-a-backslash"),
        pytest.param("[" * 100_000 + '"\\n", "lookup"', "lookup", True, id="too-deep-to-parse"),
        pytest.param('{"a": [17, null, "\\tlookup"]}', "lookup", True, id="among-numbers-and-nothing"),
        pytest.param('{"a": ""}', "", False, id="nothing-is-never-mentioned"),
    ],
)
def test_a_flow_mentions_what_stands_in_its_definition_as_a_word(definition: str, name: str, mentioned: bool) -> None:  # noqa: FBT001  an expectation
    assert bool(read_mentions([_with(definition)]).of(CENTER, name)) is mentioned


def test_flows_are_told_once_and_in_order() -> None:
    mentions = read_mentions([flow("f2", "r1"), flow("f1", "r1 lookup"), flow("f3", "other")])

    assert [item.id for item in mentions.of(CENTER, "r1", "lookup")] == ["f1", "f2"]
