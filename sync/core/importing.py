"""What import adds to the registry: one spec for each function that a registration reaches.

Two steps, because code is read in between, and only of functions that will be written: `choose`, then `specs_of`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from sync.core.acceptance import claimed
from sync.core.assessment import Assessment
from sync.core.found_index import FoundIndex, Presence
from sync.core.matching.registrations import Pairing
from sync.core.signature.inferred import Inferred, Unknown
from sync.core.signature.merge import declared_from
from sync.core.worlds import FoundFunction, FoundRegistration, FoundSignature, Gap
from sync.specs.ids import Address, CenterName, Generation, IdError, Uid, parse_function_name, parse_region, parse_service_name
from sync.specs.models import FunctionSpec, RegistrationSpec, SignatureSpec
from sync.specs.remarks import Remark
from sync.specs.runtimes import Wrong, wrong_handler, wrong_memory, wrong_runtime

Reason = Literal[
    "stale",  # the function does not exist
    "unread",  # whether the function exists could not be checked
    "duplicate",  # another registration of the same center reaches the same function
    "undeclared",  # the registry has the function, and does not say that this center may call it
    "undecided",  # it may be one that the registry wants; plan says more
    "former",  # the registry says that a function of another address lived there
    "match",  # a function of the registry seems to live there now, or may
    "name",  # a name that no spec can hold
]
Knowledge = Literal["closed", "open", "unknown", "unread"]  # of a signature
_LEAST_MEMORY, _MOST_MEMORY, _LONGEST_TIMEOUT = 64, 32768, 86400  # what a spec can say (`FunctionSpec`)
_LONGEST_UID = 64
Values = dict[str, str | int | None]
_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NOT_UID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A function to import, with the registrations that reach it; none where it was asked for by its place."""

    function: FoundFunction
    registrations: tuple[FoundRegistration, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Something found that is not imported, and why. `registration` and `center` are empty for a function asked for by place."""

    reason: Reason
    target: Address
    center: str = ""
    registration: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFunction:
    """One spec to write. `knowledge` states how well the signature is known, `remarks` why not better, and what is left out."""

    uid: Uid
    address: Address
    generation: Generation
    spec: FunctionSpec
    knowledge: Knowledge
    remarks: tuple[Remark, ...]


@dataclass(slots=True)
class Chosen:
    """What to import and what not, both in order."""

    choices: list[Choice] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)


def choose(assessed: Assessment, asked: Collection[Address] = ()) -> Chosen:
    """The functions that registrations reach and the registry does not know, and those found ones `asked` for by address.

    Of several registrations of one center that reach the same function, the one that flows call is chosen, as in a plan.
    """
    chosen, ground, known = Chosen(), assessed.ground, assessed.by_address.keys()
    former = {address: function.uid for function in assessed.wanted.functions for address in function.formerly}
    matched = claimed(assessed)
    owners = {**matched, **former}
    reached: dict[Address, dict[CenterName, FoundRegistration]] = {}
    for pairing in assessed.pairings:
        chosen.left_out += (_left_out(pair.found, "duplicate", owners) for pair in pairing.duplicates)
        for registration in pairing.others:
            reason = _reason(registration, pairing, ground, known) or _unusable(registration.target, former, matched)
            if reason is None:
                kept = reached.setdefault(registration.target, {}).setdefault(registration.center, registration)
                reason = None if kept is registration else "duplicate"
            if reason is not None:
                chosen.left_out.append(_left_out(registration, reason, owners))
    for address in sorted({*reached, *asked} - known):
        unusable = _unusable(address, former, matched)
        if unusable is None:
            registrations = tuple(reached.get(address, {}).values())
            chosen.choices.append(Choice(function=ground.functions[address], registrations=registrations))
        else:
            chosen.left_out.append(LeftOut(reason=unusable, target=address, detail=owners.get(address, "")))
    chosen.left_out.sort(key=lambda item: (item.center, item.target, item.registration))
    return chosen


def _reason(found: FoundRegistration, pairing: Pairing, ground: FoundIndex, known: Collection[Address]) -> Reason | None:
    """Why a registration that no spec accounts for is not imported."""
    presence = ground.presence(found.target)
    if found.id in pairing.contested:
        return "undecided"
    if presence is not Presence.PRESENT:
        return "stale" if presence is Presence.ABSENT else "unread"
    return "undeclared" if found.target in known else None


def _unusable(address: Address, former: Mapping[Address, Uid], matched: Mapping[Address, Uid]) -> Reason | None:
    """Why no spec can be written for a function of that address."""
    try:
        parse_region(address.region)
        parse_function_name(address.name)
        if address.service:
            parse_service_name(address.service)
    except IdError:
        return "name"
    return "former" if address in former else "match" if address in matched else None


def _left_out(registration: FoundRegistration, reason: Reason, owners: Mapping[Address, Uid]) -> LeftOut:
    return LeftOut(
        reason=reason,
        target=registration.target,
        center=registration.center,
        registration=registration.id,
        detail=owners[registration.target] if reason in {"former", "match"} else "",
    )


def specs_of(
    choices: Iterable[Choice], signatures: Iterable[FoundSignature], gaps: Iterable[Gap], taken: Collection[str]
) -> tuple[ImportedFunction, ...]:
    """A spec for each choice, with a uid that is not `taken`. The values of environment variables are in none of them."""
    shown = {item.address: item.signature for item in signatures}
    unread = {gap.subject: gap for gap in gaps if gap.scope == "code"}
    uids = set(taken)
    functions: list[ImportedFunction] = []
    for choice in choices:
        function = choice.function
        uid = uid_for(function.address, uids)
        uids.add(uid)
        gap = unread.get(str(function.address))
        functions.append(_imported(uid, choice, shown.get(function.address), gap))
    return tuple(functions)


def uid_for(address: Address, taken: Collection[str]) -> Uid:
    """A uid after the function's name; where that is taken, with its service, its region, and at last a number."""
    name, service = _kebab(address.name) or "function", _kebab(address.service)
    longer = "-".join(part for part in (service, name) if part)
    for candidate in (name, longer, f"{address.region}-{longer}"):
        uid = candidate[:_LONGEST_UID].strip("-")
        if uid not in taken:
            return Uid(uid)
    number = 2
    while (uid := f"{name[: _LONGEST_UID - 8].strip('-')}-{number}") in taken:
        number += 1
    return Uid(uid)


def _kebab(text: str) -> str:
    """`checkUserIdentity` and `check_user_identity` become `check-user-identity`."""
    return _NOT_UID.sub("-", _WORD_START.sub("-", text).lower()).strip("-")


def _imported(uid: Uid, choice: Choice, signature: Inferred | Unknown | None, gap: Gap | None) -> ImportedFunction:
    function = choice.function
    knowledge, reason = _knowledge(signature, gap)
    registrations = {item.center: _registration(item) for item in choice.registrations}
    configuration, odd = _settable(function)
    remarks = [reason] if reason is not None else []
    remarks += [
        Remark("description-left-out", {"center": item.center})
        for item in choice.registrations
        if not item.state.description.isprintable()
    ]
    remarks += odd
    return ImportedFunction(
        uid=uid,
        address=function.address,
        generation=function.address.generation,
        spec=_spec(
            function.address.name,
            configuration,
            registrations,
            declared_from(signature, None) if isinstance(signature, Inferred) else None,
        ),
        knowledge=knowledge,
        remarks=tuple(remarks),
    )


def _spec(
    name: str, configuration: Values, registrations: dict[CenterName, RegistrationSpec], signature: SignatureSpec | None
) -> FunctionSpec:
    stated = {**configuration, "signature": signature, "registrations": registrations or None}
    return FunctionSpec.model_validate({"name": name} | {key: it for key, it in stated.items() if it is not None})


def _settable(function: FoundFunction) -> tuple[Values, list[Remark]]:
    """The parts of a configuration that a spec can state, and a remark on each other part: it is left out, and so left alone."""
    found = function.configuration
    values: Values = {"runtime": found.runtime or None, "handler": found.handler or None, "memory": found.memory or None}
    values["timeout"] = found.timeout if found.timeout and 1 <= found.timeout <= _LONGEST_TIMEOUT else None
    wrong = {
        "runtime": _left("runtime", wrong_runtime(found.runtime)) if found.runtime else None,
        "handler": _left("handler", wrong_handler(found.handler, found.runtime)) if found.handler else None,
        "memory": _wrong_memory(found.memory, function.address.generation) if found.memory else None,
    }
    remarks = [remark for remark in wrong.values() if remark is not None]
    return {name: value for name, value in values.items() if wrong.get(name) is None}, remarks


def _left(name: str, wrong: Wrong | None) -> Remark | None:
    return Remark("setting-left-out", {"name": name, "why": wrong[0]}) if wrong is not None else None


def _wrong_memory(memory: int, generation: Generation) -> Remark | None:
    if not _LEAST_MEMORY <= memory <= _MOST_MEMORY:
        return Remark("memory-left-out", {"memory": memory})
    return _left("memory", wrong_memory(memory, generation))


def _registration(found: FoundRegistration) -> RegistrationSpec:
    stated = {"description": found.state.description, "role": found.state.role}
    shown = {name: text for name, text in stated.items() if text and text.isprintable()}
    return RegistrationSpec.model_validate({**shown, "id": found.id})


def _knowledge(signature: Inferred | Unknown | None, gap: Gap | None) -> tuple[Knowledge, Remark | None]:
    """How well the signature is known, and why not better."""
    match signature:
        case Inferred(escapes=()):
            return "closed", None
        case Inferred(escapes=escapes):
            first = min(escapes)
            return "open", Remark("signature-open", {"file": first.file, "line": first.line, "detail": first.detail})
        case Unknown(reason=reason, detail=detail):
            return "unknown", Remark("signature-unknown", {"reason": reason, "detail": detail})
        case None:
            return "unread", Remark("code-unread", {"code": gap.code}) if gap else Remark("code-not-read")
