"""Rules for the whole registry: mistakes that no single spec shows. Each rule yields faults and their owners."""

from __future__ import annotations

from collections.abc import Container, Sequence
from itertools import chain

from sync.specs.files import DISK, RegistryFiles
from sync.specs.function_checks import Broken, code_laws, own_laws
from sync.specs.ids import Address
from sync.specs.models import Center, Function
from sync.specs.wording import did_you_mean, listed, shown
from sync.specs.yaml.nodes import Fault


def broken_laws(
    functions: Sequence[Function],
    centers: Sequence[Center],
    names: frozenset[str] | None,
    flawed: Sequence[Function] = (),
    files: RegistryFiles = DISK,
    sound: Container[int] = frozenset(),
) -> Broken:
    """Every rule that is broken. `names` are the centers' names, or None when not all of them could be read. `sound` are functions,
    by their identity, that are known to obey the rules for one function alone.

    `flawed` are functions with another mistake in them already: their correct parts obey the rules too, but their address may
    not be the intended one.
    """
    every = (*functions, *flawed)
    return chain(
        _unique_uids(every),
        _unique_addresses(functions),
        _unambiguous_formerly(functions),
        _unique_centers(centers),
        _registrations(every, names),
        _adopted_once(every),
        chain.from_iterable(own_laws(function) for function in every if id(function) not in sound),
        code_laws(every, files),
    )


def _unique_uids(functions: Sequence[Function]) -> Broken:
    first: dict[str, Function] = {}
    for function in functions:
        known = first.setdefault(function.uid, function)
        if known is not function:
            hint = f"the other is at {known.where}: give one of them another uid"
            yield (
                function.where,
                Fault(path=("functions", function.uid), message=f"the uid {function.uid} is used twice", hint=hint, at_key=True),
            )


def _unique_addresses(functions: Sequence[Function]) -> Broken:
    first: dict[Address, Function] = {}
    for function in functions:
        known = first.setdefault(function.address, function)
        if known is not function:
            message = f"{function.address} is also the address of {known.uid}"
            hint = f"see {known.where}: one function has one uid"
            yield function.where, Fault(path=("functions", function.uid, "name"), message=message, hint=hint)


def _unambiguous_formerly(functions: Sequence[Function]) -> Broken:
    """A former address must lead to one function only, and must not be the present address of any."""
    present = {function.address: function for function in functions}
    former: dict[Address, Function] = {}
    for function in functions:
        seen: set[Address] = set()
        for index, address in enumerate(function.formerly):
            fault = _former_fault(function, address, seen, present.get(address), former.setdefault(address, function))
            seen.add(address)
            if fault:
                path = ("functions", function.uid, "formerly", index)
                yield function.where, Fault(path=path, message=fault[0], hint=fault[1])


def _former_fault(
    function: Function, address: Address, seen: set[Address], here: Function | None, first: Function
) -> tuple[str, str] | None:
    if here is function:
        return f"{address} is its present address", "remove it: only earlier addresses belong here"
    if here is not None:
        return f"{address} is the present address of {here.uid}", f"see {here.where}: an address leads to one function"
    if first is not function:
        return f"{address} is also a former address of {first.uid}", f"see {first.where}: an address leads to one function"
    if address in seen:
        return f"{address} is listed twice", "remove one"
    return None


def _unique_centers(centers: Sequence[Center]) -> Broken:
    names: dict[str, Center] = {}
    instances: dict[str, Center] = {}
    for center in centers:
        known = names.setdefault(center.name, center)
        if known is not center:
            hint = f"the other is at {known.where}: keep one of the two"
            yield (
                center.where,
                Fault(path=("centers", center.name), message=f"the center {center.name} is defined twice", hint=hint, at_key=True),
            )
            continue
        known = instances.setdefault(center.instance, center)
        if known is not center:
            message = f"the instance {shown(center.instance)} is also that of center {known.name}"
            hint = f"see {known.where}: one instance is one center"
            yield center.where, Fault(path=("centers", center.name, "instance"), message=message, hint=hint)


def _registrations(functions: Sequence[Function], names: frozenset[str] | None) -> Broken:
    if names is None:
        return
    for function in functions:
        for center in function.spec.registrations:
            if center not in names:
                near = did_you_mean(center, names)
                hint = near or (
                    f"known centers: {listed(sorted(names))}" if names else f"write centers: {{{center}: {{instance: ...}}}}"
                )
                path = ("functions", function.uid, "registrations", center)
                yield function.where, Fault(path=path, message=f"there is no center {shown(center)}", hint=hint, at_key=True)


def _adopted_once(functions: Sequence[Function]) -> Broken:
    first: dict[tuple[str, str], Function] = {}
    for function in functions:
        for center, registration in function.spec.registrations.items():
            if registration.id is None:
                continue
            known = first.setdefault((center, registration.id), function)
            if known is not function:
                message = f"{known.uid} adopts the same registration of {center}"
                path = ("functions", function.uid, "registrations", center, "id")
                yield (
                    function.where,
                    Fault(path=path, message=message, hint=f"see {known.where}: a registration calls one function"),
                )
