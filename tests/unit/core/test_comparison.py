"""What counts as a difference between two contracts, which kind it is, and what is not said."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from registry.models import Input, SeenField, SeenInput, SeenSignature, Signature
from sync.core.comparison import Difference, Kind, compare
from sync.core.contract import Contract, declared, implemented, recorded, to_record
from sync.core.inferred import Inferred, InferredInput, ResultPath
from tests.fakes.worlds import escape, object_answer, reads, text_answer


def code(*inputs: InferredInput, answers: tuple[ResultPath, ...] = (), is_open: bool = False) -> Contract:
    return implemented(Inferred(inputs=inputs, results=answers, escapes=(escape(),) if is_open else ()))


def spec(result: object = None, **inputs: Input) -> Contract:
    return declared(Signature.model_validate({"inputs": inputs or {}, "result": result}))


PHONE = spec(phone=Input(required=True))
TEXT, FIELDS = (text_answer(),), (object_answer(status="string", eta="string"),)
BOTH = {"status": "string", "eta": "string"}
NEEDED, OPTIONAL = Input(required=True), Input()

CASES = [
    pytest.param(PHONE, code(reads("phone")), [], id="the-same"),
    pytest.param(spec(), code(reads("phone")), [("input-required-added", "phone")], id="required-added"),
    pytest.param(spec(), code(reads("phone", required=False)), [("input-optional-added", "phone")], id="optional-added"),
    pytest.param(PHONE, code(), [("input-removed", "phone")], id="removed"),
    pytest.param(spec(phone_number=NEEDED), code(reads("phoneNumber")), [("input-renamed", "phone_number")], id="renamed-by-case"),
    pytest.param(spec(idNumber=NEEDED), code(reads("idNo")), [("input-renamed", "idNumber")], id="renamed-by-likeness"),
    pytest.param(
        PHONE,
        code(reads("orderId")),
        [("input-removed", "phone"), ("input-required-added", "orderId")],
        id="another-name-is-another-thing",
    ),
    pytest.param(
        spec(phone=NEEDED),
        code(reads("phone_a"), reads("phone_b")),
        [("input-removed", "phone"), ("input-required-added", "phone_a"), ("input-required-added", "phone_b")],
        id="two-candidates-choose-nothing",
    ),
    pytest.param(
        spec(phone_number=OPTIONAL),
        code(reads("phoneNumber")),
        [("input-renamed", "phone_number"), ("input-became-required", "phoneNumber")],
        id="renamed-and-required",
    ),
    pytest.param(spec(phone=OPTIONAL), code(reads("phone")), [("input-became-required", "phone")], id="became-required"),
    pytest.param(PHONE, code(reads("phone", required=False)), [("input-became-optional", "phone")], id="became-optional"),
    pytest.param(
        spec(n=Input(required=True, type="string")), code(reads("n", kind="integer")), [("input-type-narrowed", "n")], id="narrowed"
    ),
    pytest.param(
        spec(n=Input(required=True, type="integer")), code(reads("n", kind="number")), [("input-type-widened", "n")], id="widened"
    ),
    pytest.param(
        spec(n=Input(required=True, type="integer")),
        code(reads("n", kind="boolean")),
        [("input-type-narrowed", "n")],
        id="another-type-refuses-what-passed",
    ),
    pytest.param(spec(n=NEEDED), code(reads("n", kind="integer")), [], id="a-type-that-is-not-stated-forbids-nothing"),
    pytest.param(
        spec(n=Input(required=True, type="string", enum=("1", "2"))), code(reads("n", kind="integer")), [], id="every-value-parses"
    ),
    pytest.param(
        spec(n=Input(required=True, type="string", enum=("1", "x"))),
        code(reads("n", kind="integer")),
        [("input-type-narrowed", "n")],
        id="one-value-does-not-parse",
    ),
    pytest.param(
        spec(n=Input(required=True, type="string", pattern=r"^\d{6}$")),
        code(reads("n", kind="integer")),
        [],
        id="only-digits-match",
    ),
    pytest.param(
        spec(n=Input(required=True, type="string", pattern=r"^A\d{6}$")),
        code(reads("n", kind="integer")),
        [("input-type-narrowed", "n")],
        id="letters-match-too",
    ),
    pytest.param(
        spec(n=Input(type="string", enum=("a", "b"))),
        spec(n=Input(type="string", enum=("a",))),
        [("input-type-narrowed", "n")],
        id="fewer-values",
    ),
    pytest.param(
        spec(n=Input(type="string", enum=("a",))),
        spec(n=Input(type="string", enum=("a", "b"))),
        [("input-type-widened", "n")],
        id="more-values",
    ),
    pytest.param(
        spec(n=Input(default="5")), code(reads("n", required=False, default=7)), [("input-default-changed", "n")], id="default"
    ),
    pytest.param(spec(n=Input(default="5")), code(reads("n", required=False, default=5)), [], id="a-number-and-its-text-are-one"),
    pytest.param(spec(n=Input(default="5")), code(reads("n", required=False)), [], id="a-default-that-is-not-shown"),
    pytest.param(spec({"status": "string"}), code(answers=FIELDS), [("result-field-added", "eta")], id="field-added"),
    pytest.param(
        spec({"status": "string", "eta": "string", "carrier": "string"}),
        code(answers=FIELDS),
        [("result-field-removed", "carrier")],
        id="field-removed",
    ),
    pytest.param(
        spec({"status": "string", "etaDate": "string"}),
        code(answers=FIELDS),
        [("result-field-renamed", "etaDate")],
        id="field-renamed",
    ),
    pytest.param(
        spec({"status": "integer", "eta": "string"}),
        code(answers=FIELDS),
        [("result-field-type-changed", "status")],
        id="field-type",
    ),
    pytest.param(
        code(answers=FIELDS),
        code(answers=(object_answer("eta", status="string", eta="string"),)),
        [("result-field-became-nullable", "eta")],
        id="nullable",
    ),
    pytest.param(
        code(answers=FIELDS),
        code(answers=(*FIELDS, object_answer(status="string"))),
        [("result-field-became-nullable", "eta")],
        id="one-answer-lacks-it",
    ),
    pytest.param(
        code(answers=(object_answer("eta", status="string", eta="string"),)),
        code(answers=FIELDS),
        [("result-field-became-certain", "eta")],
        id="certain",
    ),
    pytest.param(spec("text"), code(answers=FIELDS), [("result-text-became-object", "")], id="text-became-object"),
    pytest.param(spec("text"), code(answers=(*TEXT, *FIELDS)), [("result-text-became-object", "")], id="sometimes-an-object"),
    pytest.param(
        spec(BOTH),
        code(answers=TEXT),
        [("result-object-became-text", "")],
        id="object-became-text",
    ),
    pytest.param(
        spec(BOTH),
        code(answers=(*FIELDS, *TEXT)),
        [],
        id="a-text-on-the-way-out-is-no-other-result",
    ),
]


@pytest.mark.parametrize(("older", "newer", "expected"), CASES)
def test_each_difference_is_named_and_nothing_else(older: Contract, newer: Contract, expected: list[tuple[str, str]]) -> None:
    assert [item.key for item in compare(older, newer)] == expected


def test_every_kind_has_a_case() -> None:
    assert {kind for case in CASES for kind, _ in case.values[2]} == set(get_args(Kind))  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        pytest.param(PHONE, code(is_open=True), id="what-an-open-signature-does-not-show-is-not-gone"),
        pytest.param(replace(spec(), closed=False), code(reads("phone")), id="nor-is-it-new-where-the-older-one-was-open"),
        pytest.param(declared(Signature(result="text")), code(reads("phone")), id="inputs-that-are-not-stated"),
        pytest.param(PHONE, code(reads("phone"), answers=FIELDS), id="a-result-that-is-not-stated"),
        pytest.param(
            spec({"status": "string", "more": "string"}),
            code(answers=(object_answer(status="string"), ResultPath(kind="unknown", fields=(), evidence=text_answer().evidence))),
            id="an-answer-that-is-not-known-may-hold-the-field",
        ),
        pytest.param(
            spec({"status": "string", "more": "string"}),
            code(answers=(replace(object_answer(status="string"), more=True),)),
            id="so-may-an-object-with-perhaps-more-fields",
        ),
        pytest.param(
            spec({"status": "string"}),
            code(answers=(*TEXT, ResultPath(kind="unknown", fields=(), evidence=text_answer().evidence))),
            id="or-be-the-object",
        ),
    ],
)
def test_nothing_is_said_of_what_either_side_leaves_open(older: Contract, newer: Contract) -> None:
    assert compare(older, newer) == ()


def test_a_difference_says_where_the_code_shows_it() -> None:
    assert compare(PHONE, code(reads("phone"), reads("code", line=7))) == (
        Difference(kind="input-required-added", name="code", place="index.py:7"),
    )


def test_what_is_recorded_of_code_is_what_the_code_showed() -> None:
    shown = code(
        reads("n", required=False, default=3, kind="integer", line=8),
        reads("phone", line=2),
        answers=(object_answer("eta", status="string", eta=None),),
    )

    kept = to_record(shown)

    assert kept == SeenSignature(
        inputs={"n": SeenInput(type="integer", default=3, position=1), "phone": SeenInput(required=True, position=0)},
        result={"eta": SeenField(nullable=True), "status": SeenField(type="string")},
    )
    assert compare(recorded(kept), shown) == ()
    assert compare(shown, recorded(kept)) == ()
