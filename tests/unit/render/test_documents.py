"""JSON documents have a kind and a version, are what their schema says, and hold nothing that acts on a terminal."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.acceptance import Accepted, Caller, Elsewhere, Unrecorded
from sync.core.importing import LeftOut
from sync.core.locking import LockEntry
from sync.core.matching.identity import Evidence, FunctionMatch, Rival
from sync.core.plan.cause import FunctionSaid
from sync.core.plan.codec import decode
from sync.core.plan.exit_status import ExitCode
from sync.core.plan.model import Finding, FlowRef
from sync.core.plan.report import Report, Result
from sync.core.rules.catalogue import BY_CODE, RULES
from sync.core.rules.rule import Occurrence
from sync.core.signature.inferred import Unknown
from sync.core.worlds import WantedCenter
from sync.render.documents import DoctorRow, ImportedRow, document_of
from sync.render.format_registry import KINDS as KIND_OF
from sync.render.json_ import document_json, plan_json, schema_of
from sync.render.outputs import (
    AcceptOutput,
    CommandOutput,
    DoctorOutput,
    DriftOutput,
    Edit,
    ImportOutput,
    InvokeOutput,
    LockOutput,
    RulesOutput,
    SignatureOutput,
    ValidateOutput,
    WhyOutput,
)
from sync.specs.diagnostics import Problem
from sync.specs.ids import Address, CenterName, Region, Uid
from tests.unit.render import steps_sample as sample
from tests.unit.render.review_sample import reviewed
from tests.unit.render.test_plan_text import FULL, MEMORY, NAMES

TOOL = "ivrsync 0"
KINDS = tuple(dict.fromkeys(KIND_OF.values()))


def outputs(name: str) -> dict[str, CommandOutput]:
    """One output of each kind, with a name from outside wherever one can be."""
    result = Result(
        step=sample.check(),
        outcome="failed",
        reason="function-failed",
        cause=FunctionSaid(message=name),
        answer=name,
        via="function",
    )
    row = DoctorRow(topic="flows", subject=name, state="failed", facts={"code": name}, hint=name)
    return {
        "drift": DriftOutput(plan=replace(FULL, findings=(replace(MEMORY, subject=name),)), bar="warning"),
        "report": InvokeOutput(report=Report(plan="p", results=(result,)), code=ExitCode.ERROR),
        "validate": ValidateOutput(registry=None, problems=(Problem(file=name, message=name, hint=name),)),
        "doctor": DoctorOutput(account=name, rows=(row,)),
        "rules": RulesOutput(rules=RULES),
        "import": imported(name),
        "accept": accepted(name),
        "lock": locked(name),
        "why": WhyOutput(asked=name, findings=(gone(name),), unsearched=FULL.gaps),
        "review": reviewed(name),
        "signature": SignatureOutput(
            subject=name,
            source="local",
            handler=name,
            runtime=name,
            signature=Unknown(reason="broken-code", detail=name),
            excerpts={},
            code=ExitCode.INCOMPLETE,
        ),
    }


def document(kind: str, name: str) -> str:
    """The document of that kind, as JSON."""
    return document_json(document_of(outputs(name)[kind], TOOL))


def gone(name: str) -> Finding:
    """A function of that name that moved to another region, with everything that such a finding may say."""
    here, there = f"cn-hangzhou/{name}/{name}", f"cn-shenzhen/{name}/{name}"
    return BY_CODE["LO013"].finding(
        Occurrence(subject=here, origin="drift", uid=Uid(name)),
        **{  # type: ignore[arg-type]
            "uid": name, "from": here, "to": there, "kinds": ["region-moved"], "certainty": "suspected", "probability": 0.9,
            "evidence": [{"kind": "code", "weight": 1.5}, {"kind": "name", "weight": -0.5}, {"kind": "mark", "weight": 0.0}],
            "rivals": [{"address": here, "probability": 0.1, "lost": "too-close"}],
            "signature": [{"change": "input-removed", "name": name, "before": None, "after": None}],
            "covers": ["EX001"], "registrations": {f"hotline/{name}": [name]},
        },
    )  # fmt: skip


def imported(name: str) -> ImportOutput:
    """What import says of one function and one registration of that name."""
    address = Address(Region("cn-hangzhou"), name, name)
    row = ImportedRow(
        uid=Uid("f"), address=address, generation="2.0", file=name, centers=(name,), signature="unknown", remarks=(name,)
    )
    left = LeftOut(reason="former", target=address, center=name, registration=name, detail=name)
    center = WantedCenter(name=CenterName("hotline"), instance=name, mode="api")
    return ImportOutput(
        code=ExitCode.IN_SYNC,
        dry_run=True,
        edits=(Edit(path=name, before=None, after=name),),
        centers=(center,),
        functions=(row,),
        left_out=(left,),
        gaps=FULL.gaps,
    )


def accepted(name: str) -> AcceptOutput:
    """What accept says of one function of that name and its registration, and of another that may be elsewhere."""
    here, there = Address(Region("cn-hangzhou"), name, name), Address(Region("cn-shenzhen"), name, name)
    match = FunctionMatch(
        uid=Uid("f"), was=here, found=there, certainty="certain", probability=1.0,
        evidence=(Evidence(kind="checksum", weight=0.0),), kinds=("region-moved",),
    )  # fmt: skip
    rival = Rival(address=there, probability=0.4, lost="too-close")
    unsure = replace(match, uid=Uid("g"), found=None, certainty="unsure", rivals=(rival,), kinds=())
    flow = FlowRef(center=CenterName("hotline"), id=name, name=name, published=True)
    caller = Caller(center=CenterName("hotline"), registration=name, flows=(flow,), numbers=(name,), effect="repointed")
    return AcceptOutput(
        code=ExitCode.IN_SYNC,
        written=False,
        edits=(Edit(path=name, before="", after=name),),
        accepted=(Accepted(uid=Uid("f"), before=here, to=there, match=match, said=False, callers=(caller,)),),
        others=(Elsewhere(wanted=here, match=unsure),),
        gaps=FULL.gaps,
        unrecorded=(Unrecorded(uid=Uid("h"), wanted=here),),
    )


def locked(name: str) -> LockOutput:
    """What lock says of a function of that name that is recorded, and of one that is not."""
    new = LockEntry(uid=Uid("f"), address=Address(Region("cn-hangzhou"), name, name), recording="new", registrations=1, codes=())
    left = replace(new, uid=Uid("g"), recording="unrecorded", codes=("EX001",))
    return LockOutput(code=ExitCode.IN_SYNC, written=True, path=name, entries=(new, left), gaps=FULL.gaps)


@cache
def validator(kind: str) -> jsonschema.Draft202012Validator:
    """The published schema of that kind, ready to hold documents against."""
    return jsonschema.Draft202012Validator(schema_of(kind))


def hold(kind: str, text: str) -> object:
    """The parsed text, after holding it against the published schema of that kind."""
    parsed = json.loads(text)
    validator(kind).validate(parsed)
    return parsed


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "plan"])
def test_a_document_says_its_kind_and_version_and_is_what_its_schema_says(kind: str) -> None:
    parsed = hold(kind, document(kind, "名"))
    assert isinstance(parsed, dict)
    assert (parsed["document"], parsed["version"], parsed["tool"]) == (kind, 2 if kind == "report" else 1, TOOL)


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_a_schema(kind: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema_of(kind))


def test_a_schema_refuses_what_is_not_the_document() -> None:
    with pytest.raises(jsonschema.ValidationError):
        hold("report", '{"document": "report", "version": 2}')


def test_a_plan_is_what_its_schema_says_and_reads_back_the_same() -> None:
    text = plan_json(FULL)
    hold("plan", text)
    assert decode(text) == FULL


def test_a_report_counts_its_outcomes() -> None:
    parsed = json.loads(document("report", "x"))
    assert parsed["counts"] == {"done": 0, "failed": 1, "put_back": 0, "by_hand": 0, "not_run": 0}


@given(NAMES)
def test_any_name_survives_the_way_through_json(name: str) -> None:
    parsed = json.loads(document("doctor", name))
    assert parsed["checks"][0]["facts"]["code"] == name


@given(NAMES, st.sampled_from([kind for kind in KINDS if kind != "plan"]))
def test_no_control_reaches_a_document(name: str, kind: str) -> None:
    text = document(kind, name)
    assert all(character.isprintable() or character in "\n\u3000" for character in text)
    hold(kind, text)


def test_half_a_character_from_a_cloud_does_not_stop_a_plan_from_being_shown() -> None:
    assert '"subject": "\\ud800"' in plan_json(replace(FULL, findings=(replace(MEMORY, subject="\ud800"),)))


@given(NAMES.filter(lambda name: not any("\ud800" <= character <= "\udfff" for character in name)))
def test_a_plan_with_any_name_in_it_is_safe_to_show_and_reads_back_the_same(name: str) -> None:
    plan = replace(FULL, findings=(replace(MEMORY, subject=name, args={"found": name, "wanted": [name]}),))
    text = plan_json(plan)
    assert all(character.isprintable() or character in "\n\u3000" for character in text)
    assert decode(text) == plan
