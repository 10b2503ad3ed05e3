"""Whether an answer accepts what it was given, or says that something was wrong with it."""

from __future__ import annotations

from sync.signatures.interpreter.dialect import names
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN, PathCondition, shared
from sync.signatures.interpreter.places import ANY, FILLED, UNDER, instead
from sync.signatures.interpreter.truth import items_of
from sync.signatures.interpreter.union import alternatives, union_of
from sync.signatures.interpreter.unknown_calls import refuses
from sync.signatures.interpreter.values import (
    ABSENT,
    GONE,
    Absent,
    Alternative,
    Const,
    Items,
    ListValue,
    Opaque,
    Record,
    UnionValue,
    Value,
)

ERROR_KEYS = names("error err errors errormessage errmsg errcode errorcode exception missing missingfields problems")
CODE_KEYS = names("code status statuscode errcode ret retcode errno respcode rspcode resultcode returncode rtncode bizcode")
SUCCESS_KEYS = names("success ok succeed succeeded issuccess")
DONE_KEYS = SUCCESS_KEYS | names(
    "result valid isvalid verified passed pass accepted allowed authorized found matched exists exist saved sent booked done"
)  # fields that say whether what was asked for was done; a false one of another name is an answer
GOOD_CODES = (0, "0", 200, "200", "ok", "OK", "success", "SUCCESS", "Success", 201, 204, "", None, "done", "sent")
HTTP_KEYS, REDIRECTS = frozenset(("status", "statuscode")), range(300, 400)
PRAISE = frozenset(("success", "SUCCESS", "Success", "ok", "OK", "成功", "操作成功", "查询成功", "succeed"))
ResponseClass = tuple[bool, PathCondition]  # whether it refuses, and what is known of the event when it does or does not


def classify(value: Value, *, handling: bool) -> list[ResponseClass]:
    """What an answer says of its event: one class, or two where one of its fields tells which of both it is.

    An answer given while an exception is handled refuses too, unless it is made of plain constants: a fallback.
    """
    if refuses_event(value) or (handling and not _is_fallback(value)):
        return [(True, NOTHING_KNOWN)]
    for key, held in own_slots(value).items() if isinstance(value, Record) else ():
        if isinstance(held, UnionValue) and key.lower() in CODE_KEYS | ERROR_KEYS | SUCCESS_KEYS and _is_stated(held):
            bad, good = _divided(key.lower(), held)
            if bad and not good:
                return [(True, NOTHING_KNOWN)]
            if bad and good:
                return [(True, shared(one.facts for one in bad)), (False, shared(one.facts for one in good))]
    return [(False, NOTHING_KNOWN)]


def _divided(key: str, held: UnionValue) -> tuple[list[Alternative], list[Alternative]]:
    """The alternatives of a field that refuse, and those that do not."""
    bad = [one for one in held.alternatives if one.value is not ABSENT and _refusing_field(key, one.value)]
    return bad, [one for one in held.alternatives if one not in bad]


def _is_stated(held: UnionValue) -> bool:
    """Whether a field holds what the code itself says, and not what it was given."""
    return all(isinstance(one.value, Const | Absent) or _is_error(one.value) for one in held.alternatives)


def _is_error(value: Value) -> bool:
    return isinstance(value, Opaque) and value.made_by == "\0error"


def _is_fallback(value: Value) -> bool:
    """Whether an answer is written down in full: the queue to take when the right one cannot be found out."""
    if isinstance(value, Record):
        held = own_slots(value)
        return bool(held) and not value.beneath and all(_is_fallback(one) for one in held.values())
    return isinstance(value, Const) and value.value is not None


def own_slots(value: Record) -> dict[str, Value]:
    """All keys of a record that are known, those beneath included; what lies there on some ways only may be absent."""
    found: dict[str, Value] = {}
    for layer in _layers(value):
        found |= {key: instead(one, found.get(key, ABSENT)) for key, one in _slots_of(layer).items()}
    for key, one in value.slots.items():
        if not key.startswith("\0"):
            found[key] = instead(one, found.get(key, ABSENT))
    return {key: one for key, one in found.items() if one != GONE and one is not ABSENT}


def may_have_more(value: Record) -> bool:
    """Whether there may be keys besides the known ones: something unknown lies beneath, or was put into it by a computed key or by
    code outside the package.
    """
    return not {ANY, FILLED}.isdisjoint(value.slots) or any(
        _is_unknown(one.value) for layer in _layers(value) for one in alternatives(layer)
    )


def _layers(value: Record) -> tuple[Value, ...]:
    return (*value.beneath, value.slots.get(UNDER, ABSENT))


def _slots_of(layer: Value) -> dict[str, Value]:
    ways = [own_slots(one.value) if isinstance(one.value, Record) else {} for one in alternatives(layer)]
    if len(ways) == 1:
        return ways[0]
    names = dict.fromkeys(name for way in ways for name in way)
    return {name: union_of(Alternative(way.get(name, ABSENT), frozenset()) for way in ways) for name in names}


def _is_unknown(layer: Value) -> bool:
    match layer:
        case Record():
            return may_have_more(layer)
        case ListValue():
            return items_of(layer) != Items()
        case Const():
            return bool(layer.value)
        case _:
            return layer is not ABSENT


def refuses_event(value: Value) -> bool:
    """Whether an answer says that the call was refused: nothing, false, an error's text, an object that carries an error."""
    match value:
        case Const():
            return _refusing_constant(value.value)
        case Opaque():
            return _is_error(value)
        case Record():
            held = {key.lower(): one for key, one in own_slots(value).items()}
            codes = CODE_KEYS if any(_is_praise(one) for one in held.values()) else frozenset()
            return any(_refusing_field(key, one) for key, one in held.items() if key not in codes)
        case _:
            return False


def _is_praise(value: Value) -> bool:
    """Whether a field says in words that all went well, whatever number stands beside it: `{code: 1, msg: '成功'}`."""
    return isinstance(value, Const) and value.value in PRAISE


def _refusing_constant(value: object) -> bool:
    if value is None or value is False or value == "":
        return True
    return (isinstance(value, str) and refuses(value)) or (isinstance(value, int) and not isinstance(value, bool) and value < 0)


def _refusing_field(key: str, held: Value) -> bool:
    if isinstance(held, Const):
        return _refusing_cell(key, held.value)
    if key in ERROR_KEYS:
        return not all(isinstance(one, Const) or _is_nothing(one) for one, _ in alternatives(held))
    return key == "body" and isinstance(held, Record) and refuses_event(held)


def _is_nothing(value: Value) -> bool:
    """Whether it is an empty list or object: no error among none."""
    match value:
        case ListValue():
            return value.slots.get("items") == Items()
        case Record(beneath=(), of=None):
            return not value.slots
        case _:
            return False


def _refusing_cell(key: str, value: object) -> bool:
    if key in CODE_KEYS and not _is_state(key, value):
        if key in HTTP_KEYS and value in REDIRECTS:
            return False
        return value not in GOOD_CODES and value is not True and not _is_zeros(value)
    if key in ERROR_KEYS:
        return value not in {None, "", 0}
    return (value is False and key in DONE_KEYS) or (isinstance(value, str) and refuses(value))


def _is_zeros(value: object) -> bool:
    """Whether a code is zero written with several digits, as banks do."""
    return isinstance(value, str) and bool(value) and not value.strip("0")


def _is_state(key: str, value: object) -> bool:
    """Whether a status is a word, such as the state of an order, and not a code."""
    return key == "status" and isinstance(value, str) and not value.isdecimal()
