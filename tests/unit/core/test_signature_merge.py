"""What is declared for what the code shows: code decides what it can show, the spec keeps the rest."""

from __future__ import annotations

import pytest

from sync.core.signature.inferred import Escape, Inferred, ResultKind, ResultPath
from sync.core.signature.merge import declared_from
from sync.core.signature.model import Evidence, Parameter, ResultField
from sync.specs.models import ParameterSpec, SignatureSpec, TypeName

OPEN = (Escape(reason="passed-on", file="index.py", line=3, detail="to a library"),)


def seen(
    name: str,
    *,
    required: bool = False,
    default: str | int | None = None,
    kind: TypeName | None = None,
    at: tuple[str, int] = ("i.py", 1),
) -> Parameter:
    evidence = (Evidence(file=at[0], line=at[1], kind="get"),)
    return Parameter(name=name, required=required, default=default, type=kind, evidence=evidence)


def answer(kind: ResultKind, /, **fields: TypeName | None) -> ResultPath:
    shown = tuple(ResultField(name=name, type=type_, nullable=False) for name, type_ in fields.items())
    return ResultPath(kind=kind, fields=shown, evidence=Evidence(file="i.py", line=9, kind="return"))


def inferred(*inputs: Parameter, results: tuple[ResultPath, ...] = (), escapes: tuple[Escape, ...] = ()) -> Inferred:
    return Inferred(inputs=inputs, results=results, escapes=escapes)


@pytest.mark.parametrize(
    ("shown", "declared", "expected"),
    [
        pytest.param(
            seen("a", required=True, kind="string"), None, ParameterSpec(type="string", required=True), id="new and required"
        ),
        pytest.param(
            seen("a", default="0571", kind="string"), None, ParameterSpec(type="string", default="0571"), id="new with a default"
        ),
        pytest.param(seen("a"), None, ParameterSpec(), id="new, and the code shows nothing more"),
        pytest.param(
            seen("a", required=True, kind="string"),
            ParameterSpec(description="号码", enum=("1", "2"), pattern="[0-9]", format="phone"),
            ParameterSpec(type="string", required=True, description="号码", enum=("1", "2"), pattern="[0-9]", format="phone"),
            id="what code cannot show is kept",
        ),
        pytest.param(
            seen("a"),
            ParameterSpec(type="integer", default=3),
            ParameterSpec(type="integer", default=3),
            id="type and default are kept",
        ),
        pytest.param(
            seen("a", kind="string", default="x"),
            ParameterSpec(type="integer", default=3),
            ParameterSpec(type="string", default="x"),
            id="the code's type and default win",
        ),
        pytest.param(
            seen("a", default=0), ParameterSpec(default=3), ParameterSpec(default=0), id="a default of nothing much is a default"
        ),
        pytest.param(
            seen("a", required=True), ParameterSpec(default="x"), ParameterSpec(required=True), id="what is required has no default"
        ),
        pytest.param(seen("a"), ParameterSpec(required=True), ParameterSpec(), id="the code's need wins"),
    ],
)
def test_one_input(shown: Parameter, declared: ParameterSpec | None, expected: ParameterSpec) -> None:
    existing = None if declared is None else SignatureSpec(inputs={"a": declared})

    assert declared_from(inferred(shown), existing) == SignatureSpec(inputs={"a": expected})


@pytest.mark.parametrize(
    ("existing", "escapes", "expected"),
    [
        pytest.param(None, (), ["c", "b", "a"], id="in the order of the lines that show them"),
        pytest.param(["a", "z", "c"], (), ["a", "c", "b"], id="closed: what is not read is dropped"),
        pytest.param(["a", "z", "c"], OPEN, ["a", "z", "c", "b"], id="open: what was not seen is kept"),
    ],
)
def test_inputs_keep_their_order_and_new_ones_follow(
    existing: list[str] | None, escapes: tuple[Escape, ...], expected: list[str]
) -> None:
    code = inferred(seen("a", at=("i.py", 30)), seen("b", at=("i.py", 4)), seen("c", at=("a.py", 9)), escapes=escapes)
    before = None if existing is None else SignatureSpec(inputs={name: ParameterSpec() for name in existing})

    declared = declared_from(code, before).inputs

    assert declared is not None
    assert list(declared) == expected


def test_no_inputs_are_declared_as_none_at_all() -> None:
    assert declared_from(inferred(), None) == SignatureSpec(inputs={})


RESULTS = [
    pytest.param([answer("text")], None, "text", id="a text"),
    pytest.param([answer("text"), answer("null")], None, "text", id="nothing on failure does not count"),
    pytest.param([answer("null")], None, None, id="only nothing says nothing"),
    pytest.param([answer("null")], "text", "text", id="only nothing keeps what was declared"),
    pytest.param([], {"a": "string"}, {"a": "string"}, id="no answer seen keeps what was declared"),
    pytest.param([answer("object", a="boolean")], "text", {"a": "boolean"}, id="fields instead of a text"),
    pytest.param(
        [answer("object", b="string", a="boolean"), answer("object", c="integer", a="boolean")],
        None,
        {"b": "string", "a": "boolean", "c": "integer"},
        id="the fields of all paths, as they are first returned",
    ),
    pytest.param(
        [answer("object", b="string", a="boolean")],
        {"a": "string", "gone": "string"},
        {"a": "boolean", "b": "string"},
        id="declared ones first, those that are gone dropped",
    ),
    pytest.param([answer("object", a="integer"), answer("object", a="number")], None, {"a": "number"}, id="an integer is a number"),
    pytest.param([answer("object", a=None)], None, {"a": "string"}, id="an unknown type promises no more than a text"),
    pytest.param([answer("object", a=None)], {"a": "integer"}, {"a": "integer"}, id="an unknown type keeps the declared one"),
    pytest.param([answer("object", a="integer"), answer("object", a=None)], None, {"a": "string"}, id="unknown on one path"),
    pytest.param([answer("object", a="boolean"), answer("object", a="string")], None, {"a": "string"}, id="paths disagree"),
    pytest.param([answer("object", a="string"), answer("text")], {"b": "string"}, {"b": "string"}, id="mixed keeps the declared"),
    pytest.param([answer("object", a="string"), answer("unknown")], None, None, id="an unknown answer declares nothing"),
]


@pytest.mark.parametrize(("paths", "existing", "expected"), RESULTS)
def test_the_result(paths: list[ResultPath], existing: object, expected: object) -> None:
    before = SignatureSpec.model_validate({"result": existing})

    assert declared_from(inferred(results=tuple(paths)), before).result == expected


@pytest.mark.parametrize("escapes", [(), OPEN], ids=["closed", "open"])
@pytest.mark.parametrize(("paths", "existing", "_expected"), RESULTS)
def test_declaring_twice_is_declaring_once(
    paths: list[ResultPath], existing: object, _expected: object, escapes: tuple[Escape, ...]
) -> None:
    code = inferred(seen("a", required=True), seen("b", default="x"), results=tuple(paths), escapes=escapes)
    before = SignatureSpec.model_validate({"inputs": {"z": {"type": "string"}, "b": {"default": "y"}}, "result": existing})

    once = declared_from(code, before)

    assert declared_from(code, once) == once


def test_what_a_person_wrote_of_an_input_stays_with_it_under_its_new_name_and_in_its_place() -> None:
    declared = {"orderId": ParameterSpec(type="string", required=True, description="订单号"), "lang": ParameterSpec(default="zh")}

    renamed = declared_from(inferred(seen("lang", default="zh"), seen("orderNo", required=True)), SignatureSpec(inputs=declared))

    assert list((renamed.inputs or {}).items()) == [
        ("orderNo", ParameterSpec(type="string", required=True, description="订单号")),
        ("lang", ParameterSpec(default="zh")),
    ]


def test_an_input_that_came_and_is_like_none_that_went_inherits_nothing() -> None:
    declared = SignatureSpec(inputs={"orderId": ParameterSpec(type="string", required=True, description="订单号")})

    assert declared_from(inferred(seen("phone", required=True)), declared).inputs == {"phone": ParameterSpec(required=True)}


def test_a_declared_field_stays_while_an_answer_may_have_more_than_is_shown() -> None:
    path = ResultPath(kind="object", fields=answer("object", code="integer").fields, evidence=answer("object").evidence, more=True)
    declared = SignatureSpec(result={"status": "string", "code": "string"})

    assert declared_from(inferred(results=(path,)), declared).result == {"status": "string", "code": "integer"}


def test_what_no_line_shows_is_declared_last_by_name() -> None:
    hidden = [Parameter(name=name, required=False, default=None, type=None, evidence=()) for name in ("b", "a")]

    declared = declared_from(inferred(*hidden, seen("z")), None).inputs

    assert list(declared or ()) == ["z", "a", "b"]


def test_of_two_names_equally_alike_and_near_the_one_used_alike_inherits() -> None:
    before = SignatureSpec(inputs={"code": ParameterSpec(), "phone": ParameterSpec(required=True, description="电话")})
    code = inferred(seen("phoneA", at=("i.py", 1)), seen("code", at=("i.py", 2)), seen("phoneB", required=True, at=("i.py", 3)))

    assert declared_from(code, before).inputs == {
        "code": ParameterSpec(),
        "phoneB": ParameterSpec(required=True, description="电话"),
        "phoneA": ParameterSpec(),
    }
