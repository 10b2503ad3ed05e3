"""What differs between two versions of a registry, function by function; a function is the same one while its uid is, or its place.

An old uid and a new one are one function where they have the same address, where `formerly` says so, or where their specs are
equal but for the name, with equal code wherever it lies, and nobody else's is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from pydantic import JsonValue

from sync.core.diff import configuration_changes, field_changes
from sync.core.plan.model import FieldChange
from sync.core.review.model import ChangeKind, RegistryChange
from sync.core.worlds import Configuration, Wanted, WantedRegistration
from sync.specs.ids import Address, Uid
from sync.specs.models import Center, Function, Lock, Registry

Key = TypeVar("Key")
CodeIds = Mapping[Uid, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, kw_only=True)
class Version:
    """One version of a registry: its specs, its lock, and by what the code of each function is told from other code."""

    registry: Registry
    wanted: Wanted
    lock: Lock | None
    code: CodeIds

    @cached_property
    def functions(self) -> dict[Uid, Function]:
        """Its functions by uid."""
        return {function.uid: function for function in self.registry.functions}

    @cached_property
    def registrations(self) -> dict[Uid, tuple[WantedRegistration, ...]]:
        """What each asks for in centers."""
        return {function.uid: function.registrations for function in self.wanted.functions}

    def content(self, function: Function) -> str:
        """All that its spec says but its name, and its code itself in place of where that is; empty for one without code."""
        if function.spec.code is None:
            return ""
        stated = function.spec.model_dump_json(exclude={"name", "formerly", "code"})
        return f"{stated}{self.code.get(function.uid, ())}"

    def has_same(self, function: Function, other: Version, before: Uid) -> bool:
        """Whether another version states the same of it, with the same code."""
        old = other.functions[before]
        is_stated_alike = old is function or (old.uid, old.address, old.spec) == (function.uid, function.address, function.spec)
        return is_stated_alike and self.code.get(function.uid, ()) == other.code.get(before, ())


def same_functions(base: Version, head: Version) -> dict[Uid, Uid]:
    """The uid in the base of each function of the head that was there under some uid."""
    old, new = base.functions, head.functions
    same = {uid: uid for uid in new if uid in old}
    fresh = sorted(new.keys() - old.keys())
    left = {uid: function for uid, function in old.items() if uid not in new} if fresh else {}
    if not left:
        return same
    places, contents = _grouped(left.values(), lambda one: one.address), _grouped(left.values(), base.content)
    twins = Counter(map(head.content, new.values()))
    for uid in fresh:
        function, content = new[uid], head.content(new[uid])
        placed = {one for place in (function.address, *function.formerly) for one in places.get(place, ()) if one in left}
        alike = [one for one in contents.get(content, ()) if one in left] if content and twins[content] == 1 else []
        found = placed if len(placed) == 1 else alike
        if len(found) == 1:
            (same[uid],) = found
            del left[same[uid]]
    return same


def _grouped(functions: Iterable[Function], key: Callable[[Function], Key]) -> dict[Key, list[Uid]]:
    groups: dict[Key, list[Uid]] = {}
    for function in functions:
        groups.setdefault(key(function), []).append(function.uid)
    return groups


def changes(base: Version, head: Version) -> tuple[RegistryChange, ...]:
    """Everything that differs, centers first, then by uid."""
    same, old = same_functions(base, head), base.functions
    kept = set(same.values())
    found = [*_centers(base.registry.centers, head.registry.centers)]
    for function in head.registry.functions:
        before = same.get(function.uid)
        if before is None:
            found += [_added(function), *_registrations((), head.registrations[function.uid], function)]
        elif not head.has_same(function, base, before):
            found += _of_function(old[before], function, base, head)
    found += [_removed(function) for function in base.registry.functions if function.uid not in kept]
    return (*found, *_locks(base.lock, head.lock))


def _added(function: Function) -> RegistryChange:
    return RegistryChange(kind="function-added", uid=function.uid, after=str(function.address), where=function.where)


def _removed(function: Function) -> RegistryChange:
    return RegistryChange(kind="function-removed", uid=function.uid, before=str(function.address))


def _of_function(old: Function, new: Function, base: Version, head: Version) -> Iterator[RegistryChange]:
    if old.uid != new.uid:
        yield RegistryChange(kind="uid-changed", uid=new.uid, before=old.uid, after=new.uid, where=new.where)
    if old.address != new.address:
        kind, places = _moved(old.address, new.address), (str(old.address), str(new.address))
        yield RegistryChange(kind=kind, uid=new.uid, before=places[0], after=places[1], where=new.where)
    yield from _fields("configuration-changed", _configuration(old, new), new)
    yield from _fields("signature-changed", _signature(old, new), new)
    if old.spec.checks != new.spec.checks:
        yield RegistryChange(kind="checks-changed", uid=new.uid, where=new.where)
    if base.code.get(old.uid, ()) != head.code.get(new.uid, ()):
        yield RegistryChange(
            kind="code-changed", uid=new.uid, after=new.spec.code or "", before=old.spec.code or "", where=new.where
        )
    yield from _registrations(base.registrations[old.uid], head.registrations[new.uid], new)


def _moved(old: Address, new: Address) -> ChangeKind:
    if old.generation != new.generation:
        return "migrated"
    if old.region != new.region:
        return "region-moved"
    return "service-moved" if old.service != new.service else "function-renamed"


def _fields(kind: ChangeKind, differing: tuple[FieldChange, ...], function: Function) -> Iterator[RegistryChange]:
    if differing:
        yield RegistryChange(kind=kind, uid=function.uid, fields=differing, where=function.where)


def _configuration(old: Function, new: Function) -> tuple[FieldChange, ...]:
    """What either states; values of variables as elsewhere: those that look secret are not told."""
    stated = ("runtime", "handler", "memory", "timeout")
    plain = field_changes(old.spec.model_dump(include={*stated}), new.spec.model_dump(include={*stated}))
    before, after = (Configuration(environment=spec.environment or {}) for spec in (old.spec, new.spec))
    gone = (FieldChange(path=f"environment.{name}", before=None, after=None, secret=True) for name in _left_out(old, new))
    return (*plain, *configuration_changes(after, before), *gone)


def _left_out(old: Function, new: Function) -> list[str]:
    return sorted({*(old.spec.environment or {})} - {*(new.spec.environment or {})})


def _signature(old: Function, new: Function) -> tuple[FieldChange, ...]:
    before, after = (_flat_signature(function) for function in (old, new))
    return field_changes(before, after)


def _flat_signature(function: Function) -> dict[str, JsonValue]:
    signature = function.spec.signature
    if signature is None:
        return {}
    stated = signature.model_dump(mode="json", exclude_defaults=True)
    flat: dict[str, JsonValue] = {}
    for part, value in stated.items():
        if isinstance(value, dict):
            flat |= {f"{part}.{name}": item for name, item in value.items()}
        else:
            flat[part] = value
    return flat


def _registrations(
    old: Iterable[WantedRegistration], new: Iterable[WantedRegistration], function: Function
) -> Iterator[RegistryChange]:
    before, after = ({item.center: item for item in items} for items in (old, new))
    for center in sorted({*before, *after}):
        where = function.where
        if center not in before:
            yield RegistryChange(kind="registration-added", uid=function.uid, center=center, where=where)
        elif center not in after:
            yield RegistryChange(kind="registration-removed", uid=function.uid, center=center, where=where)
        elif differing := field_changes(_stated(before[center]), _stated(after[center])):
            yield RegistryChange(kind="registration-changed", uid=function.uid, center=center, fields=differing, where=where)


def _stated(item: WantedRegistration) -> dict[str, JsonValue]:
    failover = f"{item.failover.region} ({item.failover.weight:g})" if item.failover else None
    return {"description": item.description, "role": item.role, "failover": failover, "id": item.adopt}


def _centers(old: Iterable[Center], new: Iterable[Center]) -> Iterator[RegistryChange]:
    before, after = ({center.name: center for center in centers} for centers in (old, new))
    for name in sorted({*before, *after}):
        if name not in before:
            yield RegistryChange(kind="center-added", center=name, after=after[name].instance, where=after[name].where)
        elif name not in after:
            yield RegistryChange(kind="center-removed", center=name, before=before[name].instance)
        elif differing := field_changes(_center(before[name]), _center(after[name])):
            yield RegistryChange(kind="center-changed", center=name, fields=differing, where=after[name].where)


def _center(center: Center) -> dict[str, JsonValue]:
    return {"instance": center.instance, "registrations": center.mode}


def _locks(old: Lock | None, new: Lock | None) -> Iterator[RegistryChange]:
    before, after = ((lock.functions if lock is not None else {}) for lock in (old, new))
    for uid in sorted({*before, *after}):
        if before.get(uid) != after.get(uid):
            yield RegistryChange(kind="lock-changed", uid=Uid(uid))
