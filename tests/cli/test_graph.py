"""`ivrsync graph` and `--format html` as a shell runs them: from clouds and snapshots, with wrong names, without Graphviz."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import ROOT, ivrsync
from tests.cli.world import WORLD, emulated

TREE = """\
CENTER hotline

  numbers ********1234
    flow 来电主流程 [flow-1], published
      module 1
        registration meta-1
x         function cn-hangzhou/demo_service/get_number_region (get-number-region): BROKEN: no such
            function

1 flow with 1 call: 1 broken, in 1 published flow
"""
NUMBERED = WORLD + "    numbers: [{number: '057188881234', flow: flow-1}]\n"


def test_who_calls_what_from_the_clouds_and_from_a_snapshot(tmp_path: Path) -> None:
    with emulated(tmp_path, world=NUMBERED) as place:
        live = place.run("graph")
        one = place.run("graph", "check-user-identity")
        place.run("snapshot", "--out", "s.gz")
        writes = [call for call in place.emulator.calls() if call.is_write]
    kept = ivrsync("graph", "--from-snapshot", "s.gz", cwd=place.root)
    assert (live.code, live.out, live.err, writes) == (0, TREE, "", [])
    assert (kept.code, kept.out) == (0, TREE)
    assert kept.err.startswith("note: the clouds were not read; this is from s.gz, as of ")
    assert one.out == "0 flows with 0 calls: none broken\n"


def test_a_function_that_the_registry_has_not_is_refused_with_the_nearest(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        ran = place.run("graph", "get-number-regoin")
    assert (ran.code, ran.out) == (1, "")
    assert "'get-number-regoin': the registry has no such function" in ran.err
    assert "get-number-region" in ran.err.split("hint:")[1]


def test_what_could_not_be_read_is_told_and_gives_exit_code_5(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        place.emulator.arm("ListContactFlows:error=500*100")
        told, drawn = place.run("graph"), place.run("graph", "--format", "mermaid")
    assert told.code == drawn.code == 5
    assert "COULD NOT READ (1)" in told.out
    assert "something could not be read and is not drawn" in drawn.err


def test_a_drawing_without_graphviz_says_what_to_install(tmp_path: Path) -> None:
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "pygraphviz.py").write_text("raise ImportError('libglib-2.0.so.0: no such file')", encoding="utf-8")
    with emulated(tmp_path) as place:
        place.run("snapshot", "--out", "s.gz")
        path = f"{tmp_path / 'without'}:{ROOT}"
        ran = place.run("graph", "--from-snapshot", "s.gz", "--format", "svg", PYTHONPATH=path)
        page = place.run("plan", "--format", "html", PYTHONPATH=path)
    assert (ran.code, ran.out) == (1, "")
    assert "a drawing needs Graphviz, which is not installed here: libglib-2.0.so.0: no such file" in ran.err
    assert "pip install 'ivrsync[graph]'" in ran.err
    assert page.code == 4
    assert "<svg" not in page.out
    assert "BROKEN: no such function" in page.out, "the tree says the same"


@pytest.mark.parametrize("command", ["plan", "drift"])
def test_a_page_tells_first_who_is_hurt(tmp_path: Path, command: str) -> None:
    with emulated(tmp_path, world=NUMBERED) as place:
        (tmp_path / "ivrsync.toml").write_text("unsigned_snapshots = true\n", encoding="utf-8")
        ran = place.run(command, "--format", "html")
        place.run("snapshot", "--out", "s.gz")
        kept = place.run("plan", "--from-snapshot", "s.gz", "--format", "html")
    assert ran.code == kept.code == 4
    assert "<h1>Callers of 来电主流程 reach no function at 1.</h1>" in ran.out
    assert "numbers ********1234" in ran.out
    assert "057188881234" not in ran.out + kept.out
    if command == "plan":
        assert kept.out == ran.out
