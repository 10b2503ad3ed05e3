"""A repository as a code host keeps it: main in sync with its clouds, a signed snapshot on a branch, and pull requests."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.emulator.world import World
from tests.ci.job import Job
from tests.whole.clone import AUTHOR, Clone, in_sync, removed, renamed, takes_the_handler_away
from tests.whole.process import Nursery, emulate
from tests.whole.process import environment as pointed_at
from tests.whole.town import Town

SNAPSHOTS = "drift-snapshots"


def git(folder: Path, *words: str) -> str:
    """Run git there."""
    return subprocess.run(["git", *AUTHOR, "-C", str(folder), *words], check=True, capture_output=True, text=True).stdout.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hosted:
    """A bare repository, the emulated clouds that it was in sync with, and the key that signs snapshots of them."""

    bare: Path
    clouds: dict[str, str]
    key: str

    def job(self, place: Path, commit: str) -> Job:
        """A machine with a checkout of that commit and, as CI systems do it, of nothing else."""
        checkout = place / "checkout"
        checkout.mkdir(parents=True)
        git(checkout, "init", "-q")
        git(checkout, "remote", "add", "origin", f"file://{self.bare}")
        git(checkout, "fetch", "-q", "origin", commit)
        git(checkout, "checkout", "-q", "--detach", commit)
        (place / "machine").mkdir()
        return Job(checkout, place / "machine")

    def head(self, branch: str) -> str:
        """The newest commit of a branch."""
        return git(self.bare, "rev-parse", branch)


def hides_a_link(clone: Clone) -> None:
    """The folder of the reports is a link to somewhere else."""
    removed(clone)
    (clone.root / "ivrsync-review").symlink_to("/")


REQUESTS: dict[str, Callable[[Clone], None]] = {
    "rename": renamed,
    "removal": removed,
    "link": hides_a_link,
    "handler": takes_the_handler_away,
}


@pytest.fixture(scope="session")
def _hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    place = tmp_path_factory.mktemp("hosted")
    root, bare = place / "desk", place / "origin.git"
    root.mkdir()
    numbers = iter(range(1, 1_000))
    nursery, world = Nursery(), World(ids=lambda: f"id-{next(numbers)}")
    town = Town(root=root, world=world, nursery=nursery)
    town.build()
    with emulate(world) as town.emulator:
        clone = in_sync(town)
        assert town.run("snapshot", "--keygen", str(place / "key")) == 0
        shutil.copy(place / "key.pub", root / "registry" / "snapshot.pub")
        (root / "ivrsync.toml").unlink()
        clone.git("add", "-A")
        clone.git("commit", "-q", "-m", "snapshots are signed")
        assert town.run("snapshot", "--branch", SNAPSHOTS, "--sign", str(place / "key")) == 0, town.said
        for name, change in REQUESTS.items():
            change(clone)
            clone.git("checkout", "-q", "-b", name)
            clone.git("add", "-A")
            clone.git("commit", "-q", "-m", name)
            clone.git("checkout", "-q", "main")
        clone.git("clone", "-q", "--bare", ".", str(bare))
        yield Hosted(bare=bare, clouds=pointed_at(town.emulator, place), key=(place / "key").read_text(encoding="utf-8"))
    nursery.close()


@pytest.fixture
def hosted(_hosted: Hosted, tmp_path: Path) -> Hosted:
    """One of one's own."""
    bare = tmp_path / "origin.git"
    shutil.copytree(_hosted.bare, bare)
    return Hosted(bare=bare, clouds=_hosted.clouds, key=_hosted.key)
