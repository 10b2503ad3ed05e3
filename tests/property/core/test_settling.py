"""The law of the loop over registries that use every word of a registration: applied and recorded, nothing is left to do."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sync.core.plan.policy import Policy
from sync.core.worlds import FailoverTarget, Found, Wanted, WantedFunction
from sync.specs.ids import Region
from sync.specs.models import Lock
from tests.fakes.worlds import function, plan, registration, wanted, written
from tests.property.core.test_laws import ADDRESSES, UIDS, carried_out, clouds, descriptions, locks, settings

# Everything is allowed, and where a function may have moved, somebody has said that the registry is right.
UNBOUNDED = Policy(removal_share=1.0, restored=frozenset(UIDS))
BACKUP = FailoverTarget(Region("cn-shanghai"), 1.0)


@st.composite
def registries(draw: st.DrawFn) -> Wanted:
    """Up to three functions; their registrations may have former addresses, an id to adopt, a role and a failover."""
    places = draw(st.permutations(ADDRESSES))
    earlier = list(places[len(UIDS) :])
    functions: list[WantedFunction] = []
    for number, (uid, place) in enumerate(zip(draw(st.lists(st.sampled_from(UIDS), unique=True)), places, strict=False)):
        wish = registration(
            uid,
            place,
            description=draw(descriptions),
            role=draw(st.sampled_from([None, "test-role"])),
            failover=draw(st.sampled_from([None, BACKUP])),
            formerly=[earlier.pop()] if draw(st.booleans()) else [],
            adopt=draw(st.sampled_from([None, f"r{number}", f"gone-{number}"])),
        )
        functions.append(function(uid, place, *([wish] if draw(st.booleans()) else []), settings=draw(settings)))
    return wanted(*functions, mode=draw(st.sampled_from(["api", "console"])))


@given(registries(), clouds(), locks())
def test_applied_and_recorded_nothing_is_left_to_do(of: Wanted, world: Found, recorded: Lock | None) -> None:
    world = carried_out(plan(of, world, recorded, UNBOUNDED), of, world)

    settled = plan(of, world, recorded, UNBOUNDED)
    kept = written(of, world, settled, recorded)
    again = plan(of, world, kept, UNBOUNDED)

    assert (settled.steps, settled.refusals, again.steps, again.refusals) == ((), (), (), ())
    assert written(of, world, again, kept) == kept
