"""What counts as a difference between two contracts, which kind it is, and what is not said."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest

from sync.core.signature.diff import Difference, Kind, compare
from sync.core.signature.inferred import Inferred, ResultPath
from sync.core.signature.model import Parameter, Result, ResultField, Signature
from sync.core.signature.sources import declared, implemented, recorded, to_record
from sync.specs.models import ParameterSpec, RecordedField, RecordedParameter, RecordedSignature, SignatureSpec
from tests.fakes.worlds import escape, object_answer, reads, text_answer


def code(*inputs: Parameter, answers: tuple[ResultPath, ...] = (), is_open: bool = False) -> Signature:
    return implemented(Inferred(inputs=inputs, results=answers, escapes=(escape(),) if is_open else ()))


def spec(result: object = None, **inputs: ParameterSpec) -> Signature:
    return declared(SignatureSpec.model_validate({"inputs": inputs or {}, "result": result}))


PHONE = spec(phone=ParameterSpec(required=True))
TEXT, FIELDS = (text_answer(),), (object_answer(status="string", eta="string"),)
BOTH = {"status": "string", "eta": "string"}
NEEDED, OPTIONAL = ParameterSpec(required=True), ParameterSpec()

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
        spec(n=ParameterSpec(required=True, type="string")),
        code(reads("n", kind="integer")),
        [("input-type-narrowed", "n")],
        id="narrowed",
    ),
    pytest.param(
        spec(n=ParameterSpec(required=True, type="integer")),
        code(reads("n", kind="number")),
        [("input-type-widened", "n")],
        id="widened",
    ),
    pytest.param(
        spec(n=ParameterSpec(required=True, type="integer")),
        code(reads("n", kind="boolean")),
        [("input-type-narrowed", "n")],
        id="another-type-refuses-what-passed",
    ),
    pytest.param(spec(n=NEEDED), code(reads("n", kind="integer")), [], id="a-type-that-is-not-stated-forbids-nothing"),
    pytest.param(
        spec(n=ParameterSpec(required=True, type="string", enum=("1", "2"))),
        code(reads("n", kind="integer")),
        [],
        id="every-value-parses",
    ),
    pytest.param(
        spec(n=ParameterSpec(required=True, type="string", enum=("1", "x"))),
        code(reads("n", kind="integer")),
        [("input-type-narrowed", "n")],
        id="one-value-does-not-parse",
    ),
    pytest.param(
        spec(n=ParameterSpec(required=True, type="string", pattern=r"^\d{6}$")),
        code(reads("n", kind="integer")),
        [],
        id="only-digits-match",
    ),
    pytest.param(
        spec(n=ParameterSpec(required=True, type="string", pattern=r"^A\d{6}$")),
        code(reads("n", kind="integer")),
        [("input-type-narrowed", "n")],
        id="letters-match-too",
    ),
    pytest.param(
        spec(n=ParameterSpec(type="string", enum=("a", "b"))),
        spec(n=ParameterSpec(type="string", enum=("a",))),
        [("input-type-narrowed", "n")],
        id="fewer-values",
    ),
    pytest.param(
        spec(n=ParameterSpec(type="string", enum=("a",))),
        spec(n=ParameterSpec(type="string", enum=("a", "b"))),
        [("input-type-widened", "n")],
        id="more-values",
    ),
    pytest.param(
        spec(n=ParameterSpec(default="5")),
        code(reads("n", required=False, default=7)),
        [("input-default-changed", "n")],
        id="default",
    ),
    pytest.param(
        spec(n=ParameterSpec(default="5")), code(reads("n", required=False, default=5)), [], id="a-number-and-its-text-are-one"
    ),
    pytest.param(spec(n=ParameterSpec(default="5")), code(reads("n", required=False)), [], id="a-default-that-is-not-shown"),
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
def test_each_difference_is_named_and_nothing_else(older: Signature, newer: Signature, expected: list[tuple[str, str]]) -> None:
    assert [item.key for item in compare(older, newer)] == expected


def test_every_kind_has_a_case() -> None:
    assert {kind for case in CASES for kind, _ in case.values[2]} == set(get_args(Kind))  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("older", "newer"),
    [
        pytest.param(PHONE, code(is_open=True), id="what-an-open-signature-does-not-show-is-not-gone"),
        pytest.param(replace(spec(), closed=False), code(reads("phone")), id="nor-is-it-new-where-the-older-one-was-open"),
        pytest.param(declared(SignatureSpec(result="text")), code(reads("phone")), id="inputs-that-are-not-stated"),
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
def test_nothing_is_said_of_what_either_side_leaves_open(older: Signature, newer: Signature) -> None:
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

    assert kept == RecordedSignature(
        inputs={
            "n": RecordedParameter(type="integer", default=3, position=1),
            "phone": RecordedParameter(required=True, position=0),
        },
        result={"eta": RecordedField(nullable=True), "status": RecordedField(type="string")},
    )
    assert compare(recorded(kept), shown) == ()
    assert compare(shown, recorded(kept)) == ()


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        pytest.param(
            spec(phone_number=OPTIONAL),
            code(reads("phoneNumber", line=3)),
            [
                Difference(
                    kind="input-renamed", name="phone_number", before="phone_number", after="phoneNumber", place="index.py:3"
                ),
                Difference(kind="input-became-required", name="phoneNumber", place="index.py:3"),
            ],
            id="renamed-and-required",
        ),
        pytest.param(
            spec(n=ParameterSpec(type="string", enum=("1", "x"))),
            code(reads("n", required=False, kind="integer", line=4)),
            [Difference(kind="input-type-narrowed", name="n", before=["1", "x"], after="integer", place="index.py:4")],
            id="another-type",
        ),
        pytest.param(
            spec(n=ParameterSpec(default="5")),
            code(reads("n", required=False, default=7, line=4)),
            [Difference(kind="input-default-changed", name="n", before="5", after=7, place="index.py:4")],
            id="another-default",
        ),
        pytest.param(
            spec({"status": "integer", "etaDate": "string", "gone": "string"}),
            code(answers=(object_answer(status="string", eta="string", come="string", line=7),)),
            [
                Difference(kind="result-field-renamed", name="etaDate", before="etaDate", after="eta", place="index.py:7"),
                Difference(kind="result-field-removed", name="gone", place="index.py:7"),
                Difference(kind="result-field-added", name="come", place="index.py:7"),
                Difference(kind="result-field-type-changed", name="status", before="integer", after="string", place="index.py:7"),
            ],
            id="another-answer",
        ),
        pytest.param(
            code(answers=FIELDS),
            code(answers=(object_answer("eta", status="string", eta="string", line=8),)),
            [Difference(kind="result-field-became-nullable", name="eta", place="index.py:8")],
            id="a-field-that-may-be-null",
        ),
        pytest.param(
            spec("text"),
            code(answers=FIELDS),
            [Difference(kind="result-text-became-object", name="", place="index.py:9")],
            id="an-object",
        ),
        pytest.param(
            spec(BOTH), code(answers=TEXT), [Difference(kind="result-object-became-text", name="", place="index.py:9")], id="a-text"
        ),
    ],
)
def test_a_difference_says_what_was_what_is_and_where(older: Signature, newer: Signature, expected: list[Difference]) -> None:
    assert list(compare(older, newer)) == expected


A_PATTERN, B_PATTERN = ParameterSpec(type="string", pattern="A[0-9]"), ParameterSpec(type="string", pattern="B[0-9]")


@pytest.mark.parametrize(
    ("older", "newer", "kinds"),
    [
        pytest.param(A_PATTERN, A_PATTERN, [], id="the-same-pattern"),
        pytest.param(A_PATTERN, B_PATTERN, ["input-type-narrowed"], id="another-pattern"),
        pytest.param(ParameterSpec(type="string"), A_PATTERN, [], id="a-pattern-where-nothing-was-said"),
        pytest.param(ParameterSpec(type="string", enum=("A1",)), A_PATTERN, [], id="every-value-matches"),
        pytest.param(
            ParameterSpec(type="string", enum=("A1", "B1")), A_PATTERN, ["input-type-narrowed"], id="one-value-does-not-match"
        ),
        pytest.param(ParameterSpec(enum=("A1", 5)), ParameterSpec(pattern="A[0-9]"), [], id="a-pattern-is-for-texts"),
        pytest.param(ParameterSpec(enum=("a",)), ParameterSpec(enum=("a",)), [], id="the-same-values"),
        pytest.param(ParameterSpec(), ParameterSpec(enum=("a",)), [], id="values-where-nothing-was-said"),
        pytest.param(
            ParameterSpec(type="string"),
            ParameterSpec(type="string", enum=("a",)),
            ["input-type-narrowed"],
            id="values-where-all-passed",
        ),
    ],
)
def test_what_may_be_passed(older: ParameterSpec, newer: ParameterSpec, kinds: list[str]) -> None:
    assert [item.kind for item in compare(spec(n=older), spec(n=newer))] == kinds


def test_what_must_be_passed_has_no_default_that_could_change() -> None:
    assert [item.kind for item in compare(spec(n=ParameterSpec(default="5")), code(reads("n", default=7)))] == [
        "input-became-required"
    ]


def test_between_two_names_equally_alike_and_near_the_use_decides() -> None:
    inputs = compare(
        spec(code=NEEDED, phone=NEEDED),
        code(reads("phoneA", required=False, line=1), reads("code", line=2), reads("phoneB", line=3)),
    )
    fields = compare(
        spec({"code": "string", "phone": "integer"}), spec({"phoneA": "boolean", "code": "string", "phoneB": "integer"})
    )

    assert [(item.kind, item.name, item.after) for item in (*inputs, *fields)] == [
        ("input-renamed", "phone", "phoneB"),
        ("input-optional-added", "phoneA", None),
        ("result-field-renamed", "phone", "phoneB"),
        ("result-field-added", "phoneA", None),
    ]


UNKNOWN = ResultPath(kind="unknown", fields=(), evidence=text_answer().evidence)


def test_what_the_older_side_left_open_is_not_new() -> None:
    assert compare(code(answers=(*FIELDS, UNKNOWN)), spec({**BOTH, "more": "string"})) == ()


def test_a_spec_states_everything_of_an_input_in_the_order_it_is_written() -> None:
    first = ParameterSpec(required=True, type="string", pattern="[0-9]+", format="phone")
    second = ParameterSpec(type="string", default="a", enum=("a", "b"))

    made = spec(phone=first, lang=second).inputs

    assert made == {
        "phone": Parameter(name="phone", required=True, type="string", pattern="[0-9]+", format="phone"),
        "lang": Parameter(name="lang", required=False, default="a", type="string", enum=("a", "b")),
    }
    assert list(made) == ["phone", "lang"]


def test_what_a_spec_promises_is_whole() -> None:
    assert spec("text").result == Result(shape="text", fields={}, complete=True)
    assert spec({"status": "string", "count": "integer"}).result == Result(
        shape="object",
        fields={"status": ResultField(name="status"), "count": ResultField(name="count", type="integer")},
        complete=True,
    )


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param(
            FIELDS,
            Result(
                shape="object",
                fields={
                    "eta": ResultField(name="eta", type="string", nullable=False),
                    "status": ResultField(name="status", type="string", nullable=False),
                },
                complete=True,
            ),
            id="one-object",
        ),
        pytest.param(
            (object_answer(n="integer"), *TEXT),
            Result(shape="either", fields={"n": ResultField(name="n", type="integer", nullable=True)}, complete=True),
            id="sometimes-a-text",
        ),
        pytest.param(
            (object_answer(n="integer"), object_answer(n="string"), UNKNOWN),
            Result(shape="object", fields={"n": ResultField(name="n", type=None, nullable=True)}, complete=False),
            id="two-types-and-something-unknown",
        ),
        pytest.param(
            (object_answer(n="integer"), object_answer(m="string")),
            Result(
                shape="object",
                fields={
                    "m": ResultField(name="m", type="string", nullable=True),
                    "n": ResultField(name="n", type="integer", nullable=True),
                },
                complete=True,
            ),
            id="each-lacks-a-field",
        ),
        pytest.param(TEXT, Result(shape="text", fields={}, complete=True), id="a-text"),
    ],
)
def test_all_answers_of_the_code_are_one_outcome(answers: tuple[ResultPath, ...], expected: Result) -> None:
    assert code(answers=answers).result == expected


def test_an_input_that_no_line_shows_has_no_place() -> None:
    made = code(Parameter(name="n", required=False, default=None, type=None, evidence=())).inputs

    assert made is not None
    assert made["n"].place == ""


@pytest.mark.parametrize(
    ("answers", "kept"),
    [
        pytest.param(TEXT, RecordedSignature(inputs={}, result="text"), id="a-text"),
        pytest.param(
            (*TEXT, UNKNOWN), RecordedSignature(inputs={}, result="text", incomplete=True), id="a-text-or-something-unknown"
        ),
        pytest.param(
            (object_answer(n="integer"), UNKNOWN),
            RecordedSignature(inputs={}, result={"n": RecordedField(type="integer", nullable=True)}, incomplete=True),
            id="an-object-or-something-unknown",
        ),
        pytest.param((object_answer(n="integer"), *TEXT), RecordedSignature(inputs={}), id="an-object-or-a-text"),
        pytest.param((), RecordedSignature(inputs={}), id="nothing"),
    ],
)
@pytest.mark.parametrize("is_open", [False, True])
def test_what_is_recorded_of_answers_is_what_is_known_of_them_later(
    answers: tuple[ResultPath, ...],
    kept: RecordedSignature,
    is_open: bool,  # noqa: FBT001  a parameter of the test
) -> None:
    shown = code(answers=answers, is_open=is_open)

    record = to_record(shown)

    assert record == kept.model_copy(update={"open": is_open})
    back = recorded(record)
    assert back.closed is not is_open
    assert back.result == (shown.result if kept.result is not None else None)


def test_the_order_of_the_inputs_is_recorded() -> None:
    back = recorded(to_record(code(reads("b", line=1), reads("a", line=2)))).inputs

    assert list(back or {}) == ["b", "a"]
