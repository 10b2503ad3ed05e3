"""Classes that state what they are built from: dataclasses, named tuples, typed dicts, pydantic models."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sync.signatures import ir
from sync.signatures.interpreter.dialect import names
from sync.signatures.interpreter.lineage import class_attribute, lineage
from sync.signatures.interpreter.observations import CONVERTED, TESTED
from sync.signatures.interpreter.reading import hard, holds_event, look_up, soft
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.truth import items_of
from sync.signatures.interpreter.union import alternatives
from sync.signatures.interpreter.values import (
    ABSENT,
    OPAQUE,
    Arguments,
    ClassValue,
    Const,
    Derived,
    External,
    Field,
    FunctionValue,
    ListValue,
    Record,
    Value,
)
from sync.specs.models import TypeName

TYPES: dict[str, TypeName] = {
    "str": "string", "int": "integer", "float": "number", "bool": "boolean", "dict": "object", "list": "array", "Dict": "object",
    "List": "array", "Decimal": "number", "tuple": "array", "set": "array", "Mapping": "object", "Sequence": "array",
    "string": "string", "array": "array",  # as PHP names them
}  # fmt: skip
LATE_DEFAULTS = "__defaults__"
DATACLASS = names("dataclass dataclasses.dataclass attr.s attr.define attrs.define attr.dataclass pydantic.dataclasses.dataclass")
PARENTS = {
    "pydantic.BaseModel": "pydantic", "BaseModel": "pydantic", "typing.NamedTuple": "dataclass", "NamedTuple": "dataclass",
    "typing.TypedDict": "typeddict", "typing_extensions.TypedDict": "typeddict", "TypedDict": "typeddict",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ModelField:
    """One field of a model; `default` None: it must be given. `alias` is the key it is read from."""

    name: str
    alias: str
    default: ir.Expr | None
    type: TypeName | None


def model_kind(state: State, made: ClassValue) -> str:
    """`dataclass`, `pydantic`, `typeddict`, or '' for an ordinary class."""
    for one in lineage(made):
        if any(_is_dataclass(state, decorator) for decorator in one.definition.decorators):
            return "dataclass"
        kinds = (PARENTS.get(parent.path, "") for parent in one.parents if isinstance(parent, External))
        if kind := next(filter(None, kinds), ""):
            return kind
    return ""


def _is_dataclass(state: State, decorator: ir.Expr) -> bool:
    value = state.eval(decorator.callee if isinstance(decorator, ir.Call) else decorator)
    return isinstance(value, External) and value.path in DATACLASS


def fields_of(made: ClassValue) -> list[ModelField]:
    """The fields, those of parents first."""
    found: dict[str, ModelField] = {}
    for statement in (statement for one in reversed(lineage(made)) for statement in one.definition.body):
        if isinstance(statement, ir.Evaluate) and isinstance(statement.value, ir.Bind):
            one = _field(statement.value)
            if one is not None:
                found[one.name] = one
    return _with_late_defaults(made, list(found.values()))


def _with_late_defaults(made: ClassValue, fields: list[ModelField]) -> list[ModelField]:
    """`Order.__new__.__defaults__ = (…)`: the last fields of a named tuple have these defaults."""
    new = made.slots.get("__new__")
    stated = new.slots.get(LATE_DEFAULTS) if isinstance(new, Record) else None
    if stated is None:
        return fields
    values = [item.value for item in items_of(stated).items] if isinstance(stated, ListValue) else [OPAQUE] * len(fields)
    first = len(fields) - len(values)
    return [
        one if place < first else replace(one, default=_constant(values[place - first], made.definition.line))
        for place, one in enumerate(fields)
    ]


def _constant(value: Value, line: int) -> ir.Expr:
    return ir.Constant(value.value, line) if isinstance(value, Const) else ir.Operation("default", (), line)


def _field(node: ir.Bind) -> ModelField | None:
    if node.annotation is None or not isinstance(node.target, ir.Name):
        return None
    name = node.target.id
    value: ir.Expr | None = None if isinstance(node.value, ir.Operation) and node.value.word == "unset" else node.value
    alias = name
    if isinstance(value, ir.Call) and _last(value.callee) in {"Field", "field", "ib", "attrib"}:
        options = {argument.name: argument.value for argument in value.arguments if argument.name}
        stated = options.get("alias") or options.get("validation_alias")
        if isinstance(stated, ir.Constant):
            alias = str(stated.value)
        plain = [argument.value for argument in value.arguments if not argument.name]
        value = options.get("default") or (plain[0] if plain else None) or _made(options.get("default_factory"), node.line)
    if isinstance(value, ir.Name) and value.id in {"...", "Ellipsis"}:
        value = None
    return ModelField(name, alias, value, annotation_type(node.annotation))


def _made(factory: ir.Expr | None, line: int) -> ir.Expr | None:
    return None if factory is None else ir.Call(factory, (), line)


def _last(node: ir.Expr) -> str:
    if isinstance(node, ir.Member):
        return node.name
    return node.id if isinstance(node, ir.Name) else ""


def annotation_type(node: ir.Expr) -> TypeName | None:
    """The type an annotation names, through Optional and `| None`."""
    match node:
        case ir.Name():
            return TYPES.get(node.id)
        case ir.Member():
            return TYPES.get(node.name)
        case ir.Constant():
            return TYPES.get(str(node.value))
        case ir.Index():
            outer = _last(node.owner)
            return annotation_type(node.key) if outer in {"Optional", "Annotated", "NotRequired", "Required"} else TYPES.get(outer)
        case ir.Operation(word="|"):
            found = {annotation_type(part) for part in node.parts if part != ir.Constant(None, part.line)}
            return found.pop() if len(found) == 1 else None
        case ir.Sequence() if node.items:
            return annotation_type(node.items[0].value)
        case _:
            return None


def build_model(state: State, made: ClassValue, kind: str, arguments: Arguments) -> Value:
    """An instance of a model, its fields taken from the arguments or from what was spread in."""
    if kind == "typeddict":
        note_typed(state, made, arguments.keywords)
        return Record(dict(arguments.named), (*arguments.plain, *arguments.keywords))
    record = Record(of=made)
    plain = list(arguments.plain)
    weight = CONVERTED if kind == "pydantic" else TESTED
    for one in fields_of(made):
        value = plain.pop(0) if plain else _field_value(state, one, arguments)
        if not state.live:
            return record
        hint(state, value, one.type, weight)
        record.slots[one.name] = value
    after = class_attribute(made, "__post_init__")
    if isinstance(after, FunctionValue):
        state.call(after, Arguments(plain=[], named={}, keywords=[], line=arguments.line, this=record))
    return record


def _field_value(state: State, one: ModelField, arguments: Arguments) -> Value:
    for name in (one.alias, one.name):
        if name in arguments.named:
            return arguments.named[name]
    found: Value = ABSENT
    for keywords in arguments.keywords:
        found = look_up(state, keywords, one.alias, "model", arguments.line)
    if one.default is None:
        return hard(state, found, "ValidationError") if found is not ABSENT or arguments.keywords else ABSENT
    return soft(state, found, state.eval(one.default))


def hint(state: State, value: Value, name: TypeName | None, weight: int) -> None:
    """A key's value is stated to be of a type."""
    for one, _ in alternatives(value):
        if name is not None and (isinstance(one, Field) or (isinstance(one, Derived) and one.same)):
            state.observations.hint(one.key, name, weight)


def note_typed(state: State, made: ClassValue, values: list[Value]) -> None:
    """The event is stated to be a typed dict: its keys have those types."""
    if any(map(holds_event, values)):
        for one in fields_of(made):
            if one.type is not None:
                state.observations.declared[one.alias] = one.type


def annotated(state: State, value: Value, annotation: ir.Expr | None) -> Value:
    """A value bound to a name with an annotation."""
    if annotation is None:
        return value
    hint(state, value, annotation_type(annotation), TESTED)
    if isinstance(annotation, ir.Name | ir.Constant) and holds_event(value):
        stated = state.eval(ir.Name(str(annotation.value), annotation.line) if isinstance(annotation, ir.Constant) else annotation)
        if isinstance(stated, ClassValue) and model_kind(state, stated) == "typeddict":
            note_typed(state, stated, [value])
    return value
