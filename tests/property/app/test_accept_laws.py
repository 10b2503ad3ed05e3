"""Laws of following a move: what is accepted and applied is in sync, and it is not imported as something new."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.app.accept import AcceptOrder, propose, write
from sync.app.apply_session import ApplyOrder, apply
from sync.app.importing import Places, import_functions
from sync.app.locking import propose_lock, write_lock
from sync.app.planning import make_plan
from sync.core.plan.exit_status import ExitCode
from sync.core.plan.policy import Policy
from sync.core.worlds import Configuration, FoundFunction, FoundRegistration, RegistrationState
from sync.settings import Settings
from sync.specs.ids import Address, CenterName, Region
from sync.specs.load import load
from tests.fakes.clouds import FakeClouds
from tests.fakes.settings import settings_of
from tests.fakes.world import World
from tests.unit.app.test_use_cases import ACCOUNT, CENTERS, Connected, agreed

HOTLINE = CenterName("hotline")
ADDRESSES = st.builds(
    Address,
    st.sampled_from([Region("cn-hangzhou"), Region("cn-shenzhen")]),
    st.sampled_from(["", "orders", "shop"]),
    st.sampled_from(["status", "refund", "order_status", "checkUser", "greet", "bye"]),
)


@dataclass(frozen=True, slots=True)
class Moved:
    """Where each uid lives at first and in the end, which of them somebody repointed by hand, and how the registry is laid out."""

    homes: Mapping[str, Address]
    ends: Mapping[str, Address]
    by_hand: frozenset[str]
    joined: bool  # functions of one service in one document


@st.composite
def moves(draw: st.DrawFn) -> Moved:
    """Some functions, of which some move, to free places or to each other's."""
    places = draw(st.lists(ADDRESSES, min_size=2, max_size=6, unique=True))
    count = draw(st.integers(1, len(places)))
    homes = {f"f{number}": place for number, place in enumerate(places[:count])}
    ends = dict(zip(homes, draw(st.permutations(places)), strict=False))
    moved = sorted(uid for uid in homes if ends[uid] != homes[uid])
    by_hand = frozenset(draw(st.lists(st.sampled_from(moved), unique=True)) if moved else ())
    return Moved(homes, ends, by_hand, draw(st.booleans()))


def registry(moved: Moved) -> str:
    """The services of the registry."""
    documents: dict[object, list[str]] = {}
    for uid, place in moved.homes.items():
        lines = documents.setdefault((place.region, place.service) if moved.joined else uid, [])
        if not lines:
            generation = "3.0" if place.generation == "3.0" else "2.0"
            lines += [
                f"service: {place.service or 'group'}",
                f"region: {place.region}",
                f'generation: "{generation}"',
                "functions:",
            ]
        lines += [f"  {uid}:  # number {uid}", f"    name: {place.name}", "    registrations: {hotline: }"]
    return "---\n".join("".join(f"{line}\n" for line in lines) for lines in documents.values())


def function(uid: str, place: Address, created: str) -> FoundFunction:
    return FoundFunction(
        address=place,
        function_id=f"{place} {created}",
        configuration=Configuration(runtime="python3.10", handler=f"{uid}.handler"),
        checksum=f"package of {uid}",
        modified="first",
        description=f"what {uid} does",
        created=created,
        mark=uid,
    )


def registration(uid: str, target: Address) -> FoundRegistration:
    state = RegistrationState(target=target, description="", role="", failover=None)
    return FoundRegistration(center=HOTLINE, id=f"r-{uid}", state=state)


def world(places: Mapping[str, Address], targets: Mapping[str, Address], created: str) -> World:
    functions = [function(uid, place, created) for uid, place in places.items()]
    registrations = [registration(uid, target) for uid, target in targets.items()]
    return World(
        functions={item.address: item for item in functions}, registrations={(HOTLINE, item.id): item for item in registrations}
    )


@contextmanager
def recorded(moved: Moved) -> Iterator[tuple[Settings, Connected]]:
    """A registry in sync, with its lock; then the functions move."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "centers.yaml").write_text(CENTERS, encoding="utf-8")
        (root / "services.yaml").write_text(registry(moved), encoding="utf-8")
        here = settings_of(root, account=ACCOUNT, regions=(Region("cn-hangzhou"), Region("cn-shenzhen")))
        connected = Connected(fake=FakeClouds(centers=(HOTLINE,)))
        connected.fake.change(world(moved.homes, moved.homes, "2020-01-01T00:00:00Z"))
        write_lock(propose_lock(here, (), connections=connected))
        targets = {uid: moved.ends[uid] if uid in moved.by_hand else place for uid, place in moved.homes.items()}
        connected.fake.change(world(moved.ends, targets, "2090-01-01T00:00:00Z"))
        yield here, connected


@settings(max_examples=60)
@given(moves())
def test_what_is_accepted_and_applied_is_in_sync(moved: Moved) -> None:
    with recorded(moved) as (here, connected):
        words = tuple(
            f"{uid}={place.region}/{place.service}/{place.name}" for uid, place in moved.ends.items() if moved.homes[uid] != place
        )
        proposal = propose(here, AcceptOrder(words=words), connections=connected)
        assert connected.fake.sent() == []
        write(here, proposal)
        functions = {str(function.uid): function for function in load(here.registry).functions}
        outcome = apply(here, ApplyOrder(policy=Policy(named_removals=0)), agreed, connections=connected)
        after = make_plan(here, Policy(), connections=connected).plan

    assert {uid: function.address for uid, function in functions.items()} == moved.ends
    assert (outcome.code, outcome.trouble) == (ExitCode.IN_SYNC, None)
    assert (after.steps, after.refusals, [finding.code for finding in after.findings if finding.origin]) == ((), (), [])
    assert {key: item.target for key, item in connected.fake.world.registrations.items()} == {
        (HOTLINE, f"r-{uid}"): place for uid, place in moved.ends.items()
    }, "each registration keeps its id"


@settings(max_examples=60)
@given(moves())
def test_what_is_certain_is_right_and_nothing_that_moved_is_imported_as_new(moved: Moved) -> None:
    with recorded(moved) as (here, connected):
        proposal = propose(here, AcceptOrder(), connections=connected)
        offered = {item.match.uid: item.match for item in proposal.others}
        regions = Places(regions=(Region("cn-hangzhou"), Region("cn-shenzhen")))
        imported = import_functions(here, (), regions, connections=connected, dry_run=True)

    for uid, match in offered.items():
        assert match.certainty != "certain" or match.found == moved.ends[uid]
    assert (proposal.accepted, proposal.edits) == ((), ())
    assert [function.uid for addition in imported.additions for function in addition.functions] == []
