"""Operators: comparisons, membership, arithmetic, texts made of parts; and what is done to texts known in full."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from sync.signatures import ir
from sync.signatures.interpreter.classes import hint, instance_of
from sync.signatures.interpreter.lineage import ITEM_METHODS, attempted, operated, own_method, shown
from sync.signatures.interpreter.loops import elements, keys_of
from sync.signatures.interpreter.observations import CONVERTED, USED
from sync.signatures.interpreter.path_condition import NOTHING_KNOWN, PathCondition, both, shared_if_any
from sync.signatures.interpreter.places import hint_key, hint_use, holds_event, is_there, list_of, on_event, read_key
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.truth import EITHER, FALSE, TRUE, boolean, compare, constant_type, items_of, negate, truth
from sync.signatures.interpreter.union import MOST_ALTERNATIVES, alternatives, map_union, union_of
from sync.signatures.interpreter.unknown_calls import maybe_called
from sync.signatures.interpreter.values import (
    ABSENT,
    NOT_A_NUMBER,
    NULL,
    OPAQUE,
    RAW_TEXT,
    TEXT,
    Alternative,
    Arguments,
    Const,
    Derived,
    Field,
    Item,
    Items,
    KeysOf,
    ListValue,
    Opaque,
    Raw,
    Record,
    SomeKey,
    UnionValue,
    Value,
    derived,
)

PERCENT_PLACE = re.compile(r"(?<!%)(?:%%)*%\((\w+)\)")
BRACE_PLACE = re.compile(r"(?<!\{)(?:\{\{)*\{(\w+)[^{}]*\}")
SAME_TEXT: Mapping[str, Callable[[str], str]] = {
    "strip": str.strip, "trim": str.strip, "lower": str.lower, "upper": str.upper, "toLowerCase": str.lower,
    "toUpperCase": str.upper, "toString": str, "encode": str, "decode": str,
}  # fmt: skip


def text_method(state: State, owner: Const, name: str, arguments: Arguments) -> Value:
    """A method of a constant."""
    text = owner.value
    if owner == NULL:
        return state.fails("AttributeError")
    if not isinstance(text, str) or text.startswith("\0"):
        return OPAQUE
    simple = _simple(text, name, arguments)
    if simple is not None:
        return simple
    if name in {"format", "format_map"} and (arguments.keywords or name == "format_map"):
        source = arguments.keywords[0] if arguments.keywords else arguments.plain[0] if arguments.plain else NULL
        return filled_text(state, named_places(text, BRACE_PLACE), source, arguments.line)
    for value in arguments.plain:
        maybe_called(state, value, arguments.line)  # `text.replace(pattern, (all, name) => …)`
    if any(map(holds_event, arguments.every())):
        return RAW_TEXT
    return Opaque(state.dialect.text_methods.get(name, "string"))


def _simple(text: str, name: str, arguments: Arguments) -> Value | None:
    if name in SAME_TEXT:
        return Const(SAME_TEXT[name](text))
    if name in {"match", "matchAll"} and not text:
        return NULL  # nothing that is missing matches
    return _split(text, arguments.at(0)) if name == "split" else None


def _split(text: str, separator: Value | None) -> Value:
    """Parts of a known text: a list of names is often written so."""
    if separator is None:
        return list_of(*map(Const, text.split()))
    if not isinstance(separator, Const) or not isinstance(separator.value, str):
        return list_of(loose=True)
    return list_of(*map(Const, text.split(separator.value) if separator.value else text))


def named_places(text: str, pattern: re.Pattern[str]) -> list[str]:
    """The names of the places, in order, each once."""
    return list(dict.fromkeys(pattern.findall(text)))


def filled_text(state: State, names: Iterable[str], source: Value, line: int) -> Value:
    """A text filled from a mapping: each place is a read of its key; one without names shows the whole."""
    wanted = list(names)
    for one, _ in alternatives(source):
        for name in wanted if isinstance(one, Record | Raw) and on_event(one) else ():
            read_key(state, one, name, "parameter", line)
    if wanted and all(isinstance(one.value, Record) for one in alternatives(source)):
        return TEXT
    return RAW_TEXT if holds_event(source) else TEXT


def comparison(state: State, node: ir.Compare) -> Value:
    """`left word right`."""
    left, right = state.eval(node.left), state.eval(node.right)
    if node.word in {"in", "not in"}:
        found = contains(state, right, left, node.line)
        return found if node.word == "in" else negate(state, found)
    if node.word == "instanceof":
        return instance_of(left, [right])
    own = operated(state, node.word, left, (right,), node.line)
    if own is not ABSENT:
        return own
    if node.word in {"<=", "<"} and isinstance(right, KeysOf):
        return all_there(state, left, right, node.line)
    if node.word in {">=", ">"} and isinstance(left, KeysOf):
        return all_there(state, right, left, node.line)
    for side in (left, right):
        if isinstance(side, KeysOf):
            keys_of(state, side.record, node.line)
    return compare(state, node.word, left, right)


def all_there(state: State, wanted: Value, keys: Value, line: int) -> Value:
    """`wanted <= event.keys()`."""
    found: Value = Const(value=True)
    items = elements(state, wanted, line)
    for item in (*items.items, *([Item(OPAQUE)] if items.loose else [])):
        yes, no = truth(state, found)
        further_yes, further_no = truth(state, contains(state, keys, item.value, line))
        together = both(yes, further_yes) if yes is not None and further_yes is not None else None
        found = boolean(together, shared_if_any(side for side in (no, further_no) if side is not None))
    return found


def contains(state: State, container: Value, key: Value, line: int) -> Value:
    """`key in container`."""
    return map_union(state.solid(container), lambda one: _contains_one(state, one, key, line))


def _contains_one(state: State, container: Value, key: Value, line: int) -> Value:
    if isinstance(container, KeysOf):
        container = container.record
    own, items = own_method(state, container, "__contains__"), own_method(state, container, *ITEM_METHODS)
    if own is not ABSENT:
        return state.call_plain(own, key, line=line)
    if items is not ABSENT:  # a mapping has a key when asking for its item does not fail
        return attempted(state, "KeyError", lambda: _done(state.call_plain(items, key, line=line)), FALSE)
    if isinstance(container, Record | Raw):
        return map_union(key, lambda one: _has_key(state, container, one, line))
    if isinstance(container, ListValue):
        return _in_list(state, container, key)
    if isinstance(container, Field):
        return Derived(container.key, "boolean")
    return EITHER


def _done(_value: Value) -> Value:
    return TRUE


def _has_key(state: State, record: Record | Raw, key: Value, line: int) -> Value:
    if isinstance(key, Const):
        return FALSE if key == NULL and on_event(record) else is_there(state, record, str(key.value), line)
    walked = isinstance(key, SomeKey)
    if on_event(record) and not walked:
        state.escape("computed-key", line, "a key that is not a constant")
    hint_key(state, record, key)
    return TRUE if walked and on_event(record) else EITHER


def _in_list(state: State, container: ListValue, key: Value) -> Value:
    """Being one of several constants: true tells that the key is there, and its type."""
    items = items_of(container)
    members = [item.value for item in items.items]
    for value in members:
        if isinstance(value, Const) and value.value not in {None, ""}:
            hint(state, key, constant_type(value.value), USED)
    if items.loose:
        members.append(OPAQUE)
    return union_of(found for one in alternatives(key) for found in _among(state, one, members))


def _among(state: State, one: Alternative, members: list[Value]) -> Iterator[Alternative]:
    """Whether one value is among the members, and what each outcome tells."""
    outcomes = [compare(state, "==", one.value, value) for value in members]
    yes = shared_if_any(side for side in (truth(state, outcome)[0] for outcome in outcomes) if side is not None)
    if yes is not None:
        yield Alternative(TRUE, one.facts | yes)
    no: PathCondition | None = one.facts
    for outcome in outcomes:
        unlike = truth(state, outcome)[1]
        no = None if no is None or unlike is None else both(no, unlike)
    if no is not None:
        yield Alternative(FALSE, no)


def operation(state: State, node: ir.Operation) -> Value:
    """A value made of others."""
    parts = [state.eval(part) for part in node.parts]
    if node.word == "text":
        parts = [shown(state, part, node.line) for part in parts]
        return RAW_TEXT if any(_whole(part) for part in parts) else _text(parts)
    if node.word == "plus" and not state.dialect.strict_keys:
        hint(state, parts[0], "number", CONVERTED)
        return _derived(parts, OPAQUE)
    own = operated(state, node.word, parts[0], tuple(parts[1:]), node.line) if parts else ABSENT
    if own is not ABSENT:
        return own
    special = _special(state, node, parts)
    if special is not None:
        return special
    if state.dialect.strict_keys and node.word != "slice":
        parts = [state.solid(part) for part in parts]
    return _arithmetic(state, node.word, parts)


def _special(state: State, node: ir.Operation, parts: list[Value]) -> Value | None:
    """What an operator means to an event: merging, taking keys away, filling a text. Other uses of its keys walk over them."""
    if node.word == "|" and any(on_event(part) for part in parts):
        return Record(beneath=tuple(parts))
    if node.word == "+" and state.dialect.copied_on_assignment and any(_is_map(part) for part in parts):
        return Record(beneath=tuple(reversed(parts)))  # arrays of PHP: the left one's keys win
    if node.word == "-" and len(parts) == 2 and isinstance(parts[1], KeysOf | ListValue):  # noqa: PLR2004 - two operands
        return without(state, parts[0], parts[1], node.line)
    if node.word == "%" and isinstance(parts[0], Const) and isinstance(parts[0].value, str):
        return filled_text(state, named_places(parts[0].value, PERCENT_PLACE), parts[1], node.line)
    for part in parts:
        if isinstance(part, KeysOf):
            keys_of(state, part.record, node.line)
    return None


def _is_map(value: Value) -> bool:
    return any(isinstance(one.value, Record) and one.value.of is None for one in alternatives(value))


def _whole(value: Value) -> bool:
    return isinstance(value, Raw) or (not isinstance(value, Field | Derived) and holds_event(value))


def _text(parts: list[Value]) -> Value:
    if any(isinstance(part, UnionValue) for part in parts):
        return _texts(parts)
    if all(isinstance(part, Const) and not str(part.value).startswith("\0") for part in parts):
        return Const("".join(str(part.value) for part in parts if isinstance(part, Const)))
    return TEXT


def _is_text(value: Value) -> bool:
    return isinstance(value, Const) and isinstance(value.value, str)


def _texts(parts: list[Value]) -> Value:
    """Every text that parts with few values may make; a text of unknown parts when there would be many."""
    made = [Alternative(Const(""), NOTHING_KNOWN)]
    for part in parts:
        many = [(one, other) for one in made for other in alternatives(part)]
        if len(many) > MOST_ALTERNATIVES or not all(isinstance(other.value, Const) for _, other in many):
            return TEXT
        joined = ((_text([one.value, other.value]), both(one.facts, other.facts)) for one, other in many if other.value != NULL)
        made = [Alternative(value, facts) for value, facts in joined if facts is not None]
    return union_of(made)


def _arithmetic(state: State, word: str, parts: list[Value]) -> Value:
    """A new value; adding a text to a key's value shows a text where the language refuses anything else."""
    if word == "+" and all(_is_text(one.value) for part in parts for one in alternatives(part)):
        return _text(parts)
    numbers = [part.value for part in parts if isinstance(part, Const) and isinstance(part.value, int | float)]
    if word in {"+", "-"} and len(numbers) == len(parts) == 2:  # noqa: PLR2004 - two operands
        return _counted(numbers[0] + numbers[1] if word == "+" else numbers[0] - numbers[1], parts)
    if word == "+" and all(isinstance(part, ListValue) for part in parts):
        return ListValue.of(Items.joined(items_of(part) for part in parts if isinstance(part, ListValue)))
    if any(map(_whole, parts)):
        return RAW_TEXT
    textual = any((isinstance(part, Const) and isinstance(part.value, str)) or part == TEXT for part in parts)
    if word in {"+", "%"} and textual:
        for part in parts if state.dialect.strict_keys and word == "+" else ():
            hint_use(state, part, "string")
        return TEXT
    return _derived(parts, OPAQUE)


def _counted(result: float, parts: list[Value]) -> Value:
    """A number made of constants; what is made of nothing stays so."""
    return NOT_A_NUMBER if math.isnan(result) else Const(result, any(isinstance(part, Const) and part.implied for part in parts))


def _derived(parts: list[Value], otherwise: Value) -> Value:
    """Computed from one key's value, if from any."""
    for part in parts:
        if any(isinstance(one.value, Field | Derived) for one in alternatives(part)):
            return map_union(part, lambda one: derived(one) if isinstance(one, Field | Derived) else otherwise)
    return otherwise


def without(state: State, wanted: Value, taken: Value, line: int) -> Value:
    """`set(wanted) - set(event)`: each element is left when its key is missing."""
    result = []
    items = elements(state, wanted, line)
    if items.loose:
        contains(state, taken, OPAQUE, line)
    for item in items.items:
        yes, no = truth(state, contains(state, taken, item.value, line))
        if no is not None:
            result.append(Item(item.value, no, yes))
    return ListValue.of(Items(tuple(result), items.loose))
