"""What is chosen for import and what is left out, and each spec that is made of it, to the last field."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

import pytest

from sync.core.assessment import assess
from sync.core.importing import Choice, Chosen, ImportedFunction, LeftOut, choose, specs_of, uid_for
from sync.core.normalise import wanted_from
from sync.core.signature.inferred import Escape, Inferred, Unknown
from sync.core.worlds import Configuration, Found, FoundFunction, FoundRegistration, Gap, Wanted, WantedCenter
from sync.specs.ids import Address, CenterName, Region, Uid
from sync.specs.models import Function, FunctionSpec, Lock, ParameterSpec, RegistrationSpec, Registry, SignatureSpec, Where
from sync.specs.remarks import Remark, remark_text
from tests.fakes.worlds import (
    at,
    entry,
    found,
    function,
    gap,
    hides,
    listed,
    lock,
    reads,
    registered,
    shows,
    there,
    wanted,
)

A, B, C = "cn-hangzhou/demo-service/alpha", "cn-hangzhou/demo-service/beta", "cn-hangzhou/demo-service/gamma"
NIGHT = CenterName("night")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    known: tuple[Function, ...] = ()
    of: Wanted | None = None
    recorded: Lock | None = None
    world: Found
    asked: Collection[Address] = ()
    choices: tuple[Choice, ...] = ()
    left_out: tuple[LeftOut, ...] = ()


def of_registry(uid: str, address: str, *formerly: str) -> Function:
    place = at(address)
    return Function(
        uid=Uid(uid),
        address=place,
        spec=FunctionSpec(name=place.name),
        formerly=tuple(at(text) for text in formerly),
        where=Where("a.yaml", 1, 1),
    )


def left(reason: str, target: str, identity: str = "r1", detail: str = "") -> LeftOut:
    return LeftOut(reason=reason, target=at(target), center="hotline", registration=identity, detail=detail)  # type: ignore[arg-type]


def imported() -> Case:
    return Case(
        world=found(there(B), there(A), there(C), listed("r1", B), listed("r2", A)),
        choices=(
            Choice(function=there(A), registrations=(listed("r2", A),)),
            Choice(function=there(B), registrations=(listed("r1", B),)),
        ),
    )


def stale() -> Case:
    return Case(world=found(listed("r1", A)), left_out=(left("stale", A),))


def stale_at_a_former_address() -> Case:
    return Case(known=(of_registry("known", B, A),), world=found(there(B), listed("r1", A)), left_out=(left("stale", A),))


def unread() -> Case:
    return Case(world=found(listed("r1", A), gap("region", "cn-hangzhou")), left_out=(left("unread", A),))


def registered_twice() -> Case:
    return Case(
        world=found(there(A), listed("r1", A), listed("r2", A)),
        choices=(Choice(function=there(A), registrations=(listed("r1", A),)),),
        left_out=(left("duplicate", A, "r2"),),
    )


def registered_twice_and_wanted() -> Case:
    return Case(
        known=(of_registry("alpha", A),),
        of=wanted(registered("alpha", A)),
        world=found(there(A), listed("r1", A), listed("r2", A)),
        left_out=(left("duplicate", A, "r2"),),
    )


def undeclared() -> Case:
    return Case(
        known=(of_registry("alpha", A),),
        of=wanted(function("alpha", A)),
        world=found(there(A), listed("r1", A)),
        left_out=(left("undeclared", A),),
    )


def undecided_before_unread() -> Case:
    misspelt = "cn-hangzhou/demo-service/ALPHA"
    return Case(
        known=(of_registry("alpha", A),),
        of=wanted(registered("alpha", A)),
        world=found(listed("r1", misspelt), gap("region", "cn-hangzhou")),
        left_out=(left("undecided", misspelt),),
    )


def former() -> Case:
    return Case(
        known=(of_registry("known", B, A),),
        world=found(there(A), there(B), listed("r1", A)),
        left_out=(left("former", A, detail="known"),),
    )


def a_name_no_spec_can_hold(address: str) -> Case:
    return Case(world=found(there(address), listed("r1", address)), left_out=(left("name", address),))


def a_name() -> Case:
    return a_name_no_spec_can_hold("cn-hangzhou/demo-service/a.b")


def a_service() -> Case:
    return a_name_no_spec_can_hold("cn-hangzhou/demo.service/alpha")


def a_region() -> Case:
    return a_name_no_spec_can_hold("cn-newtown/demo-service/alpha")


def a_name_before_a_former_one() -> Case:
    odd = "cn-hangzhou/demo-service/a.b"
    return replace(a_name_no_spec_can_hold(odd), known=(of_registry("known", B, odd),))


def without_a_service() -> Case:
    short = "cn-hangzhou/alpha"
    return Case(
        world=found(there(short), listed("r1", short)),
        choices=(Choice(function=there(short), registrations=(listed("r1", short),)),),
    )


def moved_from_where_the_lock_knows_it() -> Case:
    return Case(
        known=(of_registry("alpha", A),),
        of=wanted(registered("alpha", A)),
        recorded=lock(alpha=entry(A, identity="r1")),
        world=found(there(A), there(B), listed("r1", B)),
    )


def moved_and_nothing_is_recorded() -> Case:
    return replace(
        moved_from_where_the_lock_knows_it(),
        recorded=None,
        choices=(Choice(function=there(B), registrations=(listed("r1", B),)),),
    )


def asked_by_place() -> Case:
    odd = "cn-hangzhou/demo-service/a.b"
    return Case(
        known=(of_registry("beta", B, C),),
        world=found(there(A), there(B), there(C), there(odd), listed("r1", A)),
        asked=(at(A), at(B), at(C), at(odd)),
        choices=(Choice(function=there(A), registrations=(listed("r1", A),)),),
        left_out=(
            LeftOut(reason="name", target=at(odd), center="", registration="", detail=""),
            LeftOut(reason="former", target=at(C), center="", registration="", detail="beta"),
        ),
    )


def asked_by_place_without_a_registration() -> Case:
    return Case(world=found(there(A), there(B)), asked=(at(B),), choices=(Choice(function=there(B), registrations=()),))


def two_centers() -> Case:
    hotline = wanted().centers
    return Case(
        of=Wanted(functions=(), centers=(*hotline, WantedCenter(name=NIGHT, instance="ccc-night", mode="api")), digest=""),
        world=found(there(A), at_night("n1", A), at_night("n2", A), at_night("n3", B), listed("r1", A), listed("r2", C)),
        choices=(Choice(function=there(A), registrations=(listed("r1", A), at_night("n1", A))),),
        left_out=(
            left("stale", C, "r2"),
            replace(left("duplicate", A, "n2"), center="night"),
            replace(left("stale", B, "n3"), center="night"),
        ),
    )


def in_order_of_target_and_id() -> Case:
    return Case(
        world=found(*(listed(identity, target) for identity, target in (("r4", B), ("r1", C), ("r3", A), ("r2", B)))),
        left_out=(left("stale", A, "r3"), left("stale", B, "r2"), left("stale", B, "r4"), left("stale", C, "r1")),
    )


def at_night(identity: str, target: str) -> FoundRegistration:
    return replace(listed(identity, target), center=NIGHT)


CASES = [
    imported,
    stale,
    stale_at_a_former_address,
    unread,
    registered_twice,
    registered_twice_and_wanted,
    undeclared,
    undecided_before_unread,
    former,
    a_name,
    a_service,
    a_region,
    a_name_before_a_former_one,
    without_a_service,
    moved_from_where_the_lock_knows_it,
    moved_and_nothing_is_recorded,
    asked_by_place,
    asked_by_place_without_a_registration,
    two_centers,
    in_order_of_target_and_id,
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_exactly_this_is_chosen(case: object) -> None:
    of: Case = case()  # type: ignore[operator]
    known = wanted_from(Registry(functions=of.known, centers=(), digest="")).functions
    asked_for = of.of or wanted()
    stated = {item.uid: item for item in (*known, *asked_for.functions)}
    former = {item.uid: item.formerly for item in known}
    functions = tuple(replace(item, formerly=former.get(item.uid, item.formerly)) for item in stated.values())

    assert choose(assess(replace(asked_for, functions=functions), of.recorded, of.world), of.asked) == Chosen(
        choices=list(of.choices), left_out=list(of.left_out)
    )


def full() -> FoundFunction:
    settings = Configuration(
        runtime="python3.10", handler="index.handler", memory=256, timeout=10, environment={"MODE": "fast", "API_KEY": "test-key"}
    )
    return there("cn-hangzhou/demo-service/checkNumber", settings)


def stated(settings: Configuration, address: str = A) -> tuple[dict[str, object], tuple[str, ...]]:
    (made,) = specs_of([Choice(function=there(address, settings), registrations=())], [], [], ())
    return made.spec.model_dump(exclude_unset=True), tuple(map(remark_text, made.remarks))


def test_a_spec_says_all_that_was_found_but_the_environment() -> None:
    place = "cn-hangzhou/demo-service/checkNumber"
    choice = Choice(
        function=full(),
        registrations=(
            listed("r1", place, description="查号码", role="acs:ram::1:role/r"),
            replace(listed("n1", place, description="a\u202eb", role="a\u202eb"), center=NIGHT),
        ),
    )
    code = shows(place, reads("phone", kind="string"))

    (made,) = specs_of([choice], [code], [], ())

    assert made == ImportedFunction(
        uid=Uid("check-number"),
        address=at(place),
        generation="2.0",
        spec=FunctionSpec(
            name="checkNumber",
            runtime="python3.10",
            handler="index.handler",
            memory=256,
            timeout=10,
            signature=SignatureSpec(inputs={"phone": ParameterSpec(required=True, type="string")}),
            registrations={
                "hotline": RegistrationSpec(id="r1", description="查号码", role="acs:ram::1:role/r"),
                "night": RegistrationSpec(id="n1"),
            },
        ),
        knowledge="closed",
        remarks=(Remark("description-left-out", {"center": "night"}),),
    )
    assert made.spec.registrations["night"].model_dump(exclude_unset=True) == {"id": "n1"}
    assert made.spec.registrations["hotline"].model_dump(exclude_unset=True) == {
        "id": "r1",
        "description": "查号码",
        "role": "acs:ram::1:role/r",
    }


NOT_READ = "no signature: its code was not read"


@pytest.mark.parametrize(
    ("settings", "spec", "remarks"),
    [
        ({}, {}, ()),
        ({"runtime": "", "handler": "", "memory": 0, "timeout": 0}, {}, ()),
        ({"memory": 63}, {}, ("its memory is left out: 63 MB is out of range",)),
        ({"memory": 64}, {"memory": 64}, ()),
        ({"memory": 32768}, {"memory": 32768}, ()),
        ({"memory": 32832}, {}, ("its memory is left out: 32832 MB is out of range",)),
        ({"memory": 65}, {}, ("its memory is left out: 65 MB is not a multiple of 64 MB",)),
        ({"timeout": 1}, {"timeout": 1}, ()),
        ({"timeout": 86400}, {"timeout": 86400}, ()),
        ({"timeout": 86401}, {}, ()),
        ({"handler": "nodots"}, {"handler": "nodots"}, ()),
        ({"runtime": "python3.10"}, {"runtime": "python3.10"}, ()),
        (
            {"runtime": "python3.10", "handler": "nodots", "memory": 65, "timeout": 5},
            {"runtime": "python3.10", "timeout": 5},
            ("its handler is left out: 'nodots' is no handler of 'python3.10'",
             "its memory is left out: 65 MB is not a multiple of 64 MB"),
        ),
    ],
)  # fmt: skip
def test_what_a_spec_can_say_is_said_and_the_rest_told(
    settings: dict[str, object], spec: dict[str, object], remarks: tuple[str, ...]
) -> None:
    assert stated(Configuration(**settings)) == ({"name": "alpha", **spec}, (NOT_READ, *remarks))  # type: ignore[arg-type]


def test_memory_is_judged_by_the_generation() -> None:
    told = "its memory is left out: 64 MB is less than Function Compute 3.0 gives"
    assert stated(Configuration(memory=64), "cn-hangzhou/alpha") == ({"name": "alpha"}, (NOT_READ, told))


def code_gap(subject: str = A, scope: str = "code") -> Gap:
    return gap(scope, subject)  # type: ignore[arg-type]


def test_how_well_the_signature_is_known_and_why_not_better() -> None:
    first = Escape(reason="computed-key", file="b.py", line=7, detail="event[name]")
    later = Escape(reason="passed-on", file="a.py", line=3, detail="library.call(event)")
    cases: list[tuple[Inferred | Unknown | None, list[Gap], tuple[str, tuple[str, ...]]]] = [
        (shows(A).signature, [], ("closed", ())),
        (shows(A).signature, [code_gap()], ("closed", ())),
        (
            shows(A, escapes=(later, first)).signature,
            [],
            ("open", ("open: b.py:7: event[name]; there may be further inputs",)),
        ),
        (hides(A).signature, [code_gap()], ("unknown", ("no signature: unsupported-runtime: compiled",))),
        (None, [], ("unread", (NOT_READ,))),
        (None, [code_gap()], ("unread", ("no signature: its code could not be read: Test.Unread",))),
        (None, [code_gap(subject=B)], ("unread", (NOT_READ,))),
        (None, [code_gap(scope="function")], ("unread", (NOT_READ,))),
    ]
    for signature, gaps, expected in cases:
        read = [] if signature is None else [replace(shows(A), signature=signature)]
        (made,) = specs_of([Choice(function=there(A), registrations=())], read, gaps, ())
        assert (made.knowledge, tuple(map(remark_text, made.remarks))) == expected


def test_the_signature_of_another_function_is_not_taken() -> None:
    (made,) = specs_of([Choice(function=there(A), registrations=())], [shows(B, reads("b"))], [], ())

    assert (made.knowledge, made.spec.signature) == ("unread", None)


def test_each_spec_takes_a_uid_that_neither_the_registry_nor_an_earlier_one_has() -> None:
    places = [A, "cn-hangzhou/second/alpha", "cn-shanghai/second/alpha", "cn-hangzhou/alpha"]
    choices = [Choice(function=there(place), registrations=()) for place in places]
    taken = {"alpha"}

    uids = [made.uid for made in specs_of(choices, [], [], taken)]

    assert uids == ["demo-service-alpha", "second-alpha", "cn-shanghai-second-alpha", "cn-hangzhou-alpha"]
    assert taken == {"alpha"}


LONG, CUT = "x" * 70, "x" * 64
IN_REGION = "cn-hangzhou-" + "x" * 52


@pytest.mark.parametrize(
    ("name", "service", "taken", "uid"),
    [
        ("checkNumber", "demo", [], "check-number"),
        ("checkHTTPCode2Go", "demo", [], "check-http-code2-go"),
        ("a__b", "demo", [], "a-b"),
        ("_a_", "demo", [], "a"),
        ("___", "demo", [], "function"),
        ("___", "demo", ["function"], "demo-function"),
        ("a", "demo_Svc", ["a"], "demo-svc-a"),
        ("a", "", ["a"], "cn-hangzhou-a"),
        ("a", "", ["a", "cn-hangzhou-a"], "a-2"),
        ("a", "s", ["a", "s-a", "cn-hangzhou-s-a", "a-2", "a-3"], "a-4"),
        (LONG, "", [], CUT),
        (LONG, "", [CUT], IN_REGION),
        (LONG, "", [CUT, IN_REGION], "x" * 56 + "-2"),
        ("x" * 63 + "-yy", "", [], "x" * 63),
        ("x" * 55 + "-" + "y" * 20, "", ["x" * 55 + "-" + "y" * 8, "cn-hangzhou-" + "x" * 52], "x" * 55 + "-2"),
    ],
)
def test_a_uid_is_cut_and_counted_so(name: str, service: str, taken: list[str], uid: str) -> None:
    assert uid_for(Address(Region("cn-hangzhou"), service, name), taken) == uid
