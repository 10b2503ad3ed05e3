"""What spec, code, lock and flows may say of one function, and the exact findings: one row per promise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.signature.inferred import ResultPath
from sync.core.signature.model import Parameter
from sync.core.worlds import Configuration, Found, FoundFlow, FoundSignature, Wanted
from sync.specs.models import Lock, ParameterSpec, RecordedField, RecordedParameter, RecordedSignature, SignatureSpec
from tests.fakes.worlds import (
    broken,
    entry,
    escape,
    flow,
    found,
    gap,
    hides,
    listed,
    lock,
    object_answer,
    reads,
    registered,
    shows,
    text_answer,
    there,
    wanted,
)

A = "cn-hangzhou/demo-service/lookup"
PHONE = SignatureSpec(inputs={"phone": ParameterSpec(required=True)}, result="text")
SEEN_PHONE = RecordedSignature(inputs={"phone": RecordedParameter(required=True)}, result="text")
ANSWER = (text_answer(),)
UNKNOWN_ANSWER = ResultPath(kind="unknown", fields=(), evidence=text_answer().evidence)
BOTH = reads("phone"), reads("code", line=6)
USING = flow("f1", "r1", passes={"phone": "${x}"})


def of(signature: SignatureSpec | None = PHONE) -> Wanted:
    return wanted(registered("lookup", A, signature=signature))


def world(*parts: FoundSignature | FoundFlow) -> Found:
    return found(there(A), listed("r1", A), *parts)


def code(*inputs: Parameter) -> FoundSignature:
    return shows(A, *inputs, answers=ANSWER)


def remembered(declared: SignatureSpec | None = PHONE, seen: RecordedSignature | None = SEEN_PHONE) -> Lock:
    return lock(lookup=entry(A, identity="r1", declared=declared, seen=seen))


def deployed(checksum: str) -> Lock:
    return lock(lookup=entry(A, identity="r1", declared=PHONE, seen=SEEN_PHONE).model_copy(update={"checksum": checksum}))


FIELDS = SignatureSpec(result={"status": "string"})
SEEN_FIELDS = RecordedSignature(result={"status": RecordedField(type="string")})
RANK = SignatureSpec(inputs={"n": ParameterSpec(type="string", required=True)}, result="text")
SEEN_RANK = RecordedSignature(inputs={"n": RecordedParameter(type="string", required=True)}, result="text")

# The registry, the world, the lock; then code, origin, breaks of every finding.
CASES = [
    pytest.param(of(), world(code(reads("phone")), USING), None, [], id="all-agree"),
    pytest.param(of(None), world(code(*BOTH)), None, [], id="nothing-is-declared-or-recorded"),
    pytest.param(of(), world(USING), None, [], id="the-code-was-not-read"),
    # The code moved on: declared and recorded agree with each other.
    pytest.param(
        of(),
        world(code(*BOTH), USING),
        remembered(),
        [("FL001", "drift", True), ("SG001", "drift", True)],
        id="the-code-requires-more-and-a-flow-does-not-pass-it",
    ),
    pytest.param(
        of(),
        world(code(*BOTH), replace(USING, published=False)),
        remembered(),
        [("FL001", "drift", False), ("SG001", "drift", False)],
        id="a-flow-that-is-not-published-breaks-nobody",
    ),
    pytest.param(
        of(),
        world(code(*BOTH), flow("f1", "r1", passes={"phone": "1", "code": "2"})),
        remembered(),
        [("SG001", "drift", False)],
        id="the-flow-passes-it-already",
    ),
    pytest.param(
        of(), world(code(reads("phone"), reads("code", required=False))), remembered(), [("SG002", "drift", False)], id="optional"
    ),
    pytest.param(
        of(), world(code(), USING), remembered(), [("FL002", None, False), ("SG003", "drift", False)], id="the-code-reads-less"
    ),
    pytest.param(
        of(),
        world(code(reads("phoneNumber")), USING),
        remembered(),
        [("FL001", "drift", True), ("SG004", "drift", True), ("FL002", None, False)],
        id="renamed",
    ),
    pytest.param(
        of(SignatureSpec(inputs={"phone": ParameterSpec()}, result="text")),
        world(code(reads("phone")), flow("f1", "r1", passes={})),
        remembered(
            SignatureSpec(inputs={"phone": ParameterSpec()}, result="text"),
            RecordedSignature(inputs={"phone": RecordedParameter()}, result="text"),
        ),
        [("FL001", "drift", True), ("SG005", "drift", True)],
        id="became-required",
    ),
    pytest.param(
        of(), world(code(reads("phone", required=False))), remembered(), [("SG006", "drift", False)], id="became-optional"
    ),
    pytest.param(
        of(RANK),
        world(code(reads("n", kind="integer")), flow("f1", "r1", passes={"n": "first"})),
        remembered(RANK, SEEN_RANK),
        [("SG007", "drift", True), ("FL004", "drift", False)],
        id="narrowed-and-a-flow-passes-what-no-longer-parses",
    ),
    pytest.param(
        of(RANK),
        world(code(reads("n", kind="integer")), flow("f1", "r1", passes={"n": "1"})),
        remembered(RANK, SEEN_RANK),
        [("SG007", "drift", False)],
        id="narrowed-and-what-the-flow-passes-parses",
    ),
    pytest.param(
        of(SignatureSpec(inputs={"n": ParameterSpec(type="integer", required=True)}, result="text")),
        world(code(reads("n", kind="string"))),
        None,
        [("SG008", "unrecorded", False)],
        id="widened",
    ),
    pytest.param(
        of(SignatureSpec(inputs={"n": ParameterSpec(default="5")}, result="text")),
        world(code(reads("n", required=False, default=7))),
        None,
        [("SG009", "unrecorded", False)],
        id="default-changed",
    ),
    pytest.param(
        of(FIELDS),
        world(shows(A, answers=(object_answer(eta="string"),)), flow("f1", "r1", passes={}, reads=["status"])),
        remembered(FIELDS, SEEN_FIELDS),
        [("FL003", "drift", True), ("SG010", "drift", True), ("SG011", "drift", False)],
        id="a-flow-reads-a-field-that-is-gone",
    ),
    pytest.param(
        of(FIELDS),
        world(shows(A, answers=(object_answer(statusCode="string"),)), flow("f1", "r1", passes={}, reads=["statusCode"])),
        remembered(FIELDS, SEEN_FIELDS),
        [("SG012", "drift", False)],
        id="a-field-renamed-and-the-flow-reads-the-new-name",
    ),
    pytest.param(
        of(None),
        world(shows(A, answers=(object_answer("status", status="string"),))),
        remembered(None, SEEN_FIELDS),
        [("SG013", "drift", False)],
        id="nullable",
    ),
    pytest.param(
        of(None),
        world(shows(A, answers=(object_answer(status="string"),))),
        remembered(None, RecordedSignature(result={"status": RecordedField(type="string", nullable=True)})),
        [("SG014", "drift", False)],
        id="certain",
    ),
    pytest.param(
        of(SignatureSpec(result={"status": "boolean"})),
        world(shows(A, answers=(object_answer(status="integer"),))),
        None,
        [("SG015", "unrecorded", False)],
        id="field-type",
    ),
    pytest.param(of(FIELDS), world(shows(A, answers=(object_answer(status="integer"),))), None, [], id="a-field-is-text-at-least"),
    pytest.param(
        of(FIELDS),
        world(shows(A, answers=(object_answer(status="integer"),))),
        remembered(FIELDS, SEEN_FIELDS),
        [("SG015", "drift", False)],
        id="a-declared-text-that-became-a-number",
    ),
    pytest.param(
        wanted(registered("lookup", A, signature=PHONE, settings=Configuration(handler="index.gone"))),
        found(
            there(A, Configuration(handler="index.handler")),
            listed("r1", A),
            code(reads("phone")),
            replace(broken(A), planned=True),
            USING,
        ),
        lock(lookup=entry(A, identity="r1", declared=PHONE, seen=SEEN_PHONE).model_copy(update={"handler": "index.handler"})),
        [("SG022", "pending", True), ("CF002", "pending", False)],
        id="a-handler-that-the-spec-wants-and-the-package-does-not-hold",
    ),
    # What the spec does not state of an input or a field is measured by the lock.
    pytest.param(
        of(FIELDS),
        world(shows(A, answers=(object_answer("status", status="string"),))),
        remembered(FIELDS, SEEN_FIELDS),
        [("SG013", "drift", False)],
        id="declared-fields-may-become-nullable",
    ),
    pytest.param(
        of(SignatureSpec(inputs={"lang": ParameterSpec()}, result="text")),
        world(code(reads("lang", required=False, default="en"))),
        remembered(None, RecordedSignature(inputs={"lang": RecordedParameter(default="zh")}, result="text")),
        [("SG009", "drift", False)],
        id="a-default-that-only-the-code-states",
    ),
    pytest.param(
        of(SignatureSpec(inputs={"n": ParameterSpec()}, result="text")),
        world(code(reads("n", required=False, kind="integer"))),
        remembered(None, RecordedSignature(inputs={"n": RecordedParameter(type="string")}, result="text")),
        [("SG007", "drift", False)],
        id="a-type-that-only-the-code-states",
    ),
    pytest.param(
        of(None),
        world(shows(A, reads("phone"), reads("code", line=6), answers=(text_answer(), UNKNOWN_ANSWER))),
        remembered(None, RecordedSignature(inputs={"phone": RecordedParameter(required=True)}, incomplete=True)),
        [("SG001", "drift", False)],
        id="answers-that-are-not-all-known-hide-no-input",
    ),
    # What a flow's module reaches.
    pytest.param(of(), found(there(A), USING), remembered(), [("FL006", "drift", True), ("RG001", "drift", False)], id="gone"),
    pytest.param(
        of(),
        found(there(A), flow("f1", "r9")),
        None,
        [("FL006", None, True), ("RG001", "unrecorded", False)],
        id="never-ours-and-gone",
    ),
    pytest.param(
        of(),
        found(there(A), listed("r2", A), USING),
        remembered(),
        [("FL007", "drift", True)],
        id="deleted-and-added-again-the-flow-holds-the-old-id",
    ),
    pytest.param(
        of(),
        found(there(A), listed("r2", A), replace(USING, definition="an unknown form that holds r1")),
        remembered(),
        [("FL008", "drift", True)],
        id="a-flow-that-is-not-understood-holds-an-id-that-is-gone",
    ),
    pytest.param(
        of(),
        found(gap("registrations", "hotline"), USING),
        remembered(),
        [("EX001", "drift", False), ("OB002", None, False)],
        id="nothing-is-gone-where-nobody-could-look",
    ),
    # A package that is not the recorded one.
    pytest.param(of(), world(code(reads("phone")), USING), deployed("2"), [("SG023", "drift", False)], id="another-package"),
    pytest.param(of(), world(code(reads("phone")), USING), deployed("1"), [], id="the-same-package"),
    pytest.param(
        of(),
        world(hides(A)),
        deployed("2"),
        [("SG021", None, False), ("SG025", "drift", False)],
        id="another-package-that-hides-it",
    ),
    # Code that cannot be called.
    pytest.param(of(), world(broken(A), USING), remembered(), [("SG022", "drift", True)], id="broken-since"),
    pytest.param(of(), world(broken(A), USING), None, [("SG022", "unrecorded", True)], id="broken-although-nobody-saw-it-whole"),
    pytest.param(
        of(),
        world(shows(A, reads("phone"), answers=(object_answer(a="string"),))),
        None,
        [("SG016", "unrecorded", False)],
        id="object",
    ),
    pytest.param(
        of(FIELDS),
        world(shows(A, answers=ANSWER), flow("f1", "r1", passes={}, reads=["status"])),
        remembered(FIELDS, SEEN_FIELDS),
        [("FL003", "drift", True), ("SG017", "drift", True)],
        id="text-where-a-flow-reads-fields",
    ),
    # Spec and code never agreed.
    pytest.param(
        of(),
        world(code(*BOTH), USING),
        None,
        [("FL001", "unrecorded", True), ("SG019", "unrecorded", True)],
        id="read-and-not-declared",
    ),
    pytest.param(of(), world(code()), None, [("SG018", "unrecorded", False)], id="declared-and-never-read"),
    # The registry moved on.
    pytest.param(
        of(SignatureSpec(inputs={"phone": ParameterSpec(required=True), "code": ParameterSpec(required=True)}, result="text")),
        world(code(reads("phone")), USING),
        remembered(),
        [("SG018", "pending", False)],
        id="the-spec-declares-what-is-not-deployed-yet",
    ),
    pytest.param(
        of(SignatureSpec(inputs={"phone": ParameterSpec(required=True), "code": ParameterSpec(required=True)}, result="text")),
        world(code(*BOTH), USING),
        remembered(),
        [("FL001", "pending", True)],
        id="spec-and-code-moved-on-together-and-the-flow-is-left",
    ),
    pytest.param(
        of(SignatureSpec(inputs={"phone": ParameterSpec(required=True), "code": ParameterSpec(required=True)}, result="text")),
        world(hides(A), USING),
        remembered(PHONE, None),
        [("FL001", "pending", True), ("SG001", "pending", True), ("SG021", None, False)],
        id="without-a-word-from-the-code-the-spec-is-held-against-what-it-said",
    ),
    # Nothing is declared: the lock is what the flows were built for.
    pytest.param(of(None), world(code(*BOTH)), remembered(None), [("SG001", "drift", False)], id="undeclared-and-changed"),
    pytest.param(
        of(SignatureSpec(inputs={"phone": ParameterSpec(required=True), "code": ParameterSpec(required=True)})),
        world(code(*BOTH)),
        remembered(None),
        [],
        id="declared-since-and-right",
    ),
    # What cannot be seen is not concluded.
    pytest.param(
        of(),
        world(shows(A, answers=ANSWER, escapes=(escape(),)), USING),
        remembered(),
        [("SG020", None, False)],
        id="open-where-a-declared-input-is-not-seen",
    ),
    pytest.param(
        of(), world(shows(A, reads("phone"), answers=ANSWER, escapes=(escape(),))), None, [], id="open-where-it-changes-nothing"
    ),
    pytest.param(of(), world(hides(A)), None, [("SG021", None, False)], id="compiled-code"),
    pytest.param(
        of(),
        world(hides(A), flow("f1", "r1", passes={})),
        None,
        [("FL001", "unrecorded", True), ("SG021", None, False)],
        id="then-the-spec-is-believed",
    ),
    pytest.param(of(), world(code(reads("phone")), flow("f1", "r1")), None, [("FL005", None, False)], id="a-module-not-understood"),
    pytest.param(
        of(),
        world(
            code(reads("phone")), replace(USING, definition=USING.definition.replace('"parameters"', '"outputs": 7, "parameters"'))
        ),
        None,
        [("FL005", None, False)],
        id="outputs-not-understood",
    ),
    pytest.param(
        of(), world(code(reads("phone")), flow("f1", "r1", passes={"phone": ""})), None, [("FL001", "unrecorded", True)], id="empty"
    ),
    pytest.param(
        of(SignatureSpec(inputs={"phone": ParameterSpec(required=True, enum=("1", "2"))}, result="text")),
        world(code(reads("phone")), flow("f1", "r1", passes={"phone": "3"})),
        None,
        [("FL004", "unrecorded", False)],
        id="a-value-that-the-spec-does-not-list",
    ),
    pytest.param(
        of(),
        world(code(reads("phone")), replace(USING, definition="r1 in another form")),
        None,
        [("FL005", None, False)],
        id="a-flow-not-understood",
    ),
    pytest.param(
        of(), replace(world(USING), gaps=(gap("code", A, "2.0"),)), remembered(), [("OB005", None, False)], id="code-not-read"
    ),
]
