"""Laws of contracts, whatever the signatures: nothing differs from itself, every change has its opposite, order is irrelevant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from sync.core.plan.codec import decode
from sync.core.signature.diff import Kind, compare
from sync.core.signature.inferred import Inferred
from sync.core.signature.model import Parameter, Signature
from sync.core.signature.sources import declared, implemented, recorded, to_record
from sync.core.worlds import Found, FoundFlow
from sync.render.json_ import plan_json
from sync.specs.lock import lock_text
from sync.specs.models import Lock, ParameterSpec, SignatureSpec, TypeName
from tests.fakes.worlds import (
    entry,
    escape,
    flow,
    found,
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
    written,
)

A = "cn-hangzhou/demo-service/lookup"
NAMES = ("phone", "phone_number", "idNumber", "code", "n")
names = st.sampled_from(NAMES)
types: st.SearchStrategy[TypeName | None] = st.sampled_from([None, "string", "integer", "number", "boolean"])
answers = st.sampled_from(
    [
        (),
        (text_answer(),),
        (object_answer(status="string"),),
        (object_answer("eta", status="string", eta="string"), text_answer(12)),
    ]
)
OPPOSITE: Mapping[Kind, frozenset[Kind]] = {
    "input-required-added": frozenset({"input-removed"}),
    "input-optional-added": frozenset({"input-removed"}),
    "input-removed": frozenset({"input-required-added", "input-optional-added"}),
    "input-renamed": frozenset({"input-renamed"}),
    "input-became-required": frozenset({"input-became-optional"}),
    "input-became-optional": frozenset({"input-became-required"}),
    "input-type-narrowed": frozenset({"input-type-widened", "input-type-narrowed"}),
    "input-type-widened": frozenset({"input-type-narrowed"}),
    "input-default-changed": frozenset({"input-default-changed"}),
    "result-field-removed": frozenset({"result-field-added"}),
    "result-field-added": frozenset({"result-field-removed"}),
    "result-field-renamed": frozenset({"result-field-renamed"}),
    "result-field-became-nullable": frozenset({"result-field-became-certain"}),
    "result-field-became-certain": frozenset({"result-field-became-nullable"}),
    "result-field-type-changed": frozenset({"result-field-type-changed"}),
    "result-text-became-object": frozenset({"result-object-became-text"}),
    "result-object-became-text": frozenset({"result-text-became-object"}),
}


@st.composite
def inputs(draw: st.DrawFn) -> tuple[Parameter, ...]:
    """Up to five inputs, in the order of their names."""
    chosen = sorted(draw(st.sets(names)))
    return tuple(
        reads(
            name,
            required=draw(st.booleans()),
            default=draw(st.sampled_from([None, "5", 7])),
            kind=draw(types),
            line=draw(st.integers(1, 9)),
        )
        for name in chosen
    )


inferred = st.builds(
    lambda shown, told, is_open: Inferred(inputs=shown, results=told, escapes=(escape(),) if is_open else ()),
    inputs(),
    answers,
    st.booleans(),
)
code = st.builds(implemented, inferred)
closed = st.builds(lambda one: implemented(replace(one, escapes=())), inferred)
signatures = st.builds(
    SignatureSpec,
    inputs=st.none() | st.dictionaries(names, st.builds(ParameterSpec, type=types, required=st.booleans())),
    result=st.sampled_from([None, "text", {"status": "string"}]),
)
contracts = code | st.builds(declared, signatures)


@given(contracts)
def test_nothing_differs_from_itself(one: Signature) -> None:
    assert compare(one, one) == ()


@given(closed, closed)
def test_every_change_has_its_opposite_the_other_way_round(one: Signature, other: Signature) -> None:
    there_, back = compare(one, other), compare(other, one)

    renames = {item.name: str(item.after) for item in there_ if item.kind.endswith("renamed")}
    found_back = {(item.kind, item.name) for item in back}
    for item in there_:
        now = renames.get(item.name, item.name) if item.kind.endswith("renamed") else _by_old_name(renames, item.name)
        if item.kind != "result-text-became-object":  # one text among other answers is no loss of the others
            assert any((kind, now) in found_back for kind in OPPOSITE[item.kind])


def _by_old_name(renames: Mapping[str, str], name: str) -> str:
    """What the older side calls it: there the other way round names it."""
    return next((old for old, new in renames.items() if new == name), name)


@given(code)
def test_recorded_and_read_again_nothing_differs(one: Signature) -> None:
    kept = recorded(to_record(one))

    assert (compare(kept, one), compare(one, kept)) == ((), ())


@given(closed)
def test_an_open_signature_never_says_that_something_is_not_read(one: Signature) -> None:
    whole = implemented(Inferred(inputs=tuple(map(reads, NAMES)), results=(), escapes=()))

    assert not any(item.kind in {"input-removed", "input-renamed"} for item in compare(whole, replace(one, closed=False)))


passes = st.none() | st.dictionaries(names, st.sampled_from(["${x}", "5", "five"]), max_size=3)
uses = st.none() | st.lists(st.sampled_from(["status", "eta", "carrier"]), unique=True, max_size=2)


@st.composite
def flows(draw: st.DrawFn) -> tuple[FoundFlow, ...]:
    """Up to three flows that call the function, in forms that are understood and not."""
    return tuple(
        flow(
            f"f{number}",
            draw(st.sampled_from(["r1", "lookup", "other"])),
            published=draw(st.booleans()),
            passes=_as_json(draw(passes)),
            reads=draw(uses),
        )
        for number in range(draw(st.integers(0, 3)))
    )


def _as_json(value: Mapping[str, str] | None) -> Mapping[str, JsonValue] | None:
    return None if value is None else dict(value)


@st.composite
def worlds(draw: st.DrawFn) -> Found:
    """One function, registered, its code read or not, and flows."""
    shown = draw(st.none() | inferred)
    parts = [] if shown is None else [shows(A, *shown.inputs, answers=shown.results, escapes=shown.escapes)]
    return found(there(A), listed("r1", A), *parts, *draw(flows()))


@given(st.none() | signatures, worlds(), st.none() | code, st.none() | signatures, st.randoms(use_true_random=False))
def test_a_plan_depends_on_no_order_survives_its_file_and_settles(
    spec: SignatureSpec | None, world: Found, seen: Signature | None, before: SignatureSpec | None, chance: object
) -> None:
    of = wanted(registered("lookup", A, signature=spec))
    known = lock(lookup=entry(A, identity="r1", declared=before, seen=None if seen is None else to_record(seen)))
    shuffled = list(world.flows)
    getattr(chance, "shuffle")(shuffled)  # noqa: B009  hypothesis gives an untyped Random

    made = plan(of, world, known)
    kept = Lock.model_validate_json(lock_text(written(of, world, made, known)))
    again = plan(of, world, kept)

    assert plan(of, replace(world, flows=tuple(shuffled)), known) == made
    assert decode(plan_json(made)) == made
    assert written(of, world, again, kept) == kept
    assert all(flow_.published for item in made.findings if item.breaks for flow_ in item.flows if len(item.flows) == 1)
