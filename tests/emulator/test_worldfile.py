"""A world written by hand is the world that is emulated, or every mistake in it is told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import yaml

from sync.emulator.changes import change_world
from sync.emulator.code import zip_files
from sync.emulator.invoke import invoke
from sync.emulator.world import World
from sync.emulator.worldfile import WorldFileError, read_world
from tests.emulator.sdk import ACCOUNT, KEY_ID, KEY_SECRET

SAMPLE = Path(__file__).parent / "world" / "world.yaml"
ACCOUNTS = "accounts: [{id: '1', keys: [{id: k, secret: hush-hush}]}]\n"


def test_functions_are_what_the_file_says() -> None:
    world = read_world(SAMPLE)
    served = world.compute(ACCOUNT, "cn-shenzhen").functions["example-service", "checkUserIdentity"]
    assert served.settings == {
        "runtime": "python3.10",
        "handler": "index.handler",
        "memorySize": 256,
        "timeout": 10,
        "description": "身份验证",
        "environmentVariables": {"MODE": "1"},
        "instanceConcurrency": 1,
    }
    assert world.compute(ACCOUNT, "cn-shenzhen").services["example-service"].tags == {"team": "ivr"}
    assert [t["triggerName"] for t in world.compute(ACCOUNT, "cn-shenzhen").triggers["example-service", "checkUserIdentity"]] == [
        "web"
    ]
    alone = world.compute(ACCOUNT, "cn-hangzhou").functions["", "alone"]
    assert (alone.settings["runtime"], alone.settings["diskSize"], alone.tags) == ("nodejs16", 512, {"team": "ivr"})
    assert world.keys[KEY_ID].secret == KEY_SECRET


@pytest.mark.parametrize(
    ("stated", "times"),
    [
        pytest.param(
            "created: 2020-04-01T08:15:27Z, modified: 2021-04-01T08:15:27Z",
            ("2020-04-01T08:15:27Z", "2021-04-01T08:15:27Z"),
            id="both",
        ),
        pytest.param("created: 2020-04-01T08:15:27Z", ("2020-04-01T08:15:27Z",) * 2, id="created: nobody changed it since"),
        pytest.param("modified: 2020-04-01T08:15:27Z", ("2020-04-01T08:15:27Z",) * 2, id="modified: as old as that"),
        pytest.param("created: '2020-04-01T16:15:27.000+0800'", ("2020-04-01T08:15:27Z",) * 2, id="another zone, as a text"),
        pytest.param("", ("2023-11-14T22:13:20Z",) * 2, id="nothing: now"),
    ],
)
def test_times_and_ids_of_functions_may_be_stated(tmp_path: Path, stated: str, times: tuple[str, str]) -> None:
    path = tmp_path / "world.yaml"
    path.write_text(
        ACCOUNTS + f"functions:\n- {{region: r, name: f, function_id: id-f, {stated}}}\n- {{region: r, name: g}}\n",
        encoding="utf-8",
    )
    world = read_world(path, lambda: World(clock=lambda: 1_700_000_000.0, ids=lambda: "made"))
    functions = world.compute("1", "r").functions
    assert (functions["", "f"].created, functions["", "f"].modified) == times
    assert [functions["", name].function_id for name in "fg"] == ["id-f", "made"]


def test_the_code_beside_the_file_really_runs() -> None:
    done = invoke(read_world(SAMPLE), ACCOUNT, "cn-shenzhen", "example-service", "checkUserIdentity", b"v")
    assert done.payload == b"v"


def test_a_center_is_what_the_file_says() -> None:
    center = read_world(SAMPLE).center("ccc-test")
    registration = center.registrations["reg-1"]
    assert (registration.region, registration.service, registration.failover_weight) == ("华南1（深圳）", "example_service", 5.0)
    assert center.flows["flow-1"].published == '{"activities": [ ]}\n'
    survey = center.flows["flow-2"]
    assert survey.published is None
    assert survey.saved is not None
    assert json.loads(survey.saved.definition) == {"activities": []}
    assert survey.editing is not None
    assert (survey.editing.definition, survey.editing.editor) == ("as text", "alice")
    assert center.numbers_of("flow-1") == ("01012345678",)
    assert center.passages["job-1"][0].node_type == "RUN_FUNCTION"


def test_the_world_of_the_page_can_be_read_and_its_changes_be_made(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "rehearse-on-an-emulator.md").read_text(encoding="utf-8")
    described, changes = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "functions").mkdir()
    for code in ("check_user_identity", "check_user_v2", "order_status"):
        (tmp_path / "functions" / code).write_bytes(zip_files({"index.py": f"# {code}\n"}))
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "main.json").write_text("{}", encoding="utf-8")
    (tmp_path / "world.yaml").write_text(described, encoding="utf-8")
    world = read_world(tmp_path / "world.yaml")
    done = change_world(world, changes, tmp_path, world.regions())
    assert [each["change"] for each in done] == [name for change in yaml.safe_load(changes)["changes"] for name in change]
    assert sorted(f"{region}/{function.full_name}" for region, function in world.functions()) == [
        "cn-hangzhou/order-status",
        "cn-shenzhen/example-service$check-user",
        "cn-shenzhen/order-status",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("", ":1: the file: must be fields with their values", id="nothing"),
        pytest.param("accounts: []\n", ":1: accounts: ", id="no account"),
        pytest.param("a: [", "not YAML: line 1, column 5: ", id="no YAML"),
        pytest.param(ACCOUNTS + "functoins: []\n", ":2: functoins: there is no such field here", id="a field nobody knows"),
        pytest.param(ACCOUNTS + "functions:\n  - name: f\n", ":3: functions[0].region: is missing", id="a field that is missing"),
        pytest.param(
            ACCOUNTS + "functions:\n  - {region: r,\n     name: f, timeout: soon}\n",
            ":4: functions[0].timeout: ",
            id="a value of the wrong kind",
        ),
        pytest.param(
            ACCOUNTS + "functions: [{region: r, name: f, code: nowhere}]\n", "neither a directory nor a zip", id="no code"
        ),
        pytest.param(
            ACCOUNTS + "functions: [{region: r, name: f, account: '2'}]\n", "account must be one of 1", id="no such account"
        ),
        pytest.param(ACCOUNTS + "functions: [{region: r, name: f, triggers: [{}]}]\n", "needs a triggerName", id="no trigger name"),
        pytest.param(
            ACCOUNTS + "functions:\n- {region: r, name: f}\n- {region: r, name: f}\n",
            "functions[1].name: r/f is there already: leave this one out, or give it another name",
            id="a function twice",
        ),
        pytest.param(
            ACCOUNTS + "functions:\n- {region: r, service: s, name: f, function_id: x}\n- {region: q, name: g, function_id: x}\n",
            "functions[1].function_id: r/s/f has the FunctionId x: give q/g another one, or none",
            id="an id twice",
        ),
        pytest.param(
            ACCOUNTS + "functions: [{region: r, name: f, created: yesterday}]\n",
            ":2: functions[0].created: must be a time with its zone, such as 2020-04-01T08:15:27Z",
            id="no time",
        ),
        pytest.param(
            ACCOUNTS + "functions: [{region: r, name: f, modified: 2020-04-01 08:15:27}]\n",
            ":2: functions[0].modified: must be a time with its zone, such as 2020-04-01T08:15:27Z",
            id="a time without a zone",
        ),
        pytest.param(
            ACCOUNTS + "functions: [{region: r, name: f, created: 2020-04-02T00:00:00Z, modified: 2020-04-01T00:00:00Z}]\n",
            ":2: functions[0]: modified is before created: a function is changed after it was made; swap the two",
            id="changed before it was made",
        ),
        pytest.param(ACCOUNTS + "functions: [{region: r, name: f, created: 2020-13-45}]\n", "not YAML", id="a month that is none"),
        pytest.param(
            ACCOUNTS + "centers: [{instance: i, numbers: [{number: 1, flow: f}]}]\n",
            "number 1: there is no flow f",
            id="no such flow",
        ),
        pytest.param(
            ACCOUNTS + "centers: [{instance: i, flows: [{id: f, name: n, published: {file: nowhere}}]}]\n",
            "cannot read the definition",
            id="no definition",
        ),
    ],
)
def test_a_mistake_is_told_with_file_and_place(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "world.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(WorldFileError, match=rf"world\.yaml.*{re.escape(said)}") as refused:
        read_world(path)
    assert "hush-hush" not in str(refused.value)


def test_every_mistake_of_the_shape_is_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "world.yaml"
    path.write_text(ACCOUNTS + "functions: [{}]\ncenters: [{}]\n", encoding="utf-8")
    with pytest.raises(WorldFileError) as refused:
        read_world(path)
    assert str(refused.value).splitlines() == [
        f"{path}:2: functions[0].region: is missing",
        f"{path}:2: functions[0].name: is missing",
        f"{path}:3: centers[0].instance: is missing",
    ]


def test_a_secret_in_the_wrong_place_is_not_repeated(tmp_path: Path) -> None:
    path = tmp_path / "world.yaml"
    path.write_text("accounts: [{id: '1', keys: [{id: k, secret: [hush-hush]}]}]\n", encoding="utf-8")
    with pytest.raises(WorldFileError) as refused:
        read_world(path)
    assert "hush-hush" not in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorldFileError, match="cannot be read"):
        read_world(tmp_path / "world.yaml")
