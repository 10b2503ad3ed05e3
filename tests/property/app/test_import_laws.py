"""Import adopts a lived-in center as it is: the plan after it has nothing to change."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.app.importing import Places, import_functions
from sync.app.planning import make_plan
from sync.core.plan.policy import Policy
from sync.core.worlds import Configuration, FoundFunction, FoundRegistration, RegistrationState, WantedCenter
from sync.specs.ids import Address, CenterName, Region
from tests.fakes.clouds import FakeClouds
from tests.fakes.settings import settings_of
from tests.fakes.world import World
from tests.property.app.test_accept_laws import ADDRESSES, HOTLINE
from tests.unit.app.test_use_cases import ACCOUNT, Connected

CENTER = WantedCenter(name=CenterName("hotline"), instance="ccc-test", mode="api")
SETTINGS = st.builds(
    Configuration,
    runtime=st.sampled_from(["python3.10", "nodejs20"]),
    handler=st.sampled_from(["index.handler", "main.run"]),
    memory=st.sampled_from([128, 512, 3072]),
    timeout=st.integers(1, 600),
    environment=st.dictionaries(st.sampled_from(["MODE", "API_KEY"]), st.text("ab", min_size=1), max_size=2),
)
TEXTS = st.sampled_from(["", "订单查询", "for callers"])


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Functions, and registrations of which each reaches one of them; several may reach the same."""
    places = draw(st.lists(ADDRESSES, min_size=1, max_size=6, unique=True))
    functions = {place: _function(place, draw(SETTINGS)) for place in places}
    targets = draw(st.lists(st.sampled_from(places), unique=True, max_size=6))
    registrations = {(HOTLINE, f"r{number}"): _registration(number, place, draw(TEXTS)) for number, place in enumerate(targets)}
    return World(functions=functions, registrations=registrations)


def _function(place: Address, configuration: Configuration) -> FoundFunction:
    return FoundFunction(address=place, function_id=str(place), configuration=configuration, checksum="1", modified="first")


def _registration(number: int, place: Address, description: str) -> FoundRegistration:
    state = RegistrationState(target=place, description=description, role="", failover=None)
    return FoundRegistration(center=HOTLINE, id=f"r{number}", state=state)


@settings(max_examples=60)
@given(worlds())
def test_after_import_there_is_nothing_to_do(world: World) -> None:
    connected = Connected(fake=FakeClouds(centers=(HOTLINE,)))
    connected.fake.change(world)
    with tempfile.TemporaryDirectory() as folder:
        here = settings_of(Path(folder), account=ACCOUNT)
        places = Places(regions=(Region("cn-hangzhou"), Region("cn-shenzhen")))

        outcome = import_functions(here, (CENTER,), places, connections=connected)
        plan = make_plan(here, Policy(), connections=connected).plan

    assert sum(len(addition.functions) for addition in outcome.additions) == len(world.functions)
    assert (plan.steps, plan.refusals, plan.findings) == ((), (), ())
