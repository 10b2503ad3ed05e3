"""Classes of the package: made, instantiated, stated by their fields as models, and asked for by `typeof` and `instanceof`."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sync.signatures import ir
from sync.signatures.interpreter.dialect import names
from sync.signatures.interpreter.lineage import class_attribute, lineage, outside_parent, own_method
from sync.signatures.interpreter.observations import CONVERTED, TESTED, USED
from sync.signatures.interpreter.places import hard, holds_event, look_up, on_event, soft
from sync.signatures.interpreter.state import State
from sync.signatures.interpreter.truth import EITHER, FALSE, TRUE, constant_type, items_of
from sync.signatures.interpreter.union import alternatives, map_union, union_of
from sync.signatures.interpreter.unknown_calls import unknown_call
from sync.signatures.interpreter.values import (
    ABSENT,
    NULL,
    OPAQUE,
    Alternative,
    Arguments,
    ClassValue,
    Const,
    Derived,
    External,
    Field,
    FunctionValue,
    Getter,
    ListValue,
    Native,
    Opaque,
    Raw,
    Record,
    Scope,
    Value,
    Wrapped,
)
from sync.specs.models import TypeName


def instance_of(value: Value, classes: list[Value]) -> Value:
    """Whether a value is of one of these classes, where all of them are the package's."""
    if not all(isinstance(one, ClassValue | FunctionValue) for one in classes):
        return EITHER
    return map_union(value, lambda one: _instance_of(one, classes))


def _instance_of(value: Value, classes: list[Value]) -> Value:
    match value:
        case Record(of=ClassValue() as made):
            return Const(value=any(one in classes for one in lineage(made)))
        case Record(of=FunctionValue() as made):
            return TRUE if made in classes else EITHER
        case Const() | ListValue() | Field() | Raw():
            return FALSE
        case _:
            return EITHER


def type_name(value: Value) -> Value:
    """`typeof value`."""
    match value:
        case Field():
            return Derived(value.key, named=True)
        case Const():
            name = "undefined" if value.value is None else constant_type(value.value)
            return Const("number" if name == "integer" else name)
        case FunctionValue() | ClassValue():
            return Const("function")
        case Raw(text=True):
            return Const("string")
        case Record() | ListValue() if not on_event(value):
            return Const("object")
        case _:
            return OPAQUE


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
    line, first = made.definition.line, len(fields) - len(values)
    late = [ir.Constant(one.value, line) if isinstance(one, Const) else ir.Operation("default", (), line) for one in values]
    return [one if place < first else replace(one, default=late[place - first]) for place, one in enumerate(fields)]


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
        factory = options.get("default_factory")
        value = options.get("default") or next(iter(plain), None) or (factory and ir.Call(factory, (), node.line))
    if isinstance(value, ir.Name) and value.id in {"...", "Ellipsis"}:
        value = None
    return ModelField(name, alias, value, annotation_type(node.annotation))


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
        state.call(after, Arguments(plain=[], line=arguments.line, this=record))
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


MAKING = "\0making"  # the cell of a metaclass that holds the class being made
METACLASS = "\0metaclass"  # the cell of a class that holds its metaclass
ENUMERATIONS = frozenset(("Enum", "StrEnum", "IntEnum", "Flag"))


def make_class(state: State, definition: ir.Class) -> ClassValue:
    """A class with its methods and attributes."""
    parents = tuple(state.eval(parent) for parent in definition.parents)
    scope = state.scope
    made = ClassValue(definition, parents, scope, state.frame.file)
    state.frame.scope = Scope(slots=made.slots, parent=scope)
    state.execute(definition.body)
    state.frame.scope = scope
    for value in made.slots.values():
        method = value.function if isinstance(value, Getter | Native | Wrapped) else value
        if isinstance(method, FunctionValue):
            method.scope, method.owner = scope, made
    _tell(state, made)
    return made


def _tell(state: State, made: ClassValue) -> None:
    """What Python calls when a class was made: its descriptors, its parents, its metaclass."""
    line = made.definition.line
    for name, held in list(made.slots.items()):
        named = own_method(state, held, "__set_name__")
        if named is not ABSENT:
            state.call_plain(named, made, Const(name), line=line)
    options = {one.name: state.eval(one.value) for one in made.definition.options}
    metaclass = options.pop("metaclass", ABSENT)
    told = next((one for parent in lineage(made)[1:] if (one := parent.slots.get("__init_subclass__")) is not None), None)
    told = told.function if isinstance(told, Native) else told
    if isinstance(told, FunctionValue):
        state.call(told, Arguments(plain=[made], named=options, line=line))
    inherited = [one.slots[METACLASS] for one in lineage(made) if METACLASS in one.slots]
    kind = metaclass if isinstance(metaclass, ClassValue) else next(iter(inherited), ABSENT)
    if isinstance(kind, ClassValue):
        made.slots[METACLASS] = kind
        _made_by(state, kind, made)


def _made_by(state: State, kind: ClassValue, made: ClassValue) -> None:
    """A metaclass of the package gets the class it makes, as registries of classes do."""
    kind.slots[MAKING] = made
    given = (Const(made.definition.name), OPAQUE, Record(dict(made.slots)))
    for name, first in (("__new__", kind), ("__init__", made)):
        method = class_attribute(kind, name)
        if isinstance(method, FunctionValue):
            state.call_plain(method, first, *given, line=0)


def construct(state: State, made: ClassValue, arguments: Arguments) -> Value:
    """An instance of a class of the package."""
    if is_enumeration(made):
        return _enumerated(state, made, arguments)
    kind = model_kind(state, made)
    if kind:
        return build_model(state, made, kind, arguments)
    record = Record(of=made)
    state.heap.born(record.slots)
    starts = (class_attribute(made, name) for name in ("__init__", "constructor", "__construct"))
    start = next((one for one in starts if one is not ABSENT), ABSENT)
    if isinstance(start, FunctionValue):
        arguments.this, arguments.makes = record, False
        state.call(start, arguments)
        return record
    outside = outside_parent(made)
    return _from_outside(state, record, outside, arguments) if outside else record


def is_enumeration(made: ClassValue) -> bool:
    """Whether its members stand for constants."""
    return any(
        isinstance(parent, External) and parent.path.split(".")[-1] in ENUMERATIONS
        for one in lineage(made)
        for parent in one.parents
    )


def _enumerated(state: State, made: ClassValue, arguments: Arguments) -> Value:
    """`Level(text)`: the member of that value, or a ValueError. A member is followed as its value."""
    value = arguments.at(0, "value") or NULL
    members = [held for one in lineage(made) for held in one.slots.values() if isinstance(held, Const)]
    found: list[Alternative] = []
    for one, facts in alternatives(value):
        if isinstance(one, Const):
            found.append(Alternative(one if one in members else ABSENT, facts))
            continue
        for member in members:
            hint(state, one, constant_type(member.value), USED)
            found.append(Alternative(member, facts))
        found.append(Alternative(ABSENT, facts))
    return state.only(union_of(found), lambda one: one is not ABSENT, "ValueError")


def _from_outside(state: State, record: Record, outside: str, arguments: Arguments) -> Record:
    """The constructor is a library's: a dict keeps what it is given, anything else may read it."""
    if outside in {"dict", "OrderedDict", "UserDict"} and arguments.plain:
        record.beneath = tuple(arguments.plain)
        return record
    if not outside.endswith(("Error", "Exception")):
        unknown_call(state, arguments.every(), outside, arguments.line)
    return record


def parent_of(state: State) -> Value:
    """`super`: this instance, seen as one of the class that comes next in its line."""
    frame = state.frame
    owner, this = (frame.value.owner if frame.value else None), frame.this
    if owner is not None and MAKING in owner.slots and not isinstance(this, Record):
        made = owner.slots[MAKING]
        return Record(
            {"__new__": Native("__new__", lambda _run, _given: made)}, of=ClassValue(owner.definition, (), owner.scope, owner.file)
        )
    if not isinstance(this, Record) or owner is None:
        return Opaque()
    line = lineage(this.of) if isinstance(this.of, ClassValue) else []
    rest = tuple(line[line.index(owner) + 1 :] if owner in line else lineage(owner)[1:])
    if not rest:
        return Native("super", lambda inner, given: unknown_call(inner, given.every(), outside_parent(owner), given.line))
    parents = ClassValue(owner.definition, rest, owner.scope, owner.file)
    return Record(this.slots, this.beneath, parents, this.whole or this)
