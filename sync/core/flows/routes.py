"""Which registrations of a function the published flows of a center hold now: where its callers really go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sync.core.assessment import Assessment
from sync.core.flows.references import FlowReferences
from sync.core.matching.registrations import Pair, Pairing
from sync.core.plan.model import FlowRef
from sync.core.worlds import FoundRegistration
from sync.specs.ids import CenterName, Uid


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A registration to call through, and the published flows that hold it; none: it is the one the registry means."""

    registration: FoundRegistration
    flows: tuple[FlowRef, ...]


def routes(assessed: Assessment) -> Mapping[tuple[Uid, CenterName], tuple[Route, ...]]:
    """By function and center, in the order of their ids.

    Where no flow holds any, the one at the wanted address; a function that has none in a center is not named.
    """
    mentions = assessed.calls.mentions
    known: dict[tuple[Uid, CenterName], tuple[Route, ...]] = {}
    for pairing in assessed.pairings:
        for uid, every in _registrations(pairing).items():
            called = tuple(_called((pair.found for pair in every), pairing.center, mentions))
            right = [Route(registration=pair.found, flows=()) for pair in every if pair.found.target == pair.wanted.target]
            if called or right:
                known[uid, pairing.center] = called or (right[0],)
    return known


def _registrations(pairing: Pairing) -> dict[Uid, list[Pair]]:
    """All that stand for a function: duplicates are called too."""
    by_uid: dict[Uid, list[Pair]] = {}
    for pair in (*pairing.pairs, *pairing.duplicates):
        by_uid.setdefault(pair.wanted.uid, []).append(pair)
    return by_uid


def _called(every: Iterable[FoundRegistration], center: CenterName, mentions: FlowReferences) -> Iterator[Route]:
    for registration in sorted(every, key=lambda item: item.id):
        flows = tuple(flow for flow in mentions.of(center, registration.id) if flow.published)
        if flows:
            yield Route(registration=registration, flows=flows)
