"""Pulumi's wire values and Python's: a Struct says what is not known yet, and what is secret, by signatures inside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from google.protobuf import struct_pb2

# Source: pulumi/sdk, sdk/go/common/resource/{properties,sig}.go; they are part of the protocol.
_KIND = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105  a signature of the protocol
_OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
_RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
_NOT_KNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
_FIELDS: Mapping[type, str] = {bool: "bool_value", int: "number_value", float: "number_value", str: "string_value"}


class Unknown:
    """A value that is known only once something is made. There is one: `UNKNOWN`."""

    def __repr__(self) -> str:
        return "<unknown>"

    def __bool__(self) -> bool:
        return False


UNKNOWN: Final = Unknown()


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """A value that is kept encrypted and never shown."""

    value: Value

    def __repr__(self) -> str:
        return "<secret>"


Value = bool | int | float | str | Unknown | Secret | list["Value"] | dict[str, "Value"] | None
Properties = dict[str, Value]
Problem = tuple[str, str]  # a property, and what is wrong with it


def load(value: struct_pb2.Value) -> Value:
    """One value. Whole numbers become ints: the wire has no other way to write them."""
    match value.WhichOneof("kind"):
        case "bool_value":
            return bool(value.bool_value)
        case "number_value":
            number = float(value.number_value)
            return int(number) if number.is_integer() else number
        case "string_value":
            return UNKNOWN if value.string_value == _NOT_KNOWN else str(value.string_value)
        case "list_value":
            return [load(item) for item in value.list_value.values]
        case "struct_value":
            return _signed(value.struct_value.fields)
        case _:
            return None


def _signed(fields: Mapping[str, struct_pb2.Value]) -> Value:
    kind = fields[_KIND].string_value if _KIND in fields else None
    if kind is None:
        return {name: load(item) for name, item in fields.items()}
    if kind == _SECRET:
        return secret(load(fields["value"]))
    if kind == _OUTPUT:
        inner: Value = load(fields["value"]) if "value" in fields else UNKNOWN
        return secret(inner) if "secret" in fields and fields["secret"].bool_value else inner
    if kind == _RESOURCE:
        return load(fields["id"] if "id" in fields else fields["urn"])
    raise ValueError("a value of a kind that no property of this provider takes, such as an asset")


def dump(value: Value) -> struct_pb2.Value:
    """One value, as the engine takes it."""
    match value:
        case None:
            return struct_pb2.Value(null_value=struct_pb2.NULL_VALUE)
        case Unknown():
            return struct_pb2.Value(string_value=_NOT_KNOWN)
        case Secret():
            return dump({_KIND: _SECRET, "value": value.value})
        case list():
            return struct_pb2.Value(list_value=struct_pb2.ListValue(values=[dump(item) for item in value]))
        case dict():
            return struct_pb2.Value(struct_value=dumps(value))
        case _:
            return struct_pb2.Value(**{_FIELDS[type(value)]: value})


def loads(properties: struct_pb2.Struct) -> Properties:
    """All properties of a message."""
    return {name: load(value) for name, value in properties.fields.items()}


def dumps(properties: Mapping[str, Value]) -> struct_pb2.Struct:
    """Properties as a message holds them."""
    return struct_pb2.Struct(fields={name: dump(value) for name, value in properties.items()})


def secret(value: Value) -> Secret:
    """The value as a secret, once."""
    return value if isinstance(value, Secret) else Secret(value)


def plain(value: Value) -> Value:
    """The value without its signs of secrecy, however deep."""
    match value:
        case Secret():
            return plain(value.value)
        case list():
            return [plain(item) for item in value]
        case dict():
            return {name: plain(item) for name, item in value.items()}
        case _:
            return value


def is_unknown(value: Value) -> bool:
    """Whether anything in it is not known yet."""
    match value:
        case Unknown():
            return True
        case Secret():
            return is_unknown(value.value)
        case list():
            return any(map(is_unknown, value))
        case dict():
            return any(map(is_unknown, value.values()))
        case _:
            return False


def holds_secret(value: Value) -> bool:
    """Whether anything in it is secret."""
    match value:
        case Secret():
            return True
        case list():
            return any(map(holds_secret, value))
        case dict():
            return any(map(holds_secret, value.values()))
        case _:
            return False


def like(value: Value, sample: Value) -> Value:
    """The value, secret where the sample is."""
    return secret(value) if isinstance(sample, Secret) else value
