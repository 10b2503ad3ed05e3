"""Whom a difference hurts: exactly the modules that are shown to rely on what is no longer so."""

from __future__ import annotations

from typing import get_args

import pytest
from pydantic import JsonValue

from sync.core.flows.document import FunctionModule
from sync.core.flows.excerpt import Passed
from sync.core.plan.model import FlowRef
from sync.core.rules.impact import breaks
from sync.core.signature.diff import Difference, Kind
from tests.fakes.worlds import CENTER


def module(passes: dict[str, JsonValue] | None, *reads: str, shows_reads: bool = True) -> FunctionModule:
    """A module that passes these literals (None: a variable) and reads these fields."""
    return FunctionModule(
        flow=FlowRef(center=CENTER, id="f1", name="flow f1", published=True),
        activity="1",
        name="ask",
        words=frozenset(),
        ids=frozenset(),
        names=frozenset(),
        passes=None if passes is None else tuple(Passed(name, value) for name, value in passes.items()),
        reads=reads if shows_reads else None,
        is_understood=True,
    )


@pytest.mark.parametrize("kind", ["input-required-added", "input-became-required"])
@pytest.mark.parametrize(
    ("passes", "hurt"),
    [
        pytest.param({"other": "1"}, True, id="another-input"),
        pytest.param({}, True, id="nothing"),
        pytest.param({"code": ""}, True, id="an-empty-text"),
        pytest.param({"code": "1"}, False, id="a-literal"),
        pytest.param({"code": 0}, False, id="zero"),
        pytest.param({"code": None}, False, id="a-variable"),
        pytest.param(None, False, id="not-understood"),
    ],
)
def test_a_new_duty_hurts_who_does_not_pass_it(kind: Kind, passes: dict[str, JsonValue] | None, *, hurt: bool) -> None:
    assert breaks(Difference(kind=kind, name="code"), module(passes, "code")) is hurt


@pytest.mark.parametrize(
    ("passes", "hurt"),
    [
        pytest.param({"phone": "1"}, True, id="the-old-name-alone"),
        pytest.param({"phone": None}, True, id="the-old-name-with-a-variable"),
        pytest.param({"phone": "1", "callerPhone": "1"}, False, id="both"),
        pytest.param({"phone": "1", "callerPhone": ""}, True, id="the-new-one-empty"),
        pytest.param({"phone": ""}, False, id="the-old-one-empty"),
        pytest.param({"callerPhone": "1"}, False, id="the-new-name-alone"),
        pytest.param({}, False, id="neither"),
        pytest.param(None, False, id="not-understood"),
    ],
)
def test_another_name_hurts_who_passes_the_old_one_only(passes: dict[str, JsonValue] | None, *, hurt: bool) -> None:
    item = Difference(kind="input-renamed", name="phone", before="phone", after="callerPhone")

    assert breaks(item, module(passes)) is hurt


@pytest.mark.parametrize(
    ("value", "wanted", "hurt"),
    [
        pytest.param("5", "integer", False, id="integer"),
        pytest.param("5.5", "integer", True, id="no-integer"),
        pytest.param("5.5", "number", False, id="number"),
        pytest.param("five", "number", True, id="no-number"),
        pytest.param("true", "boolean", False, id="boolean"),
        pytest.param("yes", "boolean", True, id="no-boolean"),
        pytest.param('{"a": 1}', "object", False, id="object"),
        pytest.param("[1]", "object", True, id="no-object"),
        pytest.param("[1]", "array", False, id="array"),
        pytest.param("{}", "array", True, id="no-array"),
        pytest.param("anything", "string", False, id="string"),
        pytest.param("1", ["1", "2"], False, id="one-of-the-values"),
        pytest.param("3", ["1", "2"], True, id="none-of-the-values"),
        pytest.param("3", [], True, id="no-value-at-all"),
        pytest.param("3", "[0-9]{6}", False, id="a-pattern-is-not-judged"),
        pytest.param("3", None, False, id="nothing-wanted"),
        pytest.param(None, "integer", False, id="a-variable"),
        pytest.param("", "integer", False, id="an-empty-text-is-not-passed"),
        pytest.param(0, "boolean", True, id="a-number-that-is-nothing"),
        pytest.param(False, "integer", True, id="a-boolean"),
    ],
)
def test_a_narrower_type_hurts_who_passes_a_literal_that_does_not_fit(value: JsonValue, wanted: JsonValue, *, hurt: bool) -> None:
    item = Difference(kind="input-type-narrowed", name="code", before="string", after=wanted)

    assert breaks(item, module({"other": "x", "code": value})) is hurt
    assert breaks(item, module({"other": value})) is False
    assert breaks(item, module(None)) is False


@pytest.mark.parametrize(
    ("kind", "hurt"),
    [
        pytest.param("result-field-removed", {"city"}, id="removed"),
        pytest.param("result-field-renamed", {"city"}, id="renamed"),
        pytest.param("result-object-became-text", {"city", "zone"}, id="a-text-has-no-fields"),
        pytest.param("result-text-became-object", set(), id="who-keeps-the-whole-is-unknown"),
    ],
)
def test_another_answer_hurts_who_reads_what_is_gone(kind: Kind, hurt: set[str]) -> None:
    name = "city" if kind.startswith("result-field") else ""
    item = Difference(kind=kind, name=name, before=name, after="zone")

    assert {field for field in ("city", "zone") if breaks(item, module({}, field))} == hurt
    assert breaks(item, module({"city": "1"})) is False
    assert breaks(item, module({"city": "1"}, shows_reads=False)) is False


def test_every_other_difference_hurts_nobody() -> None:
    harmful = {
        "input-required-added", "input-became-required", "input-renamed", "input-type-narrowed",
        "result-field-removed", "result-field-renamed", "result-object-became-text",
    }  # fmt: skip
    situations: tuple[dict[str, JsonValue] | None, ...] = ({}, {"code": "x"}, None)
    for kind in set(get_args(Kind)) - harmful:
        item = Difference(kind=kind, name="code", before="code", after="integer")
        assert [breaks(item, module(passes, "code")) for passes in situations] == [False] * len(situations), kind
