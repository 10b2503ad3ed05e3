from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from sync.adapters.connect import connect_readers
from sync.adapters.connection_config import ConnectionConfig
from sync.core.worlds import Configuration, Wanted
from sync.discovery.world import discover
from sync.errors import CloudError
from sync.specs.ids import GENERATIONS, Address, Generation, Region
from tests.contract.stages import (
    ACCOUNT,
    ADDRESSES,
    BEIJING,
    BROKEN,
    DESCRIPTION,
    EMPTY,
    FLOWS,
    HANGZHOU,
    HOTLINE,
    IDENTITY,
    KEYS,
    LOOKUP,
    NOWHERE,
    NUMBER,
    REGISTRATIONS,
    SETTINGS,
    SHENZHEN,
    Emulated,
    Stage,
)
from tests.fakes.server import ScriptedServer, Told


@pytest.mark.parametrize(
    ("region", "generation", "addresses"),
    [
        pytest.param(HANGZHOU, "2.0", {BROKEN, NUMBER}, id="2.0"),
        pytest.param(HANGZHOU, "3.0", {LOOKUP}, id="3.0-without-those-of-2.0"),
        pytest.param(SHENZHEN, "2.0", {IDENTITY}, id="another-region"),
        pytest.param(SHENZHEN, "3.0", set(), id="nothing-of-that-generation"),
        pytest.param(BEIJING, "2.0", set(), id="nothing-at-all"),
    ],
)
def test_a_listing_holds_every_function_of_region_and_generation_and_no_other(
    stage: Stage, region: Region, generation: Generation, addresses: set[Address]
) -> None:
    found = stage.readers.functions.functions(region, generation)
    assert {function.address for function in found} == addresses
    assert {function.address.generation for function in found} <= {generation}
    assert len(found) == len(addresses)


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_a_function_read_alone_is_as_it_is_listed(stage: Stage, address: Address) -> None:
    listed = {function.address: function for function in stage.readers.functions.functions(address.region, address.generation)}
    assert stage.readers.functions.function(address) == listed[address]


def test_a_function_of_2_0_is_found_once_though_the_3_0_api_lists_it_too(emulated: Emulated) -> None:
    # The emulator holds to what a listing is asked for; a cloud that does not shows every function of 2.0 beside those of 3.0.
    shown = [address for address in ADDRESSES if address.region == HANGZHOU and address.service]
    for address in shown:
        emulated.put(Address(HANGZHOU, "", f"{address.service}${address.name}"))
    found = [function for generation in GENERATIONS for function in emulated.readers.functions.functions(HANGZHOU, generation)]
    assert sorted(function.address for function in found) == sorted([*shown, LOOKUP])


def test_a_function_shows_its_configuration_and_its_marks(stage: Stage) -> None:
    found = stage.readers.functions.function(NUMBER)
    assert found is not None
    assert found.configuration == SETTINGS
    assert all([found.function_id, found.checksum, found.modified, found.created])
    assert found.description == DESCRIPTION


def test_when_a_function_was_made_does_not_change_when_it_is_configured(stage: Stage) -> None:
    before = stage.readers.functions.function(NUMBER)
    stage.later()
    stage.writers.functions.configure(NUMBER, Configuration(memory=512))
    after = stage.readers.functions.function(NUMBER)
    assert before is not None
    assert after is not None
    assert (after.created, after.function_id, after.description) == (before.created, before.function_id, before.description)
    assert after.modified != before.modified


@pytest.mark.parametrize(
    "address",
    [
        pytest.param(replace(NUMBER, name="nobody"), id="no-such-function"),
        pytest.param(replace(NUMBER, service="nowhere"), id="no-such-service"),
        pytest.param(replace(NUMBER, region=BEIJING), id="not-in-that-region"),
        pytest.param(replace(LOOKUP, name="nobody"), id="no-such-function-in-3.0"),
        pytest.param(replace(LOOKUP, name="demo-service$broken"), id="one-of-2.0-by-the-name-that-3.0-shows"),
    ],
)
def test_a_function_that_is_not_there_is_none(stage: Stage, address: Address) -> None:
    assert stage.readers.functions.function(address) is None


def test_registrations_are_listed_with_regions_as_ids(stage: Stage) -> None:
    found = stage.readers.centers.registrations(HOTLINE)
    assert sorted(found, key=lambda registration: registration.id) == list(REGISTRATIONS)


def test_flows_are_listed_with_their_definitions_byte_for_byte_and_the_numbers_that_lead_to_them(stage: Stage) -> None:
    found = stage.readers.centers.flows(HOTLINE)
    assert sorted(found, key=lambda flow: flow.id) == list(FLOWS)


def test_an_empty_center_has_no_registrations_and_no_flows(stage: Stage) -> None:
    assert stage.readers.centers.registrations(EMPTY) == ()
    assert stage.readers.centers.flows(EMPTY) == ()


def test_a_center_that_does_not_exist_is_an_error_and_not_an_empty_center(stage: Stage) -> None:
    with pytest.raises(CloudError):
        stage.readers.centers.registrations(NOWHERE)
    with pytest.raises(CloudError):
        stage.readers.centers.flows(NOWHERE)


def test_an_observation_finds_the_whole_scene(stage: Stage) -> None:
    wanted = Wanted(functions=(), centers=(HOTLINE, NOWHERE), digest="")
    found = discover(stage.readers, wanted, None, progress=lambda _progress: None)
    assert found.registrations == REGISTRATIONS
    assert found.flows == FLOWS
    assert {function.address for function in found.functions} == {IDENTITY, NUMBER, BROKEN}
    assert {(gap.scope, gap.subject) for gap in found.gaps} == {("registrations", "nowhere"), ("flows", "nowhere")}


def test_the_answers_tell_the_time_of_the_clouds() -> None:
    told = {"Date": "Mon, 23 Nov 2026 07:49:51 GMT", "Content-Type": "application/json"}
    with ScriptedServer(lambda _asked: Told(body=b'{"functions": []}', headers=told)) as server:
        access = ConnectionConfig(account_id=ACCOUNT, protocol="http", endpoints={f"fc:{HANGZHOU}": server.address})
        readers = connect_readers(access, keys=KEYS)
        before = readers.time()
        assert readers.functions.functions(HANGZHOU, "3.0") == ()

    assert (before, readers.time()) == (None, datetime(2026, 11, 23, 7, 49, 51, tzinfo=UTC))
