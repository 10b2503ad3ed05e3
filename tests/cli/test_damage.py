"""Damaged files and vanished readers: told plainly, never as a bug, and never read as a failed apply."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.world import emulated, in_sync


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("{bad", "not JSON", id="not-json"),
        pytest.param("<<<<<<< ours\n{}\n=======\n{}\n>>>>>>> theirs\n", "not JSON", id="a-conflict"),
        pytest.param('{"version": 99, "functions": {}}', "a newer ivrsync wrote it", id="newer"),
        pytest.param('{"version": 1, "functions": {"a": 1}}', "is damaged", id="another-shape"),
    ],
)
def test_a_damaged_lock_is_told_with_its_place_and_what_to_do(text: str, said: str, tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        lock = place.root / "registry" / "registry.lock.json"
        lock.write_text(text, encoding="utf-8")
        ran = place.run("plan")

    assert ran.code == 1
    assert said in ran.err
    assert "registry.lock.json" in ran.err
    assert "hint:" in ran.err
    assert "bug" not in ran.err


def test_a_flow_that_no_center_has_cannot_be_allowed(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        ran = place.run("plan", "--allow-flow", "flow-11")

    assert ran.code == 1
    assert "no center has such a flow" in ran.err
    assert "did you mean 'flow-1'?" in ran.err


def test_a_plan_file_with_something_added_is_refused(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        place.run("plan", "--out", "plan.json")
        file = place.root / "plan.json"
        file.write_text(json.dumps({**json.loads(file.read_text(encoding="utf-8")), "version": 99}), encoding="utf-8")
        ran = place.run("apply", "plan.json", "--yes")

    assert ran.code == 1
    assert "more than a plan" in ran.err


def test_a_cloud_that_cannot_be_reached_has_refused_nothing(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        place.run("plan", "--out", "plan.json")
    center = place.emulator.center_endpoint
    planned = place.run("plan")
    applied = place.run("apply", "plan.json", "--yes", "--format", "json")

    assert planned.code == 5
    assert f"NoConnection: nothing listens at {center}" in " ".join(planned.out.split())
    assert "Fix Check the network, the proxy (HTTP_PROXY, HTTPS_PROXY) and [endpoints]" in " ".join(planned.out.split())
    assert "grant" not in planned.out
    assert applied.code == 1
    results = json.loads(applied.out)["results"]
    assert [result["reason"] for result in results] == ["no-connection", "dependency", "no-connection", "dependency"]
    assert f"nothing listens at {center}" in results[2]["error"]


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_not_a_bug_and_the_exit_code_stays_the_verdict(tmp_path: Path, closed: str) -> None:
    with emulated(tmp_path, world=in_sync()) as place:
        place.run("apply", "--yes")
        ran = subprocess.run(
            ["bash", "-c", f'"$0" -m sync drift {closed}', sys.executable],
            cwd=place.root,
            env=place.env,
            capture_output=True,
            text=True,
            check=False,
        )

    assert ran.returncode == 0
    assert "bug" not in ran.stderr
    assert ("in sync" in ran.stdout) is (">&-" not in closed.replace("2>&-", ""))


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full on this system")
def test_a_full_disk_is_not_a_bug(tmp_path: Path) -> None:
    with emulated(tmp_path, world=in_sync()) as place, Path("/dev/full").open("w", encoding="utf-8") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "sync", "rules"],
            cwd=place.root,
            env=place.env,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert ran.returncode == 1
    assert "no space" in ran.stderr
