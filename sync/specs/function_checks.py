"""Rules for one function alone, beyond the shape of its spec."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import JsonValue

from sync.specs.files import RegistryFiles
from sync.specs.ids import Generation, IdError, Region, parse_region
from sync.specs.models import Check, Function, FunctionSpec, ParameterSpec, RegistrationSpec, SignatureSpec, Where
from sync.specs.runtimes import wrong_handler, wrong_memory, wrong_runtime
from sync.specs.wording import did_you_mean, listed, shown
from sync.specs.yaml.nodes import Fault

Broken = Iterator[tuple[Where, Fault]]

# Source: Function Compute, "Configure environment variables" (help.aliyun.com/document_detail/164217.html), limits.
_VARIABLE = re.compile(r"[A-Za-z][A-Za-z0-9_]*", re.ASCII)
_RESERVED = frozenset({"accessKeyID", "accessKeySecret", "securityToken", "topic"})
_MANY = 20  # inputs that a check gets wrong in the same way; then they are one mistake
_OURS = "IVRSYNC_UID"  # the mark ivrsync leaves on a function
# Controls, and the characters that turn the direction of writing: they make a reader see a text that is not there.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


def own_laws(function: Function) -> Broken:
    """The rules for one function alone."""
    for fault in (*_settings(function.spec, function.address.generation), *_own_faults(function.spec, function.address.region)):
        yield function.where, replace(fault, path=("functions", function.uid, *fault.path))


def _settings(spec: FunctionSpec, generation: Generation) -> Iterator[Fault]:
    wrong = {
        "runtime": wrong_runtime(spec.runtime) if spec.runtime is not None else None,
        "handler": wrong_handler(spec.handler, spec.runtime) if spec.handler is not None else None,
        "memory": wrong_memory(spec.memory, generation) if spec.memory is not None else None,
    }
    yield from (Fault(path=(name,), message=told[0], hint=told[1]) for name, told in wrong.items() if told)


def _own_faults(spec: FunctionSpec, region: Region) -> Iterator[Fault]:
    if spec.description is not None:
        yield from _text(("description",), spec.description)
    if spec.environment:
        yield from _environment(spec.environment)
    if spec.signature is not None and spec.signature.inputs:
        yield from _defaults(spec.signature.inputs)
    if spec.checks:
        yield from _checks(spec.checks, spec.signature)
    for center, registration in spec.registrations.items():
        yield from _registration(("registrations", center), registration, region)


def _registration(path: tuple[str, ...], spec: RegistrationSpec, region: Region) -> Iterator[Fault]:
    if spec.description is not None:
        yield from _text((*path, "description"), spec.description)
    if spec.role is not None:
        yield from _text((*path, "role"), spec.role)
    if spec.failover is not None:
        yield from _failover((*path, "failover", "region"), spec.failover.region, region)


def _text(path: tuple[str, ...], text: str) -> Iterator[Fault]:
    if not text.isprintable() and (found := _CONTROL.search(text)):
        message = f"the text has the invisible character U+{ord(found[0]):04X}"
        yield Fault(path=path, message=message, hint="write it on one line, without it")


def _failover(path: tuple[str, ...], text: str, own: Region) -> Iterator[Fault]:
    try:
        region = parse_region(text)
    except IdError as error:
        yield Fault(path=path, message=error.message, hint=error.hint)
        return
    if region == own:
        yield Fault(
            path=path,
            message=f"the failover region is the function's own, {region}",
            hint="name another region, or leave failover out",
        )


def _environment(environment: Mapping[str, str]) -> Iterator[Fault]:
    for name, value in environment.items():
        path = ("environment", name)
        if name == _OURS:
            yield Fault(path=path, message=f"{name} is reserved for ivrsync", hint="leave it out", at_key=True)
        elif name in _RESERVED or name.startswith("FC_"):
            yield Fault(path=path, message=f"{name} is reserved by Function Compute", hint="choose another name", at_key=True)
        elif not _VARIABLE.fullmatch(name):
            hint = "A-Z a-z 0-9 and _, beginning with a letter"
            yield Fault(path=path, message=f"{shown(name)} cannot be the name of a variable", hint=hint, at_key=True)
        elif "\x00" in value:
            yield Fault(path=path, message="the value has the invisible character U+0000", hint="leave it out")


def _defaults(inputs: Mapping[str, ParameterSpec]) -> Iterator[Fault]:
    for name, declared in inputs.items():
        if declared.default is not None:
            yield from _typed(("signature", "inputs", name, "default"), declared, declared.default)


def _typed(path: tuple[str | int, ...], declared: ParameterSpec, value: JsonValue) -> Iterator[Fault]:
    """A text without quotes may be read as another type. Other types are not checked: flows pass text."""
    if declared.type in {None, "string"} and isinstance(value, int | float):
        yield Fault(path=path, message=f"must be a text, not {shown(value)}", unquoted=True)


def _checks(checks: Sequence[Check], signature: SignatureSpec | None) -> Iterator[Fault]:
    names: set[str] = set()
    for index, check in enumerate(checks):
        if check.name in names:
            path = ("checks", index, "name")
            yield Fault(path=path, message=f"two checks are named {shown(check.name)}", hint="give each its own name")
        names.add(check.name)
        if signature is not None and signature.inputs is not None:
            yield from _check_inputs(("checks", index, "input"), signature.inputs, check.input)


def _check_inputs(
    path: tuple[str | int, ...], declared: Mapping[str, ParameterSpec], given: Mapping[str, JsonValue]
) -> Iterator[Fault]:
    strange = [name for name in given if name not in declared]
    missing = [name for name, wanted in declared.items() if wanted.required and name not in given]
    yield from (fault for name in given if name in declared for fault in _typed((*path, name), declared[name], given[name]))
    if len(strange) > _MANY:
        message = f"the signature declares none of {len(strange):,} inputs: {listed(strange)}"
        yield Fault(path=path, message=message, hint="declare them, or leave them out", at_key=True)
    else:
        yield from (_strange((*path, name), name, declared) for name in strange)
    if missing:
        plural = len(missing) > _MANY
        what = f"{len(missing):,} required inputs are missing: {listed(missing)}"
        messages = [what] if plural else [f"the required input {shown(name)} is missing" for name in missing]
        hint = f"give {'them values' if plural else 'it a value'}, or declare {'them' if plural else 'it'} required: false"
        yield from (Fault(path=path, message=message, hint=hint, at_key=True) for message in messages)


def _strange(path: tuple[str | int, ...], name: str, declared: Mapping[str, ParameterSpec]) -> Fault:
    hint = did_you_mean(name, declared) or f"declared: {listed(declared) or 'none'}"
    return Fault(path=path, message=f"the signature declares no input {shown(name)}", hint=hint, at_key=True)


def code_laws(functions: Sequence[Function], files: RegistryFiles) -> Broken:
    """`code` names an existing folder or zip file, relative to the file that names it."""
    known: dict[tuple[str, str], str | None] = {}
    folders: dict[str, Path] = {}
    for function in functions:
        code = function.spec.code
        if code is None:
            continue
        here = (function.where.file, code)
        if here not in known:
            if function.where.file not in folders:
                folders[function.where.file] = Path(function.where.file).parent
            known[here] = _wrong_with(folders[function.where.file], code, files)
        wrong = known[here]
        if wrong is not None:
            hint = f"a folder or a .zip file, relative to {Path(function.where.file).parent}"
            yield function.where, Fault(path=("functions", function.uid, "code"), message=f"{shown(code)} {wrong}", hint=hint)


def _wrong_with(folder: Path, code: str, files: RegistryFiles) -> str | None:
    path = folder / code
    match files.kind(path):
        case "folder":
            return None
        case "file" if path.suffix.lower() == ".zip":
            return None
        case "file" | "other":
            return "is neither a folder nor a .zip file"
        case "absent":
            return "does not exist"
        case "impossible":
            return "cannot be a path"
