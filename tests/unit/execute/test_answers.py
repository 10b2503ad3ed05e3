from __future__ import annotations

import json

import pytest
from pydantic import JsonValue

from sync.core.plan.cause import Mismatch
from sync.execute.answers import mismatches

LONG: JsonValue = [1, *range(30_000)]


def differs(expected: JsonValue, answered: JsonValue, field: str | None = None) -> Mismatch:
    return Mismatch(field=field, expected=expected, answered=answered)


@pytest.mark.parametrize(
    ("expect", "payload"),
    [
        pytest.param(None, "anything at all", id="nothing-expected"),
        pytest.param("浙江省杭州市", "浙江省杭州市", id="text"),
        pytest.param("浙江省杭州市", '"浙江省杭州市"', id="text-as-json-string"),
        pytest.param("12", "12", id="text-of-digits"),
        pytest.param({}, "{}", id="any-object"),
        pytest.param({"verified": True}, '{"verified": true, "name": "a"}', id="only-named-fields"),
        pytest.param({"count": 1}, '{"count": 1.0}', id="one-number-type"),
        pytest.param({"found": None}, '{"found": null}', id="null-is-a-value"),
        pytest.param({"list": [1, {"a": False}]}, '{"list": [1, {"a": false}]}', id="nested"),
        pytest.param(3, " 3\n", id="number"),
        pytest.param(False, "false", id="boolean"),
        pytest.param([1, "2"], '[1, "2"]', id="list"),
    ],
)
def test_an_answer_as_expected_has_no_mismatches(expect: JsonValue, payload: str) -> None:
    assert mismatches(expect, payload) == ()


@pytest.mark.parametrize(
    ("expect", "payload", "differences"),
    [
        pytest.param({"ok": True}, '{"ok": 1}', (Mismatch(field="ok", expected=True, answered=1),), id="one-is-not-true"),
        pytest.param({"ok": 0}, '{"ok": false}', (Mismatch(field="ok", expected=0, answered=False),), id="false-is-not-zero"),
        pytest.param({"n": 1}, '{"n": "1"}', (differs(1, "1", "n"),), id="digits-are-not-a-number"),
        pytest.param({"n": None}, "{}", (Mismatch(field="n", expected=None, absent=True),), id="null-is-not-absence"),
        pytest.param(
            {"a": 1, "b": 2},
            '{"b": 3}',
            (Mismatch(field="a", expected=1, absent=True), differs(2, 3, "b")),
            id="each-field-is-named",
        ),
        pytest.param(
            {"a": {"x": 1}}, '{"a": {"x": 1, "y": 2}}', (Mismatch(field="a.y", answered=2, unexpected=True),), id="nested"
        ),
        pytest.param({"a": {"x": 1, "y": 2}}, '{"a": {"x": 1.0, "y": 3}}', (differs(2, 3, "a.y"),), id="only-what-differs-inside"),
        pytest.param(
            {"a": {"x": [{"y": 1}]}}, '{"a": {"x": [{}]}}', (Mismatch(field="a.x[0].y", expected=1, absent=True),), id="deep"
        ),
        pytest.param(
            {"a": [1]}, '{"a": [true]}', (Mismatch(field="a[0]", expected=1, answered=True),), id="true-in-a-list-is-not-one"
        ),
        pytest.param({"a": [1]}, '{"a": [1, 1]}', (Mismatch(field="a[1]", answered=1, unexpected=True),), id="longer-list"),
        pytest.param(
            {"a": [1, 2]},
            '{"a": [true, 3]}',
            (Mismatch(field="a[0]", expected=1, answered=True), differs(2, 3, "a[1]")),
            id="each-element",
        ),
        pytest.param({"a": [0] * 11}, json.dumps({"a": [1] * 11}), (differs([0] * 11, [1] * 11, "a"),), id="too-many-places"),
        pytest.param({"a": [1]}, json.dumps({"a": LONG}), (differs([1], LONG, "a"),), id="too-long-to-search"),
        pytest.param({"a": 1}, "[1]", (differs({"a": 1}, [1]),), id="not-an-object"),
        pytest.param({"a": 1}, "<html>", (differs({"a": 1}, "<html>"),), id="not-json"),
        pytest.param("杭州", "上海", (differs("杭州", "上海"),), id="another-text"),
        pytest.param("12", '{"a": 12}', (differs("12", {"a": 12}),), id="object-for-a-text"),
        pytest.param(True, "1", (Mismatch(expected=True, answered=1),), id="true-is-not-one"),
        pytest.param(12, '"12"', (differs(12, "12"),), id="number-is-not-its-digits"),
        pytest.param({"a": 1}, "[" * 100_000, (differs({"a": 1}, "[" * 100_000),), id="bottomless"),
    ],
)
def test_an_answer_that_differs_is_described(expect: JsonValue, payload: str, differences: tuple[Mismatch, ...]) -> None:
    assert mismatches(expect, payload) == differences
