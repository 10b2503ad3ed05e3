"""A rehearsal as a person would do it: an emulator in a process of its own, changed while it runs, stopped, and gone on with."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from alibabacloud_fc20230330 import models as m3
from alibabacloud_fc_open20210406 import models as m2

from tests.cli.command import Ran, environment, ivrsync
from tests.emulator.sdk import ACCOUNT, KEY_ID, KEY_SECRET, fc2, fc3
from tests.patience import PATIENCE

SHENZHEN = "cn-shenzhen"
RENAME = f"changes: [{{rename: {{function: {SHENZHEN}/svc/greet, to: {SHENZHEN}/svc/salute}}}}]\n"
WORLD = f"""\
accounts:
  - id: "{ACCOUNT}"
    keys: [{{id: {KEY_ID}, secret: {KEY_SECRET}}}]
functions:
  - {{region: {SHENZHEN}, service: svc, name: greet, code: code, function_id: id-of-greet, created: 2020-04-01T08:15:27Z}}
centers:
  - instance: ccc-test
    registrations: [{{id: meta-1, region: {SHENZHEN}, service: svc, function: greet}}]
"""


@dataclass(frozen=True, slots=True)
class Running:
    """The process, and what it said of itself."""

    process: subprocess.Popen[str]
    exports: dict[str, str]
    endpoints: dict[str, str]

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "index.py").write_text("def handler(event, context):\n    return 'hello'\n", encoding="utf-8")
    (tmp_path / "world.yaml").write_text(WORLD, encoding="utf-8")
    return tmp_path


@contextmanager
def emulating(place: Path, *arguments: str) -> Iterator[Running]:
    command = [sys.executable, "-m", "sync", "emulate", *arguments]
    process = subprocess.Popen(
        command, cwd=place, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            if lines[-1] == "ready":
                break
        exports = dict(line.removeprefix("export ").split("=", 1) for line in lines if line.startswith("export "))
        yield Running(process, exports, {line.split()[1]: line.split()[2] for line in lines if line.startswith("region ")})
    finally:
        process.kill()
        process.communicate()


def in_2(running: Running) -> list[Any]:
    found: list[Any] = fc2(running, SHENZHEN).list_functions("svc", m2.ListFunctionsRequest()).body.functions
    return found


def in_3(running: Running) -> list[Any]:
    found: list[Any] = fc3(running, SHENZHEN).list_functions(m3.ListFunctionsRequest()).body.functions
    return found


def test_a_rename_shows_in_both_apis_and_outlives_the_process(place: Path) -> None:
    with emulating(place, "--world", "world.yaml", "--state", "state.json") as running:
        assert [(found.function_name, found.function_id, found.created_time) for found in in_2(running)] == [
            ("greet", "id-of-greet", "2020-04-01T08:15:27Z")
        ]
        answer = requests.post(f"http://{running.endpoints[SHENZHEN]}/_emulator/world", data=RENAME, timeout=PATIENCE)
        (done,) = answer.json()["done"]
        (of_2,), (of_3,) = in_2(running), in_3(running)
        assert (of_2.function_name, of_3.function_name) == ("salute", "svc$salute")
        assert of_2.function_id == of_3.function_id == done["function_id"] != "id-of-greet"
        said = fc3(running, SHENZHEN).invoke_function("svc$salute", m3.InvokeFunctionRequest(body=b"")).body.read()
        assert said == b"hello"
        assert running.stop() == 0

    (place / "world.yaml").write_text("functions: [", encoding="utf-8")
    for arguments in (["--world", "world.yaml"], []):
        with emulating(place, *arguments, "--state", "state.json") as running:
            assert [found.function_id for found in in_3(running)] == [done["function_id"]]
            assert running.stop() == 0


def change(running: Running, place: Path, file: str, stdin: str = "") -> Ran:
    return ivrsync("emulate", "--change", file, cwd=place, env=environment(**running.exports), stdin=stdin)


def test_changes_in_a_file_find_their_code_beside_it(place: Path) -> None:
    (place / "later").mkdir()
    (place / "later" / "index.py").write_text("def handler(event, context):\n    return 'later'\n", encoding="utf-8")
    upload = f"changes: [{{upload: {{function: {SHENZHEN}/svc/greet, code: .}}}}]\n"
    (place / "later" / "changes.yaml").write_text(upload, encoding="utf-8")
    with emulating(place, "--world", "world.yaml") as running:
        ran = change(running, place, "later/changes.yaml")
        assert (ran.code, ran.err) == (0, "")
        (found,) = in_2(running)
        assert ran.out == f"upload: function {SHENZHEN}/svc/greet, checksum {found.code_checksum}\n"
        assert fc3(running, SHENZHEN).invoke_function("svc$greet", m3.InvokeFunctionRequest(body=b"")).body.read() == b"later"


def test_changes_may_come_from_a_pipe(place: Path) -> None:
    upload = f"changes: [{{upload: {{function: {SHENZHEN}/svc/greet, code: code}}}}]\n"
    with emulating(place, "--world", "world.yaml") as running:
        ran = change(running, place, "-", stdin=upload)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"upload: function {SHENZHEN}/svc/greet, ")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param(
            RENAME.replace("greet", "nobody"),
            "error: changes[0].rename.function: there is no cn-shenzhen/svc/nobody; GET /_emulator/world shows what is held\n",
            id="no such function",
        ),
        pytest.param("{}", "error: the changes:1: changes: is missing\n", id="no changes"),
    ],
)
def test_a_change_that_cannot_be_made_is_told_with_what_next(place: Path, text: str, said: str) -> None:
    (place / "changes.yaml").write_text(text, encoding="utf-8")
    with emulating(place, "--world", "world.yaml") as running:
        ran = change(running, place, "changes.yaml")
        assert [found.function_name for found in in_2(running)] == ["greet"]
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(said)
    assert "nothing was changed; docs/how-to/rehearse-on-an-emulator.md says what a change may be" in ran.err


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        pytest.param({}, "error: no emulator is named whose world could be changed\n", id="nothing is named"),
        pytest.param(
            {"IVRSYNC_ENDPOINTS": "ccc=ccc.example.com", "IVRSYNC_PROTOCOL": "https"},
            "error: no emulator is named whose world could be changed\n",
            id="a cloud is no emulator",
        ),
        pytest.param(
            {"IVRSYNC_ENDPOINTS": "ccc=127.0.0.1:1", "IVRSYNC_PROTOCOL": "http"},
            "error: 127.0.0.1:1: no emulator answers there: ",
            id="nobody listens",
        ),
    ],
)
def test_without_an_emulator_nothing_is_sent(place: Path, variables: dict[str, str], said: str) -> None:
    (place / "changes.yaml").write_text(RENAME, encoding="utf-8")
    ran = ivrsync("emulate", "--change", "changes.yaml", cwd=place, env=environment(**variables))
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(said)


def test_a_world_is_needed_until_there_is_a_state(place: Path) -> None:
    ran = ivrsync("emulate", "--state", "state.json", cwd=place)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("error: there is no world to begin with\n")
    assert "--world FILE" in ran.err
    assert not (place / "state.json").exists()
