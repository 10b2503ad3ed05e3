"""Every way in which a module does not fit a function, to the last argument, and what shows nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import JsonValue

from sync.core.flows.document import FunctionModule
from sync.core.flows.excerpt import Passed
from sync.core.plan.model import FlowRef
from sync.core.signature.fit import Misfit, is_broken, misfits, unfit_values
from sync.core.signature.model import Parameter, Result, ResultField, Signature
from tests.fakes.worlds import CENTER


def module(passes: dict[str, JsonValue] | None, *reads: str) -> FunctionModule:
    return FunctionModule(
        flow=FlowRef(center=CENTER, id="f1", name="flow f1", published=True),
        activity="1",
        name="ask",
        words=frozenset(),
        ids=frozenset(),
        names=frozenset(),
        passes=None if passes is None else tuple(Passed(name, value) for name, value in passes.items()),
        reads=reads,
        is_understood=True,
    )


def takes(*inputs: Parameter, closed: bool = True) -> Signature:
    return Signature(inputs={one.name: one for one in inputs}, closed=closed, result=None)


def test_what_a_function_needs_and_is_not_passed() -> None:
    needed = (Parameter(name="b", required=True), Parameter(name="a", required=True), Parameter(name="c", required=False))
    missing = [Misfit(kind="input-not-passed", args={"names": ["a", "b"]})]

    assert list(misfits(module({}), takes(*needed))) == missing
    assert list(misfits(module({"a": "", "b": ""}), takes(*needed))) == missing
    assert list(misfits(module({"b": None}), takes(*needed))) == [Misfit(kind="input-not-passed", args={"names": ["a"]})]
    assert list(misfits(module({"a": None, "b": 0}), takes(*needed))) == []
    assert list(misfits(module(None), takes(*needed))) == []
    assert list(misfits(module({}), Signature(inputs=None, closed=True, result=None))) == []


def test_what_a_function_is_passed_and_never_reads() -> None:
    one = Parameter(name="a", required=True)

    assert list(misfits(module({"z": "1", "a": "1", "y": None}), takes(one))) == [
        Misfit(kind="input-passed-unread", args={"names": ["z", "y"]})
    ]
    assert list(misfits(module({"z": "1", "a": "1"}), takes(one, closed=False))) == []
    assert list(misfits(module(None), takes())) == []
    assert list(misfits(module({"z": "1"}), Signature(inputs=None, closed=True, result=None))) == []


def test_what_a_module_reads_and_is_never_answered() -> None:
    answered = Result(shape="object", fields={"city": ResultField(name="city")}, complete=True)
    believed = Signature(inputs=None, closed=True, result=answered)
    missing = [Misfit(kind="field-read-missing", args={"names": ["zone", "area"]})]

    assert list(misfits(module(None, "zone", "city", "area"), believed)) == missing
    assert (
        list(misfits(module(None, "zone", "area"), replace(believed, result=replace(answered, shape="text", fields={})))) == missing
    )
    assert list(misfits(module(None, "city"), believed)) == []
    assert list(misfits(module(None), believed)) == []
    assert list(misfits(replace(module(None), reads=None), believed)) == []
    assert list(misfits(module(None, "zone"), replace(believed, result=replace(answered, complete=False)))) == []
    assert list(misfits(module(None, "zone"), replace(believed, result=replace(answered, shape="either")))) == []
    assert list(misfits(module(None, "zone"), replace(believed, result=None))) == []


@pytest.mark.parametrize(
    ("value", "type_", "form", "pattern", "enum", "unmet"),
    [
        ("x", "integer", "date", "[0-9]", ("1",), "integer"),
        ("5", "integer", "date", "[a-z]", ("1",), "date"),
        ("5", "integer", None, "[a-z]", ("1",), "[a-z]"),
        ("5", "integer", None, "[0-9]", ("1", 2), ["1", 2]),
        ("2", "integer", None, "[0-9]", ("1", 2), None),
        (2, None, None, None, ("1", "2"), None),
        (5, None, "date", None, None, "date"),
        (5, None, None, "[0-4]", None, "[0-4]"),
        (0, "boolean", None, None, None, "boolean"),
        ("2026-11-26", "string", "date", None, None, None),
        ("", "integer", None, None, None, "integer"),
        ("5", None, None, None, (), []),
        ("x", None, None, None, None, None),
        (None, "integer", "date", "[0-9]", ("1",), None),
    ],
)
def test_a_literal_is_measured_by_type_form_pattern_and_values_in_that_order(
    value: JsonValue, type_: str | None, form: str | None, pattern: str | None, enum: tuple[JsonValue, ...] | None, unmet: JsonValue
) -> None:
    one = Parameter(name="code", required=False, type=type_, format=form, pattern=pattern, enum=enum)  # type: ignore[arg-type]
    args: dict[str, JsonValue] = {"name": "code", "value": value, "secret": False, "type": unmet}
    expected = [] if unmet is None else [Misfit(kind="value-does-not-fit", args=args)]

    assert list(unfit_values(module({"other": "?", "code": value}), takes(one))) == expected
    assert list(unfit_values(module({"other": "?"}), takes(one))) == []
    assert list(unfit_values(module(None), takes(one))) == []
    assert list(unfit_values(module({"code": value}), Signature(inputs=None, closed=True, result=None))) == []


def test_every_literal_is_told_and_one_that_looks_secret_is_not_shown() -> None:
    believed = takes(*(Parameter(name=name, required=False, type="integer") for name in ("password", "code", "age")))

    assert list(misfits(module({"password": "test-pass", "age": None, "code": "x"}), believed)) == [
        Misfit(kind="value-does-not-fit", args={"name": "password", "value": None, "secret": True, "type": "integer"}),
        Misfit(kind="value-does-not-fit", args={"name": "code", "value": "x", "secret": False, "type": "integer"}),
    ]


def test_only_what_is_not_passed_or_never_answered_is_broken() -> None:
    answered = Result(shape="object", fields={}, complete=True)
    believed = replace(takes(Parameter(name="code", required=True, type="integer")), result=answered)

    assert is_broken(module({}), believed) is True
    assert is_broken(module({"code": "1"}, "zone"), believed) is True
    assert is_broken(module({}, "zone"), believed) is True
    assert is_broken(module({"code": "x", "more": "1"}), believed) is False


def test_a_value_that_looks_secret_is_not_shown_whatever_its_input_is_called() -> None:
    secret = "Zm9vYmFyMTIzNDU2Nzg5MGFiY2RlZg"  # test material
    needed = Signature(inputs={"x": Parameter(name="x", required=True, type="integer")}, closed=True, result=None)

    (misfit,) = unfit_values(module({"x": secret}), needed)

    assert misfit.args == {"name": "x", "value": None, "secret": True, "type": "integer"}
