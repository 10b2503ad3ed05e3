"""What exists and the Pulumi program shall take over: ids by the names of its resources, and the file that holds them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from sync.core.assessment import Assessment
from sync.core.stack_state import function_resource, registration_resource, service_resource
from sync.specs.ids import Address, Uid

FILE = "pulumi-import.json"  # in the registry's folder, beside the lock
_VERSION = 1
_DOCUMENT = "pulumi-import"
_PARTS = ("services", "functions", "registrations", "as_found")
_LATER = "as_found"  # files of before do not have it
Ids = Mapping[str, str]


class ImportsError(ValueError):
    """A text that is not such a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StackImports:
    """The ids to import, each by the name of its resource.

    `as_found`: of the functions that are in the cloud what their specs say, the digest of what they say. As long as that is so,
    nothing is written to them.
    """

    services: Ids = field(default_factory=dict)
    functions: Ids = field(default_factory=dict)
    registrations: Ids = field(default_factory=dict)
    as_found: Ids = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.services or self.functions or self.registrations)


def function_id(address: Address) -> str:
    """A function as the alicloud provider names it."""
    return ":".join(part for part in (address.service, address.name) if part)


def imports_of(assessed: Assessment, coded: Collection[Uid]) -> StackImports:
    """What was found of the registry and is not in the stack yet. `coded`: the functions that the program makes from code.

    Nothing is said of a function that lives elsewhere: it is to be accepted first.
    """
    stack, instances = assessed.stack, {center.name: center.instance for center in assessed.wanted.centers}
    held = stack.addresses if stack else {}
    missing = [
        one
        for one in assessed.wanted.functions
        if one.uid in coded and one.address in assessed.ground.functions and held.get(one.uid) != one.address
    ]
    pairs = [(pair.wanted.uid, pairing.center, pair.found.id) for pairing in assessed.pairings for pair in pairing.pairs]
    return StackImports(
        services={
            service_resource(one.address.service, one.address.region): one.address.service for one in missing if one.address.service
        },
        functions={function_resource(one.uid, one.address.region): function_id(one.address) for one in missing},
        registrations={
            registration_resource(uid, center): f"{instances[center]}/{identity}"
            for uid, center, identity in pairs
            if stack is None or stack.registrations.get((uid, center)) != identity
        },
    )


def imports_text(imports: StackImports) -> str:
    """The file's text: the same for the same ids."""
    parts = {name: dict(sorted(getattr(imports, name).items())) for name in _PARTS}
    return json.dumps({"document": _DOCUMENT, "version": _VERSION, **parts}, ensure_ascii=False, indent=2) + "\n"


def read_imports(text: str) -> StackImports:
    """The ids of such a file. Raises `ImportsError`."""
    try:
        document = json.loads(text)
        stated = (document["document"], document["version"])
        parts = {name: document[name] for name in _PARTS if name != _LATER or name in document}
    except (ValueError, RecursionError, TypeError, KeyError) as error:
        raise ImportsError("it is not a file that `ivrsync import --pulumi` wrote") from error
    if stated != (_DOCUMENT, _VERSION):
        raise ImportsError(f"this ivrsync reads version {_VERSION} of what `ivrsync import --pulumi` writes")
    for name, ids in parts.items():
        if not isinstance(ids, dict) or not all(isinstance(value, str) and value for value in ids.values()):
            raise ImportsError(f"{name}: each is the name of a resource and {'a digest' if name == _LATER else 'its id'}")
    return StackImports(**parts)
