"""Laws of reviews: judged by a snapshot a change hurts whom it hurts when judged by the clouds themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from hypothesis import given
from hypothesis import strategies as st

from sync.core.effective_config import as_called
from sync.core.identity import in_question
from sync.core.normalise import wanted_from
from sync.core.origin import remembered
from sync.core.plan.model import FlowRef
from sync.core.review.changes import Version
from sync.core.review.courses import Circumstances, Judgement, judged
from sync.core.review.deployed import Deployment
from sync.core.review.model import CallerImpact
from sync.core.snapshot.codec import decode, encode
from sync.core.snapshot.model import NOT_IN_SNAPSHOT, Snapshot, Source
from sync.core.snapshot.reading import Asking, found_in, planned_readings
from sync.core.snapshot.redact import number_ending, redacted
from sync.core.worlds import Found, FoundFlow, FoundSignature
from sync.specs.ids import GENERATIONS, Address, Uid
from sync.specs.models import Center, Function, FunctionSpec, Lock, RegistrationSpec, Registry, Where
from tests.fakes.worlds import (
    CENTER,
    SALT,
    at,
    broken,
    entry,
    flow,
    found,
    gap,
    hides,
    listed,
    lock,
    object_answer,
    reads,
    shows,
    there,
)

ADDRESSES = ["cn-hangzhou/demo/a", "cn-hangzhou/demo/b", "cn-hangzhou/orders/a"]
UIDS = ["one", "two", "three"]
HERE = Where("registry/a.yaml", 1, 1)
GIVEN = Circumstances(watch="targets", account="1", tool="t")


def code(address: str, number: int) -> FoundSignature:
    """What some piece of code shows, wherever it is deployed."""
    answer = (object_answer(state="string"),)
    return (
        shows(address, reads("order"), answers=answer),
        shows(address, reads("order", required=False), answers=(object_answer(city="string"),)),
        shows(address, reads("phone"), answers=answer),
        hides(address),
        broken(address),
    )[number]


Spec = tuple[
    str, str, int | None, bool
]  # of one function: where it is, its code, or "" for none of ours, its memory, whether registered
specs = st.tuples(
    st.sampled_from(ADDRESSES),
    st.sampled_from(["", "0", "0", "1", "2", "3", "4"]),
    st.sampled_from([None, 256]),
    st.sampled_from([True, True, True, False]),
)


def version(stated: Mapping[str, Spec], recorded: Lock | None) -> Version:
    """A registry of these functions; of two in one place the first counts."""
    functions: dict[Address, Function] = {}
    for uid, (place, source, memory, is_registered) in sorted(stated.items()):
        registrations: dict[str, RegistrationSpec] = {CENTER: RegistrationSpec()} if is_registered else {}
        spec = FunctionSpec(name=at(place).name, memory=memory, code="code" if source else None, registrations=registrations)
        functions.setdefault(at(place), Function(uid=Uid(uid), address=at(place), spec=spec, formerly=(), where=HERE))
    codes = {one.uid: (("index.py", stated[one.uid][1]),) if one.spec.code else () for one in functions.values()}
    center = Center(name=CENTER, instance="ccc-test", mode="api", where=HERE)
    registry = Registry(functions=tuple(functions.values()), centers=(center,), digest="test")
    return Version(registry=registry, wanted=wanted_from(registry), lock=recorded, code=codes)


stated = st.dictionaries(st.sampled_from(UIDS), specs, min_size=1)


@st.composite
def locks(draw: st.DrawFn, of: Mapping[str, Spec]) -> Lock | None:
    """None, or that of a good sync."""
    if draw(st.booleans()):
        return None
    return lock(**{uid: entry(place, identity=f"r-{uid}") for uid, (place, *_) in of.items()})


@st.composite
def clouds(draw: st.DrawFn, of: Mapping[str, Spec]) -> Found:
    """Mostly what that registry asks for, called by flows; some of it missing, elsewhere, or unread."""
    living = {place: source for place, source, *_ in of.values() if draw(st.integers(0, 7))}
    living |= draw(st.dictionaries(st.sampled_from(ADDRESSES), st.sampled_from("01234"), max_size=1))
    held = {f"r-{uid}": place for uid, (place, *_) in of.items() if draw(st.integers(0, 7))}
    held |= draw(st.dictionaries(st.just("r-other"), st.sampled_from(ADDRESSES), max_size=1))
    holes = [gap("registrations", CENTER), gap("flows", CENTER), gap("region", "cn-hangzhou", "2.0")]
    hole = draw(st.sampled_from([None] * 9 + holes))
    world = found(
        *map(there, living),
        *(listed(identity, target) for identity, target in held.items()),
        *(code(place, int(source or "0")) for place, source in living.items()),
        *([hole] if hole else []),
    )
    return replace(world, flows=tuple(draw(flows(number, [*held, "gone"])) for number in range(draw(st.integers(1, 3)))))


@st.composite
def flows(draw: st.DrawFn, number: int, held: list[str]) -> FoundFlow:
    """A flow with one function module, in some form, and perhaps one that calls another flow."""
    passes = draw(st.sampled_from([None, {"order": "${x}"}, {"order": "${x}"}, {"phone": "${x}"}]))
    is_published, reads_state = draw(st.sampled_from([True, True, True, False])), draw(st.booleans())
    made = flow(f"flow-{number}", draw(st.sampled_from(held)), published=is_published, passes=passes, reads=["state"] * reads_state)
    text = draw(st.sampled_from([made.definition] * 5 + [made.definition.replace("RUN_FUNCTION", "SOMETHING")]))
    called = draw(st.sampled_from([None, "flow-0", "flow-1"]))
    text = text.replace('"events": []', f'"events": [], "next": "{called}"') if called else text
    return replace(made, definition=text, numbers=draw(st.sampled_from([(), ("057188881234",)])))


@dataclass(frozen=True, slots=True)
class Change:
    """A pull request."""

    base: Version
    head: Version

    @property
    def deployment(self) -> Deployment:
        """Everything that differs is deployed, with the code that its spec names."""
        old = self.base.functions
        differing = [
            one for one in self.head.registry.functions if one.uid not in old or not self.head.has_same(one, self.base, one.uid)
        ]
        owned = frozenset(one.uid for one in differing if one.spec.code is not None)
        wanted = {one.uid: one for one in self.head.wanted.functions}
        shown = {one.uid: code(str(one.address), int(self.head.code[one.uid][0][1])) for one in differing if one.uid in owned}
        return Deployment(functions=tuple(wanted[one.uid] for one in differing), owned=owned, shown=shown)

    def judged(self, present: Found, coming: Found) -> Judgement:
        return judged(self.base, self.head, (present, coming), self.deployment, GIVEN)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Change, Found]:
    """A change of some of a registry's functions, and the clouds of the day."""
    before = draw(stated)
    after = {uid: draw(specs) if draw(st.booleans()) else spec for uid, spec in before.items() if draw(st.integers(0, 3))}
    after |= draw(st.dictionaries(st.sampled_from(UIDS), specs, max_size=1))
    recorded = draw(locks(before))
    return Change(version(before, recorded), version(after, recorded)), draw(clouds(before))


def taken(of: Version, world: Found) -> Snapshot:
    kept = redacted(world, of.wanted, of.lock, SALT)
    return Snapshot(
        tool="t",
        account="1",
        salt=SALT,
        sources=tuple(Source(scope="region", subject="cn-hangzhou", generation=each, read="") for each in GENERATIONS),
        instances=tuple((center.name, center.instance) for center in of.wanted.centers),
        planned=planned_readings(of.wanted, kept),
        with_code=True,
        found=kept,
        sought=remembered(of.wanted, of.lock),
    )


def asked(of: Version, snapshot: Snapshot) -> Found:
    return found_in(snapshot, Asking(wanted=of.wanted, recorded=of.lock, watch="targets", elsewhere=(), with_code=True))


def read_now(of: Version, world: Found) -> Found:
    """What a run reads of the clouds: the code of the functions that it needs, and of no other."""
    needed = {item.address for item in as_called(of.wanted, of.lock, world, "targets")}
    needed |= {item.address for item in in_question(of.wanted, of.lock, world)}
    return replace(world, signatures=tuple(item for item in world.signatures if item.address in needed))


def fates(items: tuple[CallerImpact, ...]) -> list[tuple[object, ...]]:
    """What befalls whom; of numbers a snapshot has the last digits."""
    return sorted(
        (
            item.module.flow.id,
            item.module.activity,
            item.otherwise,
            item.after,
            item.fails,
            item.misfits,
            ids(item.callers),
            endings(item),
        )
        for item in items
    )


def ids(flows: tuple[FlowRef, ...]) -> tuple[str, ...]:
    return tuple(one.id for one in flows)


def endings(item: CallerImpact) -> tuple[str, ...]:
    return tuple(map(number_ending, item.numbers))


@given(cases())
def test_a_change_hurts_by_a_snapshot_whom_it_hurts_by_the_clouds(case: tuple[Change, Found]) -> None:
    change, world = case
    snapshot = decode(encode(taken(change.base, world)))
    kept = change.judged(asked(change.base, snapshot), asked(change.head, snapshot))
    if any(item.code == NOT_IN_SNAPSHOT for item in kept.review.gaps):  # it is told that not everything was judged
        return
    live = change.judged(read_now(change.base, world), read_now(change.head, world))
    assert fates(kept.review.impacts) == fates(live.review.impacts)
    assert fates(kept.review.standing) == fates(live.review.standing)
    assert ids(kept.review.doubtful) == ids(live.review.doubtful)
    assert (kept.to_make, kept.review.gaps) == (live.to_make, live.review.gaps)


@given(cases())
def test_no_change_hurts_nobody(case: tuple[Change, Found]) -> None:
    change, world = case
    made = Change(change.base, change.base).judged(world, world).review
    assert (made.changes, made.impacts, made.standing, made.introduced, made.resolved, made.doubtful) == ((), (), (), (), (), ())
