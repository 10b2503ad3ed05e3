"""A world survives its emulator."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from alibabacloud_fc20230330 import models as m3

from sync.emulator.centers import Draft, Flow, Passage, PhoneNumber, Registration
from sync.emulator.code import zip_files
from sync.emulator.invoke import invoke
from sync.emulator.server import Emulator
from sync.emulator.state import StateFile, StateFileError
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, KEY_ID, KEY_SECRET, REGION, fc3
from tests.patience import wait_until


def lived_in() -> World:
    world = World()
    world.add_account(ACCOUNT, KEY_ID, KEY_SECRET)
    package = zip_files({"index.py": "def handler(event, context):\n    return event\n"})
    world.put_function(ACCOUNT, REGION, "greet", service="svc", package=package, settings={"environmentVariables": {"A": "é"}})
    world.put_trigger(ACCOUNT, REGION, "greet", {"triggerName": "web"}, service="svc")
    world.put_function(ACCOUNT, "cn-shenzhen", "alone", package=package)
    center = world.add_center("ccc-test", ACCOUNT, name="测试")
    center.register(Registration(registration_id="r1", function="greet", region="华东1（杭州）", failover_weight=0.5))
    draft = Draft(draft_id="d1", definition="{}", editor="alice")
    center.put_flow(Flow(flow_id="f1", name="hotline", published="{}", editing=draft))
    center.put_number(PhoneNumber(number="01012345678", flow_id="f1"))
    center.track(Passage(contact_id="c1", properties={"a": [1]}))
    return world


def test_a_world_written_and_read_is_the_same_world() -> None:
    world, again = lived_in(), World()
    again.restore(json.loads(json.dumps(world.to_json())))
    assert again.to_json() == world.to_json()
    assert invoke(again, ACCOUNT, REGION, "svc", "greet", b"v").payload == b"v"


def test_what_is_shown_holds_no_secret_and_no_package() -> None:
    shown = json.dumps(lived_in().describe())
    assert KEY_SECRET not in shown
    assert "UEsDB" not in shown


def test_an_emulator_goes_on_where_the_last_one_stopped(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with Emulator.start(lived_in(), state=StateFile(path)) as emulator:
        function = m3.CreateFunctionInput(function_name="new", runtime="python3.10", handler="index.handler")
        fc3(emulator).create_function(m3.CreateFunctionRequest(body=function))
    state = StateFile(path)
    loaded = state.load()
    assert loaded is not None
    with Emulator.start(loaded, state=state) as emulator:
        listed = fc3(emulator).list_functions(m3.ListFunctionsRequest()).body.functions
    assert [function.function_name for function in listed] == ["new", "svc$greet"]


def test_a_change_is_written_soon_without_a_stop(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    with Emulator.start(lived_in(), state=StateFile(path)) as emulator:
        fc3(emulator).delete_function("svc$greet")
        wait_until(lambda: "greet" not in path.read_text(encoding="utf-8").replace('"function": "greet"', ""))


def test_only_its_owner_may_read_a_state(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    state = StateFile(path)
    state.start(lived_in())
    state.stop()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_no_file_is_no_world(tmp_path: Path) -> None:
    assert StateFile(tmp_path / "state.json").load() is None


def without(key: str) -> Callable[[dict[str, object]], object]:
    return lambda state: {name: value for name, value in state.items() if name != key}


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param(lambda _: [], id="a list"),
        pytest.param(without("keys"), id="no keys"),
        pytest.param(lambda state: {**state, "version": 99}, id="a later version"),
        pytest.param(lambda state: {**state, "packages": {"x": "%"}}, id="a package that is no base64"),
        pytest.param(lambda state: {**state, "centers": [{}]}, id="a center without fields"),
        pytest.param(lambda state: {**state, "compute": [{"account": "1", "region": "r"}]}, id="shelves without functions"),
    ],
)
def test_a_state_that_is_not_one_is_refused_and_left_alone(tmp_path: Path, broken: Callable[[dict[str, object]], object]) -> None:
    path = tmp_path / "state.json"
    text = json.dumps(broken(lived_in().to_json()))
    path.write_text(text, encoding="utf-8")
    with pytest.raises(StateFileError, match=r"state\.json: not a state the emulator wrote") as refused:
        StateFile(path).load()
    assert "move it away to start anew" in str(refused.value)
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(content)
    with pytest.raises(StateFileError, match=r"state\.json"):
        StateFile(path).load()


def test_a_state_that_cannot_be_written_is_an_error_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(StateFileError, match=r"nowhere/state\.json: the emulator's state cannot be written"):
        Emulator.start(lived_in(), state=StateFile(tmp_path / "nowhere" / "state.json"))
