"""Laws of snapshots: nothing is lost in the file, and a plan from one says what a plan from the clouds says."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from sync.core.origin import remembered
from sync.core.plan.model import Finding, Plan
from sync.core.snapshot.codec import decode, encode
from sync.core.snapshot.model import Snapshot, Source
from sync.core.snapshot.reading import Asking, found_in
from sync.core.snapshot.redact import redacted
from sync.core.worlds import Found, FoundFlow, Wanted
from sync.specs.ids import GENERATIONS, Generation
from sync.specs.models import Lock
from tests.fakes.worlds import CENTER, SALT, flow, gap, plan
from tests.property.core.test_laws import ADDRESSES, clouds, locks, registries

literals: st.SearchStrategy[JsonValue] = st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=80))
words = st.one_of(st.sampled_from(["r0", "r1", "r2", *ADDRESSES, "a", "b", "gone"]), st.text(max_size=20))


@st.composite
def flows(draw: st.DrawFn) -> tuple[FoundFlow, ...]:
    """Flows with one function module each, and some that nobody understands."""
    made: list[FoundFlow] = []
    for number in range(draw(st.integers(0, 3))):
        passes = draw(st.none() | st.dictionaries(st.sampled_from(["x", "y", "token"]), literals, max_size=2))
        item = flow(f"f{number}", draw(words), published=draw(st.booleans()), passes=passes, reads=draw(st.none() | st.just(["z"])))
        text = draw(st.none() | st.text())
        made.append(item if text is None else replace(item, definition=text))
    return tuple(made)


@st.composite
def worlds(draw: st.DrawFn) -> Found:
    """Clouds with flows and gaps."""
    hole = draw(st.sampled_from([None, gap("registrations", CENTER), gap("flows", CENTER), gap("region", "cn-hangzhou", "2.0")]))
    return replace(draw(clouds()), flows=draw(flows()), gaps=(hole,) if hole else ())


def taken(of: Wanted, recorded: Lock | None, world: Found) -> Snapshot:
    places: list[Generation] = [*GENERATIONS]
    return Snapshot(
        tool="t",
        account="1",
        salt=SALT,
        sources=tuple(Source(scope="region", subject="cn-hangzhou", generation=each, read="") for each in places),
        instances=tuple((center.name, center.instance) for center in of.centers),
        planned=(),
        with_code=False,
        found=redacted(world, of, recorded, SALT),
        sought=remembered(of, recorded),
    )


@given(registries(), worlds(), locks())
def test_what_is_written_is_read_back(of: Wanted, world: Found, recorded: Lock | None) -> None:
    snapshot = taken(of, recorded, world)
    data = encode(snapshot)

    assert decode(data) == snapshot
    assert encode(decode(data)) == data


def without_values(findings: tuple[Finding, ...]) -> list[Finding]:
    """What the environment was is not in a snapshot; that it differs is."""
    return [replace(item, changes=()) for item in findings]


def said(made: Plan) -> tuple[object, ...]:
    steps = [(step.id, step.depends_on) for step in made.steps]
    return without_values(made.findings), steps, [item.step.id for item in made.refusals], made.gaps


@given(registries(), worlds(), locks())
def test_a_plan_from_a_snapshot_says_what_a_plan_from_the_clouds_says(of: Wanted, world: Found, recorded: Lock | None) -> None:
    asking = Asking(wanted=of, recorded=recorded, watch="targets", elsewhere=(), with_code=False)
    read = found_in(decode(encode(taken(of, recorded, world))), asking)

    assert said(plan(of, read, recorded)) == said(plan(of, world, recorded))


@given(registries(), registries(), worlds(), locks(), locks())
def test_what_it_cannot_know_of_another_registry_is_a_gap(
    then: Wanted, now: Wanted, world: Found, past: Lock | None, recorded: Lock | None
) -> None:
    asking = Asking(wanted=now, recorded=recorded, watch="targets", elsewhere=(), with_code=False)
    read = found_in(decode(encode(taken(then, past, world))), asking)

    assert read.gaps != world.gaps or said(plan(now, read, recorded)) == said(plan(now, world, recorded))
