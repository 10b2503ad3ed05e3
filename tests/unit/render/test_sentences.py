"""The messages of the catalogue with their arguments: each kind in words, and nothing from outside unescaped."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from sync.core.rules.rule import ArgumentKind
from sync.render.sentences import fill_in


@pytest.mark.parametrize(
    ("template", "args", "shown"),
    [
        pytest.param("{id} at {target}", {"id": "m-1", "target": "x\n"}, "m-1 at x\\u000a", id="made safe"),
        pytest.param("one of {ids}", {"ids": ["a", "b\x1b"]}, "one of a, b\\u001b", id="a list"),
        pytest.param("{number} MB", {"number": 128}, "128 MB", id="a number"),
        pytest.param("{unknown}", {}, "{unknown}", id="an argument that was not given stays visible"),
        pytest.param("{a}", {"a": "{b}", "b": "no"}, "{b}", id="an argument is never filled in again"),
    ],
)
def test_a_message_is_filled_once_and_safely(template: str, args: dict[str, JsonValue], shown: str) -> None:
    assert fill_in(template, args, {}) == shown


CLOUD: JsonValue = {"code": "cloud-said", "operation": "Op", "cloud_code": "No", "message": "not you\x1b", "request_id": "r-1"}


@pytest.mark.parametrize(
    ("kind", "value", "shown"),
    [
        ("source", "implemented", "the code"),
        ("source", "declared", "the spec"),
        ("source", "who\nknows", "who\\u000aknows"),  # from a plan file of another version
        ("baseline", "declared", "the declared signature"),
        ("baseline", "recorded", "the recorded signature"),
        ("baseline", "declared-and-recorded", "the declared and the recorded signature"),
        ("baseline", "declared-before", "the signature declared at the last sync"),
        ("baseline", "who knows", "who knows"),
        ("setting", None, "(none)"),
        ("setting", "", "(none)"),
        ("setting", 0, "0"),
        ("setting", "python3.10", "python3.10"),
        ("failover", None, "(none)"),
        ("failover", {"region": "cn-shanghai", "weight": 20.0}, "cn-shanghai weight 20"),
        ("failover", {"region": "cn-beijing", "weight": 0.5}, "cn-beijing weight 0.5"),
        ("failover", {"region": "cn-beijing", "weight": 0.0}, "cn-beijing weight 0"),
        ("failover", "cn-beijing weight 10", "cn-beijing weight 10"),
        ("generation", None, "2.0 and 3.0"),
        ("generation", "3.0", "3.0"),
        ("check", "hotline/lookup/a known caller", "a known caller of lookup in hotline"),
        ("check", "hotline/lookup/a/b", "a/b of lookup in hotline"),
        ("check", "somewhere", "somewhere"),
        ("cause", {"code": "no-function"}, "there is no such function"),
        ("cause", CLOUD, "Op: No: not you\\u001b (request id r-1)"),
        ("cause", None, ""),
        ("cause", "answered no", "answered no"),
    ],
)
def test_an_argument_is_told_by_its_kind(kind: ArgumentKind, value: JsonValue, shown: str) -> None:
    assert fill_in("{it}", {"it": value}, {"it": kind}) == shown


@pytest.mark.parametrize(
    ("template", "args", "shown"),
    [
        pytest.param("{newer} says", {"newer": "implemented", "place": "a.py:3"}, "the code (a.py:3) says", id="with its line"),
        pytest.param("{newer} says", {"newer": "implemented", "place": ""}, "the code says", id="without a line"),
        pytest.param("passes {value}", {"value": None, "secret": True}, "passes (looks secret, not shown)", id="a secret"),
        pytest.param("passes {value}", {"value": None, "secret": False}, "passes null", id="a null"),
        pytest.param("{code}: {reason}", {"code": "Denied", "reason": "not you"}, "Denied: not you", id="a cloud's words"),
        pytest.param(
            "{code}: {reason}",
            {"code": "UnknownRegion", "reason": ""},
            "UnknownRegion: a published flow calls a function there, and this version of ivrsync does not know the region",
            id="a code of ours",
        ),
    ],
)
def test_some_arguments_are_told_with_another(template: str, args: dict[str, JsonValue], shown: str) -> None:
    kinds: dict[str, ArgumentKind] = {"newer": "source", "place": "place", "value": "value", "secret": "flag", "reason": "said"}
    assert fill_in(template, args, kinds) == shown
