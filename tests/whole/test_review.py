"""`ivrsync review` in a scratch repository: what a pull request does to callers, judged by a snapshot and without credentials."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sync.emulator.world import World
from tests.cli.command import environment, ivrsync
from tests.whole.clone import (
    Clone,
    answers_otherwise,
    breaks_the_code,
    in_sync,
    more_memory,
    moved,
    not_registered,
    one_more,
    removed,
    renamed,
    swapped,
    takes_the_handler_away,
    wants_more,
)
from tests.whole.process import Nursery, emulate
from tests.whole.town import PHONE, Town


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository in sync with its clouds, and what they held."""
    root = tmp_path_factory.mktemp("origin")
    numbers = iter(range(1, 1_000))
    nursery, world = Nursery(), World(ids=lambda: f"id-{next(numbers)}")
    town = Town(root=root, world=world, nursery=nursery)
    town.build()
    with emulate(world) as town.emulator:
        in_sync(town)
    nursery.close()
    return root


@pytest.fixture
def clone(origin: Path, tmp_path: Path) -> Clone:
    place = tmp_path / "clone"
    shutil.copytree(origin, place)
    return Clone(place)


NOBODY = "No caller is hurt by this change, as far as is known."


@pytest.mark.parametrize(
    ("change", "code", "headline", "kinds"),
    [
        (renamed, 0, NOBODY, ["function-renamed"]),
        (moved, 0, NOBODY, ["region-moved", "region-moved"]),
        (more_memory, 0, NOBODY, ["configuration-changed"]),
        (one_more, 0, NOBODY, ["function-added", "registration-added"]),
        (wants_more, 4, "After this change flow f1 and its function no longer fit at ask.", ["code-changed"]),
        (answers_otherwise, 4, "After this change flow f1 and its function no longer fit at ask.", ["code-changed"]),
        (breaks_the_code, 4, "After this change every call of flow f1 fails at ask.", ["code-changed"]),
        (takes_the_handler_away, 4, "After this change every call of flow f1 fails at ask.", ["configuration-changed"]),
        (removed, 4, "After this change flow f1 reaches no function at ask.", ["function-removed"]),
        (not_registered, 4, "After this change flow f2 reaches no function at ask.", ["registration-removed"]),
    ],
)
def test_what_a_change_does_to_callers(
    clone: Clone, change: Callable[[Clone], object], code: int, headline: str, kinds: list[str]
) -> None:
    change(clone)
    clone.commit()
    told = clone.told()
    assert (told["exit_code"], told["headline"]) == (code, headline)
    assert [item["kind"] for item in told["changes"]] == kinds


def test_a_change_of_nothing_says_nothing(clone: Clone) -> None:
    clone.commit()
    told = clone.told("--none")
    assert (told["exit_code"], told["headline"]) == (0, "This change does nothing to the registry.")
    assert [told[name] for name in ("changes", "impacts", "findings", "standing")] == [[], [], [], []]


def test_without_a_snapshot_nothing_is_known_of_callers_and_the_code_is_read_all_the_same(clone: Clone) -> None:
    breaks_the_code(clone)
    clone.commit()
    ran = clone.review("--none")
    assert ran.code == 2, "the broken code is a finding; that no caller could be judged is a gap"
    assert "There is no snapshot, so nothing is known of callers" in " ".join(ran.out.split())
    assert "SG022" in ran.out
    more_memory(clone)
    clone.code("alpha", PHONE)
    clone.commit()
    assert clone.review("--none").code == 5


def test_what_is_not_committed_is_reviewed_when_asked(clone: Clone) -> None:
    removed(clone)
    assert clone.told()["exit_code"] == 0
    assert clone.told("--head", "worktree")["exit_code"] == 4


def test_a_swap_in_one_change_is_told_before_anybody_hears_it(clone: Clone) -> None:
    swapped(clone)
    clone.commit()
    told = clone.told()
    assert [item["kind"] for item in told["changes"]] == ["function-renamed", "function-renamed"]
    assert {refusal["step"]["uid"] for refusal in told["refusals"]} | {step["uid"] for step in told["steps"]} == {"alpha", "beta"}


def test_a_new_uid_for_the_same_function_is_no_new_function(clone: Clone) -> None:
    def rename(document: dict[str, Any]) -> None:
        document["functions"]["omega"] = document["functions"].pop("alpha")

    clone.spec(rename)
    clone.commit()
    told = clone.told()
    assert [(item["kind"], item["before"], item["after"]) for item in told["changes"]] == [("uid-changed", "alpha", "omega")]
    assert told["exit_code"] == 0


GUARD = """
import sys

def refuse(event, arguments):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.bind"):
        raise RuntimeError("a review asked the network: " + event)

sys.addaudithook(refuse)
"""


def test_no_network_is_asked(clone: Clone, tmp_path: Path) -> None:
    guard = tmp_path / "guard"
    guard.mkdir()
    (guard / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    removed(clone)
    clone.commit()
    known = environment(ALIBABA_CLOUD_CREDENTIALS_FILE="none")
    ran = ivrsync("review", "--snapshot", "s.gz", cwd=clone.root, env={**known, "PYTHONPATH": f"{guard}:{known['PYTHONPATH']}"})
    assert (ran.code, ran.err) == (4, "")
    probe = ivrsync("doctor", cwd=clone.root, env={**known, "PYTHONPATH": f"{guard}:{known['PYTHONPATH']}"})
    assert "unexpected RuntimeError" in probe.err, "the guard works"


def test_what_has_to_be_made_first_is_told(clone: Clone) -> None:
    renamed(clone)
    clone.commit()
    said = clone.review().out
    assert "create alpha at cn-hangzhou/svc/a2 with the code of its spec (pulumi up, or your pipeline)" in " ".join(said.split())


def test_the_settings_are_those_of_the_base(clone: Clone) -> None:
    more_memory(clone)
    (clone.root / "ivrsync.toml").write_text("nonsense = 1\n", encoding="utf-8")
    clone.commit()
    assert clone.told()["exit_code"] == 0


def test_a_lock_edited_by_hand_is_told(clone: Clone) -> None:
    lock = clone.root / "registry" / "registry.lock.json"
    document = json.loads(lock.read_text(encoding="utf-8"))
    document["functions"]["alpha"]["checksum"] = "1"
    lock.write_text(json.dumps(document), encoding="utf-8")
    clone.commit()
    told = clone.told()
    assert [(item["kind"], item["uid"]) for item in told["changes"]] == [("lock-changed", "alpha")]


def _links_a_spec(clone: Clone) -> None:
    (clone.root / "registry" / "more.yaml").symlink_to("/etc/passwd")


def _links_the_folder(clone: Clone) -> None:
    shutil.rmtree(clone.root / "registry")
    (clone.root / "registry").symlink_to("/etc")


def _deletes_the_registry(clone: Clone) -> None:
    shutil.rmtree(clone.root / "registry")


def _breaks_the_yaml(clone: Clone) -> None:
    (clone.root / "registry" / "services.yaml").write_text("service: [\n", encoding="utf-8")


def _breaks_the_lock(clone: Clone) -> None:
    (clone.root / "registry" / "registry.lock.json").write_text("{", encoding="utf-8")


@pytest.mark.parametrize("head", ["HEAD", "worktree"])
@pytest.mark.parametrize(
    ("change", "says"),
    [
        (_links_a_spec, "registry/more.yaml: this is a link, and a review follows none"),
        (_links_the_folder, "registry: this is a link, and a review follows none"),
        (_deletes_the_registry, "registry: this folder does not exist"),
        (_breaks_the_yaml, "registry/services.yaml:"),
        (_breaks_the_lock, "registry/registry.lock.json:1:2: not JSON"),
    ],
)
def test_a_head_that_cannot_be_read_is_an_error_that_says_where(
    clone: Clone, change: Callable[[Clone], object], says: str, head: str
) -> None:
    change(clone)
    clone.commit()
    ran = clone.review("--head", head)
    assert (ran.code, ran.out) == (1, "")
    assert says in ran.err
    assert "Traceback" not in ran.err


def test_code_that_leads_out_of_the_repository_is_not_looked_at(clone: Clone) -> None:
    clone.spec(lambda document: document["functions"]["alpha"].update(code="../../../../etc"))
    clone.commit()
    ran = clone.review()
    assert ran.code == 1
    assert "does not exist" in ran.err


def test_code_that_is_a_link_is_not_followed(clone: Clone) -> None:
    shutil.rmtree(clone.root / "registry" / "code" / "alpha")
    (clone.root / "registry" / "code" / "alpha").symlink_to("/usr/lib")
    clone.commit()
    ran = clone.review()
    assert ran.code == 1
    assert "is neither a folder nor a .zip file" in ran.err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--base", "no-such-branch"), "error: this repository has no commit 'no-such-branch'"),
        (("--head", "--upload-pack=x"), "error: this repository has no commit '--upload-pack=x'"),
        (("--snapshot", "none.gz"), "error: none.gz: the snapshot cannot be read"),
        (("--registry", ".."), "is not in this repository"),
    ],
)
def test_wrong_words_are_told_in_a_sentence(clone: Clone, words: tuple[str, ...], says: str) -> None:
    ran = clone.review(*words)
    assert ran.code == 1
    assert says in ran.err


def test_outside_a_repository_it_says_so(clone: Clone) -> None:
    shutil.rmtree(clone.root / ".git")
    ran = clone.review()
    assert (ran.code, "not in a git repository" in ran.err) == (1, True)


def test_a_snapshot_that_nobody_signed_leaves_everything_open(clone: Clone) -> None:
    clone.git("rm", "-q", "ivrsync.toml")
    clone.git("commit", "-q", "-m", "snapshots have to be signed")
    more_memory(clone)
    clone.commit()
    ran = clone.review()
    assert ran.code == 5
    assert ran.out.startswith("Whether this change hurts callers is not known: there is no snapshot that can be relied on.\n")
    assert "it is not signed" in " ".join(ran.out.split())


def test_the_key_is_that_of_the_base_and_not_one_that_the_change_brings(clone: Clone) -> None:
    place = clone.root / "registry"
    assert ivrsync("snapshot", "--keygen", "key", cwd=clone.root, env=environment()).code == 0
    more_memory(clone)
    shutil.move(clone.root / "key.pub", place / "snapshot.pub")
    clone.commit()
    assert clone.review().code == 0, "the base says that snapshots need no signature, and has no key"


def test_the_snapshot_on_the_usual_branch_is_taken(clone: Clone) -> None:
    clone.git("checkout", "-q", "--orphan", "drift-snapshots")
    clone.git("rm", "-rfq", "--cached", ".")
    (clone.root / "s.gz").rename(clone.root / "snapshot.gz")
    clone.git("add", "-f", "snapshot.gz")
    clone.git("commit", "-q", "-m", "snapshot")
    clone.git("checkout", "-qf", "main")
    removed(clone)
    clone.commit()
    assert clone.told("--none")["headline"] == "After this change flow f1 reaches no function at ask."


def test_code_that_cannot_be_read_is_not_taken_for_the_old_code(clone: Clone) -> None:
    shutil.rmtree(clone.root / "registry" / "code" / "alpha")
    (clone.root / "registry" / "code" / "alpha.zip").write_bytes(b"this is no zip")
    clone.spec(lambda document: document["functions"]["alpha"].update(code="code/alpha.zip"))
    clone.commit()
    assert clone.told()["headline"] == "After this change every call of flow f1 fails at ask."


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("github", "::error "),
        ("gitlab", '"severity": "blocker"'),
        ("junit", 'failures="1"'),
        ("rdjson", '"severity": "ERROR"'),
        ("sarif", '"ruleId": "FL006"'),
        ("markdown", "**After this change flow f1 reaches no function at ask"),
        ("html", "<h1>After this change flow f1 reaches no function at ask.</h1>"),
    ],
)
def test_each_format_shows_what_the_exit_code_says(clone: Clone, form: str, says: str) -> None:
    removed(clone)
    clone.commit()
    ran = clone.review("--format", form)
    assert ran.code == 4
    assert says in ran.out
    assert "in sync" not in ran.out


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("github", "::warning file=registry/centers.yaml"),
        ("gitlab", '"check_name": "OB002 registrations-unread"'),
        ("junit", 'errors="3"'),
        ("rdjson", "there is no snapshot"),
        ("sarif", '"ruleId": "OB003"'),
        ("markdown", "#### Could not be read (3)"),
        ("html", "Could not read (3)"),
    ],
)
def test_no_format_is_silent_about_what_could_not_be_judged(clone: Clone, form: str, says: str) -> None:
    more_memory(clone)
    clone.commit()
    ran = clone.review("--none", "--format", form)
    assert ran.code == 5
    assert says in ran.out


def test_a_clone_without_the_history_says_that_it_does_not_know_where_the_two_parted(clone: Clone, tmp_path: Path) -> None:
    more_memory(clone)
    clone.commit()
    shallow = tmp_path / "shallow"
    clone.git("clone", "-q", "--depth", "1", "--no-single-branch", clone.root.as_uri(), str(shallow))
    shutil.copy(clone.root / "s.gz", shallow)
    ran = Clone(shallow).review("--base", "origin/main")
    assert "no commit from which both grew is here" in " ".join(ran.out.split())
    assert "no commit from which both grew" not in clone.review("--base", "main").out


def test_the_change_that_brings_the_registry_is_all_new(clone: Clone) -> None:
    clone.git("checkout", "-q", "--orphan", "before")
    clone.git("rm", "-rq", "--cached", "registry")
    clone.git("commit", "-q", "-m", "no registry yet")
    clone.git("checkout", "-qf", "-B", "change")
    clone.git("add", "-A")
    clone.git("commit", "-q", "-m", "the registry")
    told = clone.told("--base", "before")
    assert told["exit_code"] == 0
    assert [(item["kind"], item["uid"]) for item in told["changes"] if item["kind"] == "function-added"] == [
        ("function-added", "alpha"),
        ("function-added", "beta"),
    ]
