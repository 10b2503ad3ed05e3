"""What is imported of a found world, what is left out and why, and what a spec made of it says."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.assessment import assess
from sync.core.importing import Choice, choose, specs_of, uid_for
from sync.core.normalise import wanted_from
from sync.core.signature.inferred import Escape, Inferred, Unknown
from sync.core.signature.model import Evidence, Parameter
from sync.core.worlds import (
    Configuration,
    Found,
    FoundFlow,
    FoundFunction,
    FoundRegistration,
    FoundSignature,
    Gap,
    GapScope,
    RegistrationState,
    Wanted,
    WantedCenter,
)
from sync.specs.ids import Address, CenterName, Region, Uid, parse_uid
from sync.specs.models import Function, FunctionSpec, ParameterSpec, RegistrationSpec, Registry, SignatureSpec, Where
from sync.specs.remarks import remark_text

HOTLINE = WantedCenter(name=CenterName("hotline"), instance="ccc-test", mode="console")
HOME = Address(Region("cn-hangzhou"), "orders", "order_status")
OTHER = Address(Region("cn-hangzhou"), "orders", "order_list")
PLAIN = Configuration(runtime="python3.10", handler="index.handler", memory=256, timeout=10)


def function(address: Address = HOME, configuration: Configuration = PLAIN) -> FoundFunction:
    return FoundFunction(
        address=address,
        function_id=None,
        configuration=configuration,
        checksum="1",
        modified="m",
    )


def registration(id_: str, target: Address = HOME, *, description: str = "", center: str = "hotline") -> FoundRegistration:
    return FoundRegistration(
        center=CenterName(center), id=id_, state=RegistrationState(target=target, description=description, role="", failover=None)
    )


def found(*parts: FoundFunction | FoundRegistration | FoundFlow | Gap) -> Found:
    return Found(
        functions=tuple(part for part in parts if isinstance(part, FoundFunction)),
        registrations=tuple(part for part in parts if isinstance(part, FoundRegistration)),
        flows=tuple(part for part in parts if isinstance(part, FoundFlow)),
        gaps=tuple(part for part in parts if isinstance(part, Gap)),
    )


def known(address: Address, *, formerly: tuple[Address, ...] = (), registrations: tuple[str, ...] = ()) -> Function:
    spec = FunctionSpec(name=address.name, registrations={name: RegistrationSpec() for name in registrations})
    return Function(uid=Uid("known"), address=address, spec=spec, formerly=formerly, where=Where("registry/o.yaml", 4, 3))


def unread(scope: GapScope, subject: str) -> Gap:
    return Gap(scope=scope, subject=subject, generation=None, operation="List", code="Denied", message="no")


def flow(text: str) -> FoundFlow:
    return FoundFlow(
        center=CenterName("hotline"),
        id="flow-1",
        name="flow",
        type="MAIN_FLOW",
        published=True,
        definition=text,
        draft_id=None,
        editor=None,
        numbers=(),
    )


@pytest.mark.parametrize(
    ("parts", "functions", "imported", "left_out"),
    [
        pytest.param([function(), registration("m1")], [], [(HOME, ["m1"])], [], id="one function, one registration"),
        pytest.param([function()], [], [], [], id="a function that no registration reaches"),
        pytest.param([registration("m1")], [], [], [("m1", "stale", "")], id="the function does not exist"),
        pytest.param([registration("m1"), unread("region", "cn-hangzhou")], [], [], [("m1", "unread", "")], id="nobody could look"),
        pytest.param(
            [function(), registration("m1"), registration("m2")],
            [],
            [(HOME, ["m1"])],
            [("m2", "duplicate", "")],
            id="registered twice",
        ),
        pytest.param(
            [function(), registration("m1"), registration("m2"), flow('{"function": "m2"}')],
            [],
            [(HOME, ["m2"])],
            [("m1", "duplicate", "")],
            id="registered twice: the one that a flow calls is kept",
        ),
        pytest.param(
            [function(), registration("m1")], [known(HOME, registrations=("hotline",))], [], [], id="the registry has it already"
        ),
        pytest.param(
            [function(), registration("m1")], [known(HOME)], [], [("m1", "undeclared", "")], id="the spec lacks the center"
        ),
        pytest.param(
            [function(), function(OTHER), registration("m1", OTHER)],
            [known(HOME, formerly=(OTHER,))],
            [],
            [("m1", "former", "known")],
            id="the address is where another uid lived",
        ),
        pytest.param(
            [function(Address(Region("cn-hangzhou"), "", "a.b")), registration("m1", Address(Region("cn-hangzhou"), "", "a.b"))],
            [],
            [],
            [("m1", "name", "")],
            id="a name that no spec can hold",
        ),
        pytest.param(
            [function(), registration("m1"), unread("registrations", "hotline")],
            [],
            [],
            [],
            id="registrations that could not be read",
        ),
    ],
)
def test_what_registrations_reach_is_imported_or_left_out_with_a_reason(
    parts: list[FoundFunction | FoundRegistration | FoundFlow | Gap],
    functions: list[Function],
    imported: list[tuple[Address, list[str]]],
    left_out: list[tuple[str, str, str]],
) -> None:
    registry = Registry(functions=tuple(functions), centers=(), digest="")
    wanted = replace(wanted_from(registry), centers=(HOTLINE,))

    chosen = choose(assess(wanted, None, found(*parts)))

    assert [(it.function.address, [item.id for item in it.registrations]) for it in chosen.choices] == imported
    assert [(item.registration, item.reason, item.detail) for item in chosen.left_out] == left_out


def test_what_is_asked_for_by_place_is_imported_without_a_registration() -> None:
    registry = Registry(functions=(known(HOME),), centers=(), digest="")
    world = found(function(HOME), function(OTHER))

    chosen = choose(assess(wanted_from(registry), None, world), asked={HOME, OTHER})

    assert [(it.function.address, it.registrations) for it in chosen.choices] == [(OTHER, ())]


def test_a_function_that_two_centers_call_is_one_spec() -> None:
    centers = (HOTLINE, WantedCenter(name=CenterName("night"), instance="ccc-night", mode="api"))
    world = found(function(), registration("m1"), registration("n1", center="night"))

    chosen = choose(assess(Wanted(functions=(), centers=centers, digest=""), None, world))

    assert [[(item.center, item.id) for item in it.registrations] for it in chosen.choices] == [
        [("hotline", "m1"), ("night", "n1")]
    ]


def shown(*inputs: Parameter, escapes: tuple[Escape, ...] = ()) -> Inferred:
    return Inferred(inputs=inputs, results=(), escapes=escapes)


def asks(name: str, default: str | None = None) -> Parameter:
    return Parameter(
        name=name, required=default is None, default=default, type=None, evidence=(Evidence(file="i.py", line=1, kind="get"),)
    )


OPEN = Escape(reason="passed-on", file="index.py", line=3, detail="to a library")


@pytest.mark.parametrize(
    ("signature", "gaps", "knowledge", "declared", "remarks"),
    [
        pytest.param(shown(asks("a")), (), "closed", {"a": ParameterSpec(required=True)}, (), id="closed"),
        pytest.param(
            shown(asks("a"), escapes=(OPEN,)),
            (),
            "open",
            {"a": ParameterSpec(required=True)},
            ("open: index.py:3: to a library; there may be further inputs",),
            id="open: written, and said",
        ),
        pytest.param(
            Unknown(reason="unsupported-runtime", detail="java11"),
            (),
            "unknown",
            None,
            ("no signature: unsupported-runtime: java11",),
            id="unknown: not written, and said",
        ),
        pytest.param(None, (), "unread", None, ("no signature: its code was not read",), id="not read"),
        pytest.param(
            None,
            (Gap(scope="code", subject=str(HOME), generation="2.0", operation="GetFunctionCode", code="Denied", message="no"),),
            "unread",
            None,
            ("no signature: its code could not be read: Denied",),
            id="not readable",
        ),
    ],
)
def test_how_well_a_signature_is_known_is_said(
    signature: Inferred | Unknown | None,
    gaps: tuple[Gap, ...],
    knowledge: str,
    declared: dict[str, ParameterSpec] | None,
    remarks: tuple[str, ...],
) -> None:
    choice = Choice(function=function(configuration=replace(PLAIN, environment={"A": "from-environment"})), registrations=())
    signatures = [] if signature is None else [FoundSignature(address=HOME, signature=signature)]

    (made,) = specs_of([choice], signatures, gaps, ())

    assert (made.knowledge, tuple(map(remark_text, made.remarks))) == (knowledge, remarks)
    assert made.spec.signature == (None if declared is None else SignatureSpec(inputs=declared))


def test_a_spec_says_what_was_found_and_adopts_the_registration_by_its_id() -> None:
    choice = Choice(function=function(), registrations=(registration("m1", description="订单查询"),))

    (made,) = specs_of([choice], [], (), ())

    assert made.uid == "order-status"
    assert made.spec.model_dump(exclude_unset=True) == {
        "name": "order_status",
        "runtime": "python3.10",
        "handler": "index.handler",
        "memory": 256,
        "timeout": 10,
        "registrations": {"hotline": {"description": "订单查询", "id": "m1"}},
    }


def test_what_a_spec_cannot_hold_is_left_out_of_it() -> None:
    odd = Configuration(runtime="", handler=None, memory=None, timeout=0, environment={"SECRET": "s"})
    choice = Choice(function=function(configuration=odd), registrations=(registration("m1", description="a\u202eb"),))

    (made,) = specs_of([choice], [], (), ())

    assert made.spec.model_dump(exclude_unset=True) == {"name": "order_status", "registrations": {"hotline": {"id": "m1"}}}
    assert tuple(map(remark_text, made.remarks[1:])) == ("the description in hotline has invisible characters and is left out",)


@pytest.mark.parametrize(
    ("odd", "stated", "remark"),
    [
        pytest.param({"memory": 32}, {}, "its memory is left out: 32 MB is out of range", id="too little memory"),
        pytest.param({"memory": 100}, {}, "its memory is left out: 100 MB is not a multiple of 64 MB", id="memory no step has"),
        pytest.param(
            {"runtime": "python3.99"},
            {},
            "its runtime is left out: 'python3.99' is no runtime that this ivrsync knows",
            id="runtime",
        ),
        pytest.param(
            {"runtime": "python3.10", "handler": "nodots"},
            {"runtime": "python3.10"},
            "its handler is left out: 'nodots' is no handler of 'python3.10'",
            id="handler",
        ),
        pytest.param({"runtime": "custom", "handler": "nodots"}, {"runtime": "custom", "handler": "nodots"}, None, id="not used"),
    ],
)
def test_what_a_spec_may_not_say_is_left_out_and_told(
    odd: dict[str, str | int], stated: dict[str, str], remark: str | None
) -> None:
    made = Configuration(**{"runtime": None, "handler": None, "memory": None, "timeout": None} | odd)  # type: ignore[arg-type]

    (imported,) = specs_of([Choice(function=function(configuration=made), registrations=())], [], (), ())

    assert imported.spec.model_dump(exclude_unset=True) == {"name": "order_status", **stated}
    assert tuple(map(remark_text, imported.remarks[1:])) == (() if remark is None else (remark,))


@pytest.mark.parametrize(
    ("name", "service", "taken", "uid"),
    [
        pytest.param("checkUserIdentity", "s", (), "check-user-identity", id="camel"),
        pytest.param("get_number_region", "s", (), "get-number-region", id="snake"),
        pytest.param("HTTPServer2Go", "s", (), "http-server2-go", id="capitals"),
        pytest.param("__", "", (), "function", id="nothing left"),
        pytest.param("a", "mySvc", ("a",), "my-svc-a", id="taken: with the service"),
        pytest.param("a", "s", ("a", "s-a"), "cn-hangzhou-s-a", id="taken again: with the region"),
        pytest.param("a", "s", ("a", "s-a", "cn-hangzhou-s-a", "a-2"), "a-3", id="taken once more: a number"),
        pytest.param("x" * 128, "s", ("x" * 64,), "s-" + "x" * 62, id="too long"),
    ],
)
def test_a_uid_is_made_of_the_name(name: str, service: str, taken: tuple[str, ...], uid: str) -> None:
    assert uid_for(Address(Region("cn-hangzhou"), service, name), taken) == uid


NAMES = st.from_regex(re.compile(r"[A-Za-z_][A-Za-z0-9_-]{0,127}", re.ASCII), fullmatch=True)


@given(st.lists(st.tuples(st.sampled_from(["", "s", "S"]), NAMES | st.sampled_from(["aB", "a_b", "a-b", "a__b"])), max_size=12))
def test_uids_are_valid_and_differ(places: list[tuple[str, str]]) -> None:
    choices = [
        Choice(function=function(Address(Region("cn-hangzhou"), service, name)), registrations=()) for service, name in places
    ]

    uids = [made.uid for made in specs_of(choices, [], (), {"a-b"})]

    assert len({*uids, "a-b"}) == len(uids) + 1
    assert [parse_uid(uid) for uid in uids] == uids
