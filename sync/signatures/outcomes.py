"""From what was seen to the signature: which inputs are required, and what each way out answers."""

from __future__ import annotations

from pydantic import JsonValue

from sync.core.signature.inferred import Inferred, ResultKind, ResultPath
from sync.core.signature.model import Evidence, Parameter, ResultField
from sync.signatures.interpreter.observations import DEFAULTED, TESTED, Answer, AnswerWay, Observations, Seen, type_of
from sync.signatures.interpreter.path_condition import ANSWERED, Fact, PathCondition, assume, opposite, shared
from sync.signatures.interpreter.places import holds_event, on_event
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.truth import constant_type
from sync.signatures.interpreter.union import alternatives
from sync.signatures.interpreter.values import ABSENT, NULL, Const, Derived, Field, ListValue, Opaque, Record, Value
from sync.signatures.response_classifier import classify, may_have_more, own_slots
from sync.specs.models import TypeName


def signature_of(observations: Observations, *, finished: bool) -> Inferred:
    """The signature; an inference that did not finish cannot say that anything is required."""
    if observations.called_back:
        observations.answers = [answer for answer in observations.answers if answer.by not in {"end", "done"}]
    answers = observations.answers
    # What is known on every path to an accepted answer; where all refuse, on every path to any.
    accepted = [answer.facts for answer in answers if not answer.rejecting] or [answer.facts for answer in answers]
    needed = shared(accepted) if finished else frozenset()
    inputs = tuple(_input(name, observations.keys[name], observations, needed) for name in sorted(observations.keys))
    results = sorted({answer.path for answer in answers}, key=lambda path: (path.evidence, path.kind, str(path.fields), path.more))
    return Inferred(inputs=inputs, results=tuple(results), escapes=tuple(sorted(observations.escapes)))


def _input(name: str, seen: Seen, observations: Observations, needed: PathCondition) -> Parameter:
    required = Fact(name, there=True) in needed
    # The empty text is no other case than a missing input: a constant beside it is what stands in.
    stated = [one for one in seen.defaults if one != ""] or seen.defaults
    default = None if required or len(stated) != 1 else stated[0]
    return Parameter(
        name=name, required=required, default=default, type=_type(name, seen, observations), evidence=tuple(sorted(seen.evidence))
    )


def _type(name: str, seen: Seen, observations: Observations) -> TypeName | None:
    hints = dict(seen.types)
    stated = [(_kind_of(default), DEFAULTED) for default in seen.defaults]
    if name in observations.declared:
        stated.append((observations.declared[name], TESTED))
    for kind, weight in stated:
        hints[kind] = max(hints.get(kind, 0), weight)
    return type_of(Seen(types=hints))


def _kind_of(default: JsonValue) -> TypeName:
    if isinstance(default, dict):
        return "object"
    return "array" if isinstance(default, list) else constant_type(default)


def answered(state: State, value: Value, line: int, by: AnswerWay) -> None:
    """Keep an answer of the handler as it stands now: one for each value it may be."""
    frame = state.frame
    if by not in {"callback", "called"} and ANSWERED in state.path_condition:
        return
    for one, facts in alternatives(value):
        if one == NULL and any(opposite(fact) in state.path_condition for fact in facts):
            continue  # null stood for a key that is known to be there by now
        if holds_event(one):
            state.escape("returned-whole", line, "the event is part of the answer")
        path = _path(one, Evidence(file=frame.file, line=line, kind="return"))
        known = assume(state.path_condition, facts)
        for rejecting, further in classify(one, handling=frame.handling > 0):
            well = one == NULL and by in {"done", "called"} and not frame.handling
            state.observations.answers.append(Answer(path, assume(known, further), rejecting and not well, by))


def _path(value: Value, evidence: Evidence) -> ResultPath:
    if isinstance(value, Record) and not on_event(value):
        return ResultPath(kind="object", fields=_fields(value), evidence=evidence, more=may_have_more(value))
    return ResultPath(kind=_kind(value), fields=(), evidence=evidence)


def _kind(value: Value) -> ResultKind:
    match value:
        case Const(value=None):
            return "null"
        case Const() | Field() | Derived() | ListValue():
            return "text"
        case Opaque() if value.type not in {None, "object"}:
            return "text"
        case _:
            return "unknown"


def _fields(value: Record) -> tuple[ResultField, ...]:
    fields = []
    for name, held in sorted(own_slots(value).items()):
        values = [one.value for one in alternatives(held)]
        kinds = {_field_type(one) for one in values if one != NULL and one is not ABSENT}
        kind = kinds.pop() if len(kinds) == 1 else None
        fields.append(ResultField(name=name, type=kind, nullable=any(one == NULL or one is ABSENT for one in values)))
    return tuple(fields)


def _field_type(value: Value) -> TypeName | None:
    match value:
        case Const():
            return constant_type(value.value)
        case Opaque() | Derived():
            return value.type
        case ListValue():
            return "array"
        case Record():
            return "object"
        case _:
            return None
