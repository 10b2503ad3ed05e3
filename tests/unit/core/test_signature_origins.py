"""Who moved where spec, code and lock disagree about one function, and between which two the difference stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sync.core.plan.model import Finding, FlowRef, ModuleRef, Origin
from sync.core.signature.inferred import ResultPath, Unknown
from sync.core.signature.model import Parameter
from sync.core.worlds import FoundSignature
from sync.specs.ids import Uid
from sync.specs.models import Lock, ParameterSpec, RecordedField, RecordedParameter, RecordedSignature, SignatureSpec, Where
from tests.fakes.worlds import (
    CENTER,
    broken,
    entry,
    flow,
    found,
    hides,
    listed,
    lock,
    object_answer,
    plan,
    reads,
    registered,
    shows,
    text_answer,
    there,
    wanted,
)

A, B = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other"
DECLARED, RECORDED, BOTH = "declared", "recorded", "declared-and-recorded"
INPUT, ANSWER = "index.py:5", "index.py:9"


def known(before: SignatureSpec | None, seen: RecordedSignature | None, **more: object) -> Lock:
    return lock(lookup=entry(A, identity="r1", declared=before, seen=seen).model_copy(update=more))


def told(
    declared: SignatureSpec | None, recorded: Lock | None, *inputs: Parameter, answers: tuple[ResultPath, ...] = ()
) -> tuple[Finding, ...]:
    """What is found where the spec declares this, the lock holds that, and the code reads and answers so."""
    clouds = found(there(A), listed("r1", A), shows(A, *inputs, answers=answers))
    return plan(wanted(registered("lookup", A, signature=declared)), clouds, recorded).findings


def says(code: str, origin: Origin, *, older: str = "", place: str = "", **args: Any) -> Finding:
    """Without flows. Not every message says what is older."""
    args = {"newer": "implemented", "place": place, **args}
    return Finding(
        code=code, subject=A, origin=origin, uid=Uid("lookup"), where=Where("test.yaml", 1, 1),
        args={**args, "older": older} if older else args, lock_only=older == RECORDED,
    )  # fmt: skip


def fields(**kinds: Any) -> SignatureSpec:
    return SignatureSpec(inputs={}, result=kinds)


def seen_fields(**kinds: Any) -> RecordedSignature:
    return RecordedSignature(result={name: RecordedField(type=kind) for name, kind in kinds.items()})


def test_a_field_that_the_code_never_answered_waits_and_one_that_it_was_not_known_of_drifted() -> None:
    spec, answers = fields(city="string", zone="string"), (object_answer(city="string"),)
    gone = {"place": ANSWER, "name": "zone"}

    assert told(spec, known(spec, seen_fields(city="string")), answers=answers) == (
        says("SG010", "pending", older=DECLARED, **gone),
    )
    assert told(spec, known(spec, seen_fields(city="string", zone="string")), answers=answers) == (
        says("SG010", "drift", older=BOTH, **gone),
    )
    assert told(spec, known(spec, RecordedSignature()), answers=answers) == (says("SG010", "drift", older=DECLARED, **gone),)
    assert told(spec, known(spec, RecordedSignature(result="text")), answers=answers) == (
        says("SG010", "drift", older=DECLARED, **gone),
    )


def test_what_was_never_recorded_drifted_unless_the_spec_moved_or_the_lock_does_not_know_it() -> None:
    spec, answers = fields(city="string", zone="string"), (object_answer(city="string"),)
    drift = says("SG010", "drift", older=DECLARED, place=ANSWER, name="zone")

    assert told(spec, known(spec, None), answers=answers) == (drift,)
    assert told(spec, known(fields(city="string"), None), answers=answers) == (replace(drift, origin="pending"),)
    assert told(spec, known(None, None), answers=answers) == (replace(drift, origin="pending"),)
    assert told(spec, lock(), answers=answers) == (replace(drift, origin="pending"),)
    assert told(spec, None, answers=answers) == (replace(drift, origin="unrecorded"),)


def test_a_type_of_a_field_drifted_where_the_code_did_not_have_it() -> None:
    spec, answers = fields(zone="integer"), (object_answer(zone="boolean"),)
    pending = says("SG015", "pending", older=DECLARED, place=ANSWER, name="zone", before="integer", after="boolean")

    assert told(spec, known(spec, seen_fields(zone="boolean")), answers=answers) == (pending,)
    assert told(spec, known(spec, seen_fields(zone=None)), answers=answers) == (replace(pending, origin="drift"),)
    assert told(spec, known(spec, seen_fields(zone="integer")), answers=answers) == (
        says("SG015", "drift", older=BOTH, place=ANSWER, name="zone", before="integer", after="boolean"),
    )


def test_another_name_of_a_field_drifted_where_the_code_did_not_have_it() -> None:
    spec, answers = fields(phone="string"), (object_answer(callerPhone="string"),)
    pending = says("SG012", "pending", older=DECLARED, place=ANSWER, before="phone", after="callerPhone")

    assert told(spec, known(spec, seen_fields(callerPhone="string")), answers=answers) == (pending,)
    assert told(spec, known(spec, seen_fields()), answers=answers) == (replace(pending, origin="drift"),)


def test_another_shape_of_the_answer_drifted_where_the_code_had_none_or_another() -> None:
    spec, answers = SignatureSpec(inputs={}, result="text"), (object_answer(city="string"),)
    pending = says("SG016", "pending", older=DECLARED, place=ANSWER)
    to_text = says("SG017", "pending", older=DECLARED, place=ANSWER)

    assert told(spec, known(spec, seen_fields(city="string")), answers=answers) == (pending,)
    assert told(spec, known(spec, RecordedSignature()), answers=answers) == (replace(pending, origin="drift"),)
    assert told(spec, known(spec, RecordedSignature(result="text")), answers=answers) == (
        says("SG016", "drift", older=BOTH, place=ANSWER),
    )
    assert told(fields(a="string"), known(fields(a="string"), RecordedSignature(result="text")), answers=(text_answer(),)) == (
        to_text,
    )
    assert told(fields(a="string"), known(fields(a="string"), RecordedSignature()), answers=(text_answer(),)) == (
        replace(to_text, origin="drift"),
    )


def test_an_input_that_an_open_signature_may_have_had_drifted_unless_the_spec_moved() -> None:
    spec, before = SignatureSpec(inputs={"phone": ParameterSpec(required=True)}), SignatureSpec(inputs={})
    seen = RecordedSignature(inputs={"phone": RecordedParameter(required=True)}, open=True)
    undeclared = says("SG019", "drift", place=INPUT, need="required", name="code")
    optional = says("SG019", "drift", place=INPUT, need="optional", name="code")

    assert told(spec, known(spec, seen), reads("phone"), reads("code")) == (undeclared,)
    assert told(spec, known(spec, seen), reads("phone"), reads("code", required=False)) == (optional,)
    assert told(spec, known(before, seen), reads("phone"), reads("code")) == (replace(undeclared, origin="pending"),)


def test_an_input_that_a_closed_signature_did_not_have_waits_where_the_code_still_does_not_read_it() -> None:
    spec, before = SignatureSpec(inputs={"phone": ParameterSpec(required=True), "zone": ParameterSpec()}), SignatureSpec(inputs={})
    closed = RecordedSignature(inputs={"phone": RecordedParameter(required=True)})
    had = RecordedSignature(inputs={"phone": RecordedParameter(required=True), "zone": RecordedParameter()})
    unread = says("SG018", "pending", name="zone")

    assert told(spec, known(spec, closed), reads("phone")) == (unread,)
    assert told(spec, known(spec, closed.model_copy(update={"open": True})), reads("phone")) == (replace(unread, origin="drift"),)
    assert told(spec, known(before, closed.model_copy(update={"open": True})), reads("phone")) == (unread,)
    assert told(spec, known(spec, had), reads("phone")) == (says("SG003", "drift", older=BOTH, name="zone"),)


def test_a_duty_drifted_where_the_code_moved_in_anything_about_the_input() -> None:
    spec = SignatureSpec(inputs={"phone": ParameterSpec()})
    pending = says("SG005", "pending", older=DECLARED, place=INPUT, name="phone")

    def seen(**more: Any) -> RecordedSignature:
        return RecordedSignature(inputs={"phone": RecordedParameter(**{"required": True, **more})}, open=True)

    assert told(spec, known(spec, seen()), reads("phone")) == (pending,)
    assert told(spec, known(SignatureSpec(), seen()), reads("phone")) == (pending,)
    assert told(spec, known(spec, seen(type="integer")), reads("phone")) == (replace(pending, origin="drift"),)
    assert told(spec, known(spec, seen(required=False)), reads("phone")) == (
        replace(pending, origin="drift", args={**pending.args, "older": BOTH}),
    )


def test_another_name_of_an_input_drifted_where_the_code_did_not_read_it() -> None:
    spec = SignatureSpec(inputs={"phone": ParameterSpec(required=True)})
    pending = says("SG004", "pending", older=DECLARED, place=INPUT, before="phone", after="callerPhone")
    had = RecordedSignature(inputs={"callerPhone": RecordedParameter(required=True)})

    assert told(spec, known(spec, had), reads("callerPhone")) == (pending,)
    assert told(spec, known(spec, had.model_copy(update={"open": True})), reads("callerPhone")) == (pending,)
    assert told(spec, known(spec, RecordedSignature()), reads("callerPhone")) == (replace(pending, origin="drift"),)


def test_what_is_called_anew_has_not_drifted() -> None:
    spec = SignatureSpec(inputs={"phone": ParameterSpec()})
    seen = RecordedSignature(inputs={"phone": RecordedParameter()})
    claim = says("SG005", "drift", older=BOTH, place=INPUT, name="phone")

    assert told(spec, known(spec, seen), reads("phone")) == (claim,)
    assert told(spec, known(spec, seen, name="before"), reads("phone")) == (replace(claim, origin="pending"),)
    assert told(None, known(None, seen), reads("phone")) == (says("SG005", "drift", older=RECORDED, place=INPUT, name="phone"),)
    assert told(None, known(None, seen, name="before"), reads("phone")) == (
        says("SG005", "pending", older=RECORDED, place=INPUT, name="phone"),
    )


@pytest.mark.parametrize(
    ("phone", "is_told"),
    [
        pytest.param(None, True, id="no-signature"),
        pytest.param({}, True, id="nothing-said-of-the-type"),
        pytest.param({"type": "integer"}, False, id="the-type"),
        pytest.param({"enum": ("1", "2")}, False, id="the-values"),
        pytest.param({"default": "1"}, True, id="the-default-alone"),
    ],
)
def test_another_type_is_measured_by_the_lock_where_the_spec_does_not_speak_of_it(
    phone: dict[str, Any] | None, *, is_told: bool
) -> None:
    spec = SignatureSpec(inputs={"phone": ParameterSpec(**phone)}) if phone is not None else None
    narrowed = says("SG007", "drift", older=RECORDED, place=INPUT, name="phone", before="number", after="integer")
    widened = says("SG008", "drift", older=RECORDED, place=INPUT, name="phone", before="integer", after="number")

    def seen(kind: Any) -> Lock:
        return known(spec, RecordedSignature(inputs={"phone": RecordedParameter(type=kind)}))

    assert told(spec, seen("number"), reads("phone", required=False, kind="integer")) == ((narrowed,) if is_told else ())
    if phone is None or "type" not in phone:
        assert told(spec, seen("integer"), reads("phone", required=False, kind="number")) == ((widened,) if is_told else ())


@pytest.mark.parametrize(
    ("phone", "is_told"),
    [
        pytest.param(None, True, id="no-signature"),
        pytest.param({}, True, id="no-default"),
        pytest.param({"type": "string"}, True, id="the-type-alone"),
        pytest.param({"default": "2"}, False, id="the-default"),
    ],
)
def test_another_default_is_measured_by_the_lock_where_the_spec_does_not_speak_of_it(
    phone: dict[str, Any] | None, *, is_told: bool
) -> None:
    spec = SignatureSpec(inputs={"phone": ParameterSpec(**phone)}) if phone is not None else None
    changed = says("SG009", "drift", older=RECORDED, place=INPUT, name="phone", before="1", after="2")
    recorded = known(spec, RecordedSignature(inputs={"phone": RecordedParameter(default="1")}))

    assert told(spec, recorded, reads("phone", required=False, default="2")) == ((changed,) if is_told else ())


def test_a_duty_and_an_input_that_the_spec_agrees_with_the_code_about_are_no_news() -> None:
    spec = SignatureSpec(inputs={"phone": ParameterSpec(required=True)})

    assert told(spec, known(spec, RecordedSignature(inputs={"phone": RecordedParameter()})), reads("phone")) == ()
    assert told(spec, known(spec, RecordedSignature()), reads("phone")) == ()
    assert told(SignatureSpec(result="text"), known(None, RecordedSignature()), reads("phone")) == (
        says("SG001", "drift", older=RECORDED, place=INPUT, name="phone"),
    )


@pytest.mark.parametrize(
    ("result", "is_told"),
    [
        pytest.param(None, True, id="no-answer"),
        pytest.param({"zone": "string"}, True, id="any-text"),
        pytest.param({"zone": "integer"}, False, id="the-type"),
    ],
)
def test_another_type_of_a_field_is_measured_by_the_lock_where_the_spec_does_not_speak_of_it(
    result: Any,
    *,
    is_told: bool,
) -> None:
    spec = SignatureSpec(inputs={}, result=result)
    changed = says("SG015", "drift", older=RECORDED, place=ANSWER, name="zone", before="boolean", after="integer")

    recorded = known(spec, seen_fields(zone="boolean"))

    assert told(spec, recorded, answers=(object_answer(zone="integer"),)) == ((changed,) if is_told else ())


def test_what_may_be_null_is_measured_by_the_lock_whatever_the_spec_declares() -> None:
    nullable = RecordedSignature(result={"zone": RecordedField(type="integer", nullable=True)})
    args = {"place": ANSWER, "name": "zone"}
    for spec in (None, SignatureSpec(inputs={}), fields(zone="integer")):
        assert told(spec, known(spec, seen_fields(zone="integer")), answers=(object_answer("zone", zone="integer"),)) == (
            says("SG013", "drift", older=RECORDED, **args),
        )
        assert told(spec, known(spec, nullable), answers=(object_answer(zone="integer"),)) == (
            says("SG014", "drift", older=RECORDED, **args),
        )


def test_fields_that_the_spec_agrees_with_the_code_about_are_no_news() -> None:
    seen = seen_fields(city="string", zone="string")

    assert told(fields(city="string"), known(None, seen), answers=(object_answer(city="string"),)) == ()
    assert (
        told(
            fields(city="string", zone="string"),
            known(None, seen_fields(city="string")),
            answers=(object_answer(city="string", zone="string"),),
        )
        == ()
    )
    assert told(None, known(None, seen), answers=(object_answer(city="string"),)) == (
        says("SG010", "drift", older=RECORDED, place=ANSWER, name="zone"),
    )
    assert told(
        SignatureSpec(inputs={}), known(None, seen_fields(city="string")), answers=(object_answer(city="string", zone="string"),)
    ) == (says("SG011", "drift", older=RECORDED, place=ANSWER, name="zone"),)


def package(shown: FoundSignature | None, recorded: Lock, *, checksum: str | None = "2") -> list[Finding]:
    here = replace(there(A), checksum=checksum)
    clouds = found(here, listed("r1", A), *((shown,) if shown is not None else ()))
    findings = plan(wanted(registered("lookup", A)), clouds, recorded).findings
    return [one for one in findings if one.code in {"SG023", "SG025"}]


def test_another_package_is_told_once_and_one_that_became_unreadable_is_worse() -> None:
    changed = Finding(
        code="SG023", subject=A, origin="drift", uid=Uid("lookup"), where=Where("test.yaml", 1, 1),
        args={"address": A}, lock_only=True,
    )  # fmt: skip
    unreadable = replace(changed, code="SG025", args={"reason": "compiled"})
    stated = replace(broken(A), signature=Unknown(reason="budget", detail="too much work"))

    assert package(None, known(None, None, checksum="1")) == [changed]
    assert package(None, known(None, RecordedSignature(), checksum="1")) == [changed]
    assert package(hides(A), known(None, None, checksum="1")) == [changed]
    assert package(hides(A), known(None, RecordedSignature(), checksum="1")) == [unreadable]
    assert package(stated, known(None, RecordedSignature(), checksum="1")) == [
        replace(unreadable, args={"reason": "too much work"})
    ]
    assert package(broken(A), known(None, RecordedSignature(), checksum="1")) == [changed]
    assert package(shows(A), known(None, RecordedSignature(), checksum="1")) == [changed]


def test_a_package_is_not_another_one_where_that_cannot_be_told() -> None:
    assert package(None, known(None, None, checksum="2")) == []
    assert package(None, known(None, None)) == []
    assert package(None, known(None, None, checksum="1"), checksum=None) == []
    assert package(None, known(None, None, checksum="1", name="before")) == []
    assert package(None, lock()) == []


def test_code_that_was_never_whole_waits_and_is_told_with_whose_call_it_breaks() -> None:
    ref = FlowRef(center=CENTER, id="f1", name="flow f1", published=True)
    called = (ModuleRef(flow=ref, activity="1", name="ask", registration="r1", reaches=A),)
    expected = Finding(
        code="SG022", subject=A, origin="pending", uid=Uid("lookup"), where=Where("test.yaml", 1, 1),
        args={"reason": "index.py has no function handler"}, flows=(ref,), modules=called, breaks=True,
    )  # fmt: skip
    of, clouds = wanted(registered("lookup", A)), found(there(A), listed("r1", A), broken(A), flow("f1", "r1", passes={}))
    elsewhere = found(there(B), listed("r1", B), broken(B), flow("f1", "r1", passes={}))
    alone = found(there(A), listed("r1", A), broken(A))

    assert plan(of, clouds, known(None, None)).findings == (expected,)
    assert plan(of, clouds).findings == (replace(expected, origin="unrecorded"),)
    assert plan(of, alone, known(None, RecordedSignature())).findings == (
        replace(expected, origin="drift", flows=(), modules=(), breaks=False),
    )
    assert plan(wanted(), elsewhere, known(None, RecordedSignature())).findings == (
        replace(expected, subject=B, where=None, modules=(replace(called[0], reaches=B),)),
        Finding(
            code="RG008", subject="r1", origin=None, center=CENTER, args={"id": "r1", "center": "hotline", "target": B},
            flows=(ref,), modules=(replace(called[0], reaches=B),),
        ),
    )  # fmt: skip
