"""Recorded and living functions for tests of the matching: said in a line each."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import replace

from sync.core.code_print import SOURCES, CodePrint, sketch_of
from sync.core.matching.functions import match_functions
from sync.core.matching.identity import Candidate, FunctionMatch, Known, Place, Traits
from sync.core.signature.model import Parameter, Result, ResultField, Signature
from sync.specs.ids import Address, Region, Uid

SEEN = 1_000_000.0  # the last sync
NEIGHBOURS = ["invoice", "coupon", "doctor", "meter", "claim", "driver", "holiday", "loan"]
BEFORE, AFTER = SEEN - 1000, SEEN + 1000


def at(text: str) -> Address:
    """region/service/name, or region//name for FC 3.0."""
    region, service, name = text.split("/")
    return Address(Region(region), service, name)


def code(*pieces: str, size: int = 40) -> CodePrint:
    """A print of code that is made of parts; two with a part in common have its tokens in common."""
    hashes = {_number(f"{piece}/{line}") for piece in pieces for line in range(size)}
    return CodePrint(version=SOURCES, exact=f"{_number(repr(sorted(hashes))):x}", sketch=sketch_of(hashes))


def edited(traits: Traits) -> CodePrint:
    """Its code with a tenth rewritten."""
    before = traits.code.sketch if traits.code else ()
    added = code("new lines", size=len(before) // 10).sketch
    return CodePrint(version=SOURCES, exact="edited", sketch=sketch_of([*before[len(before) // 10 :], *added]))


def job(name: str, *pieces: str) -> Traits:
    """All that can be told of a function that does something of its own."""
    return Traits(
        function_id=f"id-of-{name}",
        checksum=f"package-of-{name}",
        code=code(*(pieces or (name,)), "what every handler has"),
        description=f"{name} for callers",
        handler="index.handler",
        runtime="python3.10",
        memory=512,
        timeout=60,
        environment={"LOG_LEVEL": "info", "TABLE": f"table-{name}"},
        signature=Signature(
            inputs={f"{name}Id": Parameter(name=f"{name}Id", required=True)},
            closed=True,
            result=Result(shape="object", fields={f"{name}Text": ResultField(name=f"{name}Text")}, complete=True),
        ),
        created=BEFORE,
    )


def anew(traits: Traits, identity: str = "id-new", **changes: object) -> Traits:
    """The same in a function that was made after the last sync."""
    return replace(traits, **{"function_id": identity, "created": AFTER} | changes)  # type: ignore[arg-type]


def known(uid: str, where: str, traits: Traits, **more: object) -> Known:
    """A function of the registry as the last sync left it; its registration points at it."""
    given: dict[str, object] = {"recorded": at(where), "seen": SEEN, "points_at": (at(where),)} | more
    return Known(uid=Uid(uid), address=at(where), traits=traits, **given)  # type: ignore[arg-type]


def living(where: str, traits: Traits, mark: str | None = None) -> Candidate:
    """A function that lives."""
    return Candidate(address=at(where), traits=traits, mark=mark)


def matched(uids: Iterable[Known], there: Iterable[Candidate], unread: Collection[Place] = frozenset()) -> dict[str, FunctionMatch]:
    """The matches, among a few functions that nothing happened to."""
    stay = [(f"cn-hangzhou/desk/check-{name}", job(name)) for name in NEIGHBOURS]
    neighbours = [known(f"neighbour-{number}", where, traits) for number, (where, traits) in enumerate(stay)]
    found = match_functions([*uids, *neighbours], [*there, *(living(where, traits) for where, traits in stay)], unread)
    return {match.uid: match for match in found if not match.uid.startswith("neighbour")}


def told(match: FunctionMatch) -> tuple[str | None, str, tuple[str, ...]]:
    """Where it is, how sure that is, and how it differs from where it was."""
    address = match.found
    return f"{address.region}/{address.service}/{address.name}" if address else None, match.certainty, match.kinds


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=7).digest(), "big")
