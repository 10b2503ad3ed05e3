"""Files that commands write: nothing that is not a plain file is replaced, and what could not be written down is told."""

from __future__ import annotations

import json
import resource
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.cli.world import SERVICES, Place, emulated, in_sync

LOCK = "registry/registry.lock.json"
WRITES = ["UpdateFunction", "AddFunctionMeta", "ModifyFunctionMeta"]  # what the plan of this place comes to


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with emulated(tmp_path) as made:
        yield made


@pytest.fixture
def settled(tmp_path: Path) -> Iterator[Place]:
    """Nothing differs, and there is no lock yet."""
    with emulated(tmp_path, world=in_sync()) as made:
        yield made


def linked(path: Path) -> Path:
    """A link in that place; what it points at."""
    path.parent.mkdir(parents=True, exist_ok=True)
    target = path.parent / f"the-real-{path.name}"
    path.symlink_to(target.name)
    return target


def test_a_plan_is_saved_through_a_link(place: Place) -> None:
    target = linked(place.root / "plan.json")
    ran = place.run("plan", "--quiet", "--out", "plan.json")

    assert ran.code == 4
    assert (place.root / "plan.json").is_symlink()
    assert json.loads(target.read_text(encoding="utf-8"))["plan"]


def test_a_plan_is_written_into_a_device(place: Place) -> None:
    (place.root / "device").symlink_to("/dev/full")
    ran = place.run("plan", "--quiet", "--out", "device")

    assert ran.code == 1
    assert ran.err == "error: device: cannot be written: No space left on device\nhint: free some space, or name a file elsewhere\n"
    assert stat.S_ISCHR((place.root / "device").stat().st_mode)


def test_a_plan_is_not_written_over_a_folder(place: Place) -> None:
    ran = place.run("plan", "--out", "registry")

    assert (ran.code, ran.err) == (1, "error: registry: cannot be written: it is a folder\nhint: name a file in it\n")


def test_lock_and_journal_are_written_through_links(place: Place) -> None:
    lock, journal = linked(place.root / LOCK), linked(place.root / "registry" / ".ivrsync" / "journal.jsonl")
    ran = place.run("apply", "--yes")

    assert ran.code == 0
    assert (place.root / LOCK).is_symlink()
    assert lock.is_file()
    assert (place.root / "registry" / ".ivrsync" / "journal.jsonl").is_symlink()
    assert not journal.exists()  # the run is over, and its journal among the archived ones
    assert len([*(place.root / "registry" / ".ivrsync" / "journals").iterdir()]) == 1


def test_a_lock_that_may_not_be_written_stops_apply_before_its_first_step(settled: Place) -> None:
    settled.run("apply", "--yes")
    (settled.root / LOCK).chmod(0o444)
    services = settled.root / "registry" / "services.yaml"
    services.write_text(SERVICES.replace("memory: 256", "memory: 512"), encoding="utf-8")
    settled.emulator.forget_calls()
    ran = settled.run("apply", "--yes")

    assert ran.code == 1
    assert f"error: {LOCK}: cannot be written: it is write-protected" in ran.err
    assert "UpdateFunction" not in settled.operations()


@pytest.mark.parametrize("name", ["registry/registry.lock.json", "registry/.ivrsync/journal.jsonl"])
def test_a_device_in_place_of_a_file_that_is_read_too_is_refused(place: Place, name: str) -> None:
    (place.root / name).parent.mkdir(exist_ok=True)
    (place.root / name).symlink_to("/dev/zero")
    ran = place.run("apply", "--yes")

    assert ran.code == 1
    assert "it is not a plain file" in ran.err
    assert "UpdateFunction" not in place.operations()


def apply_with_room_for(place: Place, size: int, *more: str) -> subprocess.CompletedProcess[str]:
    """An apply that can write files of that many bytes and no larger: how a disk that fills up looks to one file."""
    limit: Callable[[], None] = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))  # noqa: E731
    return subprocess.run(
        [sys.executable, "-B", "-m", "sync", "apply", "--yes", "--no-signatures", *more],
        cwd=place.root,
        env=place.env,
        capture_output=True,
        text=True,
        encoding="utf-8",
        preexec_fn=limit,
        timeout=60,
        check=False,
    )


def journal_of_two_steps(root: Path) -> int:
    """How many bytes the journal of the same apply has when its second step has ended, seen in a run with room enough."""
    with emulated(root) as twin:
        assert twin.run("apply", "--yes", "--no-signatures").code == 0
        (archived,) = (root / "registry" / ".ivrsync" / "journals").iterdir()
        lines = archived.read_bytes().splitlines(keepends=True)
    ends = [number for number, line in enumerate(lines) if json.loads(line)["record"] == "step-ended"]
    return sum(map(len, lines[: ends[1] + 1]))


def test_a_journal_that_cannot_be_written_stops_apply_and_tells_what_is_done(place: Place, tmp_path: Path) -> None:
    ran = apply_with_room_for(place, journal_of_two_steps(tmp_path / "twin") + 20)
    writes = [name for name in place.operations() if name in WRITES]
    recorded = (place.root / LOCK).exists()
    resumed = place.run("apply", "--yes")

    assert (ran.returncode, recorded) == (1, False)
    assert writes == ["UpdateFunction", "AddFunctionMeta"]
    assert "~ configure  check-user-identity             done" in ran.stdout
    assert "~ repoint    get-number-region in hotline    not run: the run was stopped before this step" in ran.stdout
    assert "\n2 done, 2 not run\n" in ran.stdout
    assert "journal.jsonl: cannot be written: File too large; apply stopped there, with 2 steps of 4 not run" in ran.stderr
    assert "hint: free some space there, then run `ivrsync apply` again" in ran.stderr
    assert "bug" not in ran.stderr
    assert resumed.code == 0
    assert [name for name in place.operations() if name in WRITES] == WRITES


def test_a_journal_that_cannot_be_begun_means_that_nothing_is_done(place: Place) -> None:
    ran = apply_with_room_for(place, 50)

    assert ran.returncode == 1
    assert "apply stopped there, with 4 steps of 4 not run" in ran.stderr
    assert "UpdateFunction" not in place.operations()


def test_a_lock_that_cannot_be_written_is_told_after_the_report(place: Place) -> None:
    (place.root / LOCK).symlink_to(place.root / "gone" / "lock.json")
    ran = place.run("apply", "--yes")
    (place.root / "gone").mkdir()
    again = place.run("apply", "--yes")

    assert ran.code == 1
    assert "4 done" in ran.out
    assert "now in sync" not in ran.out
    assert f"error: {LOCK}: cannot be written: No such file or directory; the result is not recorded" in ran.err
    assert "hint: fix that, then run `ivrsync apply`" in ran.err
    assert again.code == 0
    assert (place.root / "gone" / "lock.json").is_file()


def test_a_report_as_json_is_whole_also_when_the_lock_could_not_be_written(place: Place) -> None:
    (place.root / LOCK).symlink_to(place.root / "gone" / "lock.json")
    ran = place.run("apply", "--yes", "--format", "json")

    assert ran.code == 1
    assert json.loads(ran.out)["exit_code"] == 1
