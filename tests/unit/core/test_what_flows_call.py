"""What a function module holds and reaches, and which flows call a registration or may: whole answers, flow by flow."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from pydantic import JsonValue

from sync.core.assessment import assess
from sync.core.flows.calls import Call, Reach, flows_of, flows_using, modules_of
from sync.core.flows.document import function_modules
from sync.core.plan.model import FlowRef, ModuleRef
from sync.core.worlds import FoundFlow, FoundRegistration
from sync.specs.ids import CenterName, Uid
from tests.fakes.worlds import (
    CENTER,
    at,
    entry,
    flow,
    found,
    function,
    gap,
    listed,
    lock,
    registered,
    registration,
    there,
    wanted,
)

A, B, GONE = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other", "cn-hangzhou/demo-service/gone"
SECOND, NEW_API = "cn-hangzhou/second-service/lookup", "cn-hangzhou/lookup"
LOOKUP = Uid("lookup")


def calling(identity: str, *modules: Mapping[str, JsonValue], says: str = "", published: bool = True) -> FoundFlow:
    """A flow of these function modules that also holds some other text."""
    activities = [
        {"type": "RUN_FUNCTION", "id": str(number), "name": f"ask {number}", "properties": dict(properties), "events": []}
        for number, properties in enumerate(modules, start=1)
    ]
    spoken = {"type": "PLAY", "id": "spoken", "name": "say", "properties": {"text": says}, "events": []}
    definition = json.dumps({"activities": [*activities, spoken]})
    return replace(flow(identity, "", published=published), definition=definition)


def unknown_form(identity: str, text: str) -> FoundFlow:
    """A flow of a form that nobody understands."""
    return replace(flow(identity, ""), definition=text)


def ref(identity: str, *, published: bool = True) -> FlowRef:
    return FlowRef(center=CENTER, id=identity, name=f"flow {identity}", published=published)


FULL = {"functionName": "lookup", "serviceName": "demo-service", "region": "cn-hangzhou"}


@pytest.mark.parametrize(
    ("flows", "using"),
    [
        pytest.param([calling("f1", {"functionMetaId": "r1"})], ["f1"], id="holds-its-id"),
        pytest.param([calling("f1", {"functionName": "lookup"})], ["f1"], id="holds-its-function's-name"),
        pytest.param([calling("f1", {"functionMetaId": "r2"})], [], id="holds-another's-id"),
        pytest.param([calling("f1", {"functionMetaId": "r2"}, says="lookup")], [], id="only-speaks-the-name"),
        pytest.param([calling("f1", says="lookup")], [], id="no-module-and-speaks-the-name"),
        pytest.param([calling("f1", says="r1")], ["f1"], id="no-module-and-has-the-id-in-some-text"),
        pytest.param([calling("f1", {"functionMetaId": "r2"}, says="r1")], ["f1"], id="holds-another's-and-has-it-in-some-text"),
        pytest.param([unknown_form("f1", "lookup, in a form of its own")], ["f1"], id="an-unknown-form-that-has-the-name"),
        pytest.param([unknown_form("f1", "other, in a form of its own")], [], id="an-unknown-form-that-has-another-name"),
        pytest.param([unknown_form("f1", "r1, in a form of its own")], ["f1"], id="an-unknown-form-that-has-the-id"),
        pytest.param([calling("f1", {"functionMetaId": "${id}"}, says="lookup")], ["f1"], id="an-unread-module-beside-the-name"),
        pytest.param([calling("f1", {"functionMetaId": "${id}"}, says="other")], [], id="an-unread-module-beside-another-name"),
        pytest.param(
            [calling("f1", {"functionMetaId": "r2"}, {"functionMetaId": "${id}"}, says="lookup")], ["f1"],
            id="the-second-module-unread",
        ),
        pytest.param([calling("f1", {"functionMetaId": "r2"}, {"functionMetaId": "r1"})], ["f1"], id="the-second-module-holds-it"),
        pytest.param([calling("f2", {"functionMetaId": "r1"}), calling("f1", {"functionName": "lookup"})], ["f1", "f2"], id="two"),
        pytest.param([], [], id="no-flows"),
    ],
)  # fmt: skip
def test_the_flows_that_use_a_registration_are_those_that_hold_it_or_may(flows: list[FoundFlow], using: list[str]) -> None:
    first = listed("r1", A)

    assert flows_using(first, [listed("r2", B), first], flows) == tuple(ref(identity) for identity in using)


def test_of_two_functions_of_one_name_a_flow_uses_the_one_whose_service_it_states() -> None:
    first, second = listed("r1", A), listed("r3", SECOND)
    flows = [calling("f1", FULL), calling("f2", {"functionName": "lookup"}, published=False)]

    assert flows_using(first, [first, second], flows) == (ref("f1"), ref("f2", published=False))
    assert flows_using(second, [first, second], flows) == (ref("f2", published=False),)


KNOWN = [listed("r1", A), listed("r2", B)]


@pytest.mark.parametrize(
    ("registrations", "properties", "held"),
    [
        pytest.param(KNOWN, {"functionMetaId": "r1", "functionName": "other"}, "r1", id="an-id-before-a-name"),
        pytest.param(KNOWN, {"functionMetaId": "r1", "text": "r2"}, "r1", id="an-id-under-its-key-before-one-elsewhere"),
        pytest.param(KNOWN, {"functionMetaId": ["r1", "r2"]}, None, id="two-ids"),
        pytest.param(KNOWN, {"target": "r1", "functionName": "other"}, "r1", id="an-id-under-any-key-before-a-name"),
        pytest.param(KNOWN, {"target": "r1", "more": "r2"}, None, id="two-ids-under-other-keys"),
        pytest.param(KNOWN, {"target": "r8", "functionName": "other"}, "r8", id="an-id-that-the-lock-knows-before-a-name"),
        pytest.param(KNOWN, {"target": "r8", "more": "r9"}, None, id="two-ids-that-the-lock-knows"),
        pytest.param(KNOWN, {"target": "r1", "more": "r9"}, "r1", id="an-id-of-the-center-before-one-that-the-lock-knows"),
        pytest.param(KNOWN, {"functionMetaId": "r7"}, "r7", id="an-id-that-nobody-knows"),
        pytest.param(KNOWN, {"functionMetaId": "r7", "functionName": "lookup"}, "r7", id="a-dead-id-before-a-name"),
        pytest.param(KNOWN, {"functionMetaId": ["r6", "r7"]}, None, id="two-ids-that-nobody-knows"),
        pytest.param(KNOWN, {"functionMetaId": "lookup"}, "r1", id="a-name-where-an-id-should-be"),
        pytest.param(KNOWN, {"functionMetaId": ["r7", "lookup"]}, "r7", id="a-dead-id-beside-a-name-where-an-id-should-be"),
        pytest.param(KNOWN, {"functionMetaId": "${x}"}, None, id="filled-in-during-the-call"),
        pytest.param(KNOWN, {"functionMetaId": "${x}", "functionName": "lookup"}, "r1", id="filled-in-and-named"),
        pytest.param(KNOWN, {"functionName": "lost"}, "lost", id="a-name-that-nobody-registered"),
        pytest.param(KNOWN, {"functionName": ["lost", "gone"]}, None, id="two-names-that-nobody-registered"),
        pytest.param(KNOWN, {"functionName": "two words"}, None, id="a-name-that-is-none"),
        pytest.param(KNOWN, {"functionName": ["lost", "two words"]}, "lost", id="one-name-beside-what-is-none"),
        pytest.param(KNOWN, {"functionName": "lost", "text": "lookup"}, "r1", id="a-registered-name-before-another"),
        pytest.param(KNOWN, {"text": "lost"}, None, id="some-word"),
        pytest.param(KNOWN, {"functionName": ["lookup", "other"]}, None, id="two-registered-names"),
        pytest.param([], {"functionName": "lookup"}, "lookup", id="a-name-in-an-empty-center"),
        pytest.param([listed("r1", A), listed("r3", SECOND)], FULL, "r1", id="of-two-services-the-one-it-states"),
        pytest.param([listed("r1", A), listed("r3", SECOND)], {"functionName": "lookup"}, None, id="of-two-services-none-stated"),
        pytest.param(
            [listed("r1", A), listed("r3", SECOND)], {**FULL, "region": "cn-beijing"}, None, id="of-two-services-in-another-region"
        ),
        pytest.param([listed("r1", A), listed("r3", A)], FULL, None, id="of-two-registrations-of-one-function"),
        pytest.param(
            [listed("r1", A), listed("r4", NEW_API)], {"functionName": "lookup", "region": "cn-hangzhou"}, "r4",
            id="a-function-that-has-no-service",
        ),
        pytest.param([listed("r1", A)], {"functionName": "lookup", "serviceName": "any"}, "r1", id="the-only-one-of-its-name"),
    ],
)  # fmt: skip
def test_a_module_holds_the_id_that_it_certainly_states_or_nothing(
    registrations: list[FoundRegistration], properties: dict[str, JsonValue], held: str | None
) -> None:
    remembered = lock(eight=entry(GONE, identity="r8"), nine=entry(SECOND, identity="r9"))

    calls = assess(wanted(), remembered, found(*registrations, calling("f1", properties))).calls

    assert [call.held for call in calls.every] == ([held] if held is not None else [])
    assert calls.puzzles == (frozenset() if held is not None else {ref("f1")})


def test_a_call_is_told_whole() -> None:
    to_a, to_gone, to_dark = listed("r1", A), listed("r2", GONE), listed("r3", "cn-beijing/x/y")
    several = calling("f1", {"functionMetaId": "r1"}, {"functionMetaId": "r2"}, {"functionMetaId": "r3"}, {"functionMetaId": "r4"})
    draft = calling("f2", {"functionMetaId": "r1"}, published=False)
    first, second, third, fourth = function_modules(several) or ()
    (of_draft,) = function_modules(draft) or ()
    everything = found(there(A), to_a, to_gone, to_dark, draft, several, gap("region", "cn-beijing"))

    calls = assess(wanted(registered("lookup", A)), lock(left=entry(GONE)), everything).calls

    to_lookup = Call(module=first, held="r1", registration=to_a, reach=Reach.FUNCTION, owner=LOOKUP)
    lost = Call(module=second, held="r2", registration=to_gone, reach=Reach.NO_FUNCTION, owner=Uid("left"))
    unread = Call(module=third, held="r3", registration=to_dark, reach=Reach.UNREAD, owner=None)
    nowhere = Call(module=fourth, held="r4", registration=None, reach=Reach.NO_REGISTRATION, owner=None)
    from_draft = Call(module=of_draft, held="r1", registration=to_a, reach=Reach.FUNCTION, owner=LOOKUP)
    assert calls.every == (to_lookup, lost, unread, nowhere, from_draft)
    assert calls.puzzles == frozenset()
    assert calls.by_registration == {
        (CENTER, "r1"): (to_lookup, from_draft),
        (CENTER, "r2"): (lost,),
        (CENTER, "r3"): (unread,),
        (CENTER, "r4"): (nowhere,),
    }
    assert calls.by_target == {at(A): (to_lookup, from_draft)}
    assert [call.published for call in calls.every] == [True, True, True, True, False]
    assert [call.target for call in calls.every] == [at(A), at(GONE), at("cn-beijing/x/y"), None, at(A)]


def test_in_a_center_whose_registrations_are_unread_no_call_is_lost() -> None:
    asking = calling("f1", {"functionMetaId": "r1"})
    (module,) = function_modules(asking) or ()
    of = wanted(registered("lookup", A))
    recorded = lock(lookup=entry(A, identity="r1"))

    calls = assess(of, recorded, found(there(A), asking, gap("registrations", "hotline"))).calls

    assert calls.every == (Call(module=module, held="r1", registration=None, reach=Reach.UNREAD, owner=LOOKUP),)


ADOPTING = wanted(function("lookup", A, registration("lookup", A, adopt="r1")))
STRANGERS = (listed("r1", "cn-hangzhou/x/y"),)


@pytest.mark.parametrize(
    ("of", "recorded", "registrations", "owner"),
    [
        pytest.param(wanted(registered("lookup", A)), None, (listed("r1", A),), "lookup", id="the-registration-that-it-is"),
        pytest.param(
            wanted(registered("lookup", A)), None, (listed("r0", A), listed("r1", A)), "lookup", id="a-second-registration-of-it"
        ),
        pytest.param(
            wanted(function("lookup", A, registration("lookup", A, formerly=[B]))), None, (listed("r1", B),), "lookup",
            id="the-registration-that-still-points-where-it-was",
        ),
        pytest.param(ADOPTING, None, STRANGERS, "lookup", id="a-spec-adopts-the-id"),
        pytest.param(ADOPTING, None, (), "lookup", id="a-spec-adopts-an-id-that-is-not-there"),
        pytest.param(
            ADOPTING, lock(other=entry(B, identity="r1")), STRANGERS, "lookup", id="the-spec-comes-before-the-lock"
        ),
        pytest.param(wanted(), lock(other=entry(B, identity="r1")), STRANGERS, "other", id="the-lock-knows-the-id"),
        pytest.param(
            wanted(function("lookup", A)), None, (listed("r1", A),), "lookup", id="it-points-at-a-function-of-the-registry"
        ),
        pytest.param(
            wanted(function("lookup", A)), lock(other=entry(A)), (listed("r1", A),), "lookup",
            id="whose-address-the-lock-had-for-another",
        ),
        pytest.param(wanted(), lock(other=entry(A)), (listed("r1", A),), "other", id="it-points-where-one-of-the-lock-was"),
        pytest.param(wanted(), None, STRANGERS, None, id="a-stranger's"),
    ],
)  # fmt: skip
def test_whose_a_call_is(of: object, recorded: object, registrations: tuple[FoundRegistration, ...], owner: str | None) -> None:
    world = found(there(A), *registrations, calling("f1", {"functionMetaId": "r1"}))

    calls = assess(of, recorded, world).calls  # type: ignore[arg-type]

    assert [(call.held, call.owner) for call in calls.every] == [("r1", owner)]


def test_a_flow_mentions_a_registration_where_it_has_the_id_or_may_mean_its_function() -> None:
    calls = assess(
        wanted(),
        None,
        found(
            there(A), *KNOWN,
            calling("holds", {"functionMetaId": "r1"}),
            calling("says-id", {"functionMetaId": "r2"}, says="r1"),
            calling("says-name", {"functionMetaId": "r2"}, says="lookup"),
            calling("unread", {"functionMetaId": "${x}"}, says="lookup"),
            unknown_form("strange", "lookup"),
            unknown_form("strange-too", "other"),
        ),
    ).calls  # fmt: skip

    assert calls.puzzles == {ref("unread"), ref("strange"), ref("strange-too")}
    assert calls.mentioning(CENTER, "r1") == (ref("says-id"),)
    assert calls.mentioning(CENTER, "r1", "lookup") == (ref("says-id"), ref("strange"), ref("unread"))
    assert calls.mentioning(CENTER, "r5", "lookup") == (ref("strange"), ref("unread"))
    assert calls.mentioning(CENTER, "r5") == ()
    assert calls.mentioning(CenterName("elsewhere"), "r1", "lookup") == ()
    assert calls.users(listed("r1", A)) == (ref("holds"), ref("says-id"), ref("strange"), ref("unread"))
    assert calls.users(listed("r2", B)) == (ref("says-id"), ref("says-name"), ref("strange-too"))
    assert [call.module.flow.id for call in calls.holding(CENTER, "r2")] == ["says-id", "says-name"]
    assert calls.holding(CenterName("elsewhere"), "r2") == ()


def test_where_every_module_is_read_the_name_of_a_function_is_spoken_text() -> None:
    calls = assess(wanted(), None, found(there(A), *KNOWN, calling("f1", {"functionMetaId": "r2"}, says="lookup"))).calls

    assert calls.mentioning(CENTER, "r1", "lookup") == ()
    assert calls.users(listed("r1", A)) == ()


def test_flows_and_modules_come_in_the_order_of_center_name_id_and_place() -> None:
    early, late = FlowRef(center=CENTER, id="z", name="a", published=True), FlowRef(center=CENTER, id="a", name="b", published=True)
    twin = replace(early, id="y")
    elsewhere = replace(early, center=CenterName("another"), name="z")
    later = calling("f2", {"functionMetaId": "r1"})
    earlier = calling("f1", {"functionName": "lookup"}, {"functionMetaId": "r3"})
    calls = assess(wanted(), None, found(later, earlier, listed("r1", A))).calls.every

    assert flows_of(reversed(calls)) == (ref("f1"), ref("f2"))
    assert flows_of(calls, [ref("f1"), ref("f0")]) == (ref("f0"), ref("f1"), ref("f2"))
    assert flows_of((), [late, early, twin, elsewhere, late]) == (elsewhere, twin, early, late)
    assert modules_of(reversed(calls)) == (
        ModuleRef(flow=ref("f1"), activity="1", name="ask 1", registration="r1", reaches=A),
        ModuleRef(flow=ref("f1"), activity="2", name="ask 2", registration="r3", reaches=""),
        ModuleRef(flow=ref("f2"), activity="1", name="ask 1", registration="r1", reaches=A),
    )
