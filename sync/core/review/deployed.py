"""The found world once the code and the functions of a changed registry are deployed, and before apply runs.

Whoever deploys it, Pulumi, a pipeline or a person, makes the functions that the change asks for, gives those with `code:` in their
spec its code and configuration, and deletes none yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sync.core.redaction import Variable
from sync.core.review.model import NewFunction
from sync.core.worlds import Configuration, Found, FoundFunction, FoundSignature, WantedFunction
from sync.specs.ids import Address, Uid


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """The functions that the change asks for anew, or otherwise. `owned`: their specs state the code.

    `shown` is what code shows that becomes another one, or is deployed for the first time.
    """

    functions: tuple[WantedFunction, ...]
    owned: frozenset[Uid]
    shown: Mapping[Uid, FoundSignature]


def deployed(found: Found, deployment: Deployment) -> Found:
    """The found world then."""
    there = {function.address: function for function in found.functions}
    made = [made for wanted in deployment.functions if (made := _made(wanted, there, deployment)) is not None]
    others = {item.address for item in made}
    shown = [deployment.shown[wanted.uid] for wanted in deployment.functions if wanted.uid in deployment.shown]
    replaced = {item.address for item in shown}
    return replace(
        found,
        functions=(*(function for function in found.functions if function.address not in others), *made),
        signatures=(*(item for item in found.signatures if item.address not in replaced), *shown),
    )


def without_new_places(found: Found, deployment: Deployment, before: Found) -> Found:
    """Without the gaps for regions that only functions are in which are made there: what else is there does not matter to them.

    They will be where they are wanted, so nobody looks for them elsewhere either.
    `before` is the found world as the registry without the change asks for it.
    """
    made = new_functions(found, deployment)
    new = {(function.address.region, function.address.generation) for function in made}
    known = frozenset(before.gaps)
    gaps = (gap for gap in found.gaps if gap in known or gap.scope != "region" or (gap.subject, gap.generation) not in new)
    searched = frozenset(before.unsearched)
    return replace(found, gaps=tuple(gaps), unsearched=tuple(gap for gap in found.unsearched if gap in searched))


def new_functions(found: Found, deployment: Deployment) -> tuple[NewFunction, ...]:
    """Those that somebody has to make."""
    there = {function.address for function in found.functions}
    return tuple(
        NewFunction(uid=wanted.uid, address=wanted.address, has_code=wanted.uid in deployment.owned)
        for wanted in deployment.functions
        if wanted.address not in there
    )


def _made(wanted: WantedFunction, there: Mapping[Address, FoundFunction], deployment: Deployment) -> FoundFunction | None:
    """The function as it is then; None where it stays as it is."""
    present = there.get(wanted.address)
    if present is None:
        blank = Configuration(environment={})
        configuration = _configured(blank, wanted.configuration)
        return FoundFunction(
            address=wanted.address, function_id=None, configuration=configuration, checksum=None, modified="", mark=wanted.uid
        )
    if wanted.uid not in deployment.owned:
        return None
    configuration = _configured(present.configuration, wanted.configuration)
    checksum = None if wanted.uid in deployment.shown else present.checksum
    changed = replace(present, configuration=configuration, checksum=checksum)
    return changed if changed != present else None


def _configured(now: Configuration, asked: Configuration) -> Configuration:
    environment: dict[str, Variable] = {**(now.environment or {}), **(asked.environment or {})}
    return Configuration(
        runtime=asked.runtime or now.runtime,
        handler=asked.handler or now.handler,
        memory=asked.memory or now.memory,
        timeout=asked.timeout or now.timeout,
        environment=environment,
    )
