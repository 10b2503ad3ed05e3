"""From a YAML document to functions and centers: models, then identifiers. Mistakes become faults; the rest is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from pydantic import BaseModel, JsonValue, ValidationError
from pydantic_core import to_json

from sync.specs.error_messages import faults_of, unknown_key
from sync.specs.ids import (
    Address,
    Generation,
    IdError,
    Region,
    Uid,
    parse_center_name,
    parse_former_address,
    parse_function_name,
    parse_region,
    parse_service_name,
    parse_uid,
)
from sync.specs.models import (
    Center,
    CentersDocument,
    CenterSpec,
    Function,
    FunctionSpec,
    Registry,
    ServiceDocument,
    SignatureSpec,
    Where,
)
from sync.specs.wording import shown
from sync.specs.yaml.nodes import Document, Fault, Path

_T = TypeVar("_T")
_UNNAMED, _WRONG = "unnamed", object()
_BY_NAME = frozenset({"environment", "registrations"})
_KNOWN = (*ServiceDocument.model_fields, *CentersDocument.model_fields)


@dataclass(slots=True, kw_only=True)
class Interpreted:
    """The content of documents. `names` are all centers named, including those with a fault."""

    functions: list[Function] = field(default_factory=list)
    flawed: list[Function] = field(default_factory=list)  # functions with a fault, without the faulty parts
    centers: list[Center] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    digests: list[bytes] = field(default_factory=list)  # one of each function and center
    faults: list[tuple[int, Fault]] = field(default_factory=list)  # with the index of the document
    signatures: dict[bytes, SignatureSpec] = field(default_factory=dict)  # by their JSON: specs repeat them, and may share them

    def add(self, other: Interpreted) -> None:
        """All of it, but for faults."""
        self.functions += other.functions
        self.flawed += other.flawed
        self.centers += other.centers
        self.names |= other.names
        self.digests += other.digests

    def registry(self) -> Registry:
        """What was read, in order."""
        return Registry(
            functions=tuple(sorted(self.functions, key=lambda function: function.uid)),
            centers=tuple(sorted(self.centers, key=lambda center: center.name)),
            digest=hashlib.sha256(b"".join(sorted(self.digests))).hexdigest(),
        )


def interpret(document: Document, file: str, into: Interpreted) -> None:
    """Read one document, consuming it, and add its content."""
    value = document.value
    if value is None:
        return
    faults: list[Fault] = []
    if not isinstance(value, dict):
        faults.append(
            Fault(path=(), message=f"a document must be a mapping, not {shown(value)}", hint="begin with service: or centers:")
        )
    elif not any(key in _KNOWN for key in value):
        faults.extend(unknown_key((key,), _KNOWN) for key in value)
    elif "centers" in value and "functions" in value:
        hint = "separate them with a line ---, or put centers into a file of their own"
        faults.append(Fault(path=("centers",), message="centers and functions are in one document", hint=hint, at_key=True))
    elif "centers" in value:
        _centers(value, document, file, into, faults)
    else:
        _service(value, document, file, into, faults)
    # Where the text breaks off, keys missing at the top of the document may come later.
    into.faults.extend((document.index, fault) for fault in faults if fault.path or not document.cut)


def _where(document: Document, file: str, key: str) -> Where:
    mark = document.entries.get(key, document.start)
    return Where(file, mark.line, mark.column)


def _digest(*parts: JsonValue) -> bytes:
    """Changes with any value, and with the order of keys, which is the order things are shown in."""
    return hashlib.sha256(to_json(parts)).digest()


def _check_top(value: dict[str, JsonValue], model: type[BaseModel], faults: list[Fault]) -> None:
    """Read the top of a document; the entries below its last key are read one by one."""
    rest = "functions" if model is ServiceDocument else "centers"
    try:
        model.model_validate({**value, rest: {}} if rest in value else value)
    except ValidationError as error:
        faults.extend(faults_of(error, value, model))


def _below(value: JsonValue, key: str, faults: list[Fault]) -> Iterator[tuple[str, JsonValue]]:
    """The entries below a key, removed from the document as they are read: a large registry is never in memory twice."""
    if isinstance(value, dict):
        for name in tuple(value):
            yield name, value.pop(name)
    else:
        hint = f"name them below `{key}:`, or write {key}: {{}} while there are none"
        faults.append(
            Fault(path=(key,), message=f"{key} must be a mapping (name: value), not {shown(value)}", hint=hint, at_key=True)
        )


def _centers(value: dict[str, JsonValue], document: Document, file: str, into: Interpreted, faults: list[Fault]) -> None:
    _check_top(value, CentersDocument, faults)
    for name, below in _below(value["centers"], "centers", faults):
        into.names.add(name)
        path = ("centers", name)
        known = _parsed(parse_center_name, name, path, faults, at_key=True)
        try:
            spec = CenterSpec.model_validate(below)
        except ValidationError as error:
            faults.extend(faults_of(error, below, CenterSpec, path))
            continue
        if known is not None:
            where = _where(document, file, name)
            into.centers.append(Center(name=known, instance=spec.instance, mode=spec.registrations, where=where))
            into.digests.append(_digest("center", name, below))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Home:
    """Where the functions of one document live."""

    region: Region
    service: str  # empty for FC 3.0


_NOWHERE = _Home(region=Region(""), service="unknown")  # when the top of the document is wrong


def _service(value: dict[str, JsonValue], document: Document, file: str, into: Interpreted, faults: list[Fault]) -> None:
    _check_top(value, ServiceDocument, faults)
    home = _home(value, faults)
    if "functions" not in value:
        return
    for uid, below in _below(value["functions"], "functions", faults):
        known = len(faults)
        try:
            spec = _validated(_with_shared_signature(below, into.signatures))
        except ValidationError as error:
            faults.extend(faults_of(error, below, FunctionSpec, ("functions", uid)))
            spec = _without_faults(below, error)
        function = _function(uid, spec, home or _NOWHERE, _where(document, file, uid), faults)
        if home is None or len(faults) > known:
            into.flawed.append(function)
        else:
            into.functions.append(function)
            address = function.address
            into.digests.append(_digest("function", uid, address.region, address.generation, value["service"], below))


_validated: Callable[[object], FunctionSpec] = FunctionSpec.__pydantic_validator__.validate_python


def _without_faults(below: JsonValue, error: ValidationError) -> FunctionSpec:
    """The correct parts of a spec, so that all its mistakes are reported at once: the other keys, and the other map entries."""
    spec = below if isinstance(below, dict) else {}
    wrong: dict[str, set[str]] = {}
    for details in error.errors(include_url=False, include_input=False):
        key, *rest = map(str, (*details["loc"], ""))
        wrong.setdefault(key, set()).add(rest[0] if rest else "")
    right = {name: _without(name, value, wrong.get(name)) for name, value in spec.items()}
    return FunctionSpec.model_validate({"name": _UNNAMED} | {name: value for name, value in right.items() if value is not _WRONG})


def _without(key: str, value: JsonValue, wrong: set[str] | None) -> object:
    if wrong is None:
        return value
    if key not in _BY_NAME or not isinstance(value, dict) or not wrong <= value.keys():
        return _WRONG
    return {name: entry for name, entry in value.items() if name not in wrong}


def _with_shared_signature(below: JsonValue, known: dict[bytes, SignatureSpec]) -> object:
    """The same spec with its signature made already: models cannot change, and a signature is half of what a spec weighs."""
    if not isinstance(below, dict) or not isinstance(signature := below.get("signature"), dict):
        return below
    key = to_json(signature)
    if key not in known:
        try:
            known[key] = SignatureSpec.model_validate(signature)
        except ValidationError:
            return below  # and is explained with the rest
    return {**below, "signature": known[key]}


def _home(value: dict[str, JsonValue], faults: list[Fault]) -> _Home | None:
    """The region, service and generation of a document; None when anything at its top is wrong."""
    generation: Generation = "3.0" if value.get("generation") == "3.0" else "2.0"
    region, service = value.get("region"), value.get("service")
    known = _parsed(parse_region, region, ("region",), faults) if isinstance(region, str) else None
    if isinstance(service, str) and generation == "2.0":
        _parsed(parse_service_name, service, ("service",), faults)
    elif isinstance(service, str) and not service.strip():
        hint = "name it as you like: it is not sent to FC 3.0"
        faults.append(Fault(path=("service",), message="the name of the group is empty", hint=hint))
    if faults or known is None:
        return None
    return _Home(region=known, service=str(service) if generation == "2.0" else "")


def _function(uid: str, spec: FunctionSpec, home: _Home, where: Where, faults: list[Fault]) -> Function:
    """The function, as far as it is correct; its faults are recorded."""
    path = ("functions", uid)
    parsed = _parsed(parse_uid, uid, path, faults, at_key=True)
    name = _parsed(parse_function_name, spec.name, (*path, "name"), faults)
    address = Address(home.region, home.service, name or _UNNAMED)
    formerly = _formerly(spec.formerly, address, path, faults) if spec.formerly else ()
    return Function(uid=parsed or Uid(uid), address=address, spec=spec, formerly=formerly, where=where)


def _formerly(texts: tuple[str, ...], now: Address, path: Path, faults: list[Fault]) -> tuple[Address, ...]:
    parsed = (
        _parsed(lambda text: parse_former_address(text, now), text, (*path, "formerly", index), faults)
        for index, text in enumerate(texts)
    )
    return tuple(address for address in parsed if address is not None)


def _parsed(parse: Callable[[str], _T], text: str, path: Path, faults: list[Fault], *, at_key: bool = False) -> _T | None:
    try:
        return parse(text)
    except IdError as error:
        faults.append(_fault(error, path, at_key=at_key))
        return None


def _fault(error: IdError, path: Path, *, at_key: bool = False) -> Fault:
    return Fault(path=path, message=error.message, hint=error.hint, at_key=at_key)
