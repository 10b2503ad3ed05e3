"""Which calls work now and will once the registry's wishes are carried out, and what that is judged by: whole answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.assessment import Assessment, assess
from sync.core.deployed_code import Code, is_broken_code
from sync.core.plan.model import FlowRef
from sync.core.signature.inferred import Unknown, UnknownReason
from sync.core.signature.model import Parameter, Result, Signature
from sync.core.worlds import FoundSignature, Gap, Wanted
from sync.specs.ids import Address, CenterName, Uid
from sync.specs.models import Lock, ParameterSpec, SignatureSpec
from tests.fakes.worlds import (
    CENTER,
    at,
    broken,
    entry,
    flow,
    found,
    function,
    gap,
    hides,
    listed,
    lock,
    reads,
    registered,
    registration,
    shows,
    text_answer,
    there,
    wanted,
)

A, B, C = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other", "cn-hangzhou/demo-service/third"
D = "cn-hangzhou/demo-service/fourth"


def takes(*names: str) -> SignatureSpec:
    return SignatureSpec(inputs={name: ParameterSpec(required=True) for name in names}, result="text")


TEXT = Result(shape="text", fields={}, complete=True)


def contract_of(*names: str, result: Result | None = TEXT) -> Signature:
    return Signature(inputs={name: Parameter(name=name, required=True) for name in names}, closed=True, result=result)


def planned(reading: FoundSignature) -> FoundSignature:
    return replace(reading, planned=True)


def asks(name: str) -> FoundSignature:
    """Code that wants this input and answers a text."""
    return shows(A, reads(name), answers=(text_answer(),))


@pytest.mark.parametrize(
    ("declared", "recorded", "readings", "now", "after"),
    [
        pytest.param(None, None, (), None, None, id="nothing-known"),
        pytest.param("spec", None, (), "spec", "spec", id="the-spec-alone"),
        pytest.param("spec", "lock", (), "lock", "spec", id="what-was-agreed-on-holds-until-apply"),
        pytest.param(None, "lock", (), "lock", None, id="declared-no-more"),
        pytest.param("spec", "", (), None, "spec", id="nothing-was-agreed-on"),
        pytest.param("spec", "lock", ("code",), "code", "code", id="code-that-shows-itself"),
        pytest.param("spec", "lock", ("code", "planned"), "code", "planned", id="code-that-will-be-called-otherwise"),
        pytest.param("spec", "lock", ("planned",), "lock", "planned", id="code-that-will-show-itself"),
    ],
)
def test_a_function_is_believed_to_take_what_the_best_witness_shows(
    declared: str | None, recorded: str | None, readings: tuple[str, ...], now: str | None, after: str | None
) -> None:
    of = wanted(registered("lookup", A, signature=takes(declared) if declared else None))
    remembered = entry(A, identity="r1", declared=takes(recorded) if recorded else None)
    shown = [planned(asks(name)) if name == "planned" else asks(name) for name in readings]

    assessed = assess(of, lock(lookup=remembered) if recorded is not None else None, found(there(A), listed("r1", A), *shown))

    assert assessed.believed_now(at(A)) == (contract_of(now) if now is not None else None)
    assert assessed.believed_after(at(A)) == (contract_of(after) if after is not None else None)
    assert assessed.declared(at(A)) == (contract_of(declared) if declared is not None else None)
    assert (assessed.believed_now(at(B)), assessed.believed_after(at(B)), assessed.declared(at(B))) == (None, None, None)


def test_code_that_hides_itself_leaves_the_word_to_lock_and_spec() -> None:
    of, recorded = wanted(registered("lookup", A, signature=takes("spec"))), lock(lookup=entry(A, declared=takes("lock")))

    assessed = assess(of, recorded, found(there(A), asks("code"), planned(hides(A))))

    assert (assessed.believed_now(at(A)), assessed.believed_after(at(A))) == (contract_of("code"), contract_of("spec"))
    assert assess(of, recorded, found(there(A), hides(A))).believed_now(at(A)) == contract_of("lock")


def test_code_is_told_as_it_is_and_as_it_will_be() -> None:
    now, later, other = asks("code"), planned(asks("more")), hides(B)

    code = assess(wanted(), None, found(now, later, other)).code

    assert code == Code(now={at(A): now.signature, at(B): other.signature}, planned={at(A): later.signature}, prints={})
    assert (code.after(at(A)), code.after(at(B)), code.after(at(C))) == (later.signature, other.signature, None)


@pytest.mark.parametrize(
    ("reason", "fails"),
    [
        pytest.param("no-such-handler", True, id="no-handler"),
        pytest.param("broken-code", True, id="broken-code"),
        pytest.param("broken-package", True, id="broken-package"),
        pytest.param("broken-statement", False, id="broken-statement"),
        pytest.param("unsupported-runtime", False, id="compiled"),
        pytest.param("package-too-large", False, id="too-large"),
        pytest.param("budget", False, id="too-much-work"),
    ],
)
def test_only_code_that_cannot_run_fails_every_call(reason: UnknownReason, fails: bool) -> None:  # noqa: FBT001  # a table
    shown = Unknown(reason=reason, detail="for a test")
    reading = replace(broken(A), signature=shown)
    assessed = assess(wanted(), None, found(there(A), listed("r1", A), flow("f1", "r1"), reading))

    assert is_broken_code(shown) is fails
    assert [assessed.works_now(call) for call in assessed.calls.every] == [not fails]
    assert [assessed.would_work(call, at(A)) for call in assessed.calls.every] == [not fails]
    assert [assessed.would_work(call, at(B)) for call in assessed.calls.every] == [True]


def test_code_that_shows_itself_or_was_not_read_is_not_broken() -> None:
    assert (is_broken_code(None), is_broken_code(asks("code").signature)) == (False, False)


def verdicts(assessed: Assessment, target: Address) -> dict[str, tuple[bool, bool]]:
    return {call.module.flow.id: (assessed.works_now(call), assessed.would_work(call, target)) for call in assessed.calls.every}


def test_a_call_works_where_it_passes_what_is_asked_of_it() -> None:
    passing_both = flow("both", "r1", passes={"code": "1", "more": "2"})
    passing_code = flow("code", "r1", passes={"code": "1"})
    passing_more = flow("more", "r1", passes={"more": "1"})
    unread = flow("unread", "r1")
    flows = (passing_both, passing_code, passing_more, unread)
    here = assess(wanted(), None, found(there(A), listed("r1", A), asks("code"), planned(asks("more")), *flows))
    there_too = assess(
        wanted(), None, found(there(A), listed("r1", A), asks("code"), replace(asks("more"), address=at(B)), broken(C), *flows)
    )

    expected = {"both": (True, True), "code": (True, False), "more": (False, True), "unread": (True, True)}
    assert verdicts(here, at(A)) == expected
    assert verdicts(there_too, at(B)) == expected
    assert verdicts(there_too, at(C)) == {flow: (now, False) for flow, (now, _) in expected.items()}


@pytest.mark.parametrize(
    ("parts", "works"),
    [
        pytest.param((there(A), listed("r1", A)), True, id="it-reaches-a-function"),
        pytest.param((listed("r1", A),), False, id="it-points-at-nothing"),
        pytest.param((there(A),), False, id="it-has-no-registration"),
        pytest.param((listed("r1", A), gap("region", "cn-hangzhou")), True, id="nobody-could-look-for-the-function"),
        pytest.param((there(A), gap("registrations", "hotline")), True, id="nobody-could-look-for-the-registration"),
        pytest.param(
            (listed("r1", A), gap("region", "cn-hangzhou"), broken(A)), False, id="nobody-could-look-and-the-code-is-broken"
        ),
    ],
)
def test_a_call_that_reaches_nothing_does_not_work(parts: tuple[Gap, ...], works: bool) -> None:  # noqa: FBT001  # a table
    assessed = assess(wanted(), None, found(*parts, flow("f1", "r1")))

    assert [assessed.works_now(call) for call in assessed.calls.every] == [works]
    assert [assessed.would_work(call, at(B)) for call in assessed.calls.every] == [True]


@pytest.mark.parametrize(
    ("of", "recorded", "is_moving", "is_changing"),
    [
        pytest.param(wanted(registered("lookup", A)), None, False, False, id="no-lock"),
        pytest.param(wanted(registered("lookup", A)), lock(lookup=entry(A)), False, False, id="as-recorded"),
        pytest.param(wanted(registered("lookup", A)), lock(lookup=entry(B)), True, True, id="at-another-place"),
        pytest.param(wanted(registered("lookup", A)), lock(other=entry(B)), False, False, id="another's-place"),
        pytest.param(
            wanted(registered("lookup", A, signature=takes("x"))), lock(lookup=entry(A)), False, True, id="declared-anew"
        ),
        pytest.param(
            wanted(registered("lookup", A)), lock(lookup=entry(A, declared=takes("x"))), False, True, id="declared-no-more"
        ),
        pytest.param(
            wanted(registered("lookup", A, signature=takes("x"))), lock(lookup=entry(A, declared=takes("x"))), False, False,
            id="declared-the-same",
        ),
        pytest.param(wanted(registered("lookup", A, signature=takes("x"))), None, False, False, id="declared-without-a-lock"),
    ],
)  # fmt: skip
def test_a_function_changes_where_the_registry_left_the_lock(
    of: Wanted, recorded: Lock | None, is_moving: bool, is_changing: bool  # noqa: FBT001  # a table
) -> None:  # fmt: skip
    assessed = assess(of, recorded, found(there(A), asks("code")))

    assert assessed.is_moving(of.functions[0]) is is_moving
    assert assessed.is_changing(at(A)) is is_changing
    assert assess(of, recorded, found(there(A), planned(asks("code")))).is_changing(at(A)) is True
    assert assessed.is_changing(at(C)) is False
    assert assess(of, recorded, found(planned(replace(asks("code"), address=at(C))))).is_changing(at(C)) is False
    assert assessed.is_changing(None) is False


def test_ids_that_are_remembered_and_gone_are_told_by_center_and_id_with_their_owner() -> None:
    of = wanted(
        function("adopting", C, registration("adopting", C, adopt="r0")),
        function("there", B, registration("there", B, adopt="r5")),
        function("taking", D, registration("taking", D, adopt="r2")),
        registered("lookup", A),
    )
    recorded = lock(lookup=entry(A, identity="r3"), left=entry(B, identity="r1"), other=entry(B, identity="r2"), kept=entry(A))
    recorded.functions["kept"].registrations["another"] = recorded.functions["lookup"].registrations[CENTER]

    assessed = assess(of, recorded, found(listed("r3", A), listed("r5", B), listed("r9", C)))

    assert list(assessed.remembered_ids()) == [
        (CenterName("another"), "r3", Uid("kept")),
        (CENTER, "r0", Uid("adopting")),
        (CENTER, "r1", Uid("left")),
        (CENTER, "r2", Uid("taking")),
    ]
    assert list(assess(wanted(registered("lookup", A)), None, found()).remembered_ids()) == []


def test_the_calls_that_will_come_are_those_of_every_registration_that_will_point_there() -> None:
    of = wanted(registered("lookup", A), registered("other", C))
    recorded = lock(lookup=entry(B, identity="r1"), other=entry(B, identity="r3"))
    world = found(
        there(A), there(B), listed("r1", B), listed("r2", A), listed("r3", B),
        flow("f1", "r1"), flow("f2", "r2"), flow("f3", "r3"), flow("f4", "r4"), flow("f5", "r1", published=False),
    )  # fmt: skip

    assessed = assess(of, recorded, world)

    def flows_to(address: str) -> list[str]:
        return sorted(call.module.flow.id for call in assessed.coming_to(at(address)))

    assert (flows_to(A), flows_to(B), flows_to(C)) == (["f1", "f2", "f5"], ["f3"], [])
    assert {call.module.flow.id: assessed.target_after(call) for call in assessed.calls.every} == {
        "f1": at(A), "f2": at(A), "f3": at(B), "f4": None, "f5": at(A)
    }  # fmt: skip
    assert assessed.targets_after == {(CENTER, "r1"): at(A), (CENTER, "r2"): at(A), (CENTER, "r3"): at(B)}
    assert assessed.kept == {(CENTER, "lookup"): "r1", (CENTER, "other"): "r3"}
    assert assessed.functions == {function.uid: function for function in of.functions}
    assert assessed.by_address == {at(A): of.functions[0], at(C): of.functions[1]}
    assert assessed.registrations_at == {at(A): (listed("r2", A),), at(B): (listed("r1", B), listed("r3", B))}
    assert assessed.watch == "targets"
    assert assess(of, recorded, world, "center").watch == "center"


def test_flows_that_may_call_a_function_are_those_that_mention_it_and_are_not_known_to_reach_it() -> None:
    strange = replace(flow("f2", ""), definition="r1, in a form of its own")
    by_name = replace(flow("f3", ""), definition="lookup, in a form of its own")
    of = wanted(registered("lookup", A), registered("other", B))
    known_too = flow("f1", "r2")
    parts = (there(A), there(B), listed("r1", A), listed("r2", A), listed("r3", B))

    assessed = assess(of, None, found(*parts, known_too, strange, by_name))

    assert [assessed.may_call(function) for function in of.functions] == [
        (
            FlowRef(center=CENTER, id="f2", name="flow f2", published=True),
            FlowRef(center=CENTER, id="f3", name="flow f3", published=True),
        ),
        (),
    ]
    also_says = replace(known_too, definition=known_too.definition.replace('"name": "ask"', '"name": "ask r1"'))
    assert assess(of, None, found(*parts, also_says)).may_call(of.functions[0]) == ()
