"""What CI reads is written by the whole command: each format, with the same exit code, and paths from the repository's root."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from sync.render.format_registry import PLANS, formats_for
from tests.cli.command import ivrsync
from tests.cli.world import CENTERS, Place, emulated, in_sync

CODES = {"RG001", "RG002", "CF003"}
FILE = "registry/services.yaml"
Reader = Callable[[str], tuple[set[str], set[str]]]


def _sarif(text: str) -> tuple[set[str], set[str]]:
    results = json.loads(text)["runs"][0]["results"]
    places = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results}
    return {result["ruleId"] for result in results}, places


def _junit(text: str) -> tuple[set[str], set[str]]:
    cases = [*ET.fromstring(text).iter("testcase")]  # noqa: S314  written by the command just run
    return {case.attrib["classname"] for case in cases}, {case.attrib["file"] for case in cases}


def _github(text: str) -> tuple[set[str], set[str]]:
    return set(re.findall(r"title=(\w+) ", text)), set(re.findall(r"file=([^,]+),", text))


def _gitlab(text: str) -> tuple[set[str], set[str]]:
    items = json.loads(text)
    return {item["check_name"].split()[0] for item in items}, {item["location"]["path"] for item in items}


def _rdjson(text: str) -> tuple[set[str], set[str]]:
    items = json.loads(text)["diagnostics"]
    return {item["code"]["value"].split()[0] for item in items}, {item["location"]["path"] for item in items}


def _markdown(text: str) -> tuple[set[str], set[str]]:
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ") and ".yaml" in line]
    return {row[1].split()[0] for row in rows}, {row[-1].split("\\:")[0].replace("\\", "") for row in rows}


# What each format says: the codes, and the files that it points at.
READERS: dict[str, Reader] = {
    "sarif": _sarif, "junit": _junit, "github": _github, "gitlab": _gitlab, "rdjson": _rdjson, "markdown": _markdown,
}  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with emulated(tmp_path_factory.mktemp("ci")) as made:
        yield made


@pytest.mark.parametrize("command", PLANS)
def test_every_command_that_plans_offers_every_format(command: str) -> None:
    assert set(READERS) <= set(formats_for(command))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", READERS)
def test_drift_is_written_in_each_format_and_exits_as_it_does_in_text(name: str, place: Place) -> None:
    text, ran = place.run("drift"), place.run("drift", "--format", name)
    assert (ran.code, ran.err) == (text.code, "") == (4, "")
    assert READERS[name](ran.out) == (CODES, {FILE})


def test_the_exit_code_may_be_left_to_a_later_step(place: Place) -> None:
    ran = place.run("drift", "--format", "sarif", "--exit-zero")
    assert (ran.code, _sarif(ran.out)[0]) == (0, CODES)


def test_a_world_in_sync_is_an_empty_report_with_exit_zero(tmp_path: Path) -> None:
    with emulated(tmp_path, world=in_sync()) as place:
        place.run("apply", "--yes")
        for name in READERS:
            ran = place.run("drift", "--format", name)
            assert (ran.code, ran.err) == (0, "")
        assert place.run("drift", "--format", "gitlab").out == "[]\n"
        assert place.run("drift", "--format", "github").out == "in sync\n"


def test_paths_begin_at_the_root_of_the_repository_wherever_the_command_runs(tmp_path: Path) -> None:
    (tmp_path / "repository" / "ivr").mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    with emulated(tmp_path / "repository" / "ivr") as place:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        for cwd, registry in (
            (place.root, "registry"),
            (place.root / "world", "../registry"),
            (elsewhere, f"{place.root}/registry"),
        ):
            ran = ivrsync("drift", "--registry", registry, "--format", "gitlab", cwd=cwd, env=place.env)
            assert (ran.code, _gitlab(ran.out)[1]) == (4, {f"ivr/{FILE}"})
        category = json.loads(place.run("drift", "--format", "sarif").out)["runs"][0]["automationDetails"]["id"]
        assert category == "ivrsync/drift/ivr/registry/"


def test_without_a_repository_they_begin_where_the_command_runs_or_beside_the_registry(tmp_path: Path) -> None:
    with emulated(tmp_path / "here") as place:
        elsewhere = tmp_path / "elsewhere"
        elsewhere.mkdir()
        for cwd in (place.root, elsewhere):
            ran = ivrsync("drift", "--registry", f"{place.root}/registry", "--format", "gitlab", cwd=cwd, env=place.env)
            assert _gitlab(ran.out)[1] == {FILE}


def test_a_gap_stands_at_the_center_that_could_not_be_read(tmp_path: Path) -> None:
    with emulated(tmp_path, centers=CENTERS.replace("ccc-test", "ccc-other")) as place:
        ran = place.run("drift", "--format", "gitlab")
        unread = {item["check_name"]: item["location"] for item in json.loads(ran.out) if item["check_name"].startswith("OB")}
    assert unread["OB003 flows-unread"] == {"path": "registry/centers.yaml", "lines": {"begin": 2}}


def test_a_report_tells_a_person_what_to_click(tmp_path: Path) -> None:
    with emulated(tmp_path, centers=CENTERS.replace("api", "console")) as place:
        ran = place.run("plan", "--format", "markdown")
    assert "#### To do by hand (" in ran.out
    assert "设置 > IVR集成 > 函数列表 > 添加" in ran.out
    assert "添加 (add)" in ran.out


def test_a_format_mistyped_is_answered_with_those_there_are(place: Place) -> None:
    ran = place.run("drift", "--format", "sariff")
    assert (ran.code, ran.out) == (1, "")
    assert "'sarif'" in ran.err
