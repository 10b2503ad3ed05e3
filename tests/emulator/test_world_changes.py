"""The world of a running emulator is changed over HTTP, as people in a console would; all changes of a document, or none."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from alibabacloud_ccc20200701 import models as mc
from alibabacloud_fc20230330 import models as m3
from alibabacloud_fc_open20210406 import models as m2

from sync.emulator.centers import Center, Draft, Flow, Registration
from sync.emulator.code import zip_files
from sync.emulator.server import Emulator
from sync.emulator.state import StateFile
from sync.emulator.world import World
from tests.emulator.centers_at_hand import INSTANCE, a_center, refusal
from tests.emulator.sdk import ACCOUNT, CENTER_REGION, KEY_SECRET, REGION, ccc, fc2, fc3
from tests.patience import PATIENCE, wait_until

SHENZHEN = "cn-shenzhen"
SAYS_OLD = "def handler(event, context):\n    return 'old'\n"
SAYS_NEW = SAYS_OLD.replace("old", "new")
OLD_CODE, NEW_CODE = zip_files({"index.py": SAYS_OLD}), zip_files({"index.py": SAYS_NEW})
GREET = f"{REGION}/svc/greet"
WHAT_NEXT = "nothing was changed; docs/how-to/rehearse-on-an-emulator.md says what a change may be"


class Clock:
    """A time that stands still at when the test began, or ten minutes before; much more and no signature would be good."""

    def __init__(self) -> None:
        self.now = datetime.fromtimestamp(int(time.time()), UTC)
        self.then = self.now - timedelta(minutes=10)
        self.is_now = False

    def __call__(self) -> float:
        return (self.now if self.is_now else self.then).timestamp()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def center(world: World, clock: Clock) -> Center:
    """A function of each generation and what a center says of them, made ten minutes ago."""
    world.clock = clock
    settings = {"memorySize": 512, "environmentVariables": {"CITY": "杭州"}, "description": "问候"}
    for service in ("svc", ""):
        world.put_function(ACCOUNT, REGION, "greet", service=service, package=OLD_CODE, settings=settings)
    world.put_trigger(ACCOUNT, REGION, "greet", {"triggerName": "web"}, service="svc")
    center = a_center(world)
    center.register(Registration(registration_id="meta-1", function="greet", service="svc", region=REGION, role="r"))
    center.put_flow(Flow(flow_id="flow-1", name="main", published="{}", saved=Draft(draft_id="d", definition="[]")))
    return center


@pytest.fixture
def running(emulator: Emulator, world: World, center: Center, clock: Clock) -> Emulator:
    assert world.centers[INSTANCE] is center
    clock.is_now = True
    return emulator


def of_functions(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def of_flows(moment: datetime) -> str:
    return f"{moment + timedelta(hours=8):%Y-%m-%d %H:%M:%S}.0"


def post(emulator: Emulator, document: str | bytes, folder: Path | None = None) -> requests.Response:
    address = f"http://{emulator.endpoints[REGION]}/_emulator/world"
    body = document if isinstance(document, bytes) else document.encode()
    return requests.post(address, params={"folder": str(folder)} if folder else {}, data=body, timeout=PATIENCE)


def changed(emulator: Emulator, *changes: Mapping[str, object], folder: Path | None = None) -> list[dict[str, Any]]:
    answer = post(emulator, json.dumps({"changes": changes}), folder)
    assert answer.status_code == 200, answer.text
    done: list[dict[str, Any]] = answer.json()["done"]
    return done


def in_3(emulator: Emulator, name: str, region: str = REGION) -> dict[str, Any]:
    fields: dict[str, Any] = fc3(emulator, region).get_function(name, m3.GetFunctionRequest()).body.to_map()
    return fields


def in_2(emulator: Emulator, service: str, name: str, region: str = REGION) -> dict[str, Any]:
    fields: dict[str, Any] = fc2(emulator, region).get_function(service, name, m2.GetFunctionRequest()).body.to_map()
    return fields


def said(emulator: Emulator, name: str, region: str = REGION) -> bytes:
    body: bytes = fc3(emulator, region).invoke_function(name, m3.InvokeFunctionRequest(body=b"")).body.read()
    return body


def names(emulator: Emulator, region: str = REGION) -> list[str]:
    return [found.function_name for found in fc3(emulator, region).list_functions(m3.ListFunctionsRequest()).body.functions]


NEW_ID = {"functionId", "functionName", "functionArn", "createdTime", "lastModifiedTime"}


@pytest.mark.parametrize(
    ("to", "region", "full_name"),
    [
        pytest.param(f"{REGION}/svc/salute", REGION, "svc$salute", id="another name"),
        pytest.param(f"{REGION}/other/greet", REGION, "other$greet", id="a service that was not there"),
        pytest.param(f"{SHENZHEN}/svc/greet", SHENZHEN, "svc$greet", id="another region"),
        pytest.param(f"{SHENZHEN}/svc-greet", SHENZHEN, "svc-greet", id="the newer generation, elsewhere"),
    ],
)
def test_a_renamed_function_is_a_new_one_with_the_code_and_settings_of_the_old(
    running: Emulator, clock: Clock, to: str, region: str, full_name: str
) -> None:
    before = in_3(running, "svc$greet")
    done = changed(running, {"rename": {"function": GREET, "to": to}})
    after = in_3(running, full_name, region)
    assert done == [{"change": "rename", "function": GREET, "to": to, "function_id": after["functionId"], "kept": False}]
    assert {name: value for name, value in after.items() if name not in NEW_ID} == {
        name: value for name, value in before.items() if name not in NEW_ID
    }
    assert after["functionId"] != before["functionId"]
    assert after["createdTime"] == after["lastModifiedTime"] == of_functions(clock.now)
    assert before["createdTime"] == of_functions(clock.then)
    assert said(running, full_name, region) == b"old"
    triggers = fc3(running, region).list_triggers(full_name, m3.ListTriggersRequest()).body.triggers
    assert [trigger.trigger_name for trigger in triggers] == ["web"]
    assert refusal(in_3, running, "svc$greet") == (404, "FunctionNotFound")
    assert refusal(in_2, running, "svc", "greet") == (404, "FunctionNotFound")


def test_a_function_of_the_older_generation_answers_both_apis_under_its_new_name(running: Emulator) -> None:
    changed(running, {"rename": {"function": GREET, "to": f"{REGION}/other/salute"}})
    of_2, of_3 = in_2(running, "other", "salute"), in_3(running, "other$salute")
    assert (of_2["functionName"], of_3["functionName"]) == ("salute", "other$salute")
    marks = ("functionId", "createdTime", "lastModifiedTime", "codeChecksum")
    assert [of_2[mark] for mark in marks] == [of_3[mark] for mark in marks]


def test_a_rename_that_keeps_the_old_one_is_a_copy(running: Emulator) -> None:
    before = in_3(running, "svc$greet")
    changed(running, {"rename": {"function": GREET, "to": f"{REGION}/svc/salute", "keep": True}})
    assert in_3(running, "svc$greet") == before
    assert names(running) == ["greet", "svc$greet", "svc$salute"]


def test_two_functions_swap_their_names_by_way_of_a_third(running: Emulator) -> None:
    changed(
        running,
        {"upload": {"function": f"{REGION}/greet", "code": base64.b64encode(NEW_CODE).decode()}},
        {"rename": {"function": GREET, "to": f"{REGION}/between"}},
        {"rename": {"function": f"{REGION}/greet", "to": GREET}},
        {"rename": {"function": f"{REGION}/between", "to": f"{REGION}/greet"}},
    )
    assert names(running) == ["greet", "svc$greet"]
    assert (said(running, "greet"), said(running, "svc$greet")) == (b"old", b"new")


def test_a_function_is_created_as_in_a_world_file(running: Emulator, tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "index.py").write_text(SAYS_NEW, encoding="utf-8")
    described = f"""\
changes:
  - create:
      region: {SHENZHEN}
      name: made
      code: code
      description: 新
      tags: {{team: ivr}}
      function_id: id-made
      created: 2020-04-01T08:15:27Z
      modified: 2021-04-01T08:15:27Z
"""
    answer = post(running, described, tmp_path)
    assert answer.json() == {"done": [{"change": "create", "function": f"{SHENZHEN}/made", "function_id": "id-made"}]}
    shown = in_3(running, "made", SHENZHEN)
    assert (shown["functionId"], shown["createdTime"], shown["lastModifiedTime"], shown["description"], shown["tags"]) == (
        "id-made",
        "2020-04-01T08:15:27Z",
        "2021-04-01T08:15:27Z",
        "新",
        [{"Key": "team", "Value": "ivr"}],
    )
    assert said(running, "made", SHENZHEN) == b"new"


@pytest.mark.parametrize("kind", ["folder", "zip file", "base64"])
def test_other_code_leaves_the_function_what_it_is(running: Emulator, clock: Clock, tmp_path: Path, kind: str) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "index.py").write_text(SAYS_NEW, encoding="utf-8")
    (tmp_path / "code.zip").write_bytes(NEW_CODE)
    code = {"folder": "code", "zip file": "code.zip", "base64": base64.b64encode(NEW_CODE).decode()}[kind]
    before = in_2(running, "svc", "greet")
    done = changed(running, {"upload": {"function": GREET, "code": code}}, folder=tmp_path)
    after = in_2(running, "svc", "greet")
    assert done == [{"change": "upload", "function": GREET, "checksum": after["codeChecksum"]}]
    assert {name for name in after if after[name] != before[name]} <= {"codeChecksum", "codeSize", "lastModifiedTime"}
    assert after["codeChecksum"] != before["codeChecksum"]
    assert after["lastModifiedTime"] == of_functions(clock.now)
    assert said(running, "svc$greet") == b"new"


def test_settings_that_are_not_stated_stay(running: Emulator, clock: Clock) -> None:
    before = in_3(running, "svc$greet")
    wanted = {"memory": 1024, "environment": {"MODE": "night"}, "settings": {"diskSize": 512}, "tags": {"team": "ivr"}}
    done = changed(running, {"configure": {"function": GREET, **wanted}})
    assert done == [{"change": "configure", "function": GREET, "fields": sorted(wanted)}]
    assert in_3(running, "svc$greet") == {
        **before,
        "memorySize": 1024,
        "environmentVariables": {"MODE": "night"},
        "diskSize": 512,
        "tags": [{"Key": "team", "Value": "ivr"}],
        "lastModifiedTime": of_functions(clock.now),
    }


def test_a_function_is_deleted(running: Emulator) -> None:
    assert changed(running, {"delete": {"function": GREET}}) == [{"change": "delete", "function": GREET}]
    assert names(running) == ["greet"]


def registered(emulator: Emulator) -> dict[str, str]:
    found = ccc(emulator).list_function_metas(mc.ListFunctionMetasRequest(instance_id=INSTANCE)).body.data.list
    return {meta.function_meta_id: f"{meta.region}/{meta.service}/{meta.function_name} {meta.role}" for meta in found}


@pytest.mark.parametrize(
    ("change", "done", "left"),
    [
        pytest.param(
            {"registration": {"id": "meta-1", "function": "salute"}},
            {"change": "registration", "instance": INSTANCE, "id": "meta-1", "made": False},
            {"meta-1": f"{REGION}/svc/salute r"},
            id="pointed elsewhere: the rest stays",
        ),
        pytest.param(
            {"registration": {"instance": INSTANCE, "id": "meta-2", "function": "greet", "region": "华南1（深圳）", "role": "x"}},
            {"change": "registration", "instance": INSTANCE, "id": "meta-2", "made": True},
            {"meta-1": f"{REGION}/svc/greet r", "meta-2": "华南1（深圳）//greet x"},
            id="a new one",
        ),
        pytest.param(
            {"unregister": {"id": "meta-1"}}, {"change": "unregister", "instance": INSTANCE, "id": "meta-1"}, {}, id="gone"
        ),
    ],
)
def test_registrations_change(running: Emulator, change: dict[str, object], done: dict[str, object], left: dict[str, str]) -> None:
    assert changed(running, change) == [done]
    assert registered(running) == left


def test_what_is_not_stated_of_a_flow_stays(running: Emulator, clock: Clock, world: World) -> None:
    done = changed(running, {"flow": {"id": "flow-1", "published": {"activities": ["放音"]}, "saved": None}})
    assert done == [{"change": "flow", "instance": INSTANCE, "id": "flow-1", "made": False}]
    flow = world.centers[INSTANCE].flows["flow-1"]
    assert (flow.name, flow.published, flow.saved) == ("main", '{"activities": ["放音"]}', None)
    assert (flow.created, flow.updated) == ("2021-03-05 17:35:45.0", of_flows(clock.now))


def test_a_flow_is_made(running: Emulator, clock: Clock, world: World) -> None:
    assert changed(running, {"flow": {"id": "flow-2", "name": "night", "type": "SUB_FLOW", "published": "{}"}})[0]["made"] is True
    flow = world.centers[INSTANCE].flows["flow-2"]
    assert (flow.name, flow.type, flow.published, flow.created) == ("night", "SUB_FLOW", "{}", of_flows(clock.now))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        pytest.param(
            {"rename": {"function": f"{REGION}/svc/nobody", "to": f"{REGION}/a"}},
            f"changes[1].rename.function: there is no {REGION}/svc/nobody; GET /_emulator/world shows what is held",
            id="no such function",
        ),
        pytest.param(
            {"rename": {"function": GREET, "to": f"{REGION}/greet"}},
            f"changes[1].rename.to: {REGION}/greet is there already: delete it first, or choose another name",
            id="the name is taken",
        ),
        pytest.param(
            {"rename": {"function": GREET, "to": "eu-west-1/greet"}},
            f"changes[1].rename.to: the emulator answers for {REGION}, {CENTER_REGION}, {SHENZHEN}, not for eu-west-1: "
            "start it with --region eu-west-1",
            id="nobody could ask for it there",
        ),
        pytest.param(
            {"create": {"region": "eu-west-1", "name": "f"}},
            "changes[1].create.region: the emulator answers for ",
            id="created where nobody could ask for it",
        ),
        pytest.param(
            {"create": {"region": REGION, "name": "greet"}},
            f"changes[1].create.name: {REGION}/greet is there already: leave this one out, or give it another name",
            id="created twice",
        ),
        pytest.param(
            {"create": {"region": REGION, "name": "f", "function_id": "id-of-first"}},
            f"changes[1].create.function_id: {REGION}/first has the FunctionId id-of-first: give {REGION}/f another one, or none",
            id="an id is used twice",
        ),
        pytest.param(
            {"create": {"region": REGION, "name": "f", "account": "2"}},
            f"changes[1].create: account must be one of {ACCOUNT}",
            id="no such account",
        ),
        pytest.param(
            {"delete": {"function": f"{SHENZHEN}/greet"}}, "changes[1].delete.function: there is no ", id="nothing to delete"
        ),
        pytest.param(
            {"upload": {"function": GREET, "code": "nowhere"}},
            "changes[1].upload.code: nowhere is neither a directory nor a zip file",
            id="no such code",
        ),
        pytest.param(
            {"upload": {"function": GREET, "code": "UEsDBhello"}},
            "changes[1].upload.code: this is not a zip file in base64",
            id="code that only begins like a zip",
        ),
        pytest.param(
            {"upload": {"function": GREET, "code": "x" * 5000}}, "changes[1].upload.code: ", id="code that can be no path"
        ),
        pytest.param(
            {"configure": {"function": f"{REGION}/svc/nobody"}}, "changes[1].configure.function: there is no ", id="nothing to set"
        ),
        pytest.param(
            {"registration": {"id": "meta-9", "role": "x"}},
            "changes[1].registration.id: there is no registration meta-9 to change; a new one needs a function",
            id="a registration without a function",
        ),
        pytest.param(
            {"unregister": {"id": "meta-9"}}, "changes[1].unregister.id: there is no registration meta-9; ", id="not registered"
        ),
        pytest.param(
            {"unregister": {"id": "meta-1", "instance": "ccc-nowhere"}},
            f"changes[1].unregister.instance: must be one of {INSTANCE}",
            id="no such center",
        ),
        pytest.param(
            {"flow": {"id": "flow-9"}},
            "changes[1].flow.id: there is no flow flow-9 to change; a new one needs a name",
            id="a flow without a name",
        ),
        pytest.param(
            {"flow": {"id": "flow-1", "published": {"file": "nowhere"}}},
            "changes[1].flow: cannot read the definition: ",
            id="a flow without its file",
        ),
    ],
)
def test_where_one_change_cannot_be_made_none_is(running: Emulator, world: World, change: dict[str, object], said: str) -> None:
    before = world.to_json()
    first = {"create": {"region": REGION, "name": "first", "function_id": "id-of-first"}}
    answer = post(running, json.dumps({"changes": [first, change]}))
    assert (answer.status_code, answer.json()["Code"]) == (400, "InvalidArgument")
    told, what_next = answer.json()["Message"].rsplit("\n", 1)
    assert told.startswith(said)
    assert what_next == WHAT_NEXT
    assert world.to_json() == before


@pytest.mark.parametrize(
    ("document", "said"),
    [
        pytest.param(b"", "the changes:1: the file: must be fields with their values\n", id="nothing"),
        pytest.param(b"[", "the changes: neither JSON nor YAML: line 1, column 2: ", id="no YAML"),
        pytest.param(b"changes: []", "the changes:1: changes: must not be empty\n", id="no change"),
        pytest.param(b"changes: none", "the changes:1: changes: must be a list\n", id="no list"),
        pytest.param(b"\xff\xfe", "the changes: not UTF-8", id="no text"),
        pytest.param(b"changes: []", "the changes:1: changes: ", id="no change"),
        pytest.param(
            b"changes:\n- rename: {function: greet, to: cn-hangzhou/a}\n",
            "the changes:2: changes[0].rename.function: must be region/service/name, or region/name for FC 3.0",
            id="a name without a region",
        ),
        pytest.param(
            b"changes:\n- {}\n",
            "the changes:2: changes[0]: must be one of create, rename, upload, configure, delete, registration, unregister, flow; "
            "each change is an item of its own",
            id="a change of no kind",
        ),
        pytest.param(
            b"changes: [{delete: {function: cn-hangzhou/a}, unregister: {id: m}}]\n",
            "the changes:1: changes[0]: must be one of ",
            id="two changes in one",
        ),
        pytest.param(
            b"changes: [{explode: {}}]\n",
            "the changes:1: changes[0].explode: there is no such field here",
            id="a change nobody knows",
        ),
        pytest.param(
            b'{"changes":\t[{"create": {}}]}', "the changes:1: changes[0].create.region: is missing", id="JSON with a tab"
        ),
        pytest.param(
            b"changes: [{create: {region: r, name: n, created: 2020-04-01}}]\n",
            "the changes:1: changes[0].create.created: must be a time with its zone, such as 2020-04-01T08:15:27Z",
            id="a day is no time",
        ),
    ],
)
def test_a_document_that_cannot_be_read_is_told_with_line_and_place(running: Emulator, document: bytes, said: str) -> None:
    answer = post(running, document)
    assert answer.status_code == 400
    assert answer.json()["Message"].startswith(said)


def test_a_change_that_is_wrong_is_no_reason_to_call_the_list_too_short(running: Emulator) -> None:
    told = post(running, b"changes: [{unregister: {}}]\n").json()["Message"].splitlines()
    assert told[0] == "the changes:1: changes[0].unregister.id: is missing"
    assert len(told) == 2  # and what next


@pytest.mark.parametrize("headers", [{"Origin": "http://example.com"}, {"Host": "example.com"}])
def test_a_web_page_cannot_change_the_world(running: Emulator, headers: dict[str, str]) -> None:
    body = json.dumps({"changes": [{"delete": {"function": GREET}}]})
    address = f"http://{running.endpoints[REGION]}/_emulator/world"
    assert requests.post(address, data=body, headers=headers, timeout=PATIENCE).status_code == 403
    assert names(running) == ["greet", "svc$greet"]


def test_the_answer_and_the_world_that_is_shown_hold_no_secret(running: Emulator) -> None:
    answer = post(running, json.dumps({"changes": [{"delete": {"function": GREET}}]}))
    assert KEY_SECRET not in answer.text


def test_a_change_is_kept_in_the_state(world: World, center: Center, tmp_path: Path) -> None:
    assert center.instance == INSTANCE
    path = tmp_path / "state.json"
    with Emulator.start(world, state=StateFile(path)) as emulator:
        changed(emulator, {"rename": {"function": GREET, "to": f"{REGION}/salute"}})
        wait_until(lambda: '"salute"' in path.read_text(encoding="utf-8"))
    loaded = StateFile(path).load()
    assert loaded is not None
    assert loaded.compute(ACCOUNT, REGION).full_names("") == ["greet", "salute"]


def test_a_read_that_lags_shows_the_world_before_the_change(running: Emulator) -> None:
    running.arm("ListFunctions:stale*1")
    changed(running, {"delete": {"function": GREET}})
    assert [names(running), names(running)] == [["greet", "svc$greet"], ["greet"]]
