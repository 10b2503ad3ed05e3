"""Laws of the step graph, over plans of registries that use every word of a registration."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sync.core.plan.graph import level, ordered
from sync.core.plan.model import Output, Register, Repoint, Step
from sync.core.worlds import Found, Wanted
from sync.specs.models import Lock
from tests.fakes.worlds import plan
from tests.property.core.test_laws import clouds, locks
from tests.property.core.test_settling import UNBOUNDED, registries


def positions(steps: tuple[Step, ...]) -> dict[str, int]:
    return {step.id: number for number, step in enumerate(steps)}


@given(registries(), clouds(), locks())
def test_a_step_comes_after_every_step_that_it_waits_for(of: Wanted, world: Found, recorded: Lock | None) -> None:
    steps = plan(of, world, recorded, UNBOUNDED).steps
    place = positions(steps)

    assert all(place[earlier] < place[step.id] for step in steps for earlier in step.depends_on)
    assert [level(step) for step in steps] == sorted(map(level, steps))


@given(registries(), clouds(), locks())
def test_an_output_is_of_an_earlier_step_that_its_step_waits_for(of: Wanted, world: Found, recorded: Lock | None) -> None:
    steps = plan(of, world, recorded, UNBOUNDED).steps
    adding = {step.id for step in steps if isinstance(step, Register) and not step.by_hand}

    for step in steps:
        output = step.about.registration
        if isinstance(output, Output):
            assert output.step in adding
            assert output.step in step.depends_on


@given(registries(), clouds(), locks())
def test_a_registration_comes_after_another_left_its_place(of: Wanted, world: Found, recorded: Lock | None) -> None:
    steps = plan(of, world, recorded, UNBOUNDED).steps
    leaving = {(step.center, step.before.target): step.id for step in steps if isinstance(step, Repoint)}

    for step in steps:
        if isinstance(step, Register) and (step.center, step.after.target) in leaving:
            assert leaving[step.center, step.after.target] in step.depends_on


@given(registries(), clouds(), locks(), st.randoms(use_true_random=False))
def test_the_order_does_not_depend_on_the_order_given(of: Wanted, world: Found, recorded: Lock | None, chance: Random) -> None:
    steps = plan(of, world, recorded, UNBOUNDED).steps
    shuffled = list(steps)
    chance.shuffle(shuffled)

    assert ordered(shuffled) == steps
