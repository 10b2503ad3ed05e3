"""`ivrsync snapshot`, and `plan` from one: the same findings without credentials, and nothing else in the file."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from sync.emulator.code import zip_files
from tests.cli.command import Ran, environment, ivrsync
from tests.cli.world import ACCOUNT, WORLD, emulated

HELD = "2 functions, 1 registration, 1 flow of account 1000000000000001 written to s.gz\n"
SECRET, PHONE, PROMPT = "test-not-a-password", "13800001234", "您好，请稍等"
TELLING = WORLD.replace(
    "properties: {functionMetaId: meta-1, parameters: []}",
    f"properties: {{functionMetaId: meta-1, parameters: [{{key: phone, value: '{PHONE}'}}], note: {PROMPT}}}",
).replace("timeout: 10,", f"timeout: 10, environment: {{DB_PASSWORD: {SECRET}, MODE: plainly-visible}},")


def findings(ran: Ran) -> object:
    plan = json.loads(ran.out)["plan"]
    return plan["findings"], plan["steps"], plan["gaps"]


def elsewhere(place_root: Path, *arguments: str) -> Ran:
    """On a machine that has the registry and the file, and neither credentials nor endpoints."""
    return ivrsync(*arguments, cwd=place_root, env=environment(ALIBABA_CLOUD_CREDENTIALS_FILE="none"))


def test_a_plan_from_a_snapshot_says_what_the_plan_says_without_credentials(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        live = place.run("plan", "--format", "json")
        (tmp_path / "ivrsync.toml").write_text("unsigned_snapshots = true\n", encoding="utf-8")
        taken = place.run("snapshot", "--out", "s.gz")
        writes = [call for call in place.emulator.calls() if call.is_write]
        kept = place.run("plan", "--from-snapshot", "s.gz", "--format", "json")
    alone = elsewhere(place.root, "plan", "--from-snapshot", "s.gz")

    assert (taken.code, taken.out, taken.err, writes) == (0, HELD, "", [])
    assert (kept.code, findings(kept)) == (live.code, findings(live))
    assert kept.err.startswith("note: the clouds were not read; this is from s.gz, as of ")
    assert "\n" not in kept.err.rstrip()
    assert alone.code == live.code


def test_what_must_not_be_kept_is_not_in_the_file(tmp_path: Path) -> None:
    with emulated(tmp_path, world=TELLING) as place:
        taken = place.run("snapshot", "--out", "s.gz")
    content = gzip.decompress((place.root / "s.gz").read_bytes())
    shown = json.dumps(json.loads(content), ensure_ascii=False)

    assert (taken.code, taken.out) == (0, HELD)
    secrets = (SECRET, "plainly-visible", PHONE, PROMPT, "def handler", "330102", "test-key-id", "test-key-secret", "127.0.0.1")
    assert [text for text in secrets if text in shown] == []
    assert '"DB_PASSWORD"' in shown, "names stay"


def test_the_same_world_is_the_same_file_but_for_the_times(tmp_path: Path) -> None:
    with emulated(tmp_path, world=TELLING) as place:
        first, second = (_content(place.root, place.run("snapshot", "--out", name), name) for name in ("a.gz", "b.gz"))

    assert first == second


def _content(root: Path, ran: Ran, name: str) -> object:
    assert ran.code == 0
    content = json.loads(gzip.decompress((root / name).read_bytes()))["snapshot"]
    times = [source.pop("read") for source in content["snapshot"]["sources"]]
    assert all(time.endswith("Z") for time in times)
    assert times
    gaps = content["snapshot"]["found"]["gaps"]
    assert gaps == []
    return content


def test_what_could_not_be_read_is_told_then_and_afterwards(tmp_path: Path) -> None:
    with emulated(tmp_path, world=WORLD.replace("instance: ccc-test", "instance: ccc-other")) as place:
        taken = place.run("snapshot", "--out", "s.gz")
        live, kept = place.run("plan"), place.run("plan", "--from-snapshot", "s.gz")

    assert taken.code == 5
    assert "COULD NOT READ (2)" in taken.out
    assert (kept.code, live.code) == (5, 5)
    assert "OB002 registrations of center hotline" in kept.out


def test_what_the_snapshot_does_not_hold_is_a_gap(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        place.run("snapshot", "--out", "s.gz")
    centers = place.root / "registry" / "centers.yaml"
    centers.write_text(centers.read_text(encoding="utf-8") + "  sales: {instance: ccc-2, registrations: api}\n", encoding="utf-8")

    ran = elsewhere(place.root, "plan", "--from-snapshot", "s.gz")

    assert "OB002 registrations of center sales: NotInSnapshot: the snapshot does not hold it\n" in ran.out
    assert "Take the snapshot anew from this registry" in " ".join(ran.out.split())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (None, "error: s.gz: the snapshot cannot be read: No such file or directory\nhint: check the path\n"),
        (b"garbage", "error: s.gz: it is not a snapshot that ivrsync wrote\nhint: give a file that this version of "),
        (
            gzip.compress(b'{"format": "ivrsync-snapshot", "version": 9}'),
            "error: s.gz: it is of format version 9; this ivrsync reads version 1\nhint: give a file",
        ),
        (zip_files({"a": b"b"}), "error: s.gz: it is not a snapshot that ivrsync wrote\n"),
    ],
    ids=["nothing", "garbage", "a-later-version", "a-package"],
)
def test_anything_else_is_refused_in_a_sentence(tmp_path: Path, content: bytes | None, says: str) -> None:
    with emulated(tmp_path) as place:
        pass
    if content is not None:
        (place.root / "s.gz").write_bytes(content)

    ran = elsewhere(place.root, "plan", "--from-snapshot", "s.gz")

    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(says)


def test_the_snapshot_of_another_account_is_refused(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        place.run("snapshot", "--out", "s.gz")
    env = environment(IVRSYNC_ACCOUNT_ID="2000000000000002")

    ran = ivrsync("plan", "--from-snapshot", "s.gz", cwd=place.root, env=env)

    says = f"error: the snapshot is of account {ACCOUNT}, and IVRSYNC_ACCOUNT_ID says 2000000000000002\n"
    assert (ran.code, ran.err) == (1, says + "hint: use the snapshot of that account\n")


def test_a_plan_from_a_snapshot_is_not_saved_for_apply(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        place.run("snapshot", "--out", "s.gz")

    ran = elsewhere(place.root, "plan", "--from-snapshot", "s.gz", "--out", "plan.json")

    assert ran.code == 1
    assert "--out does not go with --from-snapshot" in ran.err
    assert not (place.root / "plan.json").exists()


def test_a_folder_is_refused_before_anything_is_read(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        ran = place.run("snapshot", "--out", ".")
        calls = place.emulator.calls()

    assert (ran.code, ran.err) == (1, "error: .: cannot be written: it is a folder\nhint: name a file in it\n")
    assert [call.operation for call in calls] == []
