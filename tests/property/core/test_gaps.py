"""Laws of what could not be read: less to see never means more to take away."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from sync.core.plan.model import Plan, Unregister
from sync.core.worlds import Found, FoundFlow, Gap, Wanted
from sync.specs.models import Lock
from tests.fakes.worlds import CENTER, flow, gap, plan
from tests.property.core.test_laws import clouds, locks, registries

Item = TypeVar("Item")
GAPS = (
    gap("region", "cn-hangzhou", "2.0"),
    gap("region", "cn-hangzhou", "3.0"),
    gap("region", "cn-hangzhou"),
    gap("function", "cn-hangzhou", "2.0"),
    gap("registrations", CENTER),
    gap("flows", CENTER),
)
flows = st.lists(
    st.builds(lambda number, word: flow(f"f{number}", word), st.integers(0, 3), st.sampled_from(["r0", "r1", "a", "b", "none"])),
    max_size=3,
    unique_by=lambda item: item.id,
)


def _part_of(draw: st.DrawFn, world: Found, hole: Gap) -> Found:
    """The world as it is seen through the gap: any part of what it hides may be lost."""
    match hole.scope:
        case "region":
            hidden = {item.address.generation for item in world.functions} & {hole.generation or "2.0"}
            return replace(world, functions=() if hidden else world.functions, gaps=(hole,))
        case "function":
            return replace(world, functions=_some(draw, world.functions), gaps=(hole,))
        case "registrations":
            return replace(world, registrations=_some(draw, world.registrations), gaps=(hole,))
        case "flows":
            return replace(world, flows=_some(draw, world.flows), gaps=(hole,))
        case "code":
            return replace(world, signatures=_some(draw, world.signatures), gaps=(hole,))
        case "check" | "value" | "snapshot":
            return replace(world, gaps=(hole,))


def _some(draw: st.DrawFn, items: tuple[Item, ...]) -> tuple[Item, ...]:
    return tuple(item for item in items if draw(st.booleans()))


@st.composite
def sights(draw: st.DrawFn) -> tuple[Found, Found]:
    """A world, and the same world with something that could not be read."""
    whole = replace(draw(clouds()), flows=tuple(draw(flows)))
    return whole, _part_of(draw, whole, draw(st.sampled_from(GAPS)))


def _removed(made: Plan) -> set[str]:
    return {step.registration_id for step in made.steps if isinstance(step, Unregister)}


def _missed(made: Plan) -> set[tuple[str, str]]:
    return {(finding.code, finding.subject) for finding in made.findings if finding.code in {"EX001", "RG001", "RG002"}}


@given(registries(), sights(), locks())
def test_a_gap_never_adds_a_removal_nor_a_thing_missing(of: Wanted, sight: tuple[Found, Found], recorded: Lock | None) -> None:
    whole, part = (plan(of, world, recorded) for world in sight)

    assert _removed(part) <= _removed(whole)
    assert _missed(part) <= _missed(whole)


@given(registries(), clouds(), locks(), flows)
def test_what_a_flow_mentions_is_never_removed_without_a_word(
    of: Wanted, world: Found, recorded: Lock | None, mentioning: list[FoundFlow]
) -> None:
    made = plan(of, replace(world, flows=tuple(mentioning)), recorded)

    assert all(f'"{removed}"' not in item.definition for removed in _removed(made) for item in mentioning)
