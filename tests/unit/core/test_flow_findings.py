"""Findings about function modules to the last field: measured by code or spec, now or once apply is done, and whose they are."""

from __future__ import annotations

import json
from dataclasses import replace

from pydantic import JsonValue

from sync.core.assessment import assess
from sync.core.plan.model import FieldChange, Finding, FlowRef, ModuleRef
from sync.core.plan.planning import plan_of
from sync.core.worlds import Configuration, Found, FoundFlow, Wanted
from sync.specs.ids import Uid
from sync.specs.models import Lock, ParameterSpec, RecordedParameter, RecordedSignature, SignatureSpec, Where
from tests.fakes.worlds import (
    BASIS,
    CENTER,
    DEFAULT,
    entry,
    flow,
    found,
    function,
    gap,
    hides,
    listed,
    lock,
    plan,
    reads,
    registered,
    shows,
    there,
    wanted,
)

A, B, NEW = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other", "cn-hangzhou/demo-service/moved"
LOOKUP, HERE = Uid("lookup"), Where("test.yaml", 1, 1)


def told(of: Wanted, world: Found, recorded: Lock | None = None) -> tuple[Finding, ...]:
    """What is found about flows."""
    return tuple(one for one in plan(of, world, recorded).findings if one.code.startswith("FL"))


def f1(*, published: bool = True) -> FlowRef:
    return FlowRef(center=CENTER, id="f1", name="flow f1", published=published)


def misfit(code: str, *, reaches: str = A, newer: str = "implemented", **args: JsonValue) -> Finding:
    module = ModuleRef(flow=f1(), activity="1", name="ask", registration="r1", reaches=A)
    return Finding(
        code=code, subject="f1/1", origin="drift", uid=LOOKUP, center=CENTER, where=HERE,
        args={"module": "ask [1]", **args, "newer": newer, "reaches": reaches}, flows=(f1(),), modules=(module,),
        breaks=code in {"FL001", "FL003"},
    )  # fmt: skip


def chosen(*values: str) -> SignatureSpec:
    return SignatureSpec(inputs={"phone": ParameterSpec(enum=values)}, result="text")


def unnamed(identity: str, name: str | None) -> FoundFlow:
    activity: dict[str, JsonValue] = {"type": "RUN_FUNCTION", "id": identity, "properties": {"functionMetaId": "r9"}}
    return replace(
        flow("f1", ""), definition=json.dumps({"activities": [activity if name is None else {**activity, "name": name}]})
    )


def test_a_module_is_called_by_its_name_and_its_id_and_by_one_of_them_where_they_are_the_same() -> None:
    modules = [
        told(wanted(), found(unnamed("7", name)))[0].args for name in ("ask", "7", None, "")
    ]  # fmt: skip

    assert [args["module"] for args in modules] == ["ask [7]", "7", "7", "7"]


def test_what_does_not_fit_now_is_not_told_again_for_later_and_what_is_new_then_is() -> None:
    of, recorded = wanted(registered("lookup", NEW)), lock(lookup=entry(A, identity="r1"))
    calling = flow("f1", "r1", passes={"phone": "x"})
    there_now = (there(A), there(NEW), listed("r1", A), calling)
    code_now = shows(A, reads("phone", kind="integer"), reads("code"))
    now = (misfit("FL001", names=["code"]), misfit("FL004", name="phone", value="x", secret=False, type="integer"))
    as_now, more = (
        shows(NEW, reads("phone", kind="integer"), reads("code")),
        shows(NEW, reads("phone", kind="boolean"), reads("zone")),
    )
    none = shows(NEW)

    assert told(of, found(*there_now, code_now, as_now), recorded) == now
    assert told(of, found(*there_now, code_now, more), recorded) == (
        now[0],
        replace(misfit("FL001", names=["zone"], reaches=NEW), origin="pending", when="after-apply"),
        now[1],
    )
    assert told(of, found(*there_now, shows(A, reads("phone")), none), recorded) == ()
    assert told(of, found(*there_now, shows(A), none), recorded) == (replace(misfit("FL002", names=["phone"]), origin=None),)


def test_values_that_only_the_spec_lists_are_measured_by_what_it_said_for_now_and_by_what_it_says_for_later() -> None:
    world = found(there(A), listed("r1", A), shows(A, reads("phone", required=False)), flow("f1", "r1", passes={"phone": "1"}))
    of, seen = wanted(registered("lookup", A, signature=chosen("3"))), RecordedSignature(inputs={"phone": RecordedParameter()})
    unfit = misfit("FL004", newer="declared", name="phone", value="1", secret=False, type=["3"])

    def known(before: SignatureSpec | None) -> Lock:
        return lock(lookup=entry(A, identity="r1", declared=before, seen=seen))

    assert told(of, world) == (replace(unfit, origin="unrecorded"),)
    assert told(of, world, known(chosen("3"))) == (unfit,)
    assert told(of, world, known(chosen("1"))) == (replace(unfit, origin="pending", when="after-apply"),)
    assert told(of, world, known(None)) == (replace(unfit, origin="pending", when="after-apply"),)
    assert told(wanted(registered("lookup", A, signature=chosen("1"))), world, known(chosen("3"))) == (
        replace(unfit, origin="pending"),
    )
    assert told(wanted(registered("lookup", A)), world) == ()


def test_a_value_that_neither_code_nor_spec_takes_is_told_once() -> None:
    code = shows(A, reads("phone", required=False, kind="integer"), reads("age", required=False))
    spec = SignatureSpec(inputs={"phone": ParameterSpec(enum=("1",)), "age": ParameterSpec(type="integer")}, result="text")
    world = found(there(A), listed("r1", A), code, flow("f1", "r1", passes={"phone": "x", "age": "y"}))

    assert told(wanted(registered("lookup", A, signature=spec)), world, lock(lookup=entry(A, identity="r1", declared=spec))) == (
        misfit("FL004", newer="declared", name="age", value="y", secret=False, type="integer"),
        misfit("FL004", name="phone", value="x", secret=False, type="integer"),
    )


def test_code_that_shows_nothing_leaves_it_to_the_spec() -> None:
    spec = SignatureSpec(inputs={"phone": ParameterSpec(required=True, enum=("1",))}, result={"city": "string"})
    world = found(there(A), listed("r1", A), hides(A), flow("f1", "r1", passes={"more": "1"}, reads=["zone"]))
    recorded = lock(lookup=entry(A, identity="r1", declared=spec))

    assert told(wanted(registered("lookup", A, signature=spec)), world, recorded) == (
        misfit("FL001", newer="declared", names=["phone"]),
        misfit("FL003", newer="declared", names=["zone"]),
        replace(misfit("FL002", newer="declared", names=["more"]), origin=None),
    )


def test_an_id_that_is_gone_is_told_with_whose_it_was_where_that_is_known() -> None:
    module = ModuleRef(flow=f1(), activity="1", name="ask", registration="r1", reaches="")
    gone = Finding(
        code="FL006", subject="f1/1", origin="drift", uid=LOOKUP, center=CENTER, where=HERE,
        args={"module": "ask [1]", "id": "r1", "center": "hotline"}, flows=(f1(),), modules=(module,), breaks=True,
    )  # fmt: skip
    recorded, calling = lock(lookup=entry(A, identity="r1")), flow("f1", "r1", passes={})
    draft = flow("f1", "r1", passes={}, published=False)

    assert told(wanted(registered("lookup", A)), found(there(A), calling), recorded) == (gone,)
    assert told(wanted(), found(calling), recorded) == (replace(gone, where=None),)
    assert told(wanted(), found(draft)) == (
        replace(
            gone, where=None, uid=None, origin=None, breaks=False, flows=(f1(published=False),),
            modules=(replace(module, flow=f1(published=False)),),
        ),
    )  # fmt: skip
    assert told(wanted(), found(calling, gap("registrations", CENTER)), recorded) == ()


def test_where_only_what_is_managed_is_watched_a_strangers_call_is_none_of_it() -> None:
    recorded, calling = lock(lookup=entry(A, identity="r1")), flow("f1", "r1", passes={})
    world = found(flow("f0", "r0", passes={}), calling)  # a stranger's call comes first

    def managed(known: Lock | None) -> list[str]:
        return [one.code for one in plan_of(assess(wanted(), known, world, "managed"), DEFAULT, BASIS, "test").findings]

    assert (managed(None), managed(recorded)) == ([], ["FL006"])


def test_an_id_that_is_gone_is_looked_for_in_flows_that_are_not_understood() -> None:
    unreadable = replace(flow("f1", ""), definition="an unknown form that holds r1 and r2")
    recorded = lock(lookup=entry(A, identity="r1"), other=entry(B, identity="r2"))
    expected = Finding(
        code="FL008", subject="r1", origin="drift", uid=LOOKUP, center=CENTER, args={"id": "r1", "center": "hotline"},
        flows=(f1(),), breaks=True,
    )  # fmt: skip
    other = replace(expected, subject="r2", uid=Uid("other"), args={"id": "r2", "center": "hotline"})
    draft = replace(unreadable, published=False)

    assert told(wanted(), found(unreadable), recorded) == (expected, other)
    assert told(wanted(), found(unreadable, listed("r2", B)), recorded) == (expected,)
    assert told(wanted(), found(draft, listed("r2", B)), recorded) == (
        replace(expected, flows=(f1(published=False),), breaks=False),
    )
    assert told(wanted(), found(unreadable, gap("registrations", CENTER)), recorded) == ()
    assert told(wanted(), found(flow("f1", "elsewhere", passes={})), recorded)[0].code == "FL006"


def test_flows_that_are_not_understood_are_told_once_a_center_where_a_signature_is_known() -> None:
    f2, f3 = (replace(f1(), id=name, name=f"flow {name}") for name in ("f2", "f3"))
    of, spec = wanted(registered("lookup", A)), wanted(registered("lookup", A, signature=SignatureSpec(inputs={})))
    base = (there(A), listed("r1", A))
    unread = (flow("f2", "r1"), replace(flow("f3", ""), definition="unknown r1"), flow("f1", "r1", passes={}))
    puzzle = Finding(
        code="FL005", subject="hotline", origin=None, center=CENTER, args={"count": 2, "center": "hotline"}, flows=(f2, f3)
    )

    assert told(of, found(*base, shows(A), *unread)) == (puzzle,)
    assert told(spec, found(*base, *unread)) == (puzzle,)
    assert told(of, found(*base, *unread)) == ()
    assert told(spec, found(*base, *unread), lock(lookup=entry(A, identity="r1"))) == (
        replace(puzzle, args={"count": 1, "center": "hotline"}, flows=(f3,)),
    )
    assert told(wanted(), found(*base, shows(A), *unread)) == (
        replace(puzzle, args={"count": 1, "center": "hotline"}, flows=(f2,)),
    )


def test_a_missing_function_is_told_with_the_first_of_the_other_generation_where_it_was_never_recorded() -> None:
    of = wanted(function("lookup", "cn-hangzhou/lookup"))
    other, last, far = (there(f"cn-{place}/lookup") for place in ("hangzhou/a", "hangzhou/b", "beijing/a"))
    absent = Finding(
        code="EX001",
        subject="cn-hangzhou/lookup",
        origin="unrecorded",
        uid=LOOKUP,
        where=HERE,
        args={"address": "cn-hangzhou/lookup", "fate": ""},
    )
    gone = replace(absent, args={**absent.args, "fate": "gone"})
    moved = replace(absent, code="CF006", args={"wanted": "3.0", "found": "2.0", "address": "cn-hangzhou/a/lookup"})
    recorded, elsewhere = lock(lookup=entry("cn-hangzhou/lookup")), lock(lookup=entry("cn-hangzhou/a/lookup"))

    assert plan(of, found(far)).findings == (absent,)
    assert plan(of, found(last, other, far)).findings == (moved,)
    assert [item.code for item in plan(of, found(last, other), recorded).findings] == ["LO020"]  # either may be it
    assert plan(of, found(last, other), elsewhere).findings == (replace(absent, origin="pending"),)
    assert plan(of, found(), elsewhere).findings == (replace(gone, origin="pending"),)
    assert plan(of, found(), recorded).findings == (replace(gone, origin="drift"),)


def test_every_setting_has_its_own_finding_and_who_moved_is_told_of_each() -> None:
    asked = Configuration(runtime="python3.12", handler="index.new", memory=256, timeout=20)
    held = Configuration(runtime="python3.9", handler="index.old", memory=128, timeout=10)
    paths = {"CF001": "runtime", "CF002": "handler", "CF003": "memory", "CF004": "timeout"}
    of, world = wanted(function("lookup", A, settings=asked)), found(there(A, held))
    as_held = {path: getattr(held, path) for path in paths.values()}

    for moved_path in (None, *paths.values()):
        fields = as_held | ({moved_path: getattr(asked, moved_path)} if moved_path is not None else {})
        assert plan(of, world, lock(lookup=entry(A).model_copy(update=fields))).findings == tuple(
            Finding(
                code=code, subject=A, origin="drift" if path == moved_path else "pending", uid=LOOKUP, where=HERE,
                changes=(FieldChange(path=path, before=getattr(held, path), after=getattr(asked, path)),),
                args={"found": getattr(held, path), "wanted": getattr(asked, path)}, remedy="apply",
            )
            for code, path in paths.items()
        )  # fmt: skip
    assert {one.origin for one in plan(of, world, lock()).findings} == {"pending"}
