"""EX: functions that the registry asks for and Function Compute does not have."""

from __future__ import annotations

from collections.abc import Iterator

from sync.core.assessment import Assessment
from sync.core.found_index import Presence
from sync.core.origin import moved
from sync.core.plan.model import Finding
from sync.core.rules import configuration
from sync.core.rules.rule import Fate, Occurrence, Rule
from sync.core.worlds import FoundFunction, WantedFunction
from sync.specs.ids import Region

FUNCTION_MISSING = Rule(
    code="EX001",
    breaks="calls",
    name="function-missing",
    severity="error",
    message="the function {address} does not exist in Function Compute{fate}",
    args={"address": "address", "fate": "fate"},
    why="A flow that calls it gets no answer. ivrsync points no registration at a function that does not exist.",
    fix="Create it (函数计算控制台 > 创建函数, or your infrastructure program), or correct its address in the spec.",
    up="creates it",
    fix_up="Correct its address in the spec.",
)
ROWS: tuple[Rule, ...] = (FUNCTION_MISSING,)

Relatives = dict[tuple[Region, str], list[FoundFunction]]


def missing(assessed: Assessment) -> Iterator[Finding]:
    """EX001 for a function that certainly does not exist; CF006 instead when the other generation has it."""
    relatives: Relatives = {}
    for found in assessed.ground.functions.values():
        relatives.setdefault((found.address.region, found.address.name), []).append(found)
    for function in assessed.wanted.functions:
        if assessed.ground.presence(function.address) is Presence.ABSENT:
            yield _judge(function, assessed, relatives)


def _judge(function: WantedFunction, assessed: Assessment, relatives: Relatives) -> Finding:
    recorded, match = assessed.recorded, assessed.matches.get(function.uid)
    entry = recorded.function(function.uid)
    # A function that was recorded is recognised by what it was (`location`), and not by its name.
    other = _in_other_generation(function, relatives) if entry is None else None
    origin = recorded.origin(function.uid, drifted=entry is not None and not moved(entry, function.address))
    here = Occurrence(subject=str(function.address), origin=origin, uid=function.uid, where=function.where)
    if other is None:
        fate: Fate = "gone" if match is not None and match.certainty == "gone" else ""
        return FUNCTION_MISSING.finding(here, address=str(function.address), fate=fate)
    return configuration.GENERATION_DIFFERS.finding(
        here, wanted=function.address.generation, found=other.address.generation, address=str(other.address)
    )


def _in_other_generation(function: WantedFunction, relatives: Relatives) -> FoundFunction | None:
    same_name = relatives.get((function.address.region, function.address.name), [])
    others = sorted(
        (found for found in same_name if found.address.generation != function.address.generation), key=lambda found: found.address
    )
    return others[0] if others else None
