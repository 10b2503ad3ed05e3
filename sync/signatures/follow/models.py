"""Classes that state what they are built from: dataclasses, named tuples, typed dicts, pydantic models."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sync.signatures import form, steps
from sync.signatures.follow.choices import alternatives
from sync.signatures.follow.ledger import CONVERTED, TESTED
from sync.signatures.follow.lineage import class_attribute, lineage
from sync.signatures.follow.reading import hard, holds_event, look_up, soft
from sync.signatures.follow.run import Run
from sync.signatures.follow.truth import items_of
from sync.signatures.follow.values import (
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
from sync.signatures.knowledge.dialect import names
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
    default: form.Expr | None
    type: TypeName | None


def model_kind(run: Run, made: ClassValue) -> str:
    """`dataclass`, `pydantic`, `typeddict`, or '' for an ordinary class."""
    for one in lineage(made):
        if any(_is_dataclass(run, decorator) for decorator in one.definition.decorators):
            return "dataclass"
        kinds = (PARENTS.get(parent.path, "") for parent in one.parents if isinstance(parent, External))
        if kind := next(filter(None, kinds), ""):
            return kind
    return ""


def _is_dataclass(run: Run, decorator: form.Expr) -> bool:
    value = run.eval(decorator.callee if isinstance(decorator, form.Call) else decorator)
    return isinstance(value, External) and value.path in DATACLASS


def fields_of(made: ClassValue) -> list[ModelField]:
    """The fields, those of parents first."""
    found: dict[str, ModelField] = {}
    for statement in (statement for one in reversed(lineage(made)) for statement in one.definition.body):
        if isinstance(statement, steps.Evaluate) and isinstance(statement.value, form.Bind):
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


def _constant(value: Value, line: int) -> form.Expr:
    return form.Constant(value.value, line) if isinstance(value, Const) else form.Operation("default", (), line)


def _field(node: form.Bind) -> ModelField | None:
    if node.annotation is None or not isinstance(node.target, form.Name):
        return None
    name = node.target.id
    value: form.Expr | None = None if isinstance(node.value, form.Operation) and node.value.word == "unset" else node.value
    alias = name
    if isinstance(value, form.Call) and _last(value.callee) in {"Field", "field", "ib", "attrib"}:
        options = {argument.name: argument.value for argument in value.arguments if argument.name}
        stated = options.get("alias") or options.get("validation_alias")
        if isinstance(stated, form.Constant):
            alias = str(stated.value)
        plain = [argument.value for argument in value.arguments if not argument.name]
        value = options.get("default") or (plain[0] if plain else None) or _made(options.get("default_factory"), node.line)
    if isinstance(value, form.Name) and value.id in {"...", "Ellipsis"}:
        value = None
    return ModelField(name, alias, value, annotation_type(node.annotation))


def _made(factory: form.Expr | None, line: int) -> form.Expr | None:
    return None if factory is None else form.Call(factory, (), line)


def _last(node: form.Expr) -> str:
    if isinstance(node, form.Member):
        return node.name
    return node.id if isinstance(node, form.Name) else ""


def annotation_type(node: form.Expr) -> TypeName | None:
    """The type an annotation names, through Optional and `| None`."""
    match node:
        case form.Name():
            return TYPES.get(node.id)
        case form.Member():
            return TYPES.get(node.name)
        case form.Constant():
            return TYPES.get(str(node.value))
        case form.Index():
            outer = _last(node.owner)
            return annotation_type(node.key) if outer in {"Optional", "Annotated", "NotRequired", "Required"} else TYPES.get(outer)
        case form.Operation(word="|"):
            found = {annotation_type(part) for part in node.parts if part != form.Constant(None, part.line)}
            return found.pop() if len(found) == 1 else None
        case form.Sequence() if node.items:
            return annotation_type(node.items[0].value)
        case _:
            return None


def build_model(run: Run, made: ClassValue, kind: str, arguments: Arguments) -> Value:
    """An instance of a model, its fields taken from the arguments or from what was spread in."""
    if kind == "typeddict":
        note_typed(run, made, arguments.keywords)
        return Record(dict(arguments.named), (*arguments.plain, *arguments.keywords))
    record = Record(of=made)
    plain = list(arguments.plain)
    weight = CONVERTED if kind == "pydantic" else TESTED
    for one in fields_of(made):
        value = plain.pop(0) if plain else _field_value(run, one, arguments)
        if not run.live:
            return record
        hint(run, value, one.type, weight)
        record.slots[one.name] = value
    after = class_attribute(made, "__post_init__")
    if isinstance(after, FunctionValue):
        run.call(after, Arguments(plain=[], named={}, keywords=[], line=arguments.line, this=record))
    return record


def _field_value(run: Run, one: ModelField, arguments: Arguments) -> Value:
    for name in (one.alias, one.name):
        if name in arguments.named:
            return arguments.named[name]
    found: Value = ABSENT
    for keywords in arguments.keywords:
        found = look_up(run, keywords, one.alias, "model", arguments.line)
    if one.default is None:
        return hard(run, found, "ValidationError") if found is not ABSENT or arguments.keywords else ABSENT
    return soft(run, found, run.eval(one.default))


def hint(run: Run, value: Value, name: TypeName | None, weight: int) -> None:
    """A key's value is stated to be of a type."""
    for one, _ in alternatives(value):
        if name is not None and (isinstance(one, Field) or (isinstance(one, Derived) and one.same)):
            run.ledger.hint(one.key, name, weight)


def note_typed(run: Run, made: ClassValue, values: list[Value]) -> None:
    """The event is stated to be a typed dict: its keys have those types."""
    if any(map(holds_event, values)):
        for one in fields_of(made):
            if one.type is not None:
                run.ledger.declared[one.alias] = one.type


def annotated(run: Run, value: Value, annotation: form.Expr | None) -> Value:
    """A value bound to a name with an annotation."""
    if annotation is None:
        return value
    hint(run, value, annotation_type(annotation), TESTED)
    if isinstance(annotation, form.Name | form.Constant) and holds_event(value):
        stated = run.eval(
            form.Name(str(annotation.value), annotation.line) if isinstance(annotation, form.Constant) else annotation
        )
        if isinstance(stated, ClassValue) and model_kind(run, stated) == "typeddict":
            note_typed(run, stated, [value])
    return value
