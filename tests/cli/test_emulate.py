"""`ivrsync emulate` says where it listens, points the tool at itself, and stops cleanly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from sync.settings import Flags, read
from tests.cli.command import environment, ivrsync
from tests.patience import PATIENCE

ACCOUNT = "1000000000000001"
WORLD = f"""\
accounts:
  - id: "{ACCOUNT}"
    keys: [{{id: test-key-id, secret: test-key-secret}}]
functions:
  - {{region: cn-shenzhen, service: example-service, name: checkUserIdentity, runtime: python3.10, handler: index.handler}}
centers:
  - instance: ccc-test
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "world.yaml").write_text(WORLD, encoding="utf-8")
    return tmp_path


@contextmanager
def emulating(place: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
    """The process once it is ready, with the lines it said until then."""
    command = [sys.executable, "-m", "sync", "emulate", "--world", "world.yaml", *arguments]
    process = subprocess.Popen(
        command, cwd=place, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        assert process.stdout is not None
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line.rstrip("\n"))
            if lines[-1] == "ready":
                break
        yield process, lines
    finally:
        process.kill()
        process.communicate()


def free_ports(count: int) -> int:
    """The first of so many ports in a row that nobody listens on, outside the range that the system gives away by itself."""
    for base in range(20_000 + os.getpid() % 1_000 * 10, 32_000, count):
        with ExitStack() as held:
            try:
                for port in range(base, base + count):
                    held.enter_context(socket.create_server(("127.0.0.1", port)))
            except OSError:
                continue
        return base
    pytest.fail("every port is taken")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_with_0(place: Path, number: signal.Signals) -> None:
    with emulating(place) as (process, lines):
        assert lines[-1] == "ready"
        process.send_signal(number)
        assert process.wait(timeout=PATIENCE) == 0


def test_it_says_one_line_per_region_and_marks_the_call_centers(place: Path) -> None:
    base = free_ports(3)
    with emulating(place, "--region", "华北2（北京）", "--port-base", str(base)) as (_, lines):
        assert lines[:3] == [
            f"region cn-beijing       127.0.0.1:{base}",
            f"region cn-shanghai      127.0.0.1:{base + 1}  and the call center",
            f"region cn-shenzhen      127.0.0.1:{base + 2}",
        ]


def test_the_exports_it_prints_are_settings_the_tool_accepts(place: Path) -> None:
    with emulating(place) as (_, lines):
        exports = dict(line.removeprefix("export ").split("=", 1) for line in lines if line.startswith("export "))
        hosts = {line.split()[1]: line.split()[2] for line in lines if line.startswith("region ")}
    found = read(Flags(), exports, place)
    assert (found.protocol, found.account.id) == ("http", ACCOUNT)
    center = hosts["cn-shanghai"]
    assert found.endpoints == {"call_center": center, "ccc": center, **{f"fc:{region}": host for region, host in hosts.items()}}
    assert exports["ALIBABA_CLOUD_ACCESS_KEY_ID"] == "test-key-id"


def test_the_settings_file_it_writes_is_one_the_tool_accepts(place: Path) -> None:
    with emulating(place, "--settings-out", "emulator.toml", "--env-file", "emulator.env") as (_, lines):
        assert [line for line in lines if line.startswith("export ")] == []
    found = read(Flags(settings="emulator.toml"), {}, place)
    assert (found.protocol, found.account.name, found.account.id) == ("http", "emulator", ACCOUNT)
    assert set(tomllib.loads((place / "emulator.toml").read_text())["endpoints"]) == {
        "fc:cn-shanghai",
        "fc:cn-shenzhen",
        "ccc",
        "call_center",
    }
    assert f"export IVRSYNC_SETTINGS={place / 'emulator.toml'}\n" in (place / "emulator.env").read_text()


def test_the_file_with_the_key_is_for_its_owner_only(place: Path) -> None:
    with emulating(place, "--env-file", "emulator.env"):
        assert (place / "emulator.env").stat().st_mode & 0o077 == 0


def test_a_state_is_gone_on_with_instead_of_the_world_file(place: Path) -> None:
    with emulating(place, "--state", "state.json") as (process, _):
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=PATIENCE)
    (place / "world.yaml").write_text(WORLD.replace("cn-shenzhen", "cn-beijing"), encoding="utf-8")
    with emulating(place, "--state", "state.json") as (_, lines):
        assert [line.split()[1] for line in lines if line.startswith("region ")] == ["cn-shanghai", "cn-shenzhen"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["--fault", "ListFunctions:explode"], "cannot read the fault 'ListFunctions:explode'", id="an unknown fault"),
        pytest.param(["--region", "mars"], "unknown region 'mars'", id="an unknown region"),
        pytest.param(["--state", "world.yaml"], "world.yaml: not a state the emulator wrote", id="a state that is none"),
        pytest.param(["--change", "changes.yaml"], "--world is for an emulator that is to start, and", id="a start and a change"),
        pytest.param(["--port-base", "70000"], "Invalid value for '--port-base'", id="a port that is none"),
    ],
)
def test_what_it_cannot_do_is_told(place: Path, arguments: list[str], said: str) -> None:
    ran = ivrsync("emulate", "--world", "world.yaml", *arguments, cwd=place)
    assert (ran.code, ran.out) == (1, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_a_taken_port_is_told(place: Path) -> None:
    with emulating(place, "--port-base", "29380"):
        ran = ivrsync("emulate", "--world", "world.yaml", "--port-base", "29380", cwd=place)
    assert ran.code == 1
    assert ran.err.startswith("error: cannot listen")
