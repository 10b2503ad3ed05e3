from __future__ import annotations

import threading
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.worlds import (
    Configuration,
    FoundFlow,
    FoundFunction,
    FoundRegistration,
    Gap,
    RegistrationState,
    Wanted,
    WantedCenter,
    WantedFunction,
)
from sync.discovery.world import Progress, RefusedError, discover
from sync.errors import CloudError, Failure
from sync.ports import Readers
from sync.specs.ids import Address, CenterName, Generation, Region, Uid
from sync.specs.models import Lock, RecordedFunction, Where
from tests.fakes.clouds import FakeClouds
from tests.patience import PATIENCE

HOTLINE = WantedCenter(name=CenterName("hotline"), instance="ccc-test", mode="console")
SUPPORT = WantedCenter(name=CenterName("support"), instance="ccc-support", mode="console")
IDENTITY = Address(Region("cn-shenzhen"), "example-service", "checkUserIdentity")
NUMBER = Address(Region("cn-hangzhou"), "demo-service", "get_number_region")
LOOKUP = Address(Region("cn-hangzhou"), "", "lookup")
ELSEWHERE = Address(Region("cn-beijing"), "other-service", "other")


def generation_of(address: Address) -> Generation:
    return "2.0" if address.service else "3.0"


def function(address: Address) -> FoundFunction:
    return FoundFunction(
        address=address,
        function_id=f"id-{address.name}",
        configuration=Configuration(runtime="python3.10"),
        checksum="1",
        modified="2026-01-01T00:00:00Z",
    )


def registration(number: int, target: Address, center: WantedCenter = HOTLINE) -> FoundRegistration:
    return FoundRegistration(
        center=center.name, id=f"meta-{number}", state=RegistrationState(target=target, description="", role="", failover=None)
    )


def flow(flow_id: str, center: WantedCenter = HOTLINE) -> FoundFlow:
    return FoundFlow(
        center=center.name,
        id=flow_id,
        name=flow_id,
        type="MAIN_FLOW",
        published=True,
        definition="{}",
        draft_id=None,
        editor=None,
        numbers=(),
    )


def wanted(*addresses: Address, centers: tuple[WantedCenter, ...] = (HOTLINE,)) -> Wanted:
    functions = tuple(
        WantedFunction(
            uid=Uid(f"uid-{number}"),
            address=address,
            configuration=Configuration(),
            registrations=(),
            checks=(),
            signature=None,
            where=Where("test.yaml", 1, 1),
        )
        for number, address in enumerate(addresses)
    )
    return Wanted(functions=functions, centers=centers, digest="test")


def clouds(*functions: Address, registrations: tuple[FoundRegistration, ...] = (), flows: tuple[FoundFlow, ...] = ()) -> FakeClouds:
    return FakeClouds(
        centers=[HOTLINE.name, SUPPORT.name], functions=map(function, functions), registrations=registrations, flows=flows
    )


def silent(_progress: Progress) -> None:
    """Nobody looks."""


def read_places(fake: FakeClouds) -> set[str]:
    return {call.subject for call in fake.sent("functions")}


def test_everything_of_the_centers_and_of_the_wanted_regions_is_found() -> None:
    fake = clouds(IDENTITY, NUMBER, LOOKUP, registrations=(registration(1, IDENTITY),), flows=(flow("main"),))
    found = discover(fake.readers, wanted(IDENTITY, NUMBER, LOOKUP), None, progress=silent)
    assert found.functions == (function(LOOKUP), function(NUMBER), function(IDENTITY))
    assert found.registrations == (registration(1, IDENTITY),)
    assert found.flows == (flow("main"),)
    assert found.gaps == ()


def test_functions_nobody_asked_for_are_found_too_where_somebody_asked_for_their_neighbour() -> None:
    neighbour = replace(NUMBER, name="unmanaged")
    assert function(neighbour) in discover(clouds(NUMBER, neighbour).readers, wanted(NUMBER), None, progress=silent).functions


@pytest.mark.parametrize(
    ("target", "places"),
    [
        pytest.param(ELSEWHERE, {"cn-beijing 2.0"}, id="a-service-means-2.0"),
        pytest.param(replace(ELSEWHERE, service=""), {"cn-beijing 3.0"}, id="no-service-means-3.0"),
        pytest.param(replace(ELSEWHERE, region=Region("华东九")), set(), id="an-unknown-region-is-nowhere"),
        pytest.param(replace(ELSEWHERE, name="not a name"), set(), id="a-name-that-cannot-exist-needs-no-looking"),
        pytest.param(replace(ELSEWHERE, service="9service"), set(), id="a-service-that-cannot-exist-neither"),
    ],
)
def test_the_place_a_registration_points_to_is_read(target: Address, places: set[str]) -> None:
    fake = clouds(registrations=(registration(1, target),))
    discover(fake.readers, wanted(), None, progress=silent)
    assert read_places(fake) == places


def test_the_place_where_the_last_sync_saw_a_function_is_read() -> None:
    recorded = RecordedFunction(region="cn-beijing", service="other-service", name="other", generation="2.0")
    found = discover(clouds(ELSEWHERE).readers, wanted(), Lock(functions={"gone": recorded}), progress=silent)
    assert found.functions == (function(ELSEWHERE),)


def test_every_place_is_read_once_however_many_point_there() -> None:
    many = tuple(registration(number, NUMBER) for number in range(20))
    fake = clouds(NUMBER, registrations=many)
    discover(fake.readers, wanted(NUMBER), None, progress=silent)
    assert len(fake.sent("functions")) == 1


@pytest.mark.parametrize("failure", [Failure.DENIED, Failure.UNAVAILABLE, Failure.LOST, Failure.ABSENT, Failure.UNREADABLE])
def test_a_region_that_cannot_be_read_is_a_gap_and_nothing_is_asked_there_one_by_one(failure: Failure) -> None:
    fake = clouds(NUMBER)
    fake.fail("functions", failure)
    found = discover(fake.readers, wanted(NUMBER), None, progress=silent)
    assert found.functions == ()
    assert found.gaps == (
        Gap(
            scope="region",
            subject="cn-hangzhou",
            generation="2.0",
            operation="functions",
            code=failure.value,
            message="a fault asked for by the test",
            request_id="test-request",
        ),
    )
    assert fake.sent("function") == []


@pytest.mark.parametrize("operation", ["registrations", "flows"])
def test_one_half_of_a_center_that_cannot_be_read_does_not_hide_the_other(operation: str) -> None:
    fake = clouds(registrations=(registration(1, NUMBER),), flows=(flow("main"),))
    fake.fail(operation, Failure.DENIED)
    found = discover(fake.readers, wanted(), None, progress=silent)
    assert [(gap.scope, gap.subject, gap.generation) for gap in found.gaps] == [(operation, "hotline", None)]
    assert (len(found.registrations), len(found.flows)) == ((0, 1) if operation == "registrations" else (1, 0))


def test_what_a_listing_lacks_is_asked_for_by_name_before_it_counts_as_absent() -> None:
    class Lagging(FakeClouds):
        def functions(self, region: Region, generation: Generation) -> tuple[FoundFunction, ...]:
            return tuple(item for item in super().functions(region, generation) if item.address != NUMBER)

    fake = Lagging(centers=[HOTLINE.name], functions=[function(NUMBER)])
    found = discover(fake.readers, wanted(NUMBER), None, progress=silent)
    assert found.functions == (function(NUMBER),)
    assert [call.subject for call in fake.sent("function")] == [str(NUMBER)]


def test_what_is_absent_both_ways_is_absent() -> None:
    fake = clouds(registrations=(registration(1, replace(NUMBER, service="demo_service")),))
    found = discover(fake.readers, wanted(NUMBER), None, progress=silent)
    assert (found.functions, found.gaps) == ((), ())
    assert {call.subject for call in fake.sent("function")} == {
        "cn-hangzhou/demo-service/get_number_region",
        "cn-hangzhou/demo_service/get_number_region",
    }


def test_an_absence_that_cannot_be_confirmed_is_a_gap() -> None:
    fake = clouds()
    fake.fail("function", Failure.LOST)
    found = discover(fake.readers, wanted(NUMBER), None, progress=silent)
    assert [(gap.scope, gap.subject, gap.generation) for gap in found.gaps] == [("function", "cn-hangzhou", "2.0")]


@given(st.randoms(use_true_random=False), st.integers(min_value=1, max_value=8))
def test_the_order_of_what_is_wanted_and_the_number_of_workers_change_nothing(chance: object, workers: int) -> None:
    addresses = [IDENTITY, NUMBER, LOOKUP, ELSEWHERE]
    centers = [HOTLINE, SUPPORT]
    registrations = tuple(registration(number, address) for number, address in enumerate(addresses))
    fake = clouds(*addresses, registrations=registrations, flows=(flow("b"), flow("a"), flow("c", SUPPORT)))
    plain = discover(fake.readers, wanted(*addresses, centers=(HOTLINE, SUPPORT)), None, workers=1, progress=silent)
    chance.shuffle(addresses)  # type: ignore[attr-defined]  # hypothesis types it as object
    chance.shuffle(centers)  # type: ignore[attr-defined]  # the same
    assert discover(fake.readers, wanted(*addresses, centers=tuple(centers)), None, workers=workers, progress=silent) == plain


@given(
    st.lists(st.tuples(st.sampled_from(["functions", "function", "registrations", "flows"]), st.sampled_from(Failure)), max_size=8)
)
def test_whatever_fails_what_is_found_exists_and_what_is_missing_lies_in_a_gap(faults: list[tuple[str, Failure]]) -> None:
    fake = clouds(
        IDENTITY, NUMBER, LOOKUP, registrations=(registration(1, IDENTITY), registration(2, NUMBER)), flows=(flow("main"),)
    )
    whole = discover(fake.readers, wanted(IDENTITY, NUMBER, LOOKUP), None, progress=silent)
    for operation, failure in faults:
        fake.fail(operation, failure)
    try:
        found = discover(fake.readers, wanted(IDENTITY, NUMBER, LOOKUP), None, progress=silent)
    except RefusedError as refused:
        found = refused.found
    gaps = {(gap.scope, gap.subject, gap.generation) for gap in found.gaps}
    for missing in set(whole.registrations) - set(found.registrations):
        assert ("registrations", missing.center, None) in gaps
    for lost in set(whole.flows) - set(found.flows):
        assert ("flows", lost.center, None) in gaps
    here = {item.address for item in found.functions}
    assert here <= {item.address for item in whole.functions}
    for item in whole.functions:
        assert item.address in here or ("region", item.address.region, item.address.generation) in gaps


def test_credentials_that_everybody_refuses_are_one_error_that_still_holds_the_world_of_gaps() -> None:
    fake = clouds(NUMBER, registrations=(registration(1, NUMBER),))
    for operation in ("functions", "registrations", "flows"):
        fake.fail(operation, Failure.DENIED)
    with pytest.raises(RefusedError) as refused:
        discover(fake.readers, wanted(NUMBER), None, progress=silent)
    assert refused.value.answer.operation == "flows"  # the first by name, whichever came first
    assert [gap.scope for gap in refused.value.found.gaps] == ["flows", "region", "registrations"]


@pytest.mark.parametrize(
    "failures",
    [
        pytest.param([("functions", "denied"), ("registrations", "denied")], id="one-reading-was-answered"),
        pytest.param([("functions", "denied"), ("registrations", "denied"), ("flows", "lost")], id="one-was-not-answered"),
        pytest.param([("functions", "unavailable")] * 3, id="nobody-was-asked-for-credentials"),
    ],
)
def test_anything_else_that_cannot_be_read_is_a_gap(failures: list[tuple[str, str]]) -> None:
    fake = clouds(NUMBER)
    for operation, failure in failures:
        fake.fail(operation, Failure(failure))
    assert discover(fake.readers, wanted(NUMBER), None, progress=silent).gaps != ()


class Elsewhere(FakeClouds):
    """Clouds that refuse the credentials, and one region that nobody can speak to."""

    def functions(self, region: Region, generation: Generation) -> tuple[FoundFunction, ...]:
        if region == ELSEWHERE.region:
            raise CloudError("ListFunctions", Failure.UNAVAILABLE, code="NoConnection", message="there is no such host")
        return super().functions(region, generation)


def test_a_region_that_was_never_reached_says_nothing_for_the_credentials() -> None:
    fake = Elsewhere(centers=[HOTLINE.name])
    for operation in ("functions", "registrations", "flows"):
        fake.fail(operation, Failure.DENIED)
    with pytest.raises(RefusedError):
        discover(fake.readers, wanted(NUMBER, ELSEWHERE), None, progress=silent)


def test_progress_counts_up_to_the_total_and_names_what_was_read() -> None:
    seen: list[Progress] = []
    discover(clouds(NUMBER).readers, wanted(NUMBER), None, progress=seen.append)
    assert [item.done for item in seen] == [1, 2, 3]
    assert seen[-1].total == 3
    assert {(item.scope, item.subject, item.generation) for item in seen} == {
        ("registrations", "hotline", None),
        ("flows", "hotline", None),
        ("region", "cn-hangzhou", "2.0"),
    }


def test_readings_are_made_at_the_same_time() -> None:
    together = threading.Barrier(3, timeout=PATIENCE)

    class Meeting(FakeClouds):
        def functions(self, region: Region, generation: Generation) -> tuple[FoundFunction, ...]:
            together.wait()
            return super().functions(region, generation)

    places = [replace(NUMBER, region=Region(region)) for region in ("cn-hangzhou", "cn-shanghai", "cn-beijing")]
    fake = Meeting(functions=map(function, places))
    assert len(discover(fake.readers, wanted(*places, centers=()), None, progress=silent).functions) == 3


def test_an_interrupt_ends_it_at_once_and_nothing_more_is_read() -> None:
    released = threading.Event()

    class Hanging(FakeClouds):
        def functions(self, region: Region, generation: Generation) -> tuple[FoundFunction, ...]:
            released.wait(PATIENCE)
            return super().functions(region, generation)

    def interrupt(_progress: Progress) -> None:
        raise KeyboardInterrupt

    fake = Hanging(centers=[HOTLINE.name])
    with pytest.raises(KeyboardInterrupt):
        discover(fake.readers, wanted(NUMBER, IDENTITY), None, workers=2, progress=interrupt)
    released.set()


def test_a_bug_in_a_reader_is_not_taken_for_a_failure_of_the_cloud() -> None:
    class Broken(FakeClouds):
        def functions(self, region: Region, generation: Generation) -> tuple[FoundFunction, ...]:
            raise ZeroDivisionError(region, generation)

    with pytest.raises(ZeroDivisionError):
        discover(Broken(centers=[HOTLINE.name]).readers, wanted(NUMBER), None, progress=silent)


def test_only_readers_are_needed() -> None:
    fake = clouds(NUMBER, registrations=(registration(1, NUMBER),))
    discover(Readers(functions=fake, centers=fake, code=fake), wanted(NUMBER), None, progress=silent)
    assert fake.sent() == []
