"""Laws of the plan: whatever the worlds."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sync.core.plan.codec import decode, plan_digest
from sync.core.plan.exit_status import ExitCode, verdict
from sync.core.plan.model import InvokeCheck, Plan, Register, Repoint, Step, Unregister, UpdateFunction, UpdateRegistration
from sync.core.worlds import Configuration, Found, FoundFunction, FoundRegistration, Wanted, WantedFunction
from sync.render.json_ import plan_json
from sync.specs.models import Lock
from tests.fakes.worlds import CENTER, entry, found, function, gap, listed, lock, plan, registration, there, wanted, written

ADDRESSES = [f"cn-hangzhou/{service}/{name}" for service in ("demo-service", "demo_service", "orders") for name in ("a", "b")]
UIDS = ["one", "two", "three"]
settings = st.builds(Configuration, memory=st.sampled_from([None, 128, 256]), environment=st.sampled_from([None, {"MODE": "x"}]))
descriptions = st.sampled_from([None, "first", "second"])


@st.composite
def registries(draw: st.DrawFn) -> Wanted:
    """Up to three functions at distinct addresses, most of them registered."""
    uids = draw(st.lists(st.sampled_from(UIDS), unique=True))
    places = draw(st.permutations(ADDRESSES))
    functions: list[WantedFunction] = []
    for uid, place in zip(uids, places, strict=False):
        item = registration(uid, place, description=draw(descriptions))
        functions.append(function(uid, place, *([item] if draw(st.booleans()) else []), settings=draw(settings)))
    return wanted(*functions)


@st.composite
def clouds(draw: st.DrawFn) -> Found:
    """Any functions and registrations at those addresses, no flows."""
    functions = [there(place, draw(settings)) for place in draw(st.lists(st.sampled_from(ADDRESSES), unique=True))]
    targets = draw(st.lists(st.sampled_from(ADDRESSES), max_size=5))
    return found(*functions, *(listed(f"r{n}", target, description=draw(descriptions) or "") for n, target in enumerate(targets)))


@st.composite
def locks(draw: st.DrawFn) -> Lock | None:
    """No lock, or one that remembers some functions."""
    if draw(st.booleans()):
        return None
    places = draw(st.lists(st.sampled_from(ADDRESSES), max_size=3))
    return lock(**{uid: entry(place, identity=f"r{n}") for n, (uid, place) in enumerate(zip(UIDS, places, strict=False))})


def settled(of: Wanted) -> Found:
    """The world exactly as the registry wants it."""
    functions = [there(str(item.address), item.configuration) for item in of.functions]
    wishes = [wish for item in of.functions for wish in item.registrations]
    return found(
        *functions, *(listed(f"r{n}", str(wish.target), description=wish.description or "") for n, wish in enumerate(wishes))
    )


def carried_out(made: Plan, of: Wanted, world: Found) -> Found:
    """The world after every step of the plan: a few lines that say what each kind of step means."""
    for step in made.steps:
        world = _after(step, of, world)
    return world


def _after(step: Step, of: Wanted, world: Found) -> Found:
    match step:
        case Register():
            new = _listed(step, f"new-{step.uid}")
            return replace(world, registrations=(*world.registrations, new))
        case Repoint() | UpdateRegistration():
            changed = _listed(step, step.registration_id if isinstance(step.registration_id, str) else f"new-{step.uid}")
            return replace(world, registrations=tuple(changed if item.id == changed.id else item for item in world.registrations))
        case Unregister():
            return replace(world, registrations=tuple(item for item in world.registrations if item.id != step.registration_id))
        case UpdateFunction():
            configuration = next(item.configuration for item in of.functions if item.uid == step.uid)
            return replace(world, functions=tuple(_configured(item, step, configuration) for item in world.functions))
        case InvokeCheck():
            return world


def _listed(step: Register | Repoint | UpdateRegistration, identity: str) -> FoundRegistration:
    after = step.after
    return FoundRegistration(center=step.center, id=identity, state=after)


def _configured(item: FoundFunction, step: UpdateFunction, stated: Configuration) -> FoundFunction:
    if item.address != step.address:
        return item
    old = item.configuration
    return replace(
        item,
        configuration=Configuration(
            memory=old.memory if stated.memory is None else stated.memory,
            environment={**(old.environment or {}), **stated.environment} if stated.environment else old.environment,
        ),
    )


@given(registries())
def test_a_world_against_itself_plans_nothing(of: Wanted) -> None:
    made = plan(of, settled(of))

    assert (made.findings, made.steps, made.refusals, verdict(made)) == ((), (), (), ExitCode.IN_SYNC)


@given(registries(), clouds(), locks(), st.randoms(use_true_random=False))
def test_the_order_of_the_parts_is_irrelevant(of: Wanted, world: Found, recorded: Lock | None, chance: object) -> None:
    shuffle = getattr(chance, "shuffle")  # noqa: B009  hypothesis gives an untyped Random
    functions, registrations, wishes = list(world.functions), list(world.registrations), list(of.functions)
    for parts in (functions, registrations, wishes):
        shuffle(parts)

    again = plan(replace(of, functions=tuple(wishes)), found(*functions, *registrations), recorded)

    assert plan_json(again) == plan_json(plan(of, world, recorded))


@given(registries(), clouds(), locks())
def test_after_apply_nothing_is_left_that_a_step_could_do(of: Wanted, world: Found, recorded: Lock | None) -> None:
    before = plan(of, world, recorded)
    after_world = carried_out(before, of, world)

    after = plan(of, after_world, written(of, after_world, plan(of, after_world, recorded), recorded))

    assert [step.id for step in after.steps] == []


@given(registries(), clouds(), locks())
def test_what_a_lost_reading_hides_is_never_removed_nor_missed(of: Wanted, world: Found, recorded: Lock | None) -> None:
    region = replace(world, functions=(), gaps=(gap("region", "cn-hangzhou", "2.0"),))
    center = replace(world, registrations=(), gaps=(gap("registrations", CENTER),))

    without_region, without_center = plan(of, region, recorded), plan(of, center, recorded)

    assert not {"EX001", "RG002"} & {finding.code for finding in without_region.findings}
    assert not any(isinstance(step, Register | Repoint) for step in without_region.steps)
    assert not any(finding.code.startswith("RG") for finding in without_center.findings)
    assert not any(isinstance(step, Register | Unregister) for step in without_center.steps)


@given(registries(), clouds(), locks())
def test_a_plan_survives_its_file(of: Wanted, world: Found, recorded: Lock | None) -> None:
    made = plan(of, world, recorded)

    assert decode(plan_json(made)) == made


@given(registries(), clouds(), clouds())
def test_two_plans_share_a_digest_only_when_they_are_the_same(of: Wanted, world: Found, other: Found) -> None:
    first, second = plan(of, world), plan(of, other)

    assert (plan_digest(first) == plan_digest(second)) == (first == second)


@given(registries(), clouds(), locks())
def test_no_registration_that_works_is_pointed_at_nothing(of: Wanted, world: Found, recorded: Lock | None) -> None:
    present = {item.address for item in world.functions}

    made = plan(of, world, recorded)

    assert all(step.after.target in present for step in made.steps if isinstance(step, Register | Repoint))
