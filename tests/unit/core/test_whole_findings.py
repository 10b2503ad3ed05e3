"""Findings to the last field: what a reader, a machine and a person at the console are told of each kind of harm."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from sync.core.plan.model import FieldChange, Finding, FlowRef, ModuleRef
from sync.core.signature.inferred import Escape, Inferred, Unknown
from sync.core.signature.model import Evidence
from sync.core.signature.sources import implemented
from sync.core.worlds import Configuration, Found, FoundFlow, FoundRegistration, FoundSignature, Gap, Wanted
from sync.specs.ids import CenterName, Uid
from sync.specs.models import Lock, ParameterSpec, RecordedField, RecordedParameter, RecordedSignature, SignatureSpec, Where
from tests.fakes.worlds import (
    CENTER,
    broken,
    entry,
    escape,
    flow,
    found,
    function,
    gap,
    hides,
    listed,
    lock,
    object_answer,
    plan,
    reads,
    registered,
    registration,
    shows,
    text_answer,
    there,
    wanted,
)

A, B, NEW = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other", "cn-hangzhou/demo-service/moved"
LOOKUP, HERE = Uid("lookup"), Where("test.yaml", 1, 1)
PHONE = SignatureSpec(inputs={"phone": ParameterSpec(required=True)}, result="text")
SEEN = RecordedSignature(inputs={"phone": RecordedParameter(required=True)}, result="text")
F1 = FlowRef(center=CENTER, id="f1", name="flow f1", published=True)
DRAFT = replace(F1, published=False)
PASSING = flow("f1", "r1", passes={"phone": "${x}"})
UNREADABLE = replace(PASSING, definition="an unknown form that holds r1")


def module(holds: str = "r1", reaches: str = A, of: FlowRef = F1) -> ModuleRef:
    return ModuleRef(flow=of, activity="1", name="ask", registration=holds, reaches=reaches)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    of: Wanted
    world: Found
    recorded: Lock | None = None
    told: tuple[Finding, ...]


def of_phone(signature: SignatureSpec | None = PHONE, settings: Configuration | None = None) -> Wanted:
    return wanted(registered("lookup", A, signature=signature, settings=settings or Configuration()))


def known(signature: SignatureSpec | None = PHONE, seen: RecordedSignature | None = SEEN, **more: object) -> Lock:
    return lock(lookup=entry(A, identity="r1", declared=signature, seen=seen).model_copy(update=more))


def world(*parts: FoundSignature | FoundFlow | FoundRegistration | Gap) -> Found:
    return found(there(A), listed("r1", A), *parts)


BOTH_READ = shows(A, reads("phone"), reads("code", line=6), answers=(text_answer(),))


def input_not_passed() -> Case:
    return Case(
        of=of_phone(),
        world=world(BOTH_READ, PASSING),
        recorded=known(),
        told=(
            Finding(
                code="FL001", subject="f1/1", origin="drift", uid=LOOKUP, center=CENTER, where=HERE,
                args={"module": "ask [1]", "names": ["code"], "newer": "implemented", "reaches": A},
                flows=(F1,), modules=(module(),), breaks=True,
            ),
            Finding(
                code="SG001", subject=A, origin="drift", uid=LOOKUP, where=HERE,
                args={"newer": "implemented", "place": "index.py:6", "name": "code", "older": "declared-and-recorded"},
                flows=(F1,), modules=(module(),), breaks=True,
            ),
        ),
    )  # fmt: skip


def input_not_passed_by_a_draft() -> Case:
    return Case(
        of=of_phone(None),
        world=world(shows(A, reads("phone"), answers=(text_answer(),)), flow("f1", "r1", passes={}, published=False)),
        told=(
            Finding(
                code="FL001", subject="f1/1", origin="unrecorded", uid=LOOKUP, center=CENTER, where=HERE,
                args={"module": "ask [1]", "names": ["phone"], "newer": "implemented", "reaches": A},
                flows=(DRAFT,), modules=(module(of=DRAFT),),
            ),
        ),
    )  # fmt: skip


def field_not_answered() -> Case:
    return Case(
        of=of_phone(None),
        world=world(shows(A, answers=(object_answer(city="string"),)), flow("f1", "r1", passes={}, reads=["zone", "city"])),
        told=(
            Finding(
                code="FL003", subject="f1/1", origin="unrecorded", uid=LOOKUP, center=CENTER, where=HERE,
                args={"module": "ask [1]", "names": ["zone"], "newer": "implemented", "reaches": A},
                flows=(F1,), modules=(module(),), breaks=True,
            ),
        ),
    )  # fmt: skip


def value_that_the_spec_alone_forbids() -> Case:
    chosen = SignatureSpec(inputs={"phone": ParameterSpec(required=True, enum=("1", "2"))}, result="text")
    return Case(
        of=of_phone(chosen),
        world=world(shows(A, reads("phone"), answers=(text_answer(),)), flow("f1", "r1", passes={"phone": "3", "more": "4"})),
        told=(
            Finding(
                code="FL002", subject="f1/1", origin=None, uid=LOOKUP, center=CENTER, where=HERE,
                args={"module": "ask [1]", "names": ["more"], "newer": "implemented", "reaches": A},
                flows=(F1,), modules=(module(),),
            ),
            Finding(
                code="FL004", subject="f1/1", origin="unrecorded", uid=LOOKUP, center=CENTER, where=HERE,
                args={
                    "module": "ask [1]", "name": "phone", "value": "3", "secret": False, "type": ["1", "2"], "newer": "declared",
                    "reaches": A,
                },
                flows=(F1,), modules=(module(),),
            ),
        ),
    )  # fmt: skip


def a_module_that_is_not_understood() -> Case:
    return Case(
        of=of_phone(),
        world=world(shows(A, reads("phone"), answers=(text_answer(),)), flow("f1", "r1")),
        told=(
            Finding(
                code="FL005", subject="hotline", origin=None, center=CENTER, args={"count": 1, "center": "hotline"}, flows=(F1,)
            ),
        ),
    )


def held_id_gone() -> Case:
    return Case(
        of=wanted(),
        world=found(flow("f1", "r9", passes={})),
        told=(
            Finding(
                code="FL006", subject="f1/1", origin=None, center=CENTER,
                args={"module": "ask [1]", "id": "r9", "center": "hotline"},
                flows=(F1,), modules=(module("r9", ""),), breaks=True,
            ),
        ),
    )  # fmt: skip


def held_id_replaced() -> Case:
    return Case(
        of=of_phone(None),
        world=found(there(A), listed("r2", A), flow("f1", "r1", passes={})),
        recorded=known(None, None),
        told=(
            Finding(
                code="FL007", subject="f1/1", origin="drift", uid=LOOKUP, center=CENTER, where=HERE,
                args={"module": "ask [1]", "id": "r1", "center": "hotline", "uid": "lookup", "instead": "r2"},
                flows=(F1,), modules=(module("r1", ""),), breaks=True,
            ),
        ),
    )  # fmt: skip


def held_id_gone_in_an_unknown_form() -> Case:
    return Case(
        of=of_phone(None),
        world=found(there(A), listed("r2", A), UNREADABLE),
        recorded=known(None, None),
        told=(
            Finding(
                code="FL008", subject="r1", origin="drift", uid=LOOKUP, center=CENTER, args={"id": "r1", "center": "hotline"},
                flows=(F1,), breaks=True,
            ),
        ),
    )  # fmt: skip


def an_adopted_id_gone_in_an_unknown_form() -> Case:
    adopting = wanted(function("lookup", A, registration("lookup", A, adopt="r1")))
    return Case(
        of=adopting,
        world=found(there(A), listed("r2", A), replace(UNREADABLE, published=False)),
        recorded=lock(lookup=entry(A, identity="r2")),
        told=(
            Finding(
                code="FL008", subject="r1", origin="drift", uid=LOOKUP, center=CENTER, args={"id": "r1", "center": "hotline"},
                flows=(DRAFT,),
            ),
        ),
    )  # fmt: skip


def broken_and_called() -> Case:
    return Case(
        of=of_phone(),
        world=world(broken(A), PASSING),
        recorded=known(),
        told=(
            Finding(
                code="SG022", subject=A, origin="drift", uid=LOOKUP, where=HERE,
                args={"reason": "index.py has no function handler"}, flows=(F1,), modules=(module(),), breaks=True,
            ),
        ),
    )  # fmt: skip


def broken_and_called_in_an_unknown_form() -> Case:
    return Case(
        of=of_phone(),
        world=world(broken(A), UNREADABLE),
        recorded=known(),
        told=(
            Finding(
                code="SG022", subject=A, origin="drift", uid=LOOKUP, where=HERE,
                args={"reason": "index.py has no function handler"}, flows=(F1,), breaks=True,
            ),
            Finding(
                code="FL005", subject="hotline", origin=None, center=CENTER, args={"count": 1, "center": "hotline"}, flows=(F1,)
            ),
        ),
    )  # fmt: skip


def broken_after_it_left_the_registry() -> Case:
    return Case(
        of=wanted(),
        world=world(broken(A), PASSING),
        recorded=known(),
        told=(
            Finding(
                code="SG022", subject=A, origin="drift", uid=LOOKUP, args={"reason": "index.py has no function handler"},
                flows=(F1,), modules=(module(),), breaks=True,
            ),
            Finding(
                code="RG004", subject="r1", origin="pending", uid=LOOKUP, center=CENTER,
                args={"id": "r1", "center": "hotline", "uid": "lookup"},
                flows=(F1,), modules=(module(),), remedy="held-back",
            ),
        ),
    )  # fmt: skip


def broken_and_nobodys() -> Case:
    return Case(
        of=wanted(),
        world=world(broken(A), PASSING),
        told=(
            Finding(
                code="SG022", subject=A, origin=None, args={"reason": "index.py has no function handler"},
                flows=(F1,), modules=(module(),), breaks=True,
            ),
            Finding(
                code="RG008", subject="r1", origin=None, center=CENTER, args={"id": "r1", "center": "hotline", "target": A},
                flows=(F1,), modules=(module(),),
            ),
        ),
    )  # fmt: skip


# The registry has moved on, and its registration has not.
FOLLOWED = Finding(
    code="LO001", subject=A, origin="pending", uid=LOOKUP, where=HERE,
    args={
        "uid": "lookup", "from": A, "to": NEW, "kinds": ["renamed"], "certainty": "certain", "probability": 1.0,
        "evidence": [{"kind": "declared", "weight": 0.0}], "rivals": [], "signature": [],
        "covers": ["RG009"], "registrations": {"hotline/r1": ["f1"]},
    },
    flows=(F1,), modules=(module(),), remedy="held-back",
)  # fmt: skip


def broken_at_the_place_that_a_call_will_reach() -> Case:
    moving = wanted(registered("lookup", NEW))
    return Case(
        of=moving,
        world=found(there(A), there(NEW), listed("r1", A), broken(NEW), PASSING),
        recorded=lock(lookup=entry(A, identity="r1")),
        told=(
            Finding(
                code="SG022", subject=NEW, origin="pending", uid=LOOKUP, where=HERE,
                args={"reason": "index.py has no function handler"}, flows=(F1,), modules=(module(),), breaks=True,
                when="after-apply",
            ),
            FOLLOWED,
            Finding(
                code="SG022", subject=NEW, origin="pending", uid=LOOKUP, where=HERE,
                args={"reason": "index.py has no function handler"},
            ),
        ),
    )  # fmt: skip


def an_input_that_the_place_to_come_wants() -> Case:
    moving = wanted(registered("lookup", NEW))
    return Case(
        of=moving,
        world=found(
            there(A), there(NEW), listed("r1", A), PASSING, shows(A, reads("phone")), shows(NEW, reads("phone"), reads("code"))
        ),
        recorded=lock(lookup=entry(A, identity="r1")),
        told=(
            Finding(
                code="FL001", subject="f1/1", origin="pending", uid=LOOKUP, center=CENTER, where=HERE,
                args={"module": "ask [1]", "names": ["code"], "newer": "implemented", "reaches": NEW},
                flows=(F1,), modules=(module(),), breaks=True, when="after-apply",
            ),
            FOLLOWED,
        ),
    )  # fmt: skip


def another_package() -> Case:
    return Case(
        of=of_phone(),
        world=world(shows(A, reads("phone"), answers=(text_answer(),)), PASSING),
        recorded=known(checksum="2"),
        told=(
            Finding(
                code="SG023", subject=A, origin="drift", uid=LOOKUP, where=HERE, args={"address": A},
                flows=(F1,), modules=(module(),), lock_only=True,
            ),
        ),
    )  # fmt: skip


def another_package_that_cannot_be_read() -> Case:
    return Case(
        of=of_phone(),
        world=world(hides(A), PASSING),
        recorded=known(checksum="2"),
        told=(
            Finding(
                code="SG021", subject=A, origin=None, uid=LOOKUP, where=HERE, args={"reason": "compiled"},
                flows=(F1,), modules=(module(),),
            ),
            Finding(
                code="SG025", subject=A, origin="drift", uid=LOOKUP, where=HERE, args={"reason": "compiled"},
                flows=(F1,), modules=(module(),), lock_only=True,
            ),
        ),
    )  # fmt: skip


def undeclared_inputs() -> Case:
    return Case(
        of=of_phone(),
        world=world(shows(A, reads("phone"), reads("a"), reads("b", required=False, line=7), answers=(text_answer(),))),
        told=tuple(
            Finding(
                code="SG019", subject=A, origin="unrecorded", uid=LOOKUP, where=HERE,
                args={"newer": "implemented", "place": f"index.py:{line}", "need": need, "name": name},
            )
            for name, need, line in (("a", "required", 5), ("b", "optional", 7))
        ),
    )  # fmt: skip


def a_field_that_the_code_alone_stated() -> Case:
    seen = RecordedSignature(result={"city": RecordedField(type="string"), "zone": RecordedField(type="string")})
    return Case(
        of=of_phone(None),
        world=world(shows(A, answers=(object_answer(city="string"),)), flow("f1", "r1", passes={}, reads=["zone"])),
        recorded=known(None, seen),
        told=(
            Finding(
                code="FL003", subject="f1/1", origin="drift", uid=LOOKUP, center=CENTER, where=HERE,
                args={"module": "ask [1]", "names": ["zone"], "newer": "implemented", "reaches": A},
                flows=(F1,), modules=(module(),), breaks=True,
            ),
            Finding(
                code="SG010", subject=A, origin="drift", uid=LOOKUP, where=HERE,
                args={"newer": "implemented", "place": "index.py:9", "name": "zone", "older": "recorded"},
                flows=(F1,), modules=(module(),), lock_only=True, breaks=True,
            ),
        ),
    )  # fmt: skip


def an_open_signature_that_hides_what_is_declared() -> Case:
    return Case(
        of=of_phone(SignatureSpec(inputs={"phone": ParameterSpec(), "zone": ParameterSpec()})),
        world=world(
            shows(A, reads("phone", required=False), escapes=(escape(), Escape(reason="spread", file="z.py", line=9, detail="z"))),
            flow("f1", "r1", passes={"more": "1"}),
        ),
        told=(
            Finding(
                code="SG020", subject=A, origin=None, uid=LOOKUP, where=HERE,
                args={"names": ["more", "zone"], "reason": "library.call(event)", "place": "index.py:6"},
                flows=(F1,), modules=(module(),),
            ),
        ),
    )  # fmt: skip


def missing_registration() -> Case:
    return Case(
        of=of_phone(None),
        world=found(there(A)),
        recorded=known(None, None),
        told=(
            Finding(
                code="RG001", subject=A, origin="drift", uid=LOOKUP, center=CENTER, where=HERE,
                args={"address": A, "center": "hotline"}, remedy="apply",
            ),
        ),
    )  # fmt: skip


def missing_registration_that_another_spec_adopted() -> Case:
    adopting = wanted(registered("lookup", A), function("other", B, registration("other", B, adopt="r1")))
    return Case(
        of=adopting,
        world=found(there(A), there(B), listed("r1", B)),
        recorded=known(None, None),
        told=(
            Finding(
                code="RG001", subject=A, origin="pending", uid=LOOKUP, center=CENTER, where=HERE,
                args={"address": A, "center": "hotline"}, remedy="apply",
            ),
        ),
    )  # fmt: skip


def stale_registration() -> Case:
    return Case(
        of=of_phone(None),
        world=found(there(A), listed("r1", "cn-hangzhou/demo_service/lookup"), PASSING),
        told=(
            Finding(
                code="RG002", subject="r1", origin="unrecorded", uid=LOOKUP, center=CENTER, where=HERE,
                changes=(FieldChange(path="target.service", before="demo_service", after="demo-service"),),
                args={"id": "r1", "center": "hotline", "target": "cn-hangzhou/demo_service/lookup"},
                flows=(F1,), modules=(module(reaches="cn-hangzhou/demo_service/lookup"),), breaks=True, remedy="apply",
            ),
        ),
    )  # fmt: skip


def duplicates() -> Case:
    return Case(
        of=of_phone(None),
        world=found(there(A), listed("r1", A), listed("r2", A), listed("r3", A), PASSING, flow("f2", "r3", published=False)),
        recorded=known(None, None),
        told=(
            Finding(
                code="RG003", subject="r2", origin="drift", uid=LOOKUP, center=CENTER, where=HERE,
                args={"id": "r2", "center": "hotline", "target": A, "kept": "r1"}, remedy="apply",
            ),
            Finding(
                code="RG011", subject="r3", origin="drift", uid=LOOKUP, center=CENTER, where=HERE,
                args={"id": "r3", "center": "hotline", "target": A, "kept": "r1"},
                flows=(replace(F1, id="f2", name="flow f2", published=False),),
                modules=(module("r3", of=replace(F1, id="f2", name="flow f2", published=False)),),
                remedy="held-back",
            ),
        ),
    )  # fmt: skip


def other_words_and_roles() -> Case:
    asked = wanted(function("lookup", A, registration("lookup", A, description="new", role="r")))
    return Case(
        of=asked,
        world=found(there(A), listed("r1", A, description="old"), PASSING),
        recorded=lock(lookup=entry(A, identity="r1", description="old")),
        told=(
            Finding(
                code="RG005", subject="r1", origin="pending", uid=LOOKUP, center=CENTER, where=HERE,
                changes=(FieldChange(path="description", before="old", after="new"),), args={"found": "old", "wanted": "new"},
                remedy="apply",
            ),
            Finding(
                code="RG006", subject="r1", origin="pending", uid=LOOKUP, center=CENTER, where=HERE,
                changes=(FieldChange(path="role", before="", after="r"),), args={"found": "", "wanted": "r"}, remedy="apply",
            ),
        ),
    )  # fmt: skip


def other_settings() -> Case:
    asked = Configuration(memory=256, environment={"MODE": "fast", "API_KEY": "test-new-key"})
    held = Configuration(memory=128, environment={"MODE": "slow", "API_KEY": "test-old-key", "OTHER": "kept"})
    return Case(
        of=of_phone(None, asked),
        world=found(there(A, held), listed("r1", A)),
        recorded=known(None, None, memory=64),
        told=(
            Finding(
                code="CF003", subject=A, origin="drift", uid=LOOKUP, where=HERE,
                changes=(FieldChange(path="memory", before=128, after=256),), args={"found": 128, "wanted": 256}, remedy="apply",
            ),
            Finding(
                code="CF005", subject=A, origin="drift", uid=LOOKUP, where=HERE,
                changes=(
                    FieldChange(path="environment.API_KEY", before=None, after=None, secret=True),
                    FieldChange(path="environment.MODE", before="slow", after="fast"),
                ),
                args={"names": ["API_KEY", "MODE"]}, remedy="apply",
            ),
        ),
    )  # fmt: skip


def functions_that_are_not_there() -> Case:
    asked = wanted(function("lookup", A), function("other", "cn-hangzhou/other"))
    return Case(
        of=asked,
        world=found(there("cn-hangzhou/demo-service/other")),
        recorded=known(None, None),
        told=(
            Finding(
                code="CF006", subject="cn-hangzhou/other", origin="pending", uid=Uid("other"), where=HERE,
                args={"wanted": "3.0", "found": "2.0", "address": "cn-hangzhou/demo-service/other"},
            ),
            Finding(code="EX001", subject=A, origin="drift", uid=LOOKUP, where=HERE, args={"address": A, "fate": "gone"}),
        ),
    )  # fmt: skip


def what_could_not_be_read() -> Case:
    return Case(
        of=wanted(),
        world=found(gap("region", "cn-hangzhou"), gap("region", "cn-beijing", "3.0"), gap("flows", "hotline")),
        told=(
            Finding(
                code="OB001", subject="cn-beijing", origin=None,
                args={"subject": "cn-beijing", "code": "Test.Unread", "reason": "for a test", "generation": "3.0"},
            ),
            Finding(
                code="OB001", subject="cn-hangzhou", origin=None,
                args={"subject": "cn-hangzhou", "code": "Test.Unread", "reason": "for a test", "generation": None},
            ),
            Finding(
                code="OB003", subject="hotline", origin=None,
                args={"subject": "hotline", "code": "Test.Unread", "reason": "for a test"},
            ),
        ),
    )  # fmt: skip


CASES = [
    input_not_passed,
    input_not_passed_by_a_draft,
    field_not_answered,
    value_that_the_spec_alone_forbids,
    a_module_that_is_not_understood,
    held_id_gone,
    held_id_replaced,
    held_id_gone_in_an_unknown_form,
    an_adopted_id_gone_in_an_unknown_form,
    broken_and_called,
    broken_and_called_in_an_unknown_form,
    broken_after_it_left_the_registry,
    broken_and_nobodys,
    broken_at_the_place_that_a_call_will_reach,
    an_input_that_the_place_to_come_wants,
    another_package,
    another_package_that_cannot_be_read,
    undeclared_inputs,
    a_field_that_the_code_alone_stated,
    an_open_signature_that_hides_what_is_declared,
    missing_registration,
    missing_registration_that_another_spec_adopted,
    stale_registration,
    duplicates,
    other_words_and_roles,
    other_settings,
    functions_that_are_not_there,
    what_could_not_be_read,
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_a_finding_is_exactly_this(case: object) -> None:
    told: Case = case()  # type: ignore[operator]

    assert plan(told.of, told.world, told.recorded).findings == told.told


def test_a_region_that_no_version_knows_is_a_gap_where_a_published_flow_is_sent_there() -> None:
    newtown = "cn-newtown/demo-service/lookup"
    made = plan(wanted(), found(listed("r1", newtown), listed("r2", "cn-oldtown/x/y"), PASSING))

    assert made.gaps == (
        Gap(
            scope="region", subject="cn-newtown", generation=None, operation="", code="UnknownRegion", message=""
        ),
    )  # fmt: skip
    assert [finding.code for finding in made.findings] == ["OB001", "RG008", "RG008"]


def test_a_statement_of_a_signature_that_is_broken_breaks_no_call() -> None:
    stated = replace(broken(A), signature=Unknown(reason="broken-statement", detail="ivr-signature.json is not JSON"))

    assert [(item.code, item.breaks) for item in plan(of_phone(), world(stated, PASSING)).findings] == [("SG021", False)]


def test_the_places_of_a_signature_are_told_by_the_lines_that_show_it_first() -> None:
    twice = replace(
        reads("code", line=9), evidence=(Evidence(file="b.py", line=3, kind="get"), Evidence(file="b.py", line=9, kind="get"))
    )
    (told,) = plan(of_phone(), world(shows(A, reads("phone"), twice, answers=(text_answer(),)))).findings

    assert (told.args["newer"], told.args["place"]) == ("implemented", "b.py:3")


def test_broken_code_of_a_function_that_left_and_that_nobody_calls_is_still_its_uids() -> None:
    told = plan(wanted(), world(broken(A)), known()).findings

    assert [(item.code, item.uid, item.origin, item.breaks) for item in told] == [
        ("RG004", LOOKUP, "pending", False),
        ("SG022", LOOKUP, "drift", False),
    ]


def test_broken_code_that_is_nobodys_and_that_nobody_calls_is_told_of_no_uid() -> None:
    told = plan(wanted(), world(broken(A))).findings

    assert [(item.code, item.uid, item.origin) for item in told] == [("RG008", None, None), ("SG022", None, None)]


@pytest.mark.parametrize(
    ("asked", "address"),
    [
        pytest.param(Configuration(handler="index.new"), A, id="by another handler"),
        pytest.param(Configuration(), NEW, id="elsewhere"),
    ],
)
def test_broken_code_that_the_registry_wants_called_otherwise_is_pending(asked: Configuration, address: str) -> None:
    of = wanted(registered("lookup", address, settings=asked))
    planned = [replace(broken(A), planned=True)] if asked.handler else []
    recorded = (
        lock(lookup=entry(A, identity="r1", declared=PHONE, seen=SEEN))
        if address == A
        else lock(lookup=entry(A, identity="r1"), other=entry(NEW, declared=PHONE, seen=SEEN))
    )
    told = plan(of, found(there(A), there(NEW), listed("r1", address), broken(address), *planned), recorded).findings

    assert {(item.code, item.origin) for item in told if item.code == "SG022"} == {("SG022", "pending")}


def test_a_difference_names_the_flows_that_it_hurts_and_where_it_hurts_none_all_that_call_the_function() -> None:
    hurt = plan(of_phone(), world(BOTH_READ, PASSING, flow("f2", "r1", passes={"phone": "1", "code": "2"})), known()).findings
    unhurt = plan(of_phone(), world(BOTH_READ, flow("f1", "r1", passes={"phone": "1", "code": "2"})), known()).findings

    assert [item.flows for item in hurt if item.code == "SG001"] == [(F1,)]
    assert [(item.flows, item.modules) for item in unhurt if item.code == "SG001"] == [((F1,), ())]


ONE, TWO = shows(A, reads("phone"), answers=(text_answer(),)), BOTH_READ
SETTING = Configuration(handler="index.new")


@pytest.mark.parametrize(
    ("now", "planned", "expected"),
    [
        pytest.param("one", "two", [("after-apply", ["code"], "implemented")], id="apply will have more wanted"),
        pytest.param("two", "one", [("now", ["code"], "implemented")], id="apply will have less wanted"),
        pytest.param("hides", "two", [("after-apply", ["code"], "implemented")], id="the spec is believed now, the code then"),
        pytest.param("two", "hides", [("now", ["code"], "implemented")], id="the code is believed now, the spec then"),
    ],
)
def test_what_a_module_does_not_pass_is_told_of_now_and_of_then(
    now: str, planned: str, expected: list[tuple[str, list[str], str]]
) -> None:
    code = {"one": ONE, "two": TWO, "hides": hides(A)}
    told = plan(of_phone(settings=SETTING), world(code[now], replace(code[planned], planned=True), PASSING), known()).findings

    assert [(item.when, item.args["names"], item.args["newer"]) for item in told if item.code == "FL001"] == expected


@pytest.mark.parametrize(("now", "planned", "newer"), [("hides", "one", "declared"), ("one", "hides", "implemented")])
def test_who_says_so_is_who_is_believed_at_that_moment(now: str, planned: str, newer: str) -> None:
    code = {"one": ONE, "hides": hides(A)}
    passing = flow("f1", "r1", passes={})
    told = plan(of_phone(settings=SETTING), world(code[now], replace(code[planned], planned=True), passing), known()).findings

    assert [(item.when, item.args["newer"]) for item in told if item.code == "FL001"] == [("now", newer)]


def test_without_a_lock_too_a_call_is_followed_to_where_its_registration_will_point() -> None:
    of = wanted(function("lookup", A, registration("lookup", A, adopt="r1")))
    clouds = found(there(A), there(B), listed("r1", B), PASSING, BOTH_READ, shows(B, reads("phone"), answers=(text_answer(),)))

    assert [(item.when, item.args["reaches"]) for item in plan(of, clouds).findings if item.code == "FL001"] == [("after-apply", A)]


def test_inputs_that_one_line_shows_first_stand_in_the_order_of_their_names() -> None:
    first, second = (Evidence(file="index.py", line=line, kind="get") for line in (3, 9))
    inferred = Inferred(
        inputs=(replace(reads("b"), evidence=(first,)), replace(reads("a"), evidence=(first, second))), results=(), escapes=()
    )

    assert list(implemented(inferred).inputs or {}) == ["a", "b"]


def test_what_drifted_now_is_told_beside_what_apply_will_have_called_otherwise() -> None:
    told = plan(of_phone(settings=SETTING), world(TWO, replace(ONE, planned=True), PASSING), known()).findings

    assert told == (
        Finding(
            code="FL001", subject="f1/1", origin="pending", uid=LOOKUP, center=CENTER, where=HERE,
            args={"module": "ask [1]", "names": ["code"], "newer": "implemented", "reaches": A},
            flows=(F1,), modules=(module(),), breaks=True,
        ),
        Finding(
            code="SG001", subject=A, origin="drift", uid=LOOKUP, where=HERE,
            args={"newer": "implemented", "place": "index.py:6", "name": "code", "older": "recorded"},
            flows=(F1,), modules=(module(),), lock_only=True, breaks=True,
        ),
        Finding(
            code="CF002", subject=A, origin="pending", uid=LOOKUP, where=HERE,
            changes=(FieldChange(path="handler", before=None, after="index.new"),),
            args={"found": None, "wanted": "index.new"}, remedy="apply",
        ),
    )  # fmt: skip


def test_without_a_word_from_the_code_the_spec_is_held_against_what_it_said_at_the_last_sync() -> None:
    more = SignatureSpec(inputs={"phone": ParameterSpec(required=True), "code": ParameterSpec(required=True)}, result="text")
    told = plan(of_phone(more), world(hides(A), PASSING), known(seen=None)).findings

    assert told[1] == Finding(
        code="SG001", subject=A, origin="pending", uid=LOOKUP, where=HERE,
        args={"newer": "declared", "place": "", "name": "code", "older": "declared-before"},
        flows=(F1,), modules=(module(),), breaks=True, when="after-apply",
    )  # fmt: skip
    assert [item.code for item in told] == ["FL001", "SG001", "SG021"]


@pytest.mark.parametrize(
    ("settings", "before"),
    [
        pytest.param(Configuration(handler="index.new"), {"handler": "index.old"}, id="another handler"),
        pytest.param(Configuration(runtime="python3.12"), {"runtime": "python3.10"}, id="another runtime"),
    ],
)
def test_what_changes_because_the_registry_has_it_called_otherwise_is_pending(
    settings: Configuration, before: dict[str, object]
) -> None:
    passing = flow("f1", "r1", passes={"phone": "1", "code": "2"})
    recorded = lock(lookup=known().functions["lookup"].model_copy(update=before))
    told = plan(of_phone(settings=settings), world(ONE, replace(TWO, planned=True), passing), recorded).findings

    assert [(item.code, item.origin, item.when) for item in told if item.code == "SG001"] == [("SG001", "pending", "after-apply")]


def test_what_breaks_now_stands_before_what_will_whatever_the_codes() -> None:
    of = wanted(registered("lookup", NEW), registered("other", B))
    clouds = found(
        there(A), there(B), there(NEW), listed("r1", A), listed("r2", B), PASSING, flow("f2", "r2", passes={}), broken(B),
        shows(A, reads("phone"), answers=(text_answer(),)), replace(TWO, address=there(NEW).address),
    )  # fmt: skip
    told = plan(of, clouds, lock(lookup=entry(A, identity="r1"), other=entry(B, identity="r2"))).findings

    assert [(item.code, item.when) for item in told if item.breaks] == [("SG022", "now"), ("FL001", "after-apply")]


def test_findings_alike_stand_by_center_before_subject() -> None:
    centers = replace(wanted(), centers=tuple(replace(wanted().centers[0], name=CenterName(name)) for name in ("a", "b")))
    clouds = found(there(A), replace(listed("r2", A), center=CenterName("a")), replace(listed("r1", A), center=CenterName("b")))

    assert [(item.center, item.subject) for item in plan(centers, clouds).findings] == [("a", "r2"), ("b", "r1")]


def test_which_of_several_it_is_nobody_has_moved() -> None:
    astray = (listed("r1", "cn-hangzhou/demo_service/lookup"), listed("r2", "cn-hangzhou/DEMO-service/lookup"))
    told = plan(of_phone(None), found(there(A), *astray), lock(lookup=entry(A))).findings

    assert [item.origin for item in told if item.code == "RG010"] == ["pending"]


@pytest.mark.parametrize(
    ("of", "codes"),
    [
        pytest.param(of_phone(None), ["SG021"], id="registered and not declared"),
        pytest.param(wanted(function("lookup", A, signature=PHONE)), ["SG021"], id="declared and not registered"),
        pytest.param(wanted(function("lookup", A)), [], id="neither"),
    ],
)
def test_code_that_shows_nothing_is_told_where_somebody_would_want_to_know(of: Wanted, codes: list[str]) -> None:
    clouds = found(there(A), hides(A), *([listed("r1", A)] if of.functions[0].registrations else []))

    assert [item.code for item in plan(of, clouds).findings] == codes
